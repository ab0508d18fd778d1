// XOR out of NAND, OR and AND: how the plane folds, from the step to the sigmoid, and where the output unit's line has to lie.

import { T, X, forward, network } from "./core.mjs";
import { cells, changes, colored, figure, number, symbol, typed } from "./host.mjs";

const HIDDEN = [-2, 2, -2, 2, 3, -1]; // NAND and OR of `xorbook`, then AND's weights
const OUT = [1, 1];
const SHARPEST = 20;
const BIASES = { min: -2, max: -0.5, step: 0.05 };
const START = { k: SHARPEST + 1, b: -1 };

const isStep = (k) => k > SHARPEST; // the slider's last stop
const onGrid = (b) => Math.round(b / BIASES.step) / Math.round(1 / BIASES.step);

// ---- the numbers --------------------------------------------------------------------------------------------------------

function net({ k, b }) {
  const kind = isStep(k) ? "step" : "sigmoid";
  const factor = isStep(k) ? 1 : k;
  return network([2, 2, 1], [...HIDDEN, ...OUT, b].map((parameter) => factor * parameter), [kind, kind]);
}

function computed(state) {
  const trace = forward(net(state), X);
  const outputs = trace.output.flat();
  const isRight = outputs.map((output, n) => Number(output > 0.5) === T[n][0]);
  const sums = trace.a[1].map(([a1, a2]) => a1 + a2);
  return { a: trace.a[1], outputs, isRight, right: isRight.filter(Boolean).length, rings: sums[0], discs: sums[1] };
}

// ---- the planes ---------------------------------------------------------------------------------------------------------

const INPUT = [-0.4, 1.4];
const FOLDED = [-0.15, 1.15];
const PIECES = 360;

const drawn = (points) => points.map(([x, y]) => `${(100 * x).toFixed(2)},${(-100 * y).toFixed(2)}`).join(" ");
const polyline = (points, name) => `<polyline points="${drawn(points)}" class="${name}"/>`;
const marks = ([low, high], points) => points.map(([x, y], n) => `<circle cx="${100 * x}" cy="${-100 * y}" r="${2.5 * (high - low)}" class="${T[n][0] ? "on" : "off"}"/>`).join("");

// Where two coordinates have one sum, within a square.
const diagonal = ([low, high], sum) => [Math.max(low, sum - high), Math.min(high, sum - low)].map((x) => [x, sum - x]);

// Between two sums; a piece at a time, because it may hold corners of the square.
function strip(plane, from, to) {
  const edges = Array.from({ length: 41 }, (_, n) => diagonal(plane, from + (n * (to - from)) / 40));
  return `<polygon points="${drawn([...edges.map(([end]) => end), ...edges.map(([, end]) => end).reverse()])}" class="fires"/>`;
}

const axes = ([low, high]) => [0, 1].map((c) => polyline([[c, low], [c, high]], "axis") + polyline([[low, c], [high, c]], "axis")).join("");

// All units weigh both inputs alike, so that everything depends on their sum.
function along(state) {
  const sums = Array.from({ length: PIECES + 1 }, (_, n) => 2 * (INPUT[0] + (n * (INPUT[1] - INPUT[0])) / PIECES));
  const trace = forward(net(state), sums.map((sum) => [sum / 2, sum / 2]));
  return { sums, thread: trace.a[1], fires: trace.output.map(([output]) => output > 0.5) };
}

function inputPlane({ sums, fires }) {
  const strips = [];
  fires.forEach((isOn, n) => {
    if (isOn && !fires[n - 1]) strips.push([sums[n], sums[n]]);
    if (isOn) strips.at(-1)[1] = sums[n];
  });
  const [nand, or] = [0, 1].map((unit) => polyline(diagonal(INPUT, -HIDDEN[4 + unit] / HIDDEN[unit]), "unit-line"));
  return axes(INPUT) + strips.map(([from, to]) => strip(INPUT, from, to)).join("") + nand + or + marks(INPUT, X);
}

function foldedPlane({ k, b }, { a }, { thread }) {
  return axes(FOLDED) + strip(FOLDED, -b, 2 * FOLDED[1]) + polyline(diagonal(FOLDED, -b), "boundary")
    + (isStep(k) ? "" : polyline(thread, "thread")) + marks(FOLDED, a);
}

// ---- what stands below --------------------------------------------------------------------------------------------------

function table({ a, outputs, isRight }, words) {
  const head = [`${symbol("x", "x", 1)}, ${symbol("x", "x", 2)}`, symbol("a", "a", 1, 1), symbol("a", "a", 2, 1), symbol("a", "ŷ"), "<i>t</i>", `<span class="unseen">${words.right}</span>`];
  const rows = X.map((input, n) => `<div role="row"${isRight[n] ? "" : ` class="miss"`}>${cells("cell", [
    `<span class="qx">${input.join(", ")}</span>`, ...[...a[n], outputs[n]].map((value) => colored("a", value)), number(T[n][0]),
    `<span role="img" aria-label="${isRight[n] ? words.right : words.wrong}">${isRight[n] ? "✓" : "✗"}</span>`,
  ])}</div>`);
  return `<div role="table" aria-label="${words.table}"><div role="row">${cells("columnheader", head)}</div>${rows.join("")}</div>`;
}

function reasons({ k, b }, { rings, discs }, words) {
  const verdict = -b >= discs ? words.neither : -b < rings ? words.both : words.between;
  const never = !isStep(k) && -b <= 1 ? `<p>${words.never}</p>` : "";
  const larger = verdict === words.neither && !isStep(k) ? words.larger : "";
  return `<p>${words.sums(colored("a", rings), colored("a", discs), colored("b", -b))} <strong>${verdict}</strong> ${larger}</p>${never}`;
}

function build(root, { words, set }) {
  const slider = (key, name, { min, max, step }) => `<label class="row">${name} <input type="range" min="${min}" max="${max}" step="${step}" data-key="${key}"> <span class="value" aria-hidden="true"></span></label>`;
  const plane = ([low, high], name, across, up) => `<div><p>${name}</p><div class="fold"><svg viewBox="${100 * low} ${-100 * high} ${100 * (high - low)} ${100 * (high - low)}" aria-hidden="true"></svg>
    <span class="across">${across}</span><span class="up">${up}</span></div></div>`;
  root.innerHTML = `<div class="folds" role="img">${plane(INPUT, words.input, symbol("x", "x", 1), symbol("x", "x", 2))}${plane(FOLDED, words.folded, symbol("a", "a", 1, 1), symbol("a", "a", 2, 1))}</div>
    ${slider("k", "<i>k</i>", { min: 1, max: SHARPEST + 1, step: 1 })}${slider("b", symbol("b", "b", "", 2), BIASES)}
    <p class="score"></p><div class="rows"></div><div class="reasons"></div>`;
  const [planes, score, rows, reason] = [".folds", ".score", ".rows", ".reasons"].map((name) => root.querySelector(name));
  const [input, folded] = root.querySelectorAll("svg");
  root.addEventListener("input", ({ target }) => set(() => ({ [target.dataset.key]: target.dataset.key === "b" ? onGrid(Number(target.value)) : Number(target.value) })));
  return (state) => {
    const numbers = computed(state);
    const line = along(state);
    input.innerHTML = inputPlane(line);
    folded.innerHTML = foldedPlane(state, numbers, line);
    const shown = { k: isStep(state.k) ? words.step : number(state.k), b: number(state.b) };
    for (const range of root.querySelectorAll("[data-key]")) {
      range.value = state[range.dataset.key];
      range.ariaValueText = range.nextElementSibling.textContent = shown[range.dataset.key];
    }
    score.textContent = words.score(numbers.right, X.length);
    rows.innerHTML = table(numbers, words);
    reason.innerHTML = reasons(state, numbers, words);
    const said = `k: ${shown.k}, b: ${shown.b}. ${score.textContent} ŷ = ${numbers.outputs.map(number).join("; ")}.`;
    planes.ariaLabel = `${words.planes}. ${said}`;
    return said;
  };
}

// ---- the address, and Python --------------------------------------------------------------------------------------------

function read(parts, state) {
  const given = {
    k: (value) => Number.isInteger(value) && value >= 1 && value <= SHARPEST + 1,
    b: (value) => value >= BIASES.min && value <= BIASES.max && onGrid(value) === value,
  };
  for (const [key, text] of parts) {
    if (!Object.hasOwn(given, key) || !given[key](typed(text))) throw new RangeError(key);
    state[key] = typed(text);
  }
  return state;
}

const python = ({ k, b }) => `import xorbook as xb

NAND_and_OR = ([[-2, 2], [-2, 2]], [3, -1])
AND = ([[1], [1]], [${b}])
net = xb.Network([NAND_and_OR, AND], [xb.${isStep(k) ? "step" : "sigmoid"}] * 2)
${isStep(k) ? "" : `net.theta *= ${k}
`}X, t = xb.xor()
trace = net.forward(X)
print("hidden", trace.a[1].tolist())
print("sums", trace.a[1].sum(axis=1).tolist())
print("output", trace.output.ravel().tolist())
print("right", int(((trace.output > 0.5) == t).sum()))
`;

// ---- words --------------------------------------------------------------------------------------------------------------

const labels = {
  en: {
    planes: "The input plane and the hidden plane", input: "input plane", folded: "hidden plane", table: "The four inputs", step: "step", right: "right", wrong: "wrong",
    score: (right, all) => `Read at 0.5, ${right} of ${all} are right.`,
    sums: (rings, discs, line) => `The two coordinates in the hidden plane add up to ${rings} at the rings and to ${discs} at the discs. The line runs where they add up to ${line}.`,
    between: "It parts the rings from the discs.", both: "Rings and discs both lie on the side that fires.", neither: "Neither rings nor discs lie on the side that fires.",
    larger: "The larger k is, the nearer the discs come to the upper right corner.",
    never: "At a ring, the hidden unit that is on has a weighted sum larger in size than the one that is off. So the coordinates add up to more than 1 there, whatever k is, and a line at 1 or below always has the rings on the side that fires.",
  },
  ko: {
    planes: "입력 평면과 은닉 평면", input: "입력 평면", folded: "은닉 평면", table: "네 입력", step: "계단 함수", right: "맞음", wrong: "틀림",
    score: (right, all) => `0.5를 기준으로 ${all}개 중 ${right}개 맞음.`,
    sums: (rings, discs, line) => `은닉 평면에서 두 좌표의 합은 빈 점에서 ${rings}, 채운 점에서 ${discs}입니다. 직선 위에서는 합이 ${line}입니다.`,
    between: "직선이 빈 점과 채운 점을 가릅니다.", both: "빈 점과 채운 점이 모두 켜지는 쪽에 있습니다.", neither: "빈 점과 채운 점이 모두 꺼지는 쪽에 있습니다.",
    larger: "k가 커질수록 채운 점은 오른쪽 위 구석에 가까워집니다.",
    never: "빈 점에서는 켜진 은닉 유닛의 가중합이 꺼진 유닛의 가중합보다 절댓값이 큽니다. 그래서 k가 얼마든 두 좌표의 합은 1보다 큽니다. 합이 1 이하인 곳에 직선을 두면 빈 점은 언제나 켜지는 쪽에 놓입니다.",
  },
};

const style = `
  [data-live] .folds { display: grid; gap: 0.6rem; grid-template-columns: repeat(2, minmax(0, 9rem)); justify-content: space-evenly; margin-block-end: 0.6rem; }
  [data-live] .folds p { margin: 0 0 0.2rem; }
  [data-live] .fold { aspect-ratio: 1; position: relative; }
  [data-live] .fold svg { block-size: 100%; border: 1px solid var(--book-rule); box-sizing: border-box; inline-size: 100%; }
  [data-live] .fold svg * { fill: none; vector-effect: non-scaling-stroke; }
  [data-live] .fold > span { background: var(--md-default-bg-color); line-height: 1.2; padding-inline: 0.15rem; position: absolute; }
  [data-live] .fold .across { inset: auto 0.1rem 0.1rem auto; }
  [data-live] .fold .up { inset: 0.1rem auto auto 0.1rem; }
  [data-live] .fold .axis { stroke: var(--md-default-fg-color--lightest); }
  [data-live] .fold .fires { fill: var(--qw); fill-opacity: 0.13; }
  [data-live] .fold .boundary { stroke: var(--qb); stroke-width: 2.5; }
  [data-live] .fold .unit-line { stroke: var(--md-default-fg-color--light); stroke-dasharray: 4 4; }
  [data-live] .fold .thread { stroke: var(--qa); stroke-width: 2; }
  [data-live] .fold :is(.on, .off) { stroke: var(--md-default-fg-color); stroke-width: 1.5; }
  [data-live] .fold .on { fill: var(--md-default-fg-color); }
  [data-live] .fold .off { fill: var(--md-default-bg-color); }
  [data-live] label.row { flex-wrap: nowrap; }
  [data-live] .value { min-inline-size: 3.4rem; text-align: end; }
  [data-live] .score { font-weight: 650; margin: 0.3rem 0; }
  [data-live] .rows [role=row] { display: grid; font-variant-numeric: tabular-nums; grid-template-columns: 0.9fr 1.3fr 1.3fr 1.3fr 0.5fr 0.5fr; padding-block: 0.1rem; text-align: end; }
  [data-live] .rows .at { text-align: start; }
  [data-live] .rows [role=row] + [role=row] { border-block-start: 1px solid var(--book-rule); }
  [data-live] .miss { background: var(--md-code-bg-color); font-weight: 650; }
  [data-live] .reasons { min-block-size: 12.4rem; }
  [data-live] .reasons p { margin: 0.4rem 0; }
  @container (min-width: 30rem) {
    [data-live] .folds { grid-template-columns: 13rem 13rem; }
    [data-live] .reasons { min-block-size: 6.9rem; }
  }
`;

figure("hidden-layer", {
  room: { narrow: 40.3, wide: 39 },
  labels, style, read, python, build,
  start: () => ({ ...START }),
  write: (state) => changes(state, START),
});
