// Backpropagation step by step: the forward pass of the book's 2-2-1 network, then one factor a step, all nine gradients as
// products of their factors, and one update. The figure `forward` ends with the prediction.

import { BOOK, T, X, activations, forward, lossOf, losses, network } from "./core.mjs";
import { bracketed, changes, colored, entered, field, figure, number, numbersIn, options, parameter, symbol } from "./host.mjs";

const SIZES = [2, 2, 1];
const DATA = X.flatMap((x, n) => [...x, ...T[n]]);
const LOSSES = { half: "half_squared_error", squared: "mean_squared_error", bce: "binary_cross_entropy" };
const MEAN = 4;
const MOST = 100;

// What stands where in theta.
const weightIn = (i, j) => 2 * i + j;
const biasIn = (j) => 4 + j;
const weightOut = (j) => 6 + j;
const BIAS_OUT = 8;

const S = {
  x: (i) => symbol("x", "x", i + 1),
  t: `<span class="sym"><i>t</i></span>`,
  z: (j) => (j === 2 ? symbol("z", "z", "", 2) : symbol("z", "z", j + 1, 1)),
  a: (j) => (j === 2 ? symbol("a", "ŷ") : symbol("a", "a", j + 1, 1)),
  delta: (j) => (j === 2 ? symbol("g", "δ", "", 2) : symbol("g", "δ", j + 1, 1)),
  L: symbol("l", "L"),
  theta: (k) => parameter(k),
};
const d = (above, below) => `<span class="sym qg">∂${above}/∂${below}</span>`;
const kindOf = (k) => ("wwwwbbwwb")[k];

// ---- the steps ----------------------------------------------------------------------------------------------------------

const BACK = [
  { kind: "first" }, { kind: "sigmoid", unit: 2 }, ...[8, 6, 7].map((k) => ({ kind: "gradient", k, unit: 2 })),
  ...[0, 1].flatMap((j) => [
    { kind: "weight", unit: j }, { kind: "sigmoid", unit: j },
    ...[biasIn(j), weightIn(0, j), weightIn(1, j)].map((k) => ({ kind: "gradient", k, unit: j })),
  ]),
];
const STEPS = [
  { kind: "start" }, { kind: "sum", unit: 0 }, { kind: "sum", unit: 1 }, { kind: "output", unit: 0 }, { kind: "output", unit: 1 },
  { kind: "sum", unit: 2 }, { kind: "output", unit: 2 }, { kind: "loss" }, ...BACK, { kind: "update" },
];
const LAST = STEPS.length - 1;
const PREDICTION = 6;
const at = (kind, where) => STEPS.findIndex((step) => step.kind === kind && Object.entries(where).every(([key, value]) => step[key] === value));

// ---- the numbers --------------------------------------------------------------------------------------------------------

// Everything about one sample: the forward pass, every factor, every product.
function worked(theta, [x1, x2, t], loss) {
  const net = network(SIZES, theta);
  const trace = forward(net, [[x1, x2]]);
  const [z, a] = [1, 2].reduce(([z, a], l) => [[...z, ...trace.z[l][0]], [...a, ...trace.a[l][0]]], [[], []]);
  const slopes = z.map(activations.sigmoid.slope);
  const { slope, slopeOfSum } = losses[loss];
  const [[first]] = slopeOfSum?.(trace.z[2], [[t]]) ?? slope(trace.output, [[t]]);
  const out = first * slopes[2];
  const arriving = [0, 1].map((j) => out * theta[weightOut(j)]);
  const deltas = [...arriving.map((g, j) => g * slopes[j]), out];
  const x = [x1, x2];
  const ends = [x1, x1, x2, x2, 1, 1, a[0], a[1], 1];
  const units = [0, 1, 0, 1, 0, 1, 2, 2, 2];
  const gradients = ends.map((end, k) => deltas[units[k]] * end);
  return { x, t, z, a, L: lossOf(net, trace, [[t]], loss), first, slopes, arriving, deltas, ends, units, gradients };
}

const rowsOf = ({ data, sample }) => (sample === MEAN ? [0, 1, 2, 3] : [sample]).map((n) => data.slice(3 * n, 3 * n + 3));
const mean = (values) => values.reduce((total, value) => total + value, 0) / values.length;

function computed(state) {
  const samples = rowsOf(state).map((row) => worked(state.theta, row, LOSSES[state.loss]));
  const gradients = BOOK.map((_, k) => mean(samples.map((one) => one.gradients[k])));
  const updated = state.theta.map((old, k) => old - state.eta * gradients[k]);
  return { samples, gradients, updated, L: mean(samples.map(({ L }) => L)) };
}

// The factors of a gradient, each with the name of its quantity: the same name is the same number, wherever it stands.
function factorsOf(k, one, theta) {
  const unit = one.units[k];
  const hidden = [
    { q: `w${unit}`, step: at("weight", { unit }), kind: "w", value: theta[weightOut(unit)] },
    { q: `s${unit}`, step: at("sigmoid", { unit }), kind: "a", value: one.slopes[unit] },
  ];
  const end = k < 4 ? `x${k >> 1}` : k === 6 || k === 7 ? `a${k - 6}` : "one";
  return [
    { q: "first", step: at("first", {}), kind: "a", value: one.first },
    { q: "s2", step: at("sigmoid", { unit: 2 }), kind: "a", value: one.slopes[2] },
    ...(unit === 2 ? [] : hidden),
    { q: end, step: at("gradient", { k }), kind: end === "one" ? "b" : end[0], value: one.ends[k] },
  ];
}

// The name of the quantity that a step finds.
function quantityOf({ kind, unit, k }, one) {
  if (kind === "gradient") return factorsOf(k, one, BOOK).at(-1).q;
  return { first: "first", sigmoid: `s${unit}`, weight: `w${unit}` }[kind] ?? "";
}

// ---- the step, in symbols and numbers -----------------------------------------------------------------------------------

const one = "1";
const times = " · ";

function sumOf(unit, sample, theta) {
  const from = unit === 2 ? sample.a : sample.x;
  const kind = unit === 2 ? "a" : "x";
  const weights = [0, 1].map((i) => theta[unit === 2 ? weightOut(i) : weightIn(i, unit)]);
  const terms = weights.map((w, i) => colored(kind, from[i]) + times + bracketed("w", w));
  return `${terms.join(" + ")} + ${bracketed("b", theta[unit === 2 ? BIAS_OUT : biasIn(unit)])} = ${colored("z", sample.z[unit])}`;
}

const LOSS_SYMBOLS = {
  half: `½(${S.a(2)} − ${S.t})²`,
  squared: `(${S.a(2)} − ${S.t})²`,
  bce: `−(${S.t} ln ${S.a(2)} + (1 − ${S.t}) ln(1 − ${S.a(2)}))`,
};
const SLOPE_SYMBOLS = {
  half: `${S.a(2)} − ${S.t}`,
  squared: `2(${S.a(2)} − ${S.t})`,
  bce: `(${S.a(2)} − ${S.t}) / (${S.a(2)}(1 − ${S.a(2)}))`,
};

// A formula in letters, and a line of numbers for each sample; `value`, `arrives`, `slope` and `product` make the chain.
const EXPLAINED = {
  start: () => ({ formula: "" }),
  sum({ unit }, { theta }) {
    const [from, weights] = unit === 2 ? [S.a, weightOut] : [S.x, (i) => weightIn(i, unit)];
    const terms = [0, 1].map((i) => from(i) + times + S.theta(weights(i)));
    return {
      formula: `${S.z(unit)} = ${terms.join(" + ")} + ${S.theta(unit === 2 ? BIAS_OUT : biasIn(unit))}`,
      line: (sample) => sumOf(unit, sample, theta),
      result: (sample) => sample.z[unit],
    };
  },
  output: ({ unit }) => ({
    formula: `${S.a(unit)} = σ(${S.z(unit)}) = 1 / (1 + <span class="sym"><i>e</i><sup>−${S.z(unit)}</sup></span>)`,
    line: (sample) => `σ(${colored("z", sample.z[unit])}) = ${colored("a", sample.a[unit])}`,
    result: (sample) => sample.a[unit],
  }),
  loss: (_, { loss }) => ({
    formula: `${S.L} = ${LOSS_SYMBOLS[loss]}`,
    line: (sample) => `${S.a(2)} = ${colored("a", sample.a[2])}, ${S.t} = ${number(sample.t)}: ${colored("l", sample.L)}`,
    result: (sample) => sample.L,
  }),
  first: (_, { loss }) => ({
    formula: `${d(S.L, S.a(2))} = ${SLOPE_SYMBOLS[loss]}`,
    heads: [S.a(2), d(S.L, S.L), d(S.L, S.a(2)), d(S.L, S.a(2))],
    cells: (sample) => [colored("a", sample.a[2]), colored("l", 1), colored("a", sample.first), colored("g", sample.first)],
    result: (sample) => sample.first,
  }),
  sigmoid: ({ unit }) => ({
    formula: `${d(S.a(unit), S.z(unit))} = ${S.a(unit)}(1 − ${S.a(unit)})`,
    heads: [S.a(unit), d(S.L, S.a(unit)), d(S.a(unit), S.z(unit)), S.delta(unit)],
    cells: (sample) => [
      colored("a", sample.a[unit]), colored("g", unit === 2 ? sample.first : sample.arriving[unit]),
      colored("a", sample.slopes[unit]), colored("g", sample.deltas[unit]),
    ],
    result: (sample) => sample.deltas[unit],
  }),
  weight: ({ unit }, { theta }) => ({
    formula: `${d(S.z(2), S.a(unit))} = ${S.theta(weightOut(unit))}`,
    heads: [S.a(unit), S.delta(2), d(S.z(2), S.a(unit)), d(S.L, S.a(unit))],
    cells: (sample) => [
      colored("a", sample.a[unit]), colored("g", sample.deltas[2]),
      colored("w", theta[weightOut(unit)]), colored("g", sample.arriving[unit]),
    ],
    result: (sample) => sample.arriving[unit],
  }),
  gradient({ unit, k }, { theta }) {
    const end = k < 4 ? S.x(k >> 1) : kindOf(k) === "b" ? one : S.a(k - 6);
    const kind = k < 4 ? "x" : kindOf(k) === "b" ? "b" : "a";
    return {
      formula: `${d(S.z(unit), S.theta(k))} = ${end}`,
      heads: [S.theta(k), S.delta(unit), d(S.z(unit), S.theta(k)), d(S.L, S.theta(k))],
      cells: (sample) => [
        colored(kindOf(k), theta[k]), colored("g", sample.deltas[unit]),
        colored(kind, sample.ends[k]), colored("g", sample.gradients[k]),
      ],
      result: (sample) => sample.gradients[k],
      isMeaned: true,
    };
  },
  update: (_, state) => ({
    formula: `<i>θ</i> − <i>η</i>${times}${d(S.L, "<i>θ</i>")}`,
    summary({ L, updated }) {
      const after = computed({ ...state, theta: updated }).L;
      return `${S.L}: ${colored("l", L)} → ${colored("l", after)}`;
    },
  }),
};

// Where a value is used again, by its step.
function usedAgain({ kind, unit, k }) {
  const gradient = (j) => d(S.L, S.theta(j));
  if (kind === "sum") return [S.a(unit), d(S.a(unit), S.z(unit))];
  if (kind === "output" && unit < 2) return [S.z(2), d(S.a(unit), S.z(unit)), gradient(weightOut(unit))];
  if (kind === "output") return [S.L, d(S.L, S.a(2)), d(S.a(2), S.z(2))];
  if (kind === "first") return [S.delta(2)];
  if (kind === "weight") return [S.delta(unit)];
  if (kind === "sigmoid" && unit === 2) return [gradient(8), gradient(6), gradient(7), d(S.L, S.a(0)), d(S.L, S.a(1))];
  if (kind === "sigmoid") return [biasIn(unit), weightIn(0, unit), weightIn(1, unit)].map(gradient);
  return kind === "gradient" ? [`${S.theta(k)} − <i>η</i>${times}${gradient(k)}`] : [];
}

const pointOf = ({ x }) => `(${number(x[0])}, ${number(x[1])})`;

function chain(explained, samples, words) {
  const many = samples.length > 1;
  const heads = [words.value, words.arrives, words.slope, words.product];
  const head = heads.map((word, c) => `<span role="columnheader"><small>${word}</small>${explained.heads[c]}</span>`);
  const point = (text) => (many ? `<span role="cell" class="point">${text}</span>` : "");
  const rows = samples.map((sample) => {
    const cells = explained.cells(sample).map((cell) => `<span role="cell">${cell}</span>`);
    return `<div role="row">${point(pointOf(sample))}${cells.join("")}</div>`;
  });
  if (many && explained.isMeaned) {
    const middle = colored("g", mean(samples.map(explained.result)));
    rows.push(`<div role="row">${point(words.mean)}${`<span role="cell"></span>`.repeat(3)}<span role="cell">${middle}</span></div>`);
  }
  return `<div role="table" class="chain${many ? " many" : ""}" aria-label="${words.chain}">
    <div role="row">${many ? `<span role="columnheader"><small>${words.sample}</small></span>` : ""}${head.join("")}</div>${rows.join("")}</div>`;
}

function lines(explained, samples, kind, middle, words) {
  const many = samples.length > 1;
  const each = samples.map((sample) => `<div>${many ? `<span class="point">${pointOf(sample)}</span> ` : ""}${explained.line(sample)}</div>`);
  if (many && kind === "loss") each.push(`<div><span class="point">${words.mean}</span> ${colored("l", middle)}</div>`);
  return each.join("");
}

function panel(state, numbers, words, last) {
  const step = STEPS[state.step];
  const explained = EXPLAINED[step.kind](step, state);
  const body = explained.heads ? chain(explained, numbers.samples, words)
    : explained.line ? lines(explained, numbers.samples, step.kind, numbers.L, words) : explained.summary?.(numbers) ?? "";
  const again = usedAgain(step).slice(0, last === LAST ? 9 : step.unit === 2 && step.kind === "output" ? 0 : 1);
  return `<p class="title"><span class="count">${words.count(state.step, last)}</span> ${words.title(step)}</p>
    ${explained.formula && `<p class="formula">${explained.formula}</p>`}${body}
    ${again.length ? `<p class="again">${words.again}: ${again.join(", ")}</p>` : ""}`;
}

// ---- all nine -----------------------------------------------------------------------------------------------------------

const cell = (html, isOn) => `<span role="cell"${isOn ? ` class="on"` : ""}>${html}</span>`;
const rowHead = (k, isUpdate) => `<span role="rowheader">${isUpdate ? S.theta(k) : d(S.L, S.theta(k))}</span>`;
const headRow = (heads) => `<div role="row" class="heads">${heads.map((head) => `<span role="columnheader">${head}</span>`).join("")}</div>`;

function productRow(k, state, { samples, gradients }) {
  const [sample] = samples;
  const reached = state.step >= at("gradient", { k });
  const now = quantityOf(STEPS[state.step], sample);
  const isNow = STEPS[state.step].k === k;
  const cells = factorsOf(k, sample, state.theta).map(({ q, step, kind, value }, f) => {
    const isOn = q === now && (q !== "one" || isNow);
    const shown = f ? `<span class="op">·</span>${bracketed(kind, value)}` : colored(kind, value);
    return cell(state.step >= step ? shown : "", isOn);
  });
  return `<div role="row"${isNow ? ` class="now"` : ""}>${rowHead(k)}${cells.join("")}
    ${cell(reached ? `<span class="op">=</span>${colored("g", gradients[k])}` : "", isNow)}</div>`;
}

function meanRow(k, state, { samples, gradients }) {
  const reached = state.step >= at("gradient", { k });
  const isNow = STEPS[state.step].k === k;
  const cells = samples.map((sample) => cell(reached ? colored("g", sample.gradients[k]) : "", false));
  return `<div role="row"${isNow ? ` class="now"` : ""}>${rowHead(k)}${cells.join("")}
    ${cell(reached ? colored("g", gradients[k]) : "", isNow)}</div>`;
}

function updateRow(k, { theta, eta }, { gradients, updated }) {
  return `<div role="row">${rowHead(k, true)}${cell(colored(kindOf(k), theta[k]))}
    ${cell(`<span class="op">−</span>${number(eta)}${times}${bracketed("g", gradients[k])}`)}
    ${cell(`<span class="op">=</span>${colored(kindOf(k), updated[k])}`)}</div>`;
}

function ledger(state, numbers, words) {
  const isUpdate = STEPS[state.step].kind === "update";
  const [kind, row] = isUpdate ? ["update", updateRow] : state.sample === MEAN ? ["mean", meanRow] : ["products", productRow];
  const all = d(S.L, "<i>θ</i>");
  const heads = {
    update: ["<i>θ</i>", words.old, `− <i>η</i>${times}${all}`, `= ${words.fresh}`],
    mean: [all, ...numbers.samples.map(pointOf), words.mean],
    products: [all, d(S.L, S.a(2)), d(S.a(2), S.z(2)), d("<i>z</i>", "<i>a</i>"), d("<i>a</i>", "<i>z</i>"), d("<i>z</i>", "<i>θ</i>"), words.product],
  };
  return `<div role="table" class="ledger ${kind}" aria-label="${words.nine}">${headRow(heads[kind])}
    ${BOOK.map((_, k) => row(k, state, numbers)).join("")}</div>`;
}

// ---- the network, drawn -------------------------------------------------------------------------------------------------

// Places in per cent of the drawing: along the way to the loss, and across it. On a narrow page the way leads down.
const UNITS = { x0: [5, 22], x1: [5, 78], u0: [36, 22], u1: [36, 78], u2: [68, 50], L: [92, 50] };
const EDGES = [
  ...[[0, 0], [0, 1], [1, 0], [1, 1]].map(([i, j]) => ({ from: `x${i}`, to: `u${j}`, k: weightIn(i, j), share: i === j ? 0.42 : 0.32 })),
  ...[0, 1].map((j) => ({ from: `u${j}`, to: "u2", k: weightOut(j), share: 0.5 })),
  { from: "u2", to: "L", share: 0.5 },
];
const BIASES = [
  { k: 4, wide: [36, 3], narrow: [10, 26.5] }, { k: 5, wide: [36, 97], narrow: [90, 26.5] }, { k: 8, wide: [68, 25], narrow: [17, 71] },
];
// On a narrow page units keep more room between them than the same shares of a longer way would give.
const DOWN = { 5: 4, 36: 38, 68: 71, 92: 95 };
const narrowed = ([along, across]) => [across, DOWN[along]];
const between = ([x, y], [u, v], share) => [x + share * (u - x), y + share * (v - y)];
const placed = ([wx, wy], [nx, ny]) => `style="--wx:${wx.toFixed(2)}%;--wy:${wy.toFixed(2)}%;--nx:${nx.toFixed(2)}%;--ny:${ny.toFixed(2)}%"`;
const line = ([x, y], [u, v], name) => `<line x1="${x}" y1="${y}" x2="${u}" y2="${v}" class="${name}"/>`;

// When an edge is walked: forward at the first step, backward at the second; it is `on` in all that are listed.
function walked(edge) {
  if (edge.k === undefined) return { on: [at("loss", {}), at("first", {})], back: at("first", {}) };
  const unit = Number(edge.to[1]);
  const back = at("gradient", { k: edge.k });
  const through = unit === 2 ? at("weight", { unit: Number(edge.from[1]) }) : back;
  return { on: [at("sum", { unit }), back, through], back: Math.min(back, through) };
}

function drawnEdges(state) {
  const drawn = (place, side) => EDGES.map((edge) => {
    const { on, back } = walked(edge);
    const names = [on.includes(state.step) && "on", state.step >= back && "back"].filter(Boolean).join(" ");
    return line(place(UNITS[edge.from]), place(UNITS[edge.to]), names);
  }).join("");
  const plain = (place) => place;
  return `<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><g class="wide">${drawn(plain)}</g><g class="narrow">${drawn(narrowed)}</g></svg>`;
}

function gradientLabel(k, state, numbers) {
  return state.step >= at("gradient", { k }) ? `<br>${colored("g", numbers.gradients[k])}` : "";
}

function drawnLabels(state, numbers) {
  const now = STEPS[state.step];
  const weights = EDGES.slice(0, -1).map(({ from, to, k, share }) => {
    const place = placed(between(UNITS[from], UNITS[to], share), between(narrowed(UNITS[from]), narrowed(UNITS[to]), share));
    return `<span class="mark${now.k === k ? " on" : ""}" ${place}>${colored("w", state.theta[k])}${gradientLabel(k, state, numbers)}</span>`;
  });
  const biases = BIASES.map(({ k, wide, narrow }) =>
    `<span class="mark${now.k === k ? " on" : ""}" ${placed(wide, narrow)}>${S.theta(k)} = ${colored("b", state.theta[k])}${gradientLabel(k, state, numbers)}</span>`);
  return [...weights, ...biases].join("");
}

function drawnUnits(state, { samples, L }) {
  const single = samples.length === 1 ? samples[0] : null;
  const shown = (name, kind, value, since) => {
    if (state.step < since) return `<span>${name}</span>`;
    return `<span>${name}${single ? ` = ${colored(kind, value(single))}` : ""}</span>`;
  };
  const unit = (j) => [
    shown(S.z(j), "z", (one) => one.z[j], at("sum", { unit: j })),
    shown(S.a(j), "a", (one) => one.a[j], at("output", { unit: j })),
    ...(state.step >= at("sigmoid", { unit: j }) ? [shown(S.delta(j), "g", (one) => one.deltas[j], 0)] : []),
  ];
  const loss = state.step >= at("loss", {}) ? ` = ${colored("l", L)}` : "";
  const contents = {
    ...Object.fromEntries([0, 1].map((i) => [`x${i}`, [shown(S.x(i), "x", (one) => one.x[i], 0)]])),
    ...Object.fromEntries([0, 1, 2].map((j) => [`u${j}`, unit(j)])),
    L: [`<span>${S.L}${loss}</span>`, single ? `<span>${S.t} = ${number(single.t)}</span>` : ""],
  };
  const now = STEPS[state.step];
  const isNow = (name) => (name === "L" ? ["loss", "first"].includes(now.kind) : name === `u${now.unit}` && now.kind !== "gradient");
  return Object.entries(contents).map(([name, rows]) =>
    `<span class="unit ${name[0]}${isNow(name) ? " on" : ""}" ${placed(UNITS[name], narrowed(UNITS[name]))}>${rows.join("")}</span>`).join("");
}

// ---- what a reader can set ----------------------------------------------------------------------------------------------

function controls(words, last) {
  const samples = [0, 1, 2, 3].map((n) => `<div class="row" data-sample="${n}"><span class="point">${words.sample} ${n + 1}</span>${["x1", "x2", "t"].map((name, c) =>
    field(`data.${3 * n + c}`, c < 2 ? S.x(c) : S.t, `${words.sample} ${n + 1}, ${name}`)).join("")}</div>`);
  return {
    top: `<div class="row"><label>${words.sample} <select data-set="sample">${options({ 0: "", 1: "", 2: "", 3: "", 4: words.meanOfFour })}</select></label>
      <label data-loss>${S.L} <select data-set="loss" aria-label="${words.loss}">${options(words.losses)}</select></label></div>`,
    steps: `<div class="row steps"><button type="button" data-go="-1">${words.previous}</button>
      <input type="range" min="0" max="${last}" step="1" aria-label="${words.step}"><button type="button" data-go="1">${words.next}</button></div>`,
    numbers: `<details><summary>${words.change}</summary><div class="row">${BOOK.map((_, k) => field(`theta.${k}`, S.theta(k))).join("")}</div>
      ${samples.join("")}<div class="row" data-back>${field("eta.0", "<i>η</i>")}</div></details>
      <div class="row" data-back><button type="button" data-go="update">${words.apply}</button><button type="button" data-take>${words.take}</button></div>`,
  };
}

const bounds = (key) => (key.startsWith("eta") ? [0.000001, MOST] : [-MOST, MOST]);

// What a field is allowed to hold; a target under BCE is a probability.
const allowed = (key, { loss }) => (loss === "bce" && key.startsWith("data") && Number(key.split(".")[1]) % 3 === 2 ? [0, 1] : bounds(key));

const changed = (state, key, value) => {
  const [name, k] = key.split(".");
  return name === "eta" ? { eta: value } : { [name]: state[name].map((old, n) => (n === Number(k) ? value : old)) };
};

const isProbable = ({ data }) => [2, 5, 8, 11].every((k) => data[k] >= 0 && data[k] <= 1);

function bind(root, tools, current, last) {
  const { words, say, set } = tools;
  const go = (where) => set(({ step }) => ({ step: where === "update" ? last : Math.min(last, Math.max(0, step + Number(where))) }));
  root.addEventListener("click", ({ target }) => {
    if (target.dataset.go && target.ariaDisabled !== "true") go(target.dataset.go);
    if ("take" in target.dataset && target.ariaDisabled !== "true") set((state) => ({ theta: computed(state).updated, step: 0 }));
  });
  root.querySelector("input[type=range]").addEventListener("input", ({ target }) => set(() => ({ step: Number(target.value) })));
  root.addEventListener("change", ({ target }) => {
    if (target.dataset.set === "sample") set(() => ({ sample: Number(target.value) }));
    if (target.dataset.set === "loss" && target.value === "bce" && !isProbable(current())) {
      target.value = current().loss;
      say(words.bceTargets);
    } else if (target.dataset.set === "loss") set(() => ({ loss: target.value }));
    const { key } = target.dataset;
    if (key) entered(target, allowed(key, current()), tools, (value) => set((state) => changed(state, key, value)));
  });
}

function showControls(root, state, words, last) {
  const [samples, loss] = root.querySelectorAll("select");
  [...samples.options].slice(0, MEAN).forEach((option, n) => {
    const [x1, x2, t] = state.data.slice(3 * n, 3 * n + 3).map(number);
    option.textContent = `(${x1}, ${x2}) → ${t}`;
  });
  samples.value = state.sample;
  loss.value = state.loss;
  const range = root.querySelector("input[type=range]");
  range.value = state.step;
  range.ariaValueText = words.title(STEPS[state.step]);
  const disabled = { "-1": state.step === 0, 1: state.step === last, update: state.step === last };
  for (const button of root.querySelectorAll("[data-go]")) button.ariaDisabled = String(disabled[button.dataset.go]);
  root.querySelector("[data-take]").ariaDisabled = String(state.step !== LAST);
  for (const row of root.querySelectorAll("[data-sample]")) row.hidden = state.sample !== MEAN && state.sample !== Number(row.dataset.sample);
  for (const input of root.querySelectorAll("[data-key]")) {
    const [name, k] = input.dataset.key.split(".");
    input.value = String(name === "eta" ? state.eta : state[name][k]).replace("-", "−");
    input.ariaInvalid = null;
  }
}

function sentence(state, numbers, words, last) {
  const step = STEPS[state.step];
  const { result } = EXPLAINED[step.kind](step, state);
  const values = result ? numbers.samples.map(result) : [];
  const shown = values.length > 1 ? `${values.map(number).join("; ")}; ${words.mean} ${number(mean(values))}` : values.map(number).join("");
  return `${words.count(state.step, last)}. ${words.title(step)}${shown && `: ${shown}`}`;
}

function build(root, tools, last) {
  const { words } = tools;
  const { top, steps, numbers: fields } = controls(words, last);
  root.innerHTML = `${top}<div class="net" role="img"></div>${steps}<div class="panel"></div><div class="nine"></div>${fields}`;
  root.classList.toggle("forward", last < LAST);
  let now = null;
  bind(root, tools, () => now, last);
  const [net, panelRoot, nine] = [".net", ".panel", ".nine"].map((name) => root.querySelector(name));
  return (state) => {
    const numbers = computed(state);
    now = state;
    net.innerHTML = drawnEdges(state) + drawnLabels(state, numbers) + drawnUnits(state, numbers);
    panelRoot.innerHTML = panel(state, numbers, words, last);
    panelRoot.classList.toggle("all", state.sample === MEAN);
    nine.innerHTML = last < LAST ? "" : ledger(state, numbers, words);
    showControls(root, state, words, last);
    const said = sentence(state, numbers, words, last);
    net.ariaLabel = `${words.network}. ${said}`;
    return said;
  };
}

// ---- the address, and Python --------------------------------------------------------------------------------------------

const start = () => ({ theta: [...BOOK], data: [...DATA], sample: 2, loss: "half", eta: 1, step: 0 });

const write = (state) => changes(state, start());

function read(parts, state, last) {
  const from = (least, most) => (value) => value >= least && value <= most;
  const whole = (text, most) => numbersIn(text, 1, (value) => Number.isInteger(value) && from(0, most)(value))[0];
  const given = {
    theta: (text) => numbersIn(text, BOOK.length, from(-MOST, MOST)),
    data: (text) => numbersIn(text, DATA.length, from(-MOST, MOST)),
    eta: (text) => numbersIn(text, 1, from(...bounds("eta")))[0],
    step: (text) => whole(text, last),
    sample: (text) => whole(text, MEAN),
    loss: (text) => (Object.hasOwn(LOSSES, text) ? text : whole("")),
  };
  for (const [key, text] of parts) state[key] = Object.hasOwn(given, key) ? given[key](text) : whole("");
  if (state.loss === "bce" && !isProbable(state)) throw new RangeError("a target that is no probability");
  return state;
}

function python(state, last) {
  const [w11, w12, w21, w22, b1, b2, v1, v2, c] = state.theta;
  const rows = rowsOf(state);
  const listed = (values) => `[${values.join(", ")}]`;
  const [x, t] = rows.length > 1
    ? [listed(rows.map((row) => listed(row.slice(0, 2)))), listed(rows.map((row) => listed(row.slice(2))))]
    : [listed(rows[0].slice(0, 2)), listed(rows[0].slice(2))];
  const forwardOnly = `import xorbook as xb

net = xb.Network(
    [([[${w11}, ${w12}], [${w21}, ${w22}]], [${b1}, ${b2}]), ([[${v1}], [${v2}]], [${c}])],
    [xb.sigmoid, xb.sigmoid],
)
x, target, loss, eta = ${x}, ${t}, xb.${LOSSES[state.loss]}, ${state.eta}
trace = net.forward(x)
for layer in (1, 2):
    print(f"z{layer}", trace.z[layer].tolist())
    print(f"a{layer}", trace.a[layer].tolist())
`;
  return last < LAST ? forwardOnly : `${forwardOnly}print("loss", net.loss(x, target, loss=loss))
gradients = net.backward(trace, target, loss=loss)
for name in net.parameters.names:
    old, slope = net.parameters[name], gradients[name]
    print(f"{name:8} {old:.6f} - {eta} * {slope:.6f} = {old - eta * slope:.6f}")
net.theta -= eta * gradients.theta
print("loss after the step", net.loss(x, target, loss=loss))
`;
}

// ---- words --------------------------------------------------------------------------------------------------------------

const EN_UNITS = ["the first hidden unit", "the second hidden unit", "the output unit"];
const KO_UNITS = ["첫째 은닉 유닛", "둘째 은닉 유닛", "출력 유닛"];
const EN_SOURCES = ["the first input", "the second input"];
const KO_SOURCES = ["첫째 입력", "둘째 입력"];
const sourceOf = (k, inputs, units) => (k < 4 ? inputs[k >> 1] : units[k - 6]);

const EN_TITLES = {
  start: () => "The nine parameters, the input and the target are given. Go on step by step.",
  sum: ({ unit }) => `Weighted sum of ${EN_UNITS[unit]}`,
  output: ({ unit }) => (unit === 2 ? "Activation of the output unit: the prediction" : `Activation of ${EN_UNITS[unit]}`),
  loss: () => "The loss: here the way forward ends",
  first: () => "Back from the loss: its slope along the prediction",
  sigmoid: ({ unit }) => `Back through the sigmoid of ${EN_UNITS[unit]}: its δ`,
  weight: ({ unit }) => `Back along the arrow to ${EN_UNITS[unit]}: times its weight`,
  gradient: ({ k, unit }) => (kindOf(k) === "b" ? `Gradient of the bias of ${EN_UNITS[unit]}`
    : `Gradient of the weight from ${sourceOf(k, EN_SOURCES, EN_UNITS)} to ${EN_UNITS[unit]}`),
  update: () => "One step against the gradient: old − η · gradient = new",
};
const KO_TITLES = {
  start: () => "매개변수 아홉 개와 입력, 정답이 주어져 있습니다. 한 단계씩 나아가 보세요.",
  sum: ({ unit }) => `${KO_UNITS[unit]}의 가중합`,
  output: ({ unit }) => (unit === 2 ? "출력 유닛의 활성화 값, 곧 예측" : `${KO_UNITS[unit]}의 활성화 값`),
  loss: () => "손실. 순전파는 여기서 끝납니다",
  first: () => "역전파의 시작: 손실을 예측으로 미분한 값",
  sigmoid: ({ unit }) => `${KO_UNITS[unit]}의 δ: 시그모이드의 기울기를 곱합니다`,
  weight: ({ unit }) => `${KO_UNITS[unit]} 쪽으로: 화살표의 가중치를 곱합니다`,
  gradient: ({ k, unit }) => (kindOf(k) === "b" ? `${KO_UNITS[unit]}의 편향으로 미분한 값`
    : `${sourceOf(k, KO_SOURCES, KO_UNITS)}에서 ${KO_UNITS[unit]}으로 가는 가중치로 미분한 값`),
  update: () => "그레이디언트의 반대쪽으로 한 걸음: 이전 값 − η · 편미분 = 새 값",
};

const labels = {
  en: {
    network: "The network with two inputs, two hidden units and an output", nine: "The nine gradients", chain: "The chain at this step",
    sample: "Sample", loss: "Loss", meanOfFour: "mean of four", mean: "mean", previous: "Previous", next: "Next", step: "Step",
    losses: { half: "½(ŷ − t)²", squared: "(ŷ − t)²", bce: "BCE" },
    count: (step, last) => `Step ${step} of ${last}`, change: "Change the numbers", apply: "To the update", take: "Keep the new numbers",
    value: "value", arrives: "arrives", slope: "× local slope", product: "= product", again: "Used again in", old: "old", fresh: "new",
    bceTargets: "BCE expects targets from 0 to 1.",
    title: (step) => EN_TITLES[step.kind](step),
  },
  ko: {
    network: "입력 두 개, 은닉 유닛 두 개, 출력 하나로 된 신경망", nine: "편미분 아홉 개", chain: "이 단계의 연쇄 법칙",
    sample: "표본", loss: "손실", meanOfFour: "네 표본의 평균", mean: "평균", previous: "이전", next: "다음", step: "단계",
    losses: { half: "½(ŷ − t)²", squared: "(ŷ − t)²", bce: "BCE" },
    count: (step, last) => `${last}단계 중 ${step}단계`, change: "수 바꾸기", apply: "갱신 단계로", take: "새 값으로 계속",
    value: "값", arrives: "거슬러 온 값", slope: "× 편미분", product: "= 곱", again: "다시 쓰이는 곳", old: "이전 값", fresh: "새 값",
    bceTargets: "BCE의 정답은 0부터 1까지의 수여야 합니다.",
    title: (step) => KO_TITLES[step.kind](step),
  },
};

const forwardLabels = {
  en: { meanOfFour: "all four" },
  ko: { meanOfFour: "네 표본 모두" },
};

const style = `
  [data-live] .forward :is(.unit.L, .net line:nth-child(7), [data-loss], .nine, [data-back]) { display: none; }
  [data-live] select[data-set] { font-size: 0.62rem; padding-inline: 0.1rem; }
  [data-live] .net { block-size: 24rem; margin-block: 0.8rem; position: relative; }
  [data-live] .net svg { block-size: 100%; inline-size: 100%; inset: 0; overflow: visible; position: absolute; }
  [data-live] .net line { stroke: var(--md-default-fg-color--light); stroke-width: 1; vector-effect: non-scaling-stroke; }
  [data-live] .net line.back { stroke: var(--qg); stroke-dasharray: 5 4; }
  [data-live] .net line.on { stroke-width: 3.5; }
  [data-live] .net .wide { display: none; }
  [data-live] :is(.unit, .mark) { font-size: 0.62rem; left: var(--nx); line-height: 1.45; position: absolute; text-align: center; top: var(--ny); translate: -50% -50%; white-space: nowrap; }
  [data-live] .mark { background: var(--md-default-bg-color); border-radius: 0.2rem; padding: 0 0.2rem; }
  [data-live] .unit { background: var(--md-default-bg-color); border: 1px solid var(--md-default-fg-color--light); border-radius: 0.5rem; display: grid; min-inline-size: 2rem; padding: 0.2rem 0.4rem; }
  [data-live] :is(.unit, .mark).on { outline: 2.5px solid currentcolor; }
  [data-live] .steps button { font-weight: 600; padding-inline: 0.8rem; }
  [data-live] .count { color: var(--md-default-fg-color--light); font-weight: 400; margin-inline-end: 0.4em; }
  [data-live] .panel { margin-block: 0.6rem; min-block-size: 11rem; }
  [data-live] .panel p { margin: 0 0 0.35rem; }
  [data-live] .forward .net { margin-block-end: -3.6rem; pointer-events: none; }
  [data-live] .forward .panel { min-block-size: 6.7rem; }
  [data-live] .panel.all { min-block-size: 13.8rem; }
  [data-live] .title { font-weight: 650; }
  [data-live] .again { color: var(--md-default-fg-color--light); }
  [data-live] .chain { column-gap: 0.4rem; display: grid; font-size: 0.66rem; grid-template-columns: repeat(4, auto); }
  [data-live] .chain.many { font-size: 0.6rem; grid-template-columns: repeat(5, auto); }
  [data-live] .chain [role=row] { align-items: end; display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; }
  [data-live] .chain [role=columnheader] { border-block-end: 1px solid var(--book-rule); padding-block-end: 0.15rem; min-block-size: 2.2em; align-content: end; align-self: stretch; }
  [data-live] .chain small { color: var(--md-default-fg-color--light); display: block; font-size: 0.6rem; line-height: 1.3; opacity: 1; }
  [data-live] .chain { margin-block-end: 0.4rem; }
  [data-live] .point { color: var(--md-default-fg-color--light); }
  [data-live] .ledger { border-block: 1.5px solid var(--md-default-fg-color--light); font-size: 0.62rem; margin-block: 0.6rem; }
  [data-live] .ledger [role=row] { align-items: center; column-gap: 0.1rem; display: grid; padding-block: 0.12rem; }
  [data-live] .ledger [role=row] + [role=row] { border-block-start: 1px solid var(--book-rule); }
  [data-live] .ledger [role=row] > * { min-block-size: 1.5em; padding-inline: 0.12rem; white-space: nowrap; }
    [data-live] :is(.products, .mean) [role=row] { font-size: 0.58rem; grid-template-columns: repeat(5, 1fr); }
  [data-live] .mean [role=row] { grid-template-columns: repeat(4, 1fr); }
  [data-live] :is(.products, .mean) [role=row] > * { grid-row: 2; }
  [data-live] :is(.products, .mean) [role=row] > :first-child { grid-column: 1 / span 2; grid-row: 1; }
  [data-live] :is(.products, .mean) [role=row] > :last-child { grid-column: -3 / -1; grid-row: 1; justify-self: end; }
  [data-live] .update [role=row] { grid-template-columns: 0.7fr 1.2fr 2.1fr 1.6fr; white-space: nowrap; }
  [data-live] .op { padding-inline-end: 0.2em; }
  [data-live] .ledger .on { background: var(--md-code-bg-color); font-weight: 650; outline: 1.5px solid currentcolor; outline-offset: -1px; border-radius: 0.15rem; }
  [data-live] .now [role=rowheader] { font-weight: 650; }
  [data-live] details .row { margin-block: 0.4rem; }
  [data-live] details label { white-space: nowrap; }
  [data-live] details input { inline-size: 3.1rem; padding-inline: 0.25rem; }
  [data-live] [data-sample] { flex-wrap: nowrap; white-space: nowrap; }
  [data-live] [data-sample] input { inline-size: min(3.1rem, 15cqi); }
  @container (min-width: 30rem) {
    [data-live] .net { block-size: 15.5rem; margin-block-start: 1.1rem; }
    [data-live] .forward .net { margin-block-end: 0.8rem; }
    [data-live] .forward .panel { min-block-size: 5.7rem; }
    [data-live] .net .wide { display: inline; }
    [data-live] .net .narrow { display: none; }
    [data-live] :is(.unit, .mark) { left: var(--wx); top: var(--wy); }
    [data-live] .panel { min-block-size: 8.8rem; }
    [data-live] .panel.all { min-block-size: 12.3rem; }
    [data-live] .forward .panel.all { min-block-size: 8.8rem; }
    [data-live] .nine { min-block-size: 13.9rem; }
    [data-live] :is(.chain, .chain.many, select) { font-size: inherit; }
    [data-live] .products [role=row] { font-size: inherit; grid-template-columns: 1.15fr repeat(5, 1fr) 1.15fr; }
    [data-live] .mean [role=row] { font-size: inherit; grid-template-columns: repeat(6, 1fr); }
    [data-live] :is(.products, .mean) [role=row] > * { grid-column: auto !important; grid-row: auto !important; justify-self: stretch; }
    [data-live] .products [role=row] > :last-child { grid-column: 7 !important; }
  }
`;

const stepper = (last) => ({
  labels: last < LAST ? { en: { ...labels.en, ...forwardLabels.en }, ko: { ...labels.ko, ...forwardLabels.ko } } : labels,
  style, start, write,
  read: (parts, state) => read(parts, state, last),
  python: (state) => python(state, last),
  build: (root, tools) => build(root, tools, last),
});

figure("backprop", {
  room: { narrow: 72.5, wide: 54.5 },
  ...stepper(LAST),
});

figure("forward", {
  room: { narrow: 39, wide: 34.5 },
  ...stepper(PREDICTION),
});
