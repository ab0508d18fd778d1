// The sigmoid, its tangent at a point and its slope measured; and a gate whose sigmoid is sharpened until it is a step.

import { activations, forward, network } from "./core.mjs";
import { cells, changes, colored, draggable, entered, figure, number, symbol, typed } from "./host.mjs";

const { value: sigmoid, slope: slopeOf } = activations.sigmoid;

// ---- a graph over [from, to], of heights from 0 to 1 --------------------------------------------------------------------

const EDGE = 0.08;
const POINTS = 240;
const path = (points, name) => `<polyline points="${points.map(([x, y]) => `${x.toFixed(3)},${(-y).toFixed(4)}`).join(" ")}" class="${name}"/>`;
const along = ({ from, to }, f) => Array.from({ length: POINTS + 1 }, (_, k) => from + (k * (to - from)) / POINTS).map((x) => [x, f(x)]);
const line = ([x1, y1], [x2, y2], name) => `<line x1="${x1}" y1="${-y1}" x2="${x2}" y2="${-y2}" class="${name}"/>`;
const left = ({ from, to }, x) => `${((100 * (x - from)) / (to - from)).toFixed(3)}%`;
const top = (y) => `${((100 * (1 + EDGE - y)) / (1 + 2 * EDGE)).toFixed(3)}%`;
const dot = (axis, x, y, name) => `<span class="dot ${name}" style="left:${left(axis, x)};top:${top(y)}"></span>`;
const grid = ({ from, to }) => [0, 0.5, 1].map((y) => line([from, y], [to, y], "grid")).join("");

function graph(axis, name) {
  const { from, to, ticks, named } = axis;
  return `<div class="graph" role="img"><svg viewBox="${from} ${-1 - EDGE} ${to - from} ${1 + 2 * EDGE}" preserveAspectRatio="none" aria-hidden="true"></svg>
    ${[0, 0.5, 1].map((y) => `<span class="height" style="top:${top(y)}">${number(y)}</span>`).join("")}
    ${ticks.map((x) => `<span class="tick" style="left:${left(axis, x)}">${number(x)}</span>`).join("")}
    <span class="tick" style="left:${left(axis, named)}">${name}</span><div class="dots"></div></div>`;
}

// ---- a point and its tangent --------------------------------------------------------------------------------------------

const AXIS = { from: -6, to: 6, ticks: [-6, -3, 0, 3, 6], named: 4.5 };
const H = 1e-5; // as in `xorbook.numerical_gradient`
const MOST = 1000;
const REACH = 2;
const within = ({ from, to }, x) => Math.max(from, Math.min(to, x));
const onSlider = (z) => Math.round(within(AXIS, z) * 20) / 20 + 0;

function atPoint({ z }) {
  const slope = slopeOf(z);
  const measured = (sigmoid(z + H) - sigmoid(z - H)) / (2 * H);
  return { a: sigmoid(z), rest: sigmoid(-z), slope, measured, apart: Math.abs(slope - measured) };
}

function drawnTangent(z, { a, slope }) {
  const ends = [z - REACH, z + REACH].map((x) => within(AXIS, x)).map((x) => [x, a + slope * (x - z)]);
  return grid(AXIS) + path(along(AXIS, slopeOf), "slope") + path(along(AXIS, sigmoid), "curve")
    + (Math.abs(z) > AXIS.to ? "" : line([z, 0], [z, a], "foot") + line(...ends, "tangent"));
}

function equations(z, { a, rest, slope, measured, apart }, words) {
  const sigma = `<span class="sym qa">σ(<i>z</i>)</span>`;
  const prime = `<span class="sym qg">σ′(<i>z</i>)</span>`;
  const shifted = (sign) => `<span class="sym qa">σ(<i>z</i> ${sign} <i>h</i>)</span>`;
  return [
    `${symbol("z", "z")} = ${colored("z", z)}${Math.abs(z) > AXIS.to ? ` <span class="aside">${words.beyond}</span>` : ""}`,
    `${sigma} = 1 / (1 + <span class="sym"><i>e</i><sup>−<i>z</i></sup></span>) = ${colored("a", a)}`,
    `${prime} = ${sigma} · (1 − ${sigma}) = ${colored("a", a)} · ${colored("a", rest)} = ${colored("g", slope)}`,
    `${words.measured}: (${shifted("+")} − ${shifted("−")}) / 2<i>h</i> = ${colored("g", measured)}, <i>h</i> = ${H.toFixed(5)}`,
    `${words.apart}: ${colored("g", apart)}`,
  ].map((equation) => `<div>${equation}</div>`).join("");
}

function buildTangent(root, tools) {
  const { words, set } = tools;
  root.innerHTML = `${graph(AXIS, symbol("z", "z"))}<div class="row slide">${symbol("z", "z")}
    <input type="range" min="${AXIS.from}" max="${AXIS.to}" step="0.05" aria-label="z"><input type="text" inputmode="decimal" size="6" aria-label="${words.exactly}"></div><div class="equations"></div>`;
  const [plot, svg, dots, range, field, rows] = [".graph", "svg", ".dots", "[type=range]", "[type=text]", ".equations"].map((name) => root.querySelector(name));
  let now = null;
  draggable(plot, () => {
    const first = onSlider(now.z);
    return (across) => {
      const z = onSlider(first + across * (AXIS.to - AXIS.from));
      if (z !== now.z) set(() => ({ z }));
    };
  });
  range.addEventListener("input", () => set(() => ({ z: onSlider(Number(range.value)) })));
  field.addEventListener("change", () => entered(field, [-MOST, MOST], tools, (z) => set(() => ({ z: z + 0 }))));
  return (state) => {
    now = state;
    const { z } = state;
    const numbers = atPoint(state);
    const [x, out] = [within(AXIS, z), Math.abs(z) > AXIS.to ? "out" : ""];
    svg.innerHTML = drawnTangent(z, numbers);
    dots.innerHTML = dot(AXIS, x, numbers.slope, `g ${out}`) + dot(AXIS, x, numbers.a, `a ${out}`).replace("<span", `<span data-grip="z"`);
    range.value = x;
    range.ariaValueText = number(z);
    field.value = String(z).replace("-", "−");
    field.ariaInvalid = null;
    rows.innerHTML = equations(z, numbers, words);
    const said = `z = ${number(z)}: σ(z) = ${number(numbers.a)}, σ′(z) = ${number(numbers.slope)}.`;
    plot.ariaLabel = `${words.graph}. ${said}`;
    return said;
  };
}

const pythonAtPoint = ({ z }) => `import xorbook as xb

z = ${z}
print("z", z)
print("sigmoid", xb.sigmoid(z))
print("1 - sigmoid", xb.sigmoid(-z))
print("derivative", xb.sigmoid.derivative(z))
print("measured", xb.numerical_gradient(xb.sigmoid, z))
`;

function readPoint(parts, state) {
  for (const [key, text] of parts) {
    const z = typed(text);
    if (key !== "z" || !(Math.abs(z) <= MOST)) throw new RangeError(key);
    state.z = z + 0;
  }
  return state;
}

// ---- a gate, sharpened --------------------------------------------------------------------------------------------------

const GATES = { OR: [2, 2, -1], NAND: [-2, -2, 3], AND: [1, 1, -1], roomy: [1, 1, -1.5] }; // those of `xorbook`, and an AND with a margin
const TARGETS = { OR: [0, 1, 1], AND: [0, 0, 1], NAND: [1, 1, 0], roomy: [0, 0, 1] };
const INPUTS = [[0, 0], [1, 0], [1, 1]];
const SUMS = { from: -0.1, to: 2.1, ticks: [0, 1, 2], named: 1.5 };
const SHARPEST = 20;
const nameOf = (gate) => (gate === "roomy" ? "AND" : gate);
const isStep = (k) => k > SHARPEST; // the slider's last stop

function sharpened({ gate, k }) {
  const kind = isStep(k) ? "step" : "sigmoid";
  const factor = isStep(k) ? 1 : k;
  const net = network([2, 1], GATES[gate].map((parameter) => factor * parameter), [kind]);
  const answers = (X) => forward(net, X);
  const trace = answers(INPUTS);
  const outputs = trace.output.flat();
  const slopes = trace.z[1].map(([z]) => factor * activations[kind].slope(z));
  return { z: trace.z[1].flat(), outputs, slopes, apart: outputs.map((output, n) => Math.abs(output - TARGETS[gate][n])), at: (sum) => answers([[sum / 2, sum / 2]]).output[0][0] };
}

function stair(gate, { at }) {
  const [w, , b] = GATES[gate];
  const { from, to } = SUMS;
  return [[from, at(from)], [-b / w, at(from)], [-b / w, at(to)], [to, at(to)]];
}

function gateTable({ gate, k }, { z, outputs, slopes, apart }, words) {
  const [a, sums] = [symbol("a", "ŷ"), symbol("z", "z")];
  const head = [`${symbol("x", "x", 1)}, ${symbol("x", "x", 2)}`, `${isStep(k) ? "" : "<i>k</i>"}${sums}`, a, `<i>t</i>`, `|${a} − <i>t</i>|`, `<span class="sym qg">${isStep(k) ? "step′(<i>z</i>)" : "<i>k</i>σ′(<i>kz</i>)"}</span>`];
  const rows = INPUTS.map((input, n) => cells("cell", [
    `<span class="qx">${input.join(", ")}</span>`, colored("z", z[n]), colored("a", outputs[n]), number(TARGETS[gate][n]), colored("l", apart[n]),
    Number.isNaN(slopes[n]) ? words.none : colored("g", slopes[n]),
  ]));
  return `<div role="table" aria-label="${words.table}"><div role="row">${cells("columnheader", head)}</div>${rows.map((row) => `<div role="row">${row}</div>`).join("")}</div>`;
}

function reason({ k }, { z, apart }, words) {
  const place = (n) => `(${INPUTS[n].join(", ")})`;
  const onBoundary = z.indexOf(0);
  if (onBoundary >= 0) return words.stuck(place(onBoundary), isStep(k));
  const most = Math.max(...apart);
  return words.free(isStep(k) ? "" : words.farthest(place(apart.indexOf(most)), number(most)));
}

function buildGate(root, { words, set }) {
  const button = (gate) => `<button type="button" data-gate="${gate}">${nameOf(gate)}${nameOf(gate) === "AND" ? `, <i>b</i> = ${number(GATES[gate][2])}` : ""}</button>`;
  root.innerHTML = `<div class="row">${Object.keys(GATES).map(button).join("")}</div>${graph(SUMS, `${symbol("x", "x", 1)} + ${symbol("x", "x", 2)}`)}
    <label class="row slide"><i>k</i> <input type="range" min="1" max="${SHARPEST + 1}" step="1"> <span class="value" aria-hidden="true"></span></label><p class="why"></p><div class="rows"></div>`;
  const [plot, svg, dots, range, value, why, rows] = [".graph", "svg", ".dots", "input", ".value", ".why", ".rows"].map((name) => root.querySelector(name));
  range.addEventListener("input", () => set(() => ({ k: Number(range.value) })));
  root.addEventListener("click", ({ target }) => {
    const { gate } = target.closest("[data-gate]")?.dataset ?? {};
    if (gate) set(() => ({ gate }));
  });
  return (state) => {
    const { gate, k } = state;
    const numbers = sharpened(state);
    svg.innerHTML = grid(SUMS) + path(stair(gate, sharpened({ gate, k: SHARPEST + 1 })), "stair") + (isStep(k) ? path(stair(gate, numbers), "curve") : path(along(SUMS, numbers.at), "curve"));
    dots.innerHTML = INPUTS.map(([x1, x2], n) => dot(SUMS, x1 + x2, numbers.outputs[n], "a")).join("");
    range.value = k;
    range.ariaValueText = value.textContent = isStep(k) ? words.step : number(k);
    for (const one of root.querySelectorAll("[data-gate]")) one.ariaPressed = String(one.dataset.gate === gate);
    why.textContent = reason(state, numbers, words);
    rows.innerHTML = gateTable(state, numbers, words);
    const said = `${nameOf(gate)}, b = ${number(GATES[gate][2])}, k: ${range.ariaValueText}. ŷ = ${numbers.outputs.map(number).join("; ")}.`;
    plot.ariaLabel = `${words.graph}. ${said}`;
    return said;
  };
}

function pythonOfGate({ gate, k }) {
  const [w1, w2, b] = GATES[gate];
  const kind = isStep(k) ? "step" : "sigmoid";
  return `import xorbook as xb

X = [[0, 0], [1, 0], [1, 1]]
t = xb.${nameOf(gate)}(X)
z = ${isStep(k) ? "" : `${k} * `}xb.Perceptron([${w1}, ${w2}], bias=${b}).weighted_sum(X)
output = xb.${kind}(z)
print("sum", z.tolist())
print("output", output.tolist())
print("apart", abs(output - t).tolist())
print("slope", (${isStep(k) ? "" : `${k} * `}xb.${kind}.derivative(z)).tolist())
`;
}

function readGate(parts, state) {
  for (const [key, text] of parts) {
    if (key === "gate" && Object.hasOwn(GATES, text)) state.gate = text;
    else if (key === "k" && /^\d+$/.test(text) && text >= 1 && text <= SHARPEST + 1) state.k = Number(text);
    else throw new RangeError(key);
  }
  return state;
}

// ---- words --------------------------------------------------------------------------------------------------------------

const tangentLabels = {
  en: {
    graph: "The sigmoid with the tangent at z, and its derivative", exactly: "z, typed", measured: "measured", apart: "apart by", beyond: "(beyond the picture)",
  },
  ko: {
    graph: "시그모이드와 z에서의 접선, 그리고 도함수", exactly: "z 직접 입력", measured: "중앙 차분", apart: "차이", beyond: "(그림 밖)",
  },
};

const gateLabels = {
  en: {
    graph: "The output of the gate over the sum of its two inputs", table: "The inputs of the gate", step: "step", none: "none",
    stuck: (place, step) => (step ? `At ${place} z is 0: the input lies on the boundary, and the step's output there is a convention.`
      : `At ${place} z is 0, and so is any multiple of it. The input lies on the boundary, and its output does not leave the middle, whatever k is.`),
    free: (more) => `No input lies on the boundary, so the larger k is, the nearer every output comes to its target.${more}`,
    farthest: (place, apart) => ` Farthest now is ${place}, by ${apart}.`,
  },
  ko: {
    graph: "두 입력의 합에 따른 게이트의 출력", table: "게이트의 입력", step: "계단 함수", none: "없음",
    stuck: (place, step) => (step ? `${place}에서는 z가 0입니다. 이 입력은 결정 경계 위에 있고, 여기서 계단 함수의 출력은 약속으로 정한 값입니다.`
      : `${place}에서는 z가 0이고, 0은 몇 배를 해도 0입니다. 결정 경계 위에 있는 이 입력의 출력은 k가 얼마든 한가운데에 머무릅니다.`),
    free: (more) => `결정 경계 위에 놓인 입력이 없으므로, k가 커질수록 모든 출력이 정답에 가까워집니다.${more}`,
    farthest: (place, apart) => ` 지금 정답과 가장 많이 다른 것은 ${place}의 출력이고 차이는 ${apart}입니다.`,
  },
};

const style = `
  [data-live] .graph { block-size: 11rem; border: 1px solid var(--book-rule); margin: 0.6rem 0.3rem 1.4rem 1.2rem; position: relative; }
  [data-live] .graph svg { block-size: 100%; inline-size: 100%; inset: 0; position: absolute; user-select: none; }
  [data-live] .graph svg * { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; }
  [data-live] .graph svg .grid { stroke: var(--md-default-fg-color--lightest); stroke-width: 1; }
  [data-live] .graph .curve { stroke: var(--qa); }
  [data-live] .graph .slope { stroke: var(--qg); stroke-dasharray: 6 4; }
  [data-live] .graph .stair { stroke: var(--md-default-fg-color--light); stroke-dasharray: 3 4; }
  [data-live] .graph .tangent { stroke: var(--md-default-fg-color); }
  [data-live] .graph .foot { stroke: var(--md-default-fg-color--lighter); stroke-width: 1; }
  [data-live] .graph > span { font-size: 0.62rem; line-height: 1.2; position: absolute; }
  [data-live] .graph .height { inset-inline-end: calc(100% + 0.2rem); translate: 0 -50%; }
  [data-live] .graph .tick { top: calc(100% + 0.1rem); translate: -50% 0; }
  [data-live] .dot { position: absolute; block-size: 0.6rem; border-radius: 50%; inline-size: 0.6rem; translate: -50% -50%; }
  [data-live] .dot.a { background: var(--qa); }
  [data-live] .dot.g { background: var(--qg); }
  [data-live] .dot.out { background: var(--md-default-bg-color); border: 2px solid var(--qa); box-sizing: border-box; }
  [data-live] .dot[data-grip] { cursor: grab; }
  [data-live] .dot[data-grip]::after { content: ""; inset: -0.6rem; position: absolute; }
  [data-live] .slide { flex-wrap: nowrap; }
  [data-live] .slide [type=text] { inline-size: 4rem; }
  [data-live] .value { min-inline-size: 3.4rem; text-align: end; }
  [data-live] .equations { margin-block-start: 0.4rem; min-block-size: 9.2rem; }
  [data-live] .equations > div { padding-block: 0.1rem; }
  [data-live] .aside { color: var(--md-default-fg-color--light); }
  [data-live] button[aria-pressed=true] { background: var(--md-code-bg-color); border: 2px solid; padding: calc(0.1rem - 1px) calc(0.5rem - 1px); }
  [data-live] .why { margin: 0.4rem 0; min-block-size: 6em; }
  [data-live] .rows { font-size: 0.62rem; }
  [data-live] .rows [role=row] { align-items: end; column-gap: 0.2rem; display: grid; grid-template-columns: 0.8fr 0.8fr 1.1fr 0.4fr 1.3fr 1.3fr; padding-block: 0.15rem; text-align: end; white-space: nowrap; }
  [data-live] .rows [role=row] + [role=row] { border-block-start: 1px solid var(--book-rule); }
  @container (min-width: 30rem) {
    [data-live] .equations { min-block-size: 8.6rem; }
    [data-live] .why { min-block-size: 3em; }
    [data-live] .rows { font-size: inherit; }
  }
`;

const POINT = { z: 1 };
figure("activations", {
  room: { narrow: 29, wide: 28.5 },
  labels: tangentLabels, style, start: () => ({ ...POINT }), read: readPoint, write: (state) => changes(state, POINT), python: pythonAtPoint, build: buildTangent,
});

const GATE = { gate: "OR", k: 1 };
figure("sharpening", {
  room: { narrow: 34.5, wide: 30 },
  labels: gateLabels, style, start: () => ({ ...GATE }), read: readGate, write: (state) => changes(state, GATE), python: pythonOfGate, build: buildGate,
});
