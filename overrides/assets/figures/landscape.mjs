// The loss around the book's 2-2-1 network: a slice along each of the nine parameters, and a map over any two of them.

import { BOOK, T, X, activations, forward, gradients, lossOf, losses, network, parameterNames } from "./core.mjs";
import { changes, figure, number, numbersIn, options, parameter, symbol } from "./host.mjs";

const SIZES = [2, 2, 1];
const LOSSES = { half: "half_squared_error", squared: "mean_squared_error", bce: "binary_cross_entropy" };
const NAMES = parameterNames(SIZES);
const PAIR = [6, 7];
const ORDER = [0, 2, 4, 1, 3, 5, 6, 7, 8]; // a row a unit
const REACH = 6; // to both sides of where a parameter starts
const POINTS = 61; // of a slice, and on each side of the map
const STEP = 0.1;
const FINER = 4; // pixels between two points of the map
const PIXELS = FINER * (POINTS - 1);
const BANDS = 8;

const kindOf = (k) => "wwwwbbwwb"[k];
const range = (count) => [...Array(count).keys()];
const INDICES = range(POINTS);

// ---- the numbers --------------------------------------------------------------------------------------------------------

const least = (k) => BOOK[k] - REACH;
export const valueAt = (k, n) => least(k) + (2 * REACH * n) / (POINTS - 1);

const sigmoid = activations.sigmoid.value;
const hidden = (theta, j) => X.map(([x1, x2]) => sigmoid(x1 * theta[j] + x2 * theta[2 + j] + theta[4 + j]));

// A picture takes thousands of losses: what does not move is computed once. The order of all sums is that of `forward`.
export function sliceOf({ theta, loss }, k) {
  const { ofSum } = losses[LOSSES[loss]];
  const moved = [...theta];
  const units = [hidden(theta, 0), hidden(theta, 1)];
  return INDICES.map((n) => {
    moved[k] = valueAt(k, n);
    if (k < 6) units[k % 2] = hidden(moved, k % 2);
    const [first, second] = units;
    let total = 0;
    for (let row = 0; row < 4; row += 1) total += ofSum(first[row] * moved[6] + second[row] * moved[7] + moved[8], T[row][0]);
    return total / 4;
  });
}

// The rows of the map, from the lowest value of its second parameter on.
export function surfaceOf({ theta, loss, pair: [across, up] }) {
  const moved = [...theta];
  return INDICES.map((n) => {
    moved[up] = valueAt(up, n);
    return sliceOf({ theta: moved, loss }, across);
  });
}

const extent = (values) => [Math.min(...values), Math.max(...values)];

function lowestOf(values) {
  const L = Math.min(...values);
  return { n: values.indexOf(L), L };
}

function computed(state) {
  const { theta, loss, pair: [across, up] } = state;
  const net = network(SIZES, theta);
  const trace = forward(net, X);
  const slices = BOOK.map((_, k) => sliceOf(state, k));
  const surface = surfaceOf(state);
  const lowest = slices.map(lowestOf);
  const all = surface.flat();
  const { n, L } = lowestOf(all);
  return {
    L: lossOf(net, trace, T, LOSSES[loss]), slopes: gradients(net, trace, T, LOSSES[loss]), slices, surface, lowest,
    both: { place: [valueAt(across, n % POINTS), valueAt(up, Math.floor(n / POINTS))], L },
    scale: extent(slices.flat()), heights: extent(all),
  };
}

// ---- the slices ---------------------------------------------------------------------------------------------------------

const share = (k, value) => (value - least(k)) / (2 * REACH);
const [WIDE, HIGH, EDGE] = [1000, 600, 30]; // whole numbers are written fast

// Points of lines are no style, as the places of circles are: nothing is styled anew.
const set = (element, points) => element.setAttribute("points", points);
// As `colored`, in a place that stays: a redraw parses nothing, and lays out no more than what has changed.
function write(element, kind, value) {
  if (element.dataset.v === String(value) && element.classList.contains(`q${kind}`)) return;
  element.className = `v q${kind}`;
  element.dataset.v = value;
  element.textContent = number(value);
}
const diamond = (x, y, r) => `${x - r},${y} ${x},${y - r} ${x + r},${y} ${x},${y + r}`;

function drawSlice({ drawn: [curve, level, slope, lowestPlace, here] }, k, { theta }, { L, slopes, slices, lowest, scale: [low, high] }) {
  const x = (value) => WIDE * share(k, value);
  const y = (loss) => HIGH - EDGE - ((HIGH - 2 * EDGE) * (loss - low)) / (high - low || 1);
  const rise = (slopes[k] * (y(1) - y(0)) * 2 * REACH) / WIDE;
  const [cx, cy] = [x(theta[k]), y(L)];
  // Forward or back, no further than the slice goes.
  const end = (way) => {
    const high = way * rise > 0 ? HIGH - cy : cy;
    const run = way * Math.min(200 / Math.hypot(1, rise), way > 0 ? WIDE - cx : cx, high / Math.abs(rise));
    return `${cx + run},${cy + run * rise}`;
  };
  set(curve, slices[k].map((loss, n) => `${Math.round((WIDE * n) / (POINTS - 1))},${Math.round(y(loss))}`).join(" "));
  set(level, `0,${cy} ${WIDE},${cy}`);
  set(slope, `${end(-1)} ${end(1)}`);
  set(lowestPlace, diamond(x(valueAt(k, lowest[k].n)), y(lowest[k].L), 35));
  set(here, `${cx},${cy} ${cx},${cy}`);
}

// ---- the map ------------------------------------------------------------------------------------------------------------

// The colours of the legend, whatever the scheme: the last one is the page's.
function paletteOf(context, legend) {
  [...legend, context.canvas].forEach((element, band) => {
    context.fillStyle = getComputedStyle(element).backgroundColor;
    context.fillRect(band, 0, 1, 1);
  });
  return new Uint32Array(context.getImageData(0, 0, BANDS + 1, 1).data.buffer);
}

// Between its points the surface is taken as straight; a line parts each band from the next.
function paint(context, palette, surface, [low, high]) {
  const image = context.createImageData(PIXELS, PIXELS);
  const pixels = new Uint32Array(image.data.buffer);
  const factor = BANDS / (high - low || 1);
  let [before, bands] = [new Uint8Array(PIXELS), new Uint8Array(PIXELS)];
  for (let row = 0; row < PIXELS; row += 1) {
    const j = Math.floor(row / FINER);
    const part = (row + 0.5) / FINER - j;
    const heights = surface[j].map((loss, i) => (loss + part * (surface[j + 1][i] - loss) - low) * factor);
    let at = (PIXELS - 1 - row) * PIXELS;
    for (let column = 0, i = 0; i < POINTS - 1; i += 1) {
      const rise = (heights[i + 1] - heights[i]) / FINER;
      for (let n = 0; n < FINER; n += 1, column += 1, at += 1) {
        const band = Math.min(BANDS - 1, Math.floor(heights[i] + (n + 0.5) * rise));
        bands[column] = band;
        pixels[at] = palette[(column && band !== bands[column - 1]) || (row && band !== before[column]) ? BANDS : band];
      }
    }
    [before, bands] = [bands, before];
  }
  context.putImageData(image, 0, 0);
}

function drawOverlay([level, upright, arrow, lowestPlace], { theta, pair: [across, up] }, { slopes, both }) {
  const place = ([a, b]) => [100 * share(across, a), 100 - 100 * share(up, b)];
  const [x, y] = place([theta[across], theta[up]]);
  const [cx, cy] = place(both.place);
  const length = Math.hypot(slopes[across], slopes[up]);
  const [p, q] = [-slopes[across] / length, slopes[up] / length];
  const ahead = (along, aside) => `${x + along * p - aside * q},${y + along * q + aside * p}`;
  set(level, `0,${y} 100,${y}`);
  set(upright, `${x},0 ${x},100`);
  set(arrow, length ? `${x},${y} ${ahead(20, 0)} ${ahead(15, 2.5)} ${ahead(20, 0)} ${ahead(15, -2.5)}` : "");
  set(lowestPlace, diamond(cx, cy, 3));
}

function writePoints(root, state, { L, lowest, both }) {
  const now = state.pair.map((k) => state.theta[k]);
  const along = state.pair.map((k) => state.pair.map((other, n) => (other === k ? valueAt(k, lowest[k].n) : now[n])));
  const places = [now, ...along, both.place];
  const found = [L, ...state.pair.map((k) => lowest[k].L), both.L];
  root.querySelectorAll("[role=row]:not(:first-child)").forEach((row, n) => {
    const [first, second, last] = row.querySelectorAll("[role=cell] > span");
    [first, second].forEach((cell, axis) => write(cell, kindOf(state.pair[axis]), tidy(places[n][axis])));
    write(last, "l", found[n]);
  });
  root.querySelectorAll("[data-axis]").forEach((head, axis) => {
    if (head.dataset.axis !== String(state.pair[axis])) head.innerHTML = `${"→↑"[axis]} ${parameter(state.pair[axis])}`;
    head.dataset.axis = state.pair[axis];
  });
}

// Without what a sum of decimals leaves behind.
const tidy = (value) => Number(value.toFixed(9));

// ---- what a reader does -------------------------------------------------------------------------------------------------

const moved = ({ theta }, places) => ({ theta: theta.map((old, k) => places[k] ?? old) });

// The two values that a place on the map stands for.
function pointed({ pair: [across, up] }, map, { clientX, clientY }) {
  const { left, top, width, height } = map.getBoundingClientRect();
  const stepped = (k, part) => tidy(least(k) + STEP * Math.round((Math.min(1, Math.max(0, part)) * 2 * REACH) / STEP));
  return { [across]: stepped(across, (clientX - left) / width), [up]: stepped(up, 1 - (clientY - top) / height) };
}

function bind(root, { set }) {
  const map = root.querySelector(".map");
  const handle = root.querySelector(".handle");
  const follow = (event, isPassing) => set((state) => moved(state, pointed(state, map, event)), { isPassing });
  const slide = ({ dataset: { k }, value }, isPassing) => k && set((state) => moved(state, { [k]: Number(value) }), { isPassing });
  root.addEventListener("input", ({ target }) => slide(target, true));
  root.addEventListener("change", ({ target }) => {
    const { dataset, value } = target;
    slide(target);
    if (dataset.set === "loss") set(() => ({ loss: value }));
    else if (dataset.set) set(({ pair }) => ({ pair: paired(pair, Number(dataset.set), Number(value)) }));
  });
  map.addEventListener("click", (event) => event.target !== handle && follow(event));
  handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  handle.addEventListener("pointerdown", ({ pointerId }) => handle.setPointerCapture(pointerId));
  handle.addEventListener("pointermove", (event) => handle.hasPointerCapture(event.pointerId) && follow(event, true));
  handle.addEventListener("pointerup", (event) => follow(event));
}

// Two axes never show the same parameter: they change places.
const paired = (pair, axis, k) => (pair[1 - axis] === k ? [pair[1], pair[0]] : pair.map((old, n) => (n === axis ? k : old)));

function skeleton(words) {
  const axis = (n, word) => `<label>${"→↑"[n]} <select data-set="${n}" aria-label="${word}">${options(NAMES)}</select></label>`;
  const cell = (k) => `<div class="slice" data-slice="${k}"><div>${parameter(k)} = <span></span></div>
    <svg viewBox="0 0 ${WIDE} ${HIGH}" aria-hidden="true"><polyline/><polyline class="level"/><polyline class="slope"/><polygon/><polyline class="dot"/></svg>
    <input type="range" data-k="${k}" min="${least(k)}" max="${least(k) + 2 * REACH}" step="${STEP}" aria-label="${NAMES[k]}"><div>${words.slope} <span></span></div></div>`;
  const head = (name, inside = "") => `<span role="columnheader"${name}>${inside}</span>`;
  const row = (name) => `<div role="row"><span role="rowheader">${name}</span>${`<span role="cell"><span></span></span>`.repeat(3)}</div>`;
  return `<div class="row"><label>${symbol("l", "L")} <select data-set="loss" aria-label="${words.loss}">${options(words.losses)}</select></label>
    <span>${words.scale}: <span></span> – <span></span></span></div>
    <div class="both"><div class="slices">${ORDER.map(cell).join("")}</div><div><div class="row">${axis(0, words.across)}${axis(1, words.up)}</div>
    <div class="map" role="img"><canvas width="${PIXELS}" height="${PIXELS}"></canvas><svg viewBox="0 0 100 100" aria-hidden="true"><polyline class="cut"/><polyline class="cut"/><polyline class="arrow"/>
    <polygon/></svg><span class="handle"></span></div>
    <div class="legend"><span></span>${range(BANDS).map((band) => `<i style="--share:${12 + 9 * band}%"></i>`).join("")}<span></span></div>
    <div role="table" class="points" aria-label="${words.points}"><div role="row"><span role="cell"></span>${head(" data-axis")}${head(" data-axis")}${head("", symbol("l", "L"))}</div>
    ${[words.now, words.along("→"), words.along("↑"), words.both].map(row).join("")}</div></div></div>`;
}

function build(root, tools) {
  const { words, ended } = tools;
  root.classList.add("landscape");
  root.innerHTML = skeleton(words);
  bind(root, tools);
  const [map, handle, table] = [".map", ".handle", ".points"].map((selector) => root.querySelector(selector));
  const ends = [...root.querySelectorAll(".row > span > span, .legend span")];
  const selects = root.querySelectorAll("select");
  const slices = BOOK.map((_, k) => {
    const cell = root.querySelector(`[data-slice="${k}"]`);
    return { cell, drawn: cell.querySelector("svg").children, input: cell.querySelector("input"), texts: cell.querySelectorAll("div > span:last-child") };
  });
  const context = map.querySelector("canvas").getContext("2d", { willReadFrequently: true });
  let palette = null;
  let painted = null;
  const recolour = () => {
    palette = paletteOf(context, root.querySelectorAll(".legend i"));
    if (painted) paint(context, palette, painted.surface, painted.heights);
  };
  const scheme = new MutationObserver(recolour);
  scheme.observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  ended.addEventListener("abort", () => scheme.disconnect());
  return (state) => {
    const numbers = computed(state);
    const { L, slopes, both, scale, heights } = painted = numbers;
    const [across, up] = state.pair;
    slices.forEach((one, k) => {
      one.cell.dataset.axis = { [across]: "→", [up]: "↑" }[k] ?? "";
      drawSlice(one, k, state, numbers);
      one.input.value = state.theta[k];
      one.input.ariaValueText = `${number(state.theta[k])}; ${words.slope} ${number(slopes[k])}; L ${number(L)}`;
      write(one.texts[0], kindOf(k), state.theta[k]);
      write(one.texts[1], "g", slopes[k]);
    });
    if (palette) paint(context, palette, numbers.surface, heights);
    else recolour();
    drawOverlay(map.querySelector("svg").children, state, numbers);
    handle.style.left = `${100 * share(across, state.theta[across])}%`;
    handle.style.top = `${100 - 100 * share(up, state.theta[up])}%`;
    writePoints(table, state, numbers);
    [...scale, ...heights].forEach((loss, n) => write(ends[n], "l", loss));
    selects.forEach((select, n) => (select.value = [state.loss, across, up][n]));
    const where = both.place.map((value, n) => `${NAMES[state.pair[n]]} ${number(tidy(value))}`).join(", ");
    const said = `${words.now}: L ${number(L)}. ${words.both}: L ${number(both.L)}, ${where}.`;
    map.ariaLabel = `${words.map(NAMES[across], NAMES[up])} ${said}`;
    return said;
  };
}

// ---- the address, and Python --------------------------------------------------------------------------------------------

const start = () => ({ theta: [...BOOK], pair: [...PAIR], loss: "half" });

function read(parts, state) {
  for (const [key, text] of parts) {
    if (key === "theta") state.theta = numbersIn(text, BOOK.length, (value, k) => Math.abs(value - BOOK[k]) <= REACH);
    else if (key === "pair") state.pair = numbersIn(text, 2, (k) => BOOK[k] !== undefined);
    else if (key === "loss" && Object.hasOwn(LOSSES, text)) state.loss = text;
    else throw new RangeError(key);
  }
  if (state.pair[0] === state.pair[1]) throw new RangeError("expected two different parameters");
  return state;
}

const OF_SUM = {
  half: "(xb.sigmoid(z) - target) ** 2 / 2", squared: "(xb.sigmoid(z) - target) ** 2", bce: "np.logaddexp(0, z) - target * z",
};

const python = ({ theta, pair: [across, up], loss }) => [
  "import numpy as np",
  "import xorbook as xb",
  "",
  "X, t = xb.xor()",
  "net = xb.worked_example()",
  `values = net.theta[:, np.newaxis] + np.linspace(-${REACH}, ${REACH}, ${POINTS})`,
  `net.theta = [${theta.join(", ")}]`,
  "",
  "def loss_at(w11, w12, w21, w22, b1, b2, v1, v2, c):",
  "    total = 0",
  "    for (x1, x2), (target,) in zip(X, t):",
  "        a1, a2 = xb.sigmoid(x1 * w11 + x2 * w21 + b1), xb.sigmoid(x1 * w12 + x2 * w22 + b2)",
  "        z = a1 * v1 + a2 * v2 + c",
  `        total = total + ${OF_SUM[loss]}`,
  "    return total / len(X)",
  "",
  "def lowest(*positions):",
  "    grids = np.meshgrid(*values[list(positions)])",
  "    moved = [*net.theta]",
  "    for position, grid in zip(positions, grids):",
  "        moved[position] = grid",
  "    losses = loss_at(*moved)",
  "    best = np.argmin(losses)",
  '    print("lowest", *(float(grid.flat[best]) for grid in grids), float(losses.flat[best]))',
  "",
  `loss = xb.${LOSSES[loss]}`,
  'print("loss", net.loss(X, t, loss=loss))',
  "slopes = net.backward(net.forward(X), t, loss=loss)",
  "for name in net.parameters.names:",
  "    print(name, net.parameters[name], slopes[name])",
  `lowest(${across})`,
  `lowest(${up})`,
  `lowest(${across}, ${up})`,
  "",
].join("\n");

// ---- words --------------------------------------------------------------------------------------------------------------

const labels = {
  en: {
    losses: { half: "½(ŷ − t)²", squared: "(ŷ − t)²", bce: "BCE" }, loss: "Loss", scale: "all nine", slope: "slope",
    across: "To the right", up: "Upwards", now: "now", along: (sign) => `lowest ${sign}`, both: "lowest of all",
    points: "Places on the map", map: (across, up) => `Map of the loss over ${across} and ${up}.`,
  },
  ko: {
    losses: { half: "½(ŷ − t)²", squared: "(ŷ − t)²", bce: "BCE" }, loss: "손실", scale: "아홉 단면", slope: "기울기",
    across: "가로축", up: "세로축", now: "지금", along: (sign) => `${sign} 최저`, both: "지도 최저",
    points: "지도 위의 점", map: (across, up) => `${across}, ${up}에 따른 손실의 지도.`,
  },
};

const style = `
  [data-live] .both { display: grid; gap: 0.8rem; margin-block-start: 0.5rem; }
  [data-live] .both > * { min-inline-size: 0; }
  [data-live] .slices { display: grid; gap: 0.5rem 0.4rem; grid-template-columns: repeat(3, minmax(0, 1fr)); }
  [data-live] .slice { border-block-start: 2px solid transparent; font-size: 0.62rem; position: relative; white-space: nowrap; }
  [data-live] .slice::after { content: attr(data-axis); font-size: 0.75rem; font-weight: 700; inset: 1.1rem 0.1rem auto auto; position: absolute; }
  [data-live] .slice:not([data-axis=""]) { border-color: currentcolor; }
  [data-live] .slice svg { box-sizing: border-box; display: block; inline-size: 100%; overflow: visible; padding-inline: 8px; }
  [data-live] .landscape input { display: block; inline-size: 100%; margin: 0; min-block-size: 1.2rem; min-inline-size: 0; }
  [data-live] .landscape :is(polyline, polygon) { fill: none; stroke: var(--md-default-fg-color); vector-effect: non-scaling-stroke; }
  [data-live] .slice polyline { stroke: var(--ql); stroke-width: 1.8; }
  [data-live] .slice .level { stroke: var(--md-default-fg-color--light); stroke-dasharray: 1 3; stroke-width: 1; }
  [data-live] .slice .slope { stroke: var(--qg); stroke-width: 2.5; }
  [data-live] .slice .dot { stroke: var(--md-default-fg-color); stroke-linecap: round; stroke-width: 8; }
  [data-live] .landscape polygon { stroke-width: 1.5; }
  [data-live] .map { aspect-ratio: 1; cursor: crosshair; margin-block: 0.5rem 0.3rem; position: relative; }
  [data-live] .map :is(canvas, svg) { block-size: 100%; inline-size: 100%; inset: 0; position: absolute; }
  [data-live] .map canvas { background: var(--md-default-bg-color); border-radius: 0.2rem; }
  [data-live] .map svg { overflow: hidden; pointer-events: none; }
  [data-live] .map .cut { stroke-dasharray: 2 3; }
  [data-live] .map .arrow { stroke-width: 2.5; }
  [data-live] .handle { background: var(--md-default-fg-color); background-clip: content-box; block-size: 0.6rem; border-radius: 50%; cursor: grab; inline-size: 0.6rem; padding: 0.5rem; position: absolute; touch-action: none; translate: -50% -50%; }
  [data-live] .legend { align-items: center; display: flex; font-size: 0.62rem; }
  [data-live] .legend i { background: color-mix(in srgb, var(--ql) var(--share), var(--md-default-bg-color)); block-size: 0.6rem; flex: 1; }
  [data-live] .legend span { margin-inline: 0.2rem; }
  [data-live] .points { font-size: 0.62rem; }
  [data-live] .points [role=row] { border-block-start: 1px solid var(--book-rule); display: grid; grid-template-columns: 1.5fr 1fr 1fr 1.1fr; min-block-size: 1.6em; }
  @container (min-width: 30rem) {
    [data-live] .both { grid-template-columns: 1.35fr 1fr; }
  }
`;

figure("landscape", {
  room: { narrow: 53, wide: 31 },
  labels, style, start, read, write: (state) => changes(state, start()), python, build,
});
