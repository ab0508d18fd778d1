// The shapes of a feed-forward network: a line for each layer, its matrix, and which arrow an entry of it belongs to.

import { parameterNames } from "./core.mjs";
import { figure, symbol } from "./host.mjs";

const SIZES = [2, 3, 2];
const AT = "W2[1,0]";
const [LAYERS, UNITS] = [4, 8];

const S = {
  a: (l, j = "") => (l ? symbol("a", "a", j, l) : symbol("x", "x", j)),
  W: (l) => symbol("w", "W", "", l),
  b: (l, j = "") => symbol("b", "b", j, l),
  z: (l) => symbol("z", "z", "", l),
};

// `layer` counts from 1, as in the name; `i` and `j` count from 0, and a bias has no `i`.
function placeOf(name) {
  const [layer, ...place] = name.match(/\d+/g).map(Number);
  return { layer, i: place.length > 1 ? place[0] : null, j: place.at(-1) };
}
const nameOf = ({ layer, i, j }) => (i === null ? `b${layer}[${j}]` : `W${layer}[${i},${j}]`);

// The nearest parameter that a network has.
function within(sizes, { layer, i, j }) {
  const l = Math.min(layer, sizes.length - 1);
  return nameOf({ layer: l, i: i === null ? null : Math.min(i, sizes[l - 1] - 1), j: Math.min(j, sizes[l] - 1) });
}

const range = (count) => [...Array(count).keys()];
const layersOf = (sizes) => sizes.slice(1).map((n, k) => ({ layer: k + 1, m: sizes[k], n }));
const countOf = (sizes) => layersOf(sizes).reduce((total, { m, n }) => total + m * n + n, 0);

// ---- what is drawn ------------------------------------------------------------------------------------------------------

// In per cent of the drawing.
const across = (sizes, l) => (100 * (l + 0.5)) / sizes.length;
const down = (sizes, l, j) => 50 + (j - (sizes[l] - 1) / 2) * Math.min(30, 94 / Math.max(...sizes));

function edges(sizes) {
  return layersOf(sizes).flatMap(({ layer, m, n }) => range(m).flatMap((i) => range(n).map((j) => ({
    name: nameOf({ layer, i, j }),
    from: [across(sizes, layer - 1), down(sizes, layer - 1, i)],
    to: [across(sizes, layer), down(sizes, layer, j)],
  }))));
}

function drawn({ sizes, at }) {
  const { layer, i, j } = placeOf(at);
  const lines = edges(sizes).sort((a, b) => (a.name === at) - (b.name === at)).map(({ name, from, to }) =>
    `<line x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}"${name === at ? ` class="on"` : ""}/>`);
  const isEnd = (l, k) => (l === layer && k === j) || (l === layer - 1 && k === i);
  const units = sizes.flatMap((n, l) => range(n).map((k) => {
    const names = ["unit", l && "computes", isEnd(l, k) && "on", l === layer && k === j && i === null && "bias"];
    return `<span class="${names.filter(Boolean).join(" ")}" style="left:${across(sizes, l)}%;top:${down(sizes, l, k)}%">${k + 1}</span>`;
  }));
  return `<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">${lines.join("")}</svg>${units.join("")}`;
}

const term = (letter, kind, rows, columns) => `<span class="term">${letter}<span class="q${kind}">(${rows}×${columns})</span></span>`;

function line({ layer, m, n }, at) {
  return `<button type="button" data-layer="${layer}" aria-pressed="${placeOf(at).layer === layer}">
    ${term(S.a(layer - 1), layer > 1 ? "a" : "x", 1, m)}${term(S.W(layer), "w", m, n)}<span>+</span>${term(S.b(layer), "b", 1, n)}
    <span>→</span>${term(S.z(layer), "z", 1, n)}<span class="sum"><span class="qw">${m}·${n}</span> + <span class="qb">${n}</span> = ${m * n + n}</span></button>`;
}

function matrix({ sizes, at }, words) {
  const { layer } = placeOf(at);
  const [m, n] = [sizes[layer - 1], sizes[layer]];
  const cell = (i, j) => {
    const name = nameOf({ layer, i, j });
    const shown = i === null ? symbol("b", "b", j + 1) : symbol("w", "w", `${i + 1}${j + 1}`);
    return `<span role="gridcell" data-at="${name}" aria-selected="${name === at}" tabindex="${name === at ? 0 : -1}">${shown}</span>`;
  };
  const row = (i) => `<div role="row">${range(n).map((j) => cell(i, j)).join("")}</div>`;
  return `<div role="grid" aria-label="${words.grid(layer)}"${Math.max(m, n) > 4 ? "" : ` class="few"`}>
    <span class="name" role="presentation">${S.W(layer)} =</span><div role="rowgroup">${range(m).map(row).join("")}</div>
    <span class="name" role="presentation">${S.b(layer)} =</span><div role="rowgroup">${row(null)}</div></div>`;
}

function code(name) {
  const { layer, i, j } = placeOf(name);
  return i === null ? `net.b[${layer}][${j}]` : `net.W[${layer}][${i}, ${j}]`;
}

function where({ sizes, at }, words) {
  const { layer, i, j } = placeOf(at);
  const letter = i === null ? S.b(layer, j + 1) : symbol("w", "w", `${i + 1}${j + 1}`, layer);
  const position = parameterNames(sizes).indexOf(at);
  return `${letter}: ${words.where(placeOf(at))} <code>${code(at)}</code>, <code>net.theta[${position}]</code>`;
}

// ---- what a reader does -------------------------------------------------------------------------------------------------

const options = (most) => range(most).map((k) => `<option>${k + 1}</option>`).join("");

function resized(sizes, layers) {
  const inner = [...sizes.slice(0, -1), ...Array(LAYERS).fill(sizes.at(-2))];
  return [...inner.slice(0, layers), sizes.at(-1)];
}

// The distance of a point from the line between two others.
function distance([x, y], [a, b], [c, d]) {
  const [u, v] = [c - a, d - b];
  const share = Math.min(1, Math.max(0, ((x - a) * u + (y - b) * v) / (u * u + v * v)));
  return Math.hypot(x - a - share * u, y - b - share * v);
}

// A unit stands for its bias; elsewhere the nearest arrow is meant.
function pointed({ sizes }, box, x, y) {
  const scaled = ([px, py]) => [(px * box.width) / 100, (py * box.height) / 100];
  const nearest = (all) => all.reduce((best, one) => (one.far < best.far ? one : best), { far: Infinity });
  const units = layersOf(sizes).flatMap(({ layer, n }) => range(n).map((j) => {
    const [px, py] = scaled([across(sizes, layer), down(sizes, layer, j)]);
    return { name: nameOf({ layer, i: null, j }), far: Math.hypot(x - px, y - py) };
  }));
  const unit = nearest(units);
  if (unit.far < 12) return unit.name;
  return nearest(edges(sizes).map(({ name, from, to }) => ({ name, far: distance([x, y], scaled(from), scaled(to)) }))).name;
}

// Arrows walk through the matrix and its biases, the last row; Home and End to the ends of the row, with Ctrl of all rows; Page Up
// and Page Down through the layers.
function walked({ sizes, at }, { key, ctrlKey }) {
  const { layer, i, j } = placeOf(at);
  const [m, n] = [sizes[layer - 1], sizes[layer]];
  const [rows, columns, layers] = {
    ArrowUp: [-1, 0, 0], ArrowDown: [1, 0, 0], ArrowLeft: [0, -1, 0], ArrowRight: [0, 1, 0], PageUp: [0, 0, -1], PageDown: [0, 0, 1],
    Home: [ctrlKey ? -m : 0, -n, 0], End: [ctrlKey ? m : 0, n, 0],
  }[key] ?? [0, 0, 0];
  const row = Math.min(m, Math.max(0, (i ?? m) + rows));
  const place = { layer: Math.max(1, layer + layers), i: (layers ? i === null : row === m) ? null : row, j: Math.max(0, j + columns) };
  return within(sizes, place);
}

function bind(root, { set }, current) {
  const choose = (change) => set((state) => {
    const { sizes, at } = { ...state, ...change(state) };
    return { sizes, at: within(sizes, placeOf(at)) };
  });
  root.addEventListener("change", ({ target }) => {
    const value = Number(target.value);
    if (target.dataset.set === "layers") choose(({ sizes }) => ({ sizes: resized(sizes, value) }));
    else choose(({ sizes }) => ({ sizes: sizes.map((n, l) => (l === Number(target.dataset.set) ? value : n)) }));
  });
  root.addEventListener("click", ({ target, clientX, clientY }) => {
    const { at } = current();
    const cell = target.closest("[data-at]");
    const layer = target.closest("[data-layer]");
    const net = target.closest(".net");
    if (cell) choose(() => ({ at: cell.dataset.at }));
    if (layer) choose(() => ({ at: nameOf({ ...placeOf(at), layer: Number(layer.dataset.layer) }) }));
    if (net) {
      const box = net.getBoundingClientRect();
      choose((state) => ({ at: pointed(state, box, clientX - box.left, clientY - box.top) }));
    }
    if (cell) root.querySelector("[aria-selected=true]").focus();
  });
  root.addEventListener("keydown", (event) => {
    if (!event.target.dataset.at || !/^(Arrow|Page|Home|End)/.test(event.key)) return;
    event.preventDefault();
    choose((state) => ({ at: walked(state, event) }));
  });
}

// What had the focus has it again.
function refill(parent, html) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset : null;
  parent.innerHTML = html;
  if (focused) parent.querySelector(focused.layer ? `[data-layer="${focused.layer}"]` : "[tabindex='0']").focus();
}

function build(root, tools) {
  const { words } = tools;
  const columns = range(LAYERS + 1).map((l) => `<label>${S.a(l)}<select data-set="${l}" aria-label="${words.units(l)}">${options(UNITS)}</select></label>`);
  root.innerHTML = `<div class="row"><label>${words.layers} <select data-set="layers">${options(LAYERS)}</select></label><span class="count"></span></div>
    <div class="both"><div class="left"><div class="net" role="img"></div><div class="units">${columns.join("")}</div></div>
    <div class="right"><div class="matrix"></div><p class="where"></p></div></div><div class="lines"></div>`;
  let now = null;
  bind(root, tools, () => now);
  const [net, count, grid, text, lines] = [".net", ".count", ".matrix", ".where", ".lines"].map((name) => root.querySelector(name));
  const selects = [...root.querySelectorAll(".units select")];
  return (state) => {
    const { sizes } = now = state;
    root.querySelector("[data-set=layers]").value = sizes.length - 1;
    selects.forEach((select, l) => {
      select.parentElement.hidden = l >= sizes.length;
      select.value = sizes[l];
    });
    net.innerHTML = drawn(state);
    count.textContent = words.count(sizes, countOf(sizes));
    refill(grid, matrix(state, words));
    text.innerHTML = where(state, words);
    refill(lines, layersOf(sizes).map((layer) => line(layer, state.at)).join(""));
    const said = `${state.at}: ${words.where(placeOf(state.at))} ${words.count(sizes, countOf(sizes))}`;
    net.ariaLabel = `${words.network} ${said}`;
    return said;
  };
}

// ---- the address, and Python --------------------------------------------------------------------------------------------

const start = () => ({ sizes: [...SIZES], at: AT });

function write({ sizes, at }) {
  const parts = sizes.join() === SIZES.join() ? {} : { sizes: sizes.join("-") };
  return at === AT && !parts.sizes ? parts : { ...parts, at };
}

function read(parts, state) {
  for (const [key, text] of parts) {
    if (key === "sizes" && /^([1-8]-){1,4}[1-8]$/.test(text)) state.sizes = text.split("-").map(Number);
    else if (key === "at") state.at = text;
    else throw new RangeError(key);
  }
  if (!parameterNames(state.sizes).includes(state.at)) throw new RangeError(state.at);
  return state;
}

const python = ({ sizes, at }) => [
  "import numpy as np",
  "import xorbook as xb",
  "",
  `net = xb.Network.random([${sizes.join(", ")}], rng=np.random.default_rng(0))`,
  `trace = net.forward(np.zeros((1, ${sizes[0]})))`,
  "for layer, W in net.W.items():",
  "    x, b, z = trace.a[layer - 1], net.b[layer][np.newaxis], trace.z[layer]",
  "    print(layer, x.shape, W.shape, b.shape, z.shape, W.size + b.size)",
  'print("parameters", len(net.theta))',
  `print("${at}", net.parameters.position("${at}"), ${code(at)} == net.parameters["${at}"])`,
  "",
].join("\n");

// ---- words --------------------------------------------------------------------------------------------------------------

const labels = {
  en: {
    layers: "Layers", network: "The network, drawn as units and arrows.",
    units: (l) => (l ? `Units of layer ${l}` : "Inputs"),
    grid: (l) => `Weights and biases of layer ${l}`,
    count: (sizes, count) => `${sizes.join("-")}: ${count} parameters`,
    where: ({ layer, i, j }) => (i === null ? `the bias of unit ${j + 1} of layer ${layer}.`
      : `from ${layer > 1 ? `unit ${i + 1} of layer ${layer - 1}` : `input ${i + 1}`} to unit ${j + 1} of layer ${layer}; row ${i + 1}, column ${j + 1}.`),
  },
  ko: {
    layers: "층", network: "유닛과 화살표로 그린 신경망.",
    units: (l) => (l ? `${l}층의 유닛` : "입력"),
    grid: (l) => `${l}층의 가중치와 편향`,
    count: (sizes, count) => `${sizes.join("-")}: 매개변수 ${count}개`,
    where: ({ layer, i, j }) => (i === null ? `${layer}층 ${j + 1}번 유닛의 편향.`
      : `${layer > 1 ? `${layer - 1}층의 ${i + 1}번 유닛` : `${i + 1}번 입력`}에서 ${layer}층의 ${j + 1}번 유닛으로 가는 화살표의 가중치. ${i + 1}행 ${j + 1}열.`),
  },
};

const style = `
  [data-live] .shapes { display: flex; flex-direction: column; gap: 0.6rem; min-block-size: var(--room); --room: 45.5rem; }
  [data-live] :is(.both, .left) { display: flex; flex: 1; flex-direction: column; gap: 0.4rem; }
  [data-live] .net { cursor: pointer; flex: 1; min-block-size: 12rem; position: relative; }
  [data-live] .net svg { block-size: 100%; inline-size: 100%; inset: 0; position: absolute; }
  [data-live] .net line { stroke: var(--md-default-fg-color--light); stroke-width: 0.8; vector-effect: non-scaling-stroke; }
  [data-live] .net line.on { stroke: var(--qw); stroke-width: 3.5; }
  [data-live] .unit { background: var(--md-default-bg-color); block-size: 1.05rem; border: 1px solid currentcolor; border-radius: 50%; color: var(--qx); font-size: 0.6rem; inline-size: 1.05rem; line-height: 0.95rem; position: absolute; text-align: center; translate: -50% -50%; }
  [data-live] .unit.computes { color: var(--qa); }
  [data-live] .unit.computes::before { background: var(--qb); block-size: 0.3rem; content: ""; inline-size: 0.3rem; inset: -0.15rem auto auto -0.15rem; position: absolute; }
  [data-live] .unit.on { box-shadow: 0 0 0 2px currentcolor; }
  [data-live] .unit.bias::before { block-size: 0.5rem; inline-size: 0.5rem; inset: -0.3rem auto auto -0.3rem; outline: 1.5px solid var(--md-default-fg-color); outline-offset: 1px; }
  [data-live] .units { display: flex; }
  [data-live] .units label { display: grid; flex: 1; justify-items: center; }
  [data-live] .shapes select { padding-inline: 0.1rem; }
  [data-live] .matrix [role=grid] { align-items: center; display: grid; gap: 0.4rem; grid-template-columns: auto minmax(0, 1fr); inline-size: fit-content; }
  [data-live] .matrix [role=rowgroup] { border: solid var(--md-default-fg-color); border-width: 0 1px; border-radius: 0.3rem; padding-inline: 0.2rem; }
  [data-live] .matrix [role=row] { display: flex; }
  [data-live] [role=grid] { --cell: 1.5rem; }
  [data-live] [role=grid].few { --cell: 2.2rem; font-size: 1.2em; }
  [data-live] [role=gridcell] { block-size: var(--cell); border-radius: 0.2rem; cursor: pointer; inline-size: var(--cell); line-height: var(--cell); text-align: center; }
  [data-live] [role=gridcell][aria-selected=true] { background: var(--md-code-bg-color); outline: 2px solid var(--qw); outline-offset: -2px; }
  [data-live] [role=gridcell]:focus-visible { outline: 3px solid var(--md-typeset-a-color); outline-offset: 0; }
  [data-live] .where { margin: 0.4rem 0 0 !important; min-block-size: 4.5em; }
  [data-live] .lines button { align-items: center; background: none; border: 0; border-inline-start: 3px solid transparent; box-sizing: border-box; border-radius: 0; display: flex; font-size: 0.64rem; gap: 0.15rem; inline-size: 100%; padding: 0.15rem 0.3rem; white-space: nowrap; }
  [data-live] .lines [aria-pressed=true] { border-color: var(--qw); }
  [data-live] .term { display: grid; justify-items: center; line-height: 1.3; }
  [data-live] .sum { margin-inline-start: auto; }
  @container (min-width: 30rem) {
    [data-live] .shapes { --room: 29.8rem; }
    [data-live] .both { flex-direction: row; gap: 1.2rem; }
    [data-live] .right { inline-size: 15.5rem; }
    [data-live] .lines button { font-size: inherit; gap: 0.3rem; }
  }
`;

figure("shapes", {
  room: { narrow: 50, wide: 34.4 },
  labels, style, start, read, write, python,
  build(root, tools) {
    root.classList.add("shapes");
    return build(root, tools);
  },
});
