// One perceptron and its line: drag the line for the bias, the arrow for the weights, and see which of four corners are right.

import { X, forward, network } from "./core.mjs";
import { bracketed, cells, changes, colored, draggable, figure, number, numbersIn, symbol } from "./host.mjs";

const GATES = { AND: [1, 1, -1], OR: [2, 2, -1], NAND: [-2, -2, 3], XOR: null }; // as in `xorbook`; XOR has no line
const TARGETS = { AND: [0, 0, 0, 1], OR: [0, 1, 1, 1], NAND: [1, 1, 1, 0], XOR: [0, 1, 1, 0] };
// The sliders' grid. Every sum on it is exact, so that 0 is 0.
const MOST = 4;
const STEP = 0.25;

const NAMES = [symbol("w", "w", 1), symbol("w", "w", 2), symbol("b", "b")];
const KINDS = "wwb";

// ---- the numbers --------------------------------------------------------------------------------------------------------

function computed({ gate, theta }) {
  const trace = forward(network([2, 1], theta, ["step"]), X);
  const z = trace.z[1].flat();
  const outputs = trace.output.flat();
  const isRight = outputs.map((output, n) => output === TARGETS[gate][n]);
  const length = Math.hypot(theta[0], theta[1]);
  const distances = z.map((sum) => sum / length);
  return { z, outputs, isRight, right: isRight.filter(Boolean).length, length, distances, margin: Math.min(...distances.map(Math.abs)) };
}

const tallies = {};

// How many settings of the sliders get 0, 1, … 4 corners right.
function tally(gate) {
  if (tallies[gate]) return tallies[gate];
  const counts = [0, 0, 0, 0, 0];
  for (let w1 = -MOST; w1 <= MOST; w1 += STEP)
    for (let w2 = -MOST; w2 <= MOST; w2 += STEP)
      for (let b = -MOST; b <= MOST; b += STEP)
        counts[X.filter(([x1, x2], n) => Number(w1 * x1 + w2 * x2 + b > 0) === TARGETS[gate][n]).length] += 1;
  return (tallies[gate] = counts);
}

// ---- the plane ----------------------------------------------------------------------------------------------------------

const [LOW, HIGH] = [-0.4, 1.4];
const MIDDLE = [0.5, 0.5]; // where the arrow of the weights begins
const ARROW = 0.15;
const PLANE = [[LOW, LOW], [HIGH, LOW], [HIGH, HIGH], [LOW, HIGH]];

const drawn = ([x1, x2]) => [100 * x1, -100 * x2];
const line = (from, to, name, more = "") => {
  const [[x1, y1], [x2, y2]] = [drawn(from), drawn(to)];
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" class="${name}" ${more}/>`;
};
const area = (points, name) => `<polygon points="${points.map((point) => drawn(point).join()).join(" ")}" class="${name}"/>`;
const circle = (point, r, name, more = "") => {
  const [x, y] = drawn(point);
  return `<circle cx="${x}" cy="${y}" r="${r}" class="${name}" ${more}/>`;
};
const tipOf = ([w1, w2]) => [MIDDLE[0] + ARROW * w1, MIDDLE[1] + ARROW * w2];

// The part of the plane where the unit fires, and the ends of the line.
function cut([w1, w2, b]) {
  const [fires, ends] = [[], []];
  PLANE.forEach((from, k) => {
    const to = PLANE[(k + 1) % PLANE.length];
    const [z, next] = [from, to].map(([x1, x2]) => w1 * x1 + w2 * x2 + b);
    if (z > 0) fires.push(from);
    if (z > 0 === next > 0) return;
    const crossing = from.map((x, i) => x + (z / (z - next)) * (to[i] - x));
    fires.push(crossing);
    ends.push(crossing);
  });
  return { fires, ends };
}

function drawnLine(theta, { length, margin }, hasMargin) {
  const [w1, w2, b] = theta;
  const { fires, ends } = cut(theta);
  const crossing = (ends, name, more) => (ends.length ? line(...ends, name, more) : "");
  const bands = [margin, -margin].map((d) => crossing(cut([w1, w2, b + d * length]).ends, "band"));
  // A weight has no effect where its input is 0: there the line stays when the weight changes.
  const pivots = [w1 && [-b / w1, 0], w2 && [0, -b / w2]].filter((point) => point && point.every((x) => x >= LOW && x <= HIGH));
  return area(fires, "fires") + (hasMargin && length ? bands : pivots.map((point) => circle(point, 2.4, "pivot"))).join("")
    + crossing(ends, "boundary") + crossing(ends, "grip", `data-grip="line"`);
}

function drawnArrow(theta) {
  const tip = tipOf(theta);
  return line(MIDDLE, tip, "arrow") + circle(tip, 4, "tip") + circle(tip, 9, "grip", `data-grip="tip"`);
}

function drawnCorners(gate, { isRight }) {
  return X.map((corner, n) => {
    const [x, y] = drawn(corner);
    const cross = `<path d="M${x - 9} ${y - 9}l18 18m0 -18l-18 18" class="wrong"/>`;
    return circle(corner, 5, TARGETS[gate][n] ? "on" : "off") + (isRight[n] ? "" : cross);
  }).join("");
}

function drawing(state, numbers, hasMargin) {
  const axes = [0, 1].map((c) => line([c, LOW], [c, HIGH], "axis") + line([LOW, c], [HIGH, c], "axis")).join("");
  return axes + drawnLine(state.theta, numbers, hasMargin) + drawnCorners(state.gate, numbers) + drawnArrow(state.theta);
}

// ---- by hand ------------------------------------------------------------------------------------------------------------

const onGrid = (value) => Math.max(-MOST, Math.min(MOST, Math.round(value / STEP) * STEP)) + 0;

// The line follows by its bias alone, the tip of the arrow by the weights alone.
function moved(grip, [w1, w2, b], across, down) {
  const [by1, by2] = [across * (HIGH - LOW), -down * (HIGH - LOW)];
  return grip === "line" ? [w1, w2, onGrid(b - w1 * by1 - w2 * by2)] : [onGrid(w1 + by1 / ARROW), onGrid(w2 + by2 / ARROW), b];
}

function bind(root, svg, current, set) {
  draggable(svg, (grip) => {
    const first = current().theta;
    return (across, down) => {
      const theta = moved(grip, first, across, down);
      if (String(theta) !== String(current().theta)) set(() => ({ theta }));
    };
  });
  root.addEventListener("input", ({ target }) => set(({ theta }) => ({ theta: theta.map((old, k) => (k === Number(target.dataset.k) ? Number(target.value) : old)) })));
  root.addEventListener("click", ({ target: { dataset: { gate } } }) => gate && set(({ theta }) => ({ gate, theta: GATES[gate] ?? theta })));
}

// ---- what stands beside it ----------------------------------------------------------------------------------------------

function table({ gate }, { z, outputs, isRight, distances }, words, hasMargin) {
  const extra = (value) => (hasMargin ? [value] : []);
  const head = [`${symbol("x", "x", 1)}, ${symbol("x", "x", 2)}`, symbol("z", "z"), ...extra("<i>d</i>"), symbol("a", "ŷ"), `<i>t</i>`, `<span class="unseen">${words.right}</span>`];
  const rows = X.map((corner, n) => cells("cell", [
    `<span class="qx">${corner.join(", ")}</span>`, colored("z", z[n]), ...extra(colored("", distances[n])), colored("a", outputs[n]), number(TARGETS[gate][n]),
    `<span role="img" aria-label="${isRight[n] ? words.right : words.wrong}">${isRight[n] ? "✓" : "✗"}</span>`,
  ]));
  return `<div role="table" aria-label="${words.table}"><div role="row">${cells("columnheader", head)}</div>
    ${rows.map((row, n) => `<div role="row"${isRight[n] ? "" : ` class="miss"`}>${row}</div>`).join("")}</div>`;
}

function reasons({ gate }, { z }, words) {
  const counts = tally(gate);
  const all = counts.reduce((total, count) => total + count);
  const sum = (m, n) => `${colored("z", z[m])} + ${bracketed("z", z[n])} = ${colored("z", z[m] + z[n])}`;
  const why = gate === "XOR" ? `<p class="why">${words.why(sum(1, 2), sum(0, 3))}</p>` : "";
  return `${why}<p class="count">${gate === "XOR" ? words.none(all, counts[3]) : words.some(all, counts[4])}</p>`;
}

const sentence = ({ gate, theta }, { right, margin, length }, words, hasMargin) =>
  `${gate}: ${words.score(right, X.length)}${hasMargin && length ? ` ${words.margin} ${number(margin)}.` : ""} w₁ = ${number(theta[0])}, w₂ = ${number(theta[1])}, b = ${number(theta[2])}.`;

function build(root, { words, set }, hasMargin) {
  const sliders = NAMES.map((name, k) => `<label class="row">${name} <input type="range" min="${-MOST}" max="${MOST}" step="${STEP}" data-k="${k}"> <span class="value" aria-hidden="true"></span></label>`);
  root.innerHTML = `<div class="row">${Object.keys(GATES).map((gate) => `<button type="button" data-gate="${gate}">${gate}</button>`).join("")}</div>
    <div class="unit-plane"><div class="plane" role="img"><svg viewBox="-40 -140 180 180" aria-hidden="true"></svg>
    <span class="x1">${symbol("x", "x", 1)}</span><span class="x2">${symbol("x", "x", 2)}</span></div>
    <div>${sliders.join("")}<p class="score"></p><div class="rows"></div></div></div><div class="reasons"></div>`;
  root.classList.toggle("margins", hasMargin);
  const [svg, plane, score, rows, reason] = ["svg", ".plane", ".score", ".rows", ".reasons"].map((name) => root.querySelector(name));
  let now = null;
  bind(root, svg, () => now, set);
  return (state) => {
    now = state;
    const numbers = computed(state);
    svg.innerHTML = drawing(state, numbers, hasMargin);
    root.querySelectorAll("[data-k]").forEach((input, k) => {
      input.value = state.theta[k];
      input.ariaValueText = number(state.theta[k]);
      input.nextElementSibling.innerHTML = colored(KINDS[k], state.theta[k]);
    });
    for (const button of root.querySelectorAll("[data-gate]")) button.ariaPressed = String(button.dataset.gate === state.gate);
    rows.innerHTML = table(state, numbers, words, hasMargin && numbers.length > 0);
    score.innerHTML = `${words.score(numbers.right, X.length)}${hasMargin && numbers.length ? ` ${words.margin} ${colored("", numbers.margin)}` : ""}`;
    reason.innerHTML = reasons(state, numbers, words);
    const said = sentence(state, numbers, words, hasMargin);
    plane.ariaLabel = `${words.plane}. ${said}`;
    return said;
  };
}

// ---- the address, and Python --------------------------------------------------------------------------------------------

function read(parts, state) {
  for (const [key, text] of parts) {
    if (key === "gate" && Object.hasOwn(GATES, text)) state.gate = text;
    else if (key === "theta") state.theta = numbersIn(text, 3, (value) => onGrid(value) === value);
    else throw new RangeError(key);
  }
  return state;
}

const python = ({ gate, theta: [w1, w2, b] }, hasMargin) => `import xorbook as xb

unit = xb.Perceptron([${w1}, ${w2}], bias=${b})
X, t = xb.truth_table(xb.${gate})
print("z", unit.weighted_sum(X).tolist())
print("output", unit(X).tolist())
print("target", t.ravel().tolist())
print("right", int((unit(X) == t.ravel()).sum()))
${hasMargin && (w1 || w2) ? `print("distance", unit.distance(X).tolist())
print("margin", float(abs(unit.distance(X)).min()))
` : ""}`;

// ---- words --------------------------------------------------------------------------------------------------------------

const labels = {
  en: {
    plane: "The plane of the two inputs with the line of the unit", table: "The four corners", right: "right", wrong: "wrong", margin: "Margin",
    score: (right, all) => `${right} of ${all} right.`,
    some: (all, four) => `Of the ${all} settings of the three sliders, ${four} get all four right.`,
    none: (all, three) => `Of the ${all} settings of the three sliders, ${three} get three right, and none gets four.`,
    why: (discs, rings) => `Why never four? The sums at the two discs add up to ${discs}, those at the two rings to ${rings}: the same total for every line. For XOR, the first would have to be above 0 and the second not.`,
  },
  ko: {
    plane: "두 입력의 평면과 유닛의 직선", table: "네 꼭짓점", right: "맞음", wrong: "틀림", margin: "마진",
    score: (right, all) => `${all}개 중 ${right}개 맞음.`,
    some: (all, four) => `세 슬라이더로 정할 수 있는 ${all}가지 가운데 네 꼭짓점이 모두 맞는 경우는 ${four}가지입니다.`,
    none: (all, three) => `세 슬라이더로 정할 수 있는 ${all}가지 가운데 세 꼭짓점이 맞는 경우는 ${three}가지이고, 네 꼭짓점이 모두 맞는 경우는 없습니다.`,
    why: (discs, rings) => `왜 넷 다 맞을 수는 없을까요? 채운 두 점의 가중합을 더하면 ${discs}, 빈 두 점의 가중합을 더하면 ${rings}입니다. 어느 직선에서나 두 합은 같습니다. 그런데 XOR가 되려면 앞의 합은 0보다 크고 뒤의 합은 0 이하여야 합니다.`,
  },
};

const style = `
  [data-live] .unit-plane { display: grid; gap: 0.6rem; margin-block-start: 0.6rem; }
  [data-live] .plane { aspect-ratio: 1; inline-size: min(100%, 15rem); margin-inline: auto; position: relative; }
  [data-live] .plane svg { block-size: 100%; border: 1px solid var(--book-rule); box-sizing: border-box; inline-size: 100%; user-select: none; }
  [data-live] .plane > span { background: var(--md-default-bg-color); line-height: 1.2; padding-inline: 0.15rem; position: absolute; }
  [data-live] .x1 { inset: auto 0.1rem 0.1rem auto; }
  [data-live] .x2 { inset: 0.1rem auto auto 0.1rem; }
  [data-live] .plane svg * { fill: none; vector-effect: non-scaling-stroke; }
  [data-live] .plane .axis { stroke: var(--md-default-fg-color--lightest); }
  [data-live] .plane .fires { fill: var(--qw); fill-opacity: 0.13; }
  [data-live] .plane .boundary { stroke: var(--qb); stroke-width: 2.5; }
  [data-live] .plane .band { stroke: var(--qb); stroke-dasharray: 4 4; }
  [data-live] .plane .arrow { stroke: var(--qw); stroke-width: 2.5; }
  [data-live] .plane :is(.tip, .pivot) { fill: var(--qw); }
  [data-live] .plane :is(.on, .off) { stroke: var(--md-default-fg-color); stroke-width: 1.5; }
  [data-live] .plane .on { fill: var(--md-default-fg-color); }
  [data-live] .plane .off { fill: var(--md-default-bg-color); }
  [data-live] .plane .wrong { stroke: var(--ql); stroke-width: 2.5; }
  [data-live] .plane .grip { cursor: grab; pointer-events: all; stroke: transparent; stroke-width: 24; }
  [data-live] .plane circle.grip { stroke-width: 6; }
  [data-live] button[aria-pressed=true] { background: var(--md-code-bg-color); border: 2px solid; padding: calc(0.1rem - 1px) calc(0.5rem - 1px); }
  [data-live] .unit-plane label { flex-wrap: nowrap; }
  [data-live] .value { min-inline-size: 2.6rem; text-align: end; }
  [data-live] :is(.score, .why, .count) { margin: 0.3rem 0; }
  [data-live] .score { font-weight: 650; }
  [data-live] .rows [role=row] { display: grid; grid-template-columns: 1.2fr 1fr 1fr 1fr 0.6fr; padding-block: 0.1rem; text-align: end; }
  [data-live] .margins .rows [role=row] { grid-template-columns: 1.1fr 1.1fr 1.9fr 0.6fr 0.6fr 0.5fr; }
  [data-live] .rows [role=row] + [role=row] { border-block-start: 1px solid var(--book-rule); }
  [data-live] .miss { background: var(--md-code-bg-color); font-weight: 650; }
  [data-live] .reasons { min-block-size: 9rem; }
  @container (min-width: 30rem) {
    [data-live] .unit-plane { gap: 1.2rem; grid-template-columns: 15rem 1fr; }
    [data-live] .reasons { min-block-size: 5.7rem; }
  }
`;

function unit(first, hasMargin = false) {
  const start = () => ({ ...first, theta: [...first.theta] });
  return {
    labels, style, start, read,
    write: (state) => changes(state, first),
    python: (state) => python(state, hasMargin),
    build: (root, tools) => build(root, tools, hasMargin),
  };
}

figure("perceptron", {
  room: { narrow: 46, wide: 28.5 },
  ...unit({ gate: "OR", theta: [2, 2, -1] }),
});

figure("gates", {
  room: { narrow: 46, wide: 28.5 },
  ...unit({ gate: "AND", theta: [1, 1, -1.5] }, true),
});

figure("xor", {
  room: { narrow: 46, wide: 28.5 },
  ...unit({ gate: "XOR", theta: [2, 2, -1] }),
});
