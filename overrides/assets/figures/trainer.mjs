// Training on XOR, step by step or played: the input plane, the hidden plane and the loss of a network with one hidden layer.
// A run is computed from its start and kept, so that each of its steps can be looked at again.

import { BOOK, T, X, activations, forward, generator, gradients, losses, network, optimizers } from "./core.mjs";
import { changes, colored, entered, field, figure, number, options, parameter, symbol, typed } from "./host.mjs";

const LOSSES = { bce: "binary_cross_entropy", squared: "mean_squared_error", half: "half_squared_error" };
const RULES = { sgd: "SGD", momentum: "Momentum", adam: "Adam" };
// What a rule that is picked begins with.
const RATES = { sgd: 1, momentum: 0.1, adam: 0.01 };
// The activations of the hidden units and of the output.
const KINDS = { sigmoid: ["sigmoid", "sigmoid"], tanh: ["tanh", "sigmoid"], relu: ["relu", "sigmoid"], linear: ["sigmoid", "identity"] };
const STRIDES = [1, 10, 100];
// The base of `xorbook.studies`.
export const STUDY = { units: 2, kind: "sigmoid", loss: "bce", rule: "adam", eta: RATES.adam };
const STARTS = 1000;
// Those of the study's first fifty starts that do not solve XOR.
export const STUCK = [1, 2, 5, 6, 7, 9, 10, 12, 13, 16, 17, 18, 20, 22, 23, 29, 31, 34, 39, 49];
const LAST = 10000;
// As in `xorbook.plateau` and `xorbook.history`.
const [NEAR, SPREAD, SLOW] = [0.05, 0.1, 0.0001];

// ---- a run --------------------------------------------------------------------------------------------------------------

// What stands where in theta: W1 row by row, b1, W2, b2.
const countOf = (units) => 4 * units + 1;

function startOf({ start, seed, theta, units }) {
  if (start === "book") return BOOK;
  if (start === "own") return theta;
  const rng = generator(start === "study" ? 0 : seed);
  const bounds = Array.from({ length: countOf(units) }, (_, k) => 1 / Math.sqrt(k < 3 * units ? 2 : units));
  // As `xorbook.PyTorchLinear` draws.
  const draw = () => bounds.map((bound) => rng.uniform(-bound, bound));
  if (start === "study") for (let n = 0; n < seed; n += 1) draw();
  return draw();
}

export function begun(state) {
  const theta = Float64Array.from(startOf(state));
  const run = {
    ...state, theta, slopes: new Float64Array(theta.length), a: X.map(() => new Float64Array(state.units)), Z: X.map(() => [0]), Y: X.map(() => [0]),
    functions: KINDS[state.kind].map((name) => activations[name]), update: optimizers[state.rule]({ rate: state.eta }),
    thetas: [], losses: [], right: [], diverged: false,
  };
  return recorded(run);
}

// The loss and its slopes, in place: what `core` computes from lists of lists takes ten times as long.
function passed({ units, loss, frozen, theta, slopes, a, Z, Y, functions: [hidden, output] }) {
  const { valueOfSum, value, slope } = losses[LOSSES[loss]];
  for (let n = 0; n < T.length; n += 1) {
    let z = theta[4 * units];
    for (let j = 0; j < units; j += 1) {
      a[n][j] = hidden.value(X[n][0] * theta[j] + X[n][1] * theta[units + j] + theta[2 * units + j]);
      z += a[n][j] * theta[3 * units + j];
    }
    Z[n][0] = z;
    Y[n][0] = output.value(z);
  }
  // Of ReLU, the sign of a tells as much as that of z.
  const slopeOf = hidden.slopeHere ?? hidden.slope;
  const arriving = valueOfSum ? null : slope(Y, T);
  slopes.fill(0);
  for (let n = 0; n < T.length; n += 1) {
    const y = Y[n][0];
    const delta = arriving ? arriving[n][0] * (output.slopeHere ?? output.slope)(Z[n][0], y) : (y - T[n][0]) / T.length;
    slopes[4 * units] += delta;
    for (let j = 0; j < units; j += 1) {
      const back = delta * theta[3 * units + j] * slopeOf(a[n][j], a[n][j]);
      slopes[3 * units + j] += delta * a[n][j];
      slopes[j] += back * X[n][0];
      slopes[units + j] += back * X[n][1];
      slopes[2 * units + j] += back;
    }
  }
  for (const k of frozen) slopes[k] = 0;
  return { loss: valueOfSum ? valueOfSum(Z, T) : value(Y, T), right: Y.filter(([y], n) => Math.abs(y - T[n][0]) < 0.5).length };
}

// As `xorbook.train` does: where the loss is no longer finite, the run ends with the parameters of the step before.
function recorded(run) {
  const { loss, right } = passed(run);
  const isFinite = run.theta.every((value) => value - value === 0);
  run.diverged = !isFinite || !Number.isFinite(loss);
  run.losses.push(isFinite ? loss : NaN);
  run.right.push(right);
  run.thetas.push(run.diverged && run.thetas.length ? run.thetas.at(-1) : run.theta.slice());
  return run;
}

export function reached(run, steps) {
  while (run.losses.length <= steps && !run.diverged) {
    run.update(run.theta, run.slopes);
    recorded(run);
  }
  return run;
}

const lastOf = (run) => run.losses.length - 1;
export const netOf = ({ units, kind }, theta) => network([2, units, 1], [...theta], KINDS[kind]);

// ---- where a run stands, as `xorbook.History` says it -------------------------------------------------------------------

function solvedAt({ right }, step) {
  let first = step + 1;
  while (first > 0 && right[first - 1] === T.length) first -= 1;
  return first > step ? null : first;
}

// At the speed of the last tenth, as many steps again would take off this share of the loss, which is the lowest so far.
function fallsBy(share, { losses: all }, step) {
  const before = Math.floor(0.9 * step);
  const stretch = step - before;
  if (stretch > Math.max(1, step / 2)) return false;
  for (let k = 0; k < step; k += 1) if (all[k] < all[step]) return false;
  const drop = all[before] - all[step];
  return drop > 0 && drop * step >= share * all[step] * stretch;
}

// Inputs whose predictions are alike though their targets are not.
function groupsOf(Y) {
  const order = [0, 1, 2, 3].sort((m, n) => Y[m][0] - Y[n][0]);
  const parts = [];
  order.forEach((n, k) => (k && Y[n][0] - Y[order[k - 1]][0] <= SPREAD ? parts.at(-1).push(n) : parts.push([n])));
  const mixed = parts.filter((part) => new Set(part.map((n) => T[n][0])).size > 1);
  return mixed.some((part) => Y[part.at(-1)][0] - Y[part[0]][0] > SPREAD) ? [] : mixed;
}

function plateauOf(run, step) {
  const loss = LOSSES[run.loss];
  const net = netOf(run, run.thetas[step]);
  const trace = forward(net, X);
  const length = (targets) => Math.hypot(...gradients(net, trace, targets, loss).filter((_, k) => !run.frozen.includes(k)));
  const apart = trace.output.map(([y], n) => [y - Math.abs(y - T[n][0])]);
  const groups = groupsOf(trace.output);
  if (!groups.length || !(length(T) / length(apart) <= NEAR)) return null;
  const best = T.map(([t], n) => {
    const group = groups.find((one) => one.includes(n));
    return [group ? group.reduce((all, m) => all + T[m][0], 0) / group.length : t];
  });
  const least = losses[loss].value(best, T);
  const alike = groups.map((group) => group.length).sort((m, n) => n - m);
  return Math.abs(run.losses[step] - least) <= NEAR * least ? { loss: least, alike } : null;
}

export function verdict(run, step) {
  const right = run.right[step];
  if (run.diverged && step === lastOf(run)) return { kind: "diverged", right };
  const solved = solvedAt(run, step);
  if (solved !== null) return { kind: "solved", right, solved };
  if (fallsBy(NEAR, run, step)) return { kind: "falling", right };
  const plateau = plateauOf(run, step);
  return plateau ? { kind: "plateau", right, ...plateau } : { kind: fallsBy(SLOW, run, step) ? "slow" : "unsolved", right };
}

// ---- the planes ---------------------------------------------------------------------------------------------------------

const [LOW, HIGH] = [-0.4, 1.4];
// The z of a prediction of one half.
const halfOf = (kind) => (kind === "linear" ? 0.5 : 0);
const shown = (value) => Math.round(1000 * value) || 0;

// Where f is above 0 in the unit square, as an area, and where it is 0, as a line: exact for a plane, else as the grid is fine.
function region(f, cells) {
  const values = Array.from({ length: cells + 1 }, (_, r) => Array.from({ length: cells + 1 }, (_, c) => f(c / cells, r / cells)));
  const path = (points) => `M${points.map(([x, y]) => `${shown(x / cells)} ${shown(1 - y / cells)}`).join("L")}`;
  let [area, border] = ["", ""];
  for (let r = 0; r < cells; r += 1) {
    // Cells in a row that are wholly inside.
    let full = 0;
    for (let c = 0; c <= cells; c += 1) {
      const heights = [values[r][c], values[r][c + 1], values[r + 1][c + 1], values[r + 1][c]];
      const above = heights.filter((height) => height > 0).length;
      const isFull = above === 4 && c < cells;
      if (!isFull && full) area += `${path([[c - full, r], [c, r], [c, r + 1], [c - full, r + 1]])}z`;
      full = isFull ? full + 1 : 0;
      if (isFull || above === 0 || c === cells) continue;
      const corners = [[c, r], [c + 1, r], [c + 1, r + 1], [c, r + 1]];
      const [inside, crossings] = [[], []];
      corners.forEach(([x, y], k) => {
        const [[u, v], height, next] = [corners[(k + 1) % 4], heights[k], heights[(k + 1) % 4]];
        if (height > 0) inside.push([x, y]);
        if (height > 0 === next > 0) return;
        const share = height / (height - next);
        crossings.push([x + share * (u - x), y + share * (v - y)]);
        inside.push(crossings.at(-1));
      });
      area += `${path(inside)}z`;
      for (let k = 0; k < crossings.length; k += 2) border += path(crossings.slice(k, k + 2));
    }
  }
  return [{ d: area }, { d: border }];
}

// Discs above rings: they are smaller, so that both are seen in one place.

const ORDER = [0, 3, 1, 2];
const dots = (places) => ORDER.map((n) => ({ cx: shown(places[n][0]), cy: shown(1 - places[n][1]) }));

function inputPlane({ units, kind }, theta) {
  const { value } = activations[KINDS[kind][0]];
  const place = (u) => LOW + u * (HIGH - LOW);
  const f = (u, v) => {
    const [x, y] = [place(u), place(v)];
    let z = theta[4 * units] - halfOf(kind);
    for (let j = 0; j < units; j += 1) z += theta[3 * units + j] * value(x * theta[j] + y * theta[units + j] + theta[2 * units + j]);
    return z;
  };
  return [...region(f, 30), ...dots(X.map((row) => row.map((x) => (x - LOW) / (HIGH - LOW))))];
}

// 1, 2 or 5, and zeros.
function roundedUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((m) => m * power >= value) ?? 10);
}

// From where to where the outputs of hidden units are drawn.
function rangeOf(kind, a) {
  if (kind === "relu") return [0, roundedUp(Math.max(1, ...a.flat()))];
  return kind === "tanh" ? [-1, 1] : [0, 1];
}

// Between two units alone, the boundary is a line.
function hiddenPlane({ units, kind, axes: [i, j] }, theta, a, [least, most]) {
  const margin = 0.22 * (most - least);
  const place = (u) => least - margin + u * (most - least + 2 * margin);
  const f = (u, v) => theta[6 + i] * place(u) + theta[6 + j] * place(v) + theta[8] - halfOf(kind);
  const share = (value) => (value - least + margin) / (most - least + 2 * margin);
  return [...(units === 2 ? region(f, 1) : [{ d: "" }, { d: "" }]), ...dots(a.map((row) => [share(row[i]), share(row[j])]))];
}

// An odd stride over the steps shows a loss that swings to and fro.
function curve({ losses: all }, made, right, top) {
  const points = [];
  const add = (k) => Number.isFinite(all[k]) && points.push(`${shown(k / right)} ${shown(1 - Math.min(all[k], top) / top)}`);
  for (let k = 0; k < made; k += Math.floor(made / 400) | 1) add(k);
  add(made);
  return `M${points.join("L")}`;
}

// The three plateaus of XOR: four, three or two inputs with one prediction.
const levels = (loss) => [[0.5, 0.5, 0.5, 0.5], [0, 2 / 3, 2 / 3, 2 / 3], [0, 1, 0.5, 0.5]]
  .map((Y) => losses[LOSSES[loss]].value(Y.map((y) => [y]), T));

function chart(run, { made, step }) {
  let most = 0.01;
  for (let k = 0; k <= made; k += 1) if (run.losses[k] > most) most = run.losses[k];
  const [right, top] = [roundedUp(Math.max(made, 100)), roundedUp(Math.min(most, 50))];
  const loss = Math.min(run.losses[step], top) || top;
  const lines = levels(run.loss).map((level) => ({ d: `M0 ${shown(1 - level / top)}H1000` }));
  const drawn = [...lines, { d: curve(run, made, right, top) }, { d: `M${shown(step / right)} ${shown(1 - loss / top)}h0` }];
  return [drawn, number(top), number(right)];
}

// ---- the page -----------------------------------------------------------------------------------------------------------

const letterOf = (j) => symbol("a", "a", j + 1);
const select = (key, all, label) => `<label>${label} <select data-set="${key}">${options(all)}</select></label>`;
// With no room for a label.
const bare = (key, all, name) => `<select data-set="${key}" aria-label="${name}">${options(all)}</select>`;
const button = (act, label) => `<button type="button" data-act="${act}">${label}</button>`;
const named = (keys, name = String) => Object.fromEntries(keys.map((key) => [key, name(key)]));

function skeleton(words) {
  const pane = (name, label, shapes, marks) => `<div class="pane ${name}">${label}<div class="plot" role="img">
    <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">${shapes}</svg>${marks.map((mark) => `<span class="${mark}"></span>`).join("")}</div></div>`;
  const ends = ["least", "most", "across", "up"];
  const paths = (names) => names.map((name) => `<path class="${name}"/>`).join("");
  const dotted = paths(["area", "border"]) + ORDER.map((n) => (T[n][0] ? `<circle r="26"/>` : `<circle class="ring" r="38"/>`)).join("");
  const row = (cells, role = "cell") => `<div role="row">${cells.map((cell) => `<span role="${role}">${cell}</span>`).join("")}</div>`;
  const heads = [words.input, "", "", symbol("a", "ŷ"), `<span class="sym"><i>t</i></span>`, words.right];
  const axis = (k) => bare(`axis${k}`, Array.from({ length: 8 }, (_, j) => `a${j + 1}`), words.axes[k]);
  return `<div class="row">${select("start", words.starts, words.start)}<span class="from">${field("seed", words.number)} ${button("next", "")}</span></div>
    <div class="row">${select("units", named([2, 3, 4, 5, 6, 7, 8]), words.units)}${bare("kind", { sigmoid: "σ, σ", tanh: "tanh, σ", relu: "ReLU, σ", linear: `σ, ${words.linear}` }, words.kinds)}${select("loss", { bce: "BCE", squared: "(ŷ − t)²", half: "½(ŷ − t)²" }, symbol("l", "L"))}
      ${bare("rule", { sgd: "SGD", momentum: words.momentum, adam: "Adam" }, words.rules)}${field("eta", "<i>η</i>")}${axis(0)}${axis(1)}</div>
    <div class="panes">${pane("input", words.inputPlane, dotted, ends)}${pane("hidden", words.hiddenPlane, dotted, ends)}
      ${pane("loss", symbol("l", "L"), paths(["level", "level", "level", "curve", "here"]), ["top", "end", "zero"])}</div>
    <div class="row">${button("rewind", words.rewind)}${button("step", words.step)}${button("play", words.play)}
      ${bare("stride", named(STRIDES, words.steps), words.stride)}</div>
    <div class="row at"><input type="range" min="0" step="1" aria-label="${words.at}">${field("step", words.at)}</div>
    <p class="now"></p><div class="samples" role="table" aria-label="${words.samples}">
      ${row(heads, "columnheader")}${X.map((x, n) => row([`(${x.join(", ")})`, "", "", "", T[n][0], ""])).join("")}</div><div class="way"><span></span> ${button("out", "")}</div>
    <details><summary>${words.change}</summary><p>${words.freezing}</p><div class="theta"></div></details>`;
}

// What stays as it is costs nothing to draw.
function put(element, html) {
  if (element.drawn !== html) element.innerHTML = element.drawn = html;
}

function showSamples(table, { axes }, trace, words) {
  const [, ...rows] = table.children;
  axes.forEach((j, c) => put(table.querySelectorAll("[role=columnheader]")[c + 1], letterOf(j)));
  rows.forEach(({ children }, n) => {
    const y = trace.output[n][0];
    [...axes.map((j) => trace.a[1][n][j]), y].forEach((value, c) => put(children[c + 1], colored("a", value)));
    const [sign, name] = Math.abs(y - T[n][0]) < 0.5 ? ["✓", words.right] : ["✗", words.wrong];
    put(children[5], `<span role="img" aria-label="${name}">${sign}</span>`);
  });
}

function wayOut({ kind, alike }, words) {
  if (kind === "diverged") return [words.ways.diverged, "η ÷ 10"];
  if (kind !== "plateau") return ["", ""];
  return [alike[0] === T.length ? words.ways.first : words.ways.others, words.another];
}

const anew = { step: 0, made: 0 };
// A parameter that is set or frozen begins a run anew, with all others as they are.
const here = (state, run) => ({ ...anew, start: "own", theta: [...run.thetas[state.step]] });
const anySeed = () => ({ ...anew, start: "seed", seed: Math.floor(Math.random() * 10000) });
const nextStuck = ({ seed }) => ({ ...anew, seed: STUCK.find((n) => n > seed) ?? STUCK[0] });

const CHANGES = {
  start(value, state, run) {
    if (value === "study") return { ...anew, ...STUDY, start: value, seed: STUCK[0], axes: [0, 1], frozen: [] };
    if (value === "own") return here(state, run);
    return { ...anew, start: value, seed: 0, ...(value === "book" && { units: 2, axes: [0, 1], frozen: [] }) };
  },
  units: (value, { start }) => ({ ...anew, units: Number(value), axes: [0, 1], frozen: [], ...(["book", "own"].includes(start) && { start: "seed", seed: 0 }) }),
  kind: (value, { loss }) => ({ ...anew, kind: value, ...(value === "linear" && loss === "bce" && { loss: "squared" }) }),
  loss: (value, { kind }) => ({ ...anew, loss: value, ...(value === "bce" && kind === "linear" && { kind: "sigmoid" }) }),
  rule: (value) => ({ ...anew, rule: value, eta: RATES[value] }),
  stride: (value) => ({ stride: Number(value) }),
  axis0: (value, { axes: [i, j] }) => ({ axes: Number(value) === j ? [j, i] : [Number(value), j] }),
  axis1: (value, { axes: [i, j] }) => ({ axes: Number(value) === i ? [j, i] : [i, Number(value)] }),
};

const bounds = (key, { start }) => ({ eta: [1e-6, 1000], seed: [0, start === "study" ? STARTS - 1 : Number.MAX_SAFE_INTEGER], step: [0, LAST] })[key] ?? [-1000, 1000];

function changed(key, value, state, run) {
  if (key === "step") return { step: value, made: Math.max(state.made, value) };
  if (key === "eta" || key === "seed") return { ...anew, [key]: value };
  const from = here(state, run);
  from.theta[key] = value;
  return from;
}

// Frame after frame until `forth` says that there is no more, it is told to stop, or the figure has gone out of sight.
function player(root, forth, ended) {
  let frame = 0;
  const cancel = () => {
    cancelAnimationFrame(frame);
    frame = 0;
  };
  const stop = () => {
    if (!frame) return;
    cancel();
    if (root.isConnected) ended();
  };
  const tick = () => (root.isConnected && forth(1, true) ? start() : stop());
  const start = () => (frame = requestAnimationFrame(tick));
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting || stop()).observe(root);
  return { cancel, stop, start, isOn: () => frame !== 0 };
}

function bind(root, tools, now, forth, play) {
  const { set } = tools;
  const acts = {
    rewind: () => set(() => anew),
    step: () => forth(1),
    play: () => (play.isOn() ? play.stop() : matchMedia("(prefers-reduced-motion: reduce)").matches ? forth(60) : play.start()),
    next: () => set((state) => (state.start === "study" ? nextStuck(state) : anySeed())),
    out: () => set(({ eta }) => (now().found.kind === "diverged" ? { ...anew, eta: eta / 10 } : anySeed())),
  };
  root.addEventListener("click", ({ target }) => {
    if (target.ariaDisabled !== "true") acts[target.dataset.act]?.();
  });
  // Who types is not interrupted.
  root.addEventListener("focusin", ({ target }) => target.dataset.key && play.stop());
  root.querySelector("input[type=range]").addEventListener("input", ({ target }) => set(() => ({ step: Number(target.value) })));
  root.addEventListener("change", ({ target }) => {
    const { set: setting, key, frozen } = target.dataset;
    const { state, run } = now();
    if (setting) set(() => (CHANGES[setting] ?? ((value) => ({ ...anew, [setting]: value })))(target.value, state, run));
    if (frozen) set(() => ({ ...(state.step ? here(state, run) : anew), frozen: toggled(state.frozen, Number(frozen)) }));
    if (key) entered(target, bounds(key, state), tools, (value) => set(() => changed(key, value, state, run)), ["seed", "step"].includes(key));
  });
}

const toggled = (all, k) => (all.includes(k) ? all.filter((one) => one !== k) : [...all, k].sort((m, n) => m - n));

function showParameters(box, { units, frozen }, theta, words) {
  if (Number(box.dataset.units) !== units) {
    box.dataset.units = units;
    const cell = (k) => {
      const name = parameter(k, units);
      const plain = name.replace(/<[^>]*>/g, "");
      return `<div><label><input type="checkbox" data-frozen="${k}" aria-label="${words.freeze(plain)}">${name}</label>
        <input type="text" inputmode="decimal" data-key="${k}" aria-label="${plain}"></div>`;
    };
    const rows = Array.from({ length: units }, (_, j) => [0, 1, 2, 3].map((row) => cell(row * units + j)).join(""));
    box.innerHTML = rows.join("") + cell(4 * units);
  }
  box.querySelectorAll("[data-frozen]").forEach((input) => (input.checked = frozen.includes(Number(input.dataset.frozen))));
  for (const input of box.querySelectorAll("[data-key]")) {
    const value = theta[input.dataset.key];
    input.dataset.v = value;
    input.value = String(Number(value.toPrecision(5))).replace("-", "−");
    input.ariaInvalid = null;
  }
}

function showControls(root, { state, run, found }, words, isPlaying) {
  for (const input of root.querySelectorAll("[data-set]")) input.value = state[input.dataset.set] ?? state.axes[input.dataset.set.at(-1)];
  for (const axis of root.querySelectorAll("[data-set^=axis]")) {
    axis.hidden = state.units === 2;
    [...axis.options].forEach((option, j) => (option.hidden = j >= state.units));
  }
  for (const key of ["seed", "eta", "step"]) {
    const input = root.querySelector(`[data-key=${key}]`);
    input.value = String(state[key]);
    input.ariaInvalid = null;
  }
  const range = root.querySelector("input[type=range]");
  range.max = state.made;
  range.value = state.step;
  const [one, two] = [state.start === "study", !["seed", "study"].includes(state.start)];
  root.querySelector(".from label").hidden = two;
  const isOver = state.step >= LAST || (run.diverged && state.step === lastOf(run));
  const show = (act, label, isOff = false) => {
    const element = root.querySelector(`[data-act=${act}]`);
    put(element, label);
    element.ariaDisabled = String(isOff);
  };
  show("next", one ? words.nextStuck : words.newSeed);
  show("rewind", words.rewind, state.made === 0);
  show("step", words.step, isOver);
  show("play", isPlaying ? words.pause : words.play, isOver);
  const [way, out] = wayOut(found, words);
  put(root.querySelector(".way span"), way);
  show("out", out);
  root.querySelector("[data-act=out]").hidden = !way;
}

function build(root, tools) {
  const { words, set } = tools;
  root.innerHTML = skeleton(words);
  let [run, key, now, isTicking, told, turn] = [null, "", null, false, 0, 0];
  const runOf = ({ step, made, stride, axes, ...settings }) => {
    const asked = JSON.stringify(settings);
    if (asked !== key || made === 0) run = begun(settings);
    key = asked;
    return run;
  };
  const forth = (strides, isPlayed = false) => {
    isTicking = isPlayed;
    set((state) => {
      const step = Math.min(state.step + strides * state.stride, LAST);
      return { step, made: Math.max(state.made, step) };
    }, { quiet: isPlayed });
    isTicking = false;
    return now.state.step < LAST && !(run.diverged && now.state.step === lastOf(run));
  };
  const play = player(root, forth, () => set(() => ({})));
  bind(root, tools, () => now, forth, play);
  return (asked) => {
    if (!isTicking) play.cancel();
    const last = lastOf(reached(runOf(asked), asked.made));
    const state = { ...asked, step: Math.min(asked.step, last), made: Math.min(asked.made, last) };
    const theta = run.thetas[state.step];
    const trace = forward(netOf(run, theta), X);
    now = { ...now, state, run };
    // While it plays, they take turns: each is drawn thirty times a second.
    turn = 1 - turn;
    showPlots(root, now, theta, trace, isTicking ? turn : null);
    // Nobody reads numbers that change sixty times a second, and to lay them out takes long.
    if (isTicking && performance.now() < told + 100) return "";
    told = performance.now();
    now.found = verdict(run, state.step);
    return showWords(root, now, theta, trace, words, play.isOn());
  };
}

// The planes and the loss, or one of the two.
function showPlots(root, { state, run }, theta, trace, turn) {
  const range = rangeOf(run.kind, trace.a[1]);
  const plot = (name, [shapes, ...marks]) => {
    const [svg, ...spans] = root.querySelector(`.${name} .plot`).children;
    shapes.forEach((shape, k) => Object.entries(shape).forEach(([key, value]) => svg.children[k].setAttribute(key, value)));
    spans.forEach((span, k) => put(span, marks[k] ?? "0"));
  };
  if (turn !== 0) plot("loss", chart(run, state));
  if (turn === 1) return;
  plot("input", [inputPlane(run, theta), "0", "1", symbol("x", "x", 1), symbol("x", "x", 2)]);
  plot("hidden", [hiddenPlane(state, theta, trace.a[1], range), ...range.map(number), ...state.axes.map(letterOf)]);
}

function showWords(root, now, theta, trace, words, isPlaying) {
  const { state, run, found } = now;
  const find = (selector) => root.querySelector(selector);
  put(find(".now"), `${words.place(state.step, colored("l", run.losses[state.step]))} ${words.verdicts[found.kind](found)}`);
  showSamples(find(".samples"), state, trace, words);
  showParameters(find(".theta"), state, theta, words);
  showControls(root, now, words, isPlaying);
  const sentence = find(".now").textContent;
  find("input[type=range]").ariaValueText = sentence;
  const predictions = trace.output.map(([y]) => number(y)).join(", ");
  find(".input .plot").ariaLabel = `${words.inputPlane}. ${words.predictions}: ${predictions}.`;
  find(".hidden .plot").ariaLabel = `${words.hiddenPlane}. ${state.axes.map((j) => `a${j + 1}: ${trace.a[1].map((row) => number(row[j])).join(", ")}`).join("; ")}.`;
  find(".loss .plot").ariaLabel = `${words.lossCurve}. ${sentence}`;
  return sentence;
}

// ---- the address, and Python --------------------------------------------------------------------------------------------

const start = () => ({
  start: "book", seed: 0, theta: [], units: 2, kind: "sigmoid", loss: "bce", rule: "sgd", eta: 1, frozen: [], step: 0, made: 0, stride: 1, axes: [0, 1],
});

function write(state) {
  const parts = changes(state, start());
  if (state.start !== "own") delete parts.theta;
  return parts;
}

function among(values, value) {
  if (!values.includes(value)) throw new RangeError(String(value));
  return value;
}

function within(text, least, most, isWhole = true) {
  const value = typed(text);
  if (!(value >= least && value <= most) || (isWhole && !Number.isInteger(value))) throw new RangeError(text);
  return value;
}

function read(parts, state) {
  const many = (text, ...limits) => (text ? text.split(",").map((one) => within(one, ...limits)) : []);
  const given = {
    start: (text) => among(["book", "seed", "study", "own"], text),
    seed: (text) => within(text, 0, Number.MAX_SAFE_INTEGER),
    theta: (text) => many(text, -Number.MAX_VALUE, Number.MAX_VALUE, false),
    units: (text) => within(text, 2, 8),
    kind: (text) => among(Object.keys(KINDS), text),
    loss: (text) => among(Object.keys(LOSSES), text),
    rule: (text) => among(Object.keys(RULES), text),
    eta: (text) => within(text, ...bounds("eta", state), false),
    frozen: (text) => many(text, 0, countOf(8) - 1),
    step: (text) => within(text, 0, LAST),
    made: (text) => within(text, 0, LAST),
    stride: (text) => among(STRIDES, typed(text)),
    axes: (text) => many(text, 0, 7),
  };
  for (const [key, text] of parts) state[key] = given[among(Object.keys(given), key)](text);
  const { units, theta, frozen, axes } = state;
  const isSensible = [
    state.start !== "book" || units === 2, state.kind !== "linear" || state.loss !== "bce", state.start !== "study" || state.seed < STARTS, state.start !== "own" || theta.length === countOf(units),
    frozen.every((k, n) => k < countOf(units) && !(frozen[n - 1] >= k)), axes.length === 2 && axes[0] !== axes[1] && Math.max(...axes) < units,
  ];
  if (isSensible.includes(false)) throw new RangeError("settings that do not go together");
  return { ...state, made: Math.max(state.made, state.step) };
}

function python(state) {
  const { units, kind, loss, rule, eta, frozen } = state;
  const sizes = `(2, ${units}, 1)`;
  const kinds = `activations=[${KINDS[kind].map((name) => `xb.${name}`).join(", ")}]`;
  const from = {
    book: "net = xb.Network.random(SIZES, rng=0, KINDS)\nnet.theta = xb.worked_example().theta",
    seed: `net = xb.Network.random(SIZES, rng=${state.seed}, KINDS)`,
    study: `net = xb.Ensemble.random(SIZES, restarts=${state.seed + 1}, rng=0, KINDS)[${state.seed}]`,
    own: `net = xb.Network.random(SIZES, rng=0, KINDS)\nnet.theta = [${state.theta.join(", ")}]`,
  }[state.start].replace("SIZES", sizes).replace("KINDS", kinds);
  const run = reached(begun(state), state.step);
  const train = `history = xb.train(net, X, t, loss=loss, optimizer=optimizer, steps=${state.step})
print(history)
print("loss", history.loss[-1])`;
  const free = `theta = net.theta.copy()
update = optimizer.start(theta)
for _ in range(${lastOf(run) - (run.diverged ? 1 : 0)}):
    slopes = net.backward(net.forward(X), t, loss=loss).theta.copy()
    slopes[[${frozen.join(", ")}]] = 0  # frozen
    update(slopes)
    net.theta = theta
print("loss", net.loss(X, t, loss=loss))`;
  return `import xorbook as xb

X, t = xb.xor()
${from}
loss, optimizer = xb.${LOSSES[loss]}, xb.${RULES[rule]}(${eta})
${frozen.length ? free : train}
print("predictions", net(X).ravel().tolist())
print("theta", net.theta.tolist())
`;
}

// ---- words --------------------------------------------------------------------------------------------------------------

const labels = {
  en: {
    start: "Start", starts: { book: "the book's network", seed: "a seed", study: "of the tables", own: "numbers of your own" }, number: "no.",
    newSeed: "New seed", nextStuck: "Next one on a plateau", units: "Hidden units", linear: "linear", momentum: "momentum", kinds: "Activation functions", rules: "Optimiser", stride: "Steps at a time",
    axes: ["Across in the hidden plane", "Up in the hidden plane"],
    inputPlane: "Input plane", hiddenPlane: "Hidden plane", lossCurve: "The loss, step by step", predictions: "Predictions for the four inputs",
    rewind: "Rewind", step: "Step", play: "Play", pause: "Pause", steps: (n) => `${n} step${n > 1 ? "s" : ""}`, at: "step",
    place: (step, loss) => `Step ${step}, loss ${loss}:`,
    verdicts: {
      solved: ({ solved }) => `solved at ${solved}.`, falling: () => "not solved, the loss still falls.", slow: () => "not solved, the loss falls slowly.",
      unsolved: () => "not solved.",
      plateau: ({ loss, right, alike }) => `plateau at ${number(loss)}: ${right} of ${T.length} right, ${alike.join(" and ")} alike.`,
      diverged: () => "diverged.",
    },
    ways: {
      first: "Many leave it with more steps; or take another start, more hidden units, another optimiser or learning rate.",
      others: "More steps hardly help; take another start, more hidden units, another optimiser or learning rate.",
      diverged: "The loss is no longer a number (NaN, infinity); the parameters are those of the step before. Take a smaller learning rate.",
    },
    another: "Another start", input: "input", right: "right", wrong: "wrong", samples: "The four samples",
    change: "Set and freeze parameters", freeze: (name) => `freeze ${name}`, freezing: "Tick to freeze. From a change on, the numbers shown are the start.",
  },
  ko: {
    start: "출발점", starts: { book: "이 책의 신경망", seed: "시드", study: "표의 출발점", own: "직접 정한 값" }, number: "번호",
    newSeed: "새 시드", nextStuck: "평탄 구간에 머무는 다음 번호", units: "은닉 유닛", linear: "선형", momentum: "모멘텀", kinds: "활성화 함수", rules: "최적화 방법", stride: "한 번에 나아갈 걸음 수",
    axes: ["은닉 평면의 가로축", "은닉 평면의 세로축"],
    inputPlane: "입력 평면", hiddenPlane: "은닉 평면", lossCurve: "걸음에 따른 손실", predictions: "네 입력의 예측",
    rewind: "되감기", step: "앞으로", play: "재생", pause: "멈춤", steps: (n) => `${n}걸음`, at: "걸음",
    place: (step, loss) => `${step}걸음째, 손실 ${loss}:`,
    verdicts: {
      solved: ({ solved }) => `${solved}걸음째에 풀었습니다.`, falling: () => "아직 풀지 못했고, 손실은 줄고 있습니다.", slow: () => "아직 풀지 못했고, 손실은 천천히 줄고 있습니다.",
      unsolved: () => "풀지 못했습니다.",
      plateau: ({ loss, right, alike }) => `${number(loss)}의 평탄 구간. ${T.length}개 중 ${right}개가 맞고, 예측이 같은 입력은 ${alike.join("개와 ")}개입니다.`,
      diverged: () => "발산했습니다.",
    },
    ways: {
      first: "걸음을 늘리면 벗어나기도 합니다. 출발점, 은닉 유닛의 수, 최적화 방법, 학습률을 바꾸어 보세요.",
      others: "걸음을 늘려도 거의 달라지지 않습니다. 출발점, 은닉 유닛의 수, 최적화 방법, 학습률을 바꾸어 보세요.",
      diverged: "손실이 더는 유한한 수가 아닙니다(NaN, 무한대). 매개변수는 바로 앞 걸음의 값입니다. 학습률을 줄여 보세요.",
    },
    another: "다른 출발점", input: "입력", right: "맞음", wrong: "틀림", samples: "네 표본",
    change: "매개변수 정하기, 고정하기", freeze: (name) => `${name} 고정`, freezing: "체크하면 고정됩니다. 하나라도 바꾸면 지금 보이는 값이 출발점이 됩니다.",
  },
};

const style = `
  [data-live] .idea .row { gap: 0.3rem min(0.6rem, 2.4cqi); margin-block-end: 0.4rem; }
  [data-live] input[type=text] { inline-size: 2.7rem; padding-inline: 0.25rem; }
  [data-live] .idea :is(select, button) { font-size: min(0.7rem, 3.9cqi); padding-inline: 0.2rem; }
  [data-live] .idea button { padding-inline: 0.45rem; }
  [data-live] .from { inline-size: 100%; }
  [data-live] .panes { display: grid; gap: 0.4rem 0.8rem; grid-template-columns: 1fr 1fr; margin-block: 0.6rem; }
  [data-live] .pane.loss { grid-column: 1 / -1; }
  [data-live] .plot { margin: 0 0 1.2rem 0.7rem; position: relative; }
  [data-live] .plot svg { aspect-ratio: 1; border: 1px solid var(--md-default-fg-color--light); box-sizing: border-box; display: block; inline-size: 100%; }
  [data-live] .plot > span { font-size: 0.6rem; line-height: 1.2rem; position: absolute; }
  [data-live] .loss .plot svg { aspect-ratio: auto; block-size: 6rem; }
  [data-live] .plot path { fill: none; vector-effect: non-scaling-stroke; }
  [data-live] .plot path.area { fill: var(--qw); fill-opacity: 0.16; }
  [data-live] .plot path.border { stroke: var(--qw); stroke-width: 2; }
  [data-live] :is(.curve, .here) { stroke: var(--ql); stroke-width: 1.8; }
  [data-live] .level { stroke: var(--md-default-fg-color--light); stroke-dasharray: 4 4; }
  [data-live] circle { fill: currentcolor; stroke: currentcolor; stroke-width: 10; }
  [data-live] circle.ring { fill: var(--md-default-bg-color); }
  [data-live] :is(.least, .most, .across, .end) { top: 100%; }
  [data-live] .least { left: 20%; translate: -50%; }
  [data-live] .most { left: 77%; translate: -50%; }
  [data-live] :is(.across, .end) { right: 0; }
  [data-live] :is(.up, .top, .zero) { padding-inline-end: 0.15rem; right: 100%; top: 0; }
  [data-live] .zero { bottom: 0; top: auto; }
  [data-live] .plot path.here { stroke-linecap: round; stroke-width: 10; }
  [data-live] .now { font-weight: 650; margin: 0; min-block-size: 3em; }
  [data-live] .way { margin-block-start: 0.4rem; min-block-size: 5.2rem; }
  [data-live] .samples { font-size: min(0.72rem, 3.8cqi); }
  [data-live] .samples [role=row] { border-block-end: 1px solid var(--book-rule); display: grid; grid-template-columns: 0.65fr 1.08fr 1.08fr 1.6fr 0.24fr 0.6fr; line-height: 1.3rem; }
  [data-live] .theta { display: grid; gap: 0.4rem 0.2rem; grid-template-columns: repeat(4, 1fr); }
  [data-live] .theta label { align-items: center; display: flex; min-block-size: 1.5rem; }
  [data-live] .theta input[type=text] { box-sizing: border-box; inline-size: 100%; }
  [data-live] .theta input[type=checkbox] { block-size: 1.2rem; inline-size: 1.2rem; margin: 0 0.2rem 0 0; }
  @container (min-width: 30rem) {
    [data-live] .from { inline-size: auto; }
    [data-live] .panes { grid-template-columns: 1fr 1fr 1.3fr; }
    [data-live] .pane.loss { grid-column: auto; }
    [data-live] .loss .plot svg { block-size: 9rem; }
    [data-live] .now { min-block-size: 2em; }
    [data-live] .way { min-block-size: 3rem; }
  }
`;

figure("trainer", {
  room: { narrow: 55.3, wide: 40.2 },
  labels, style, start, read, write, python, build,
});
