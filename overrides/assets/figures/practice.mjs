// Practice: problems of one kind, a field for every number, a hint, and the whole solution. Words and numbers are made by
// the package while the book is built (`xorbook.practice.page_data`); here they are shown, and compared with what is typed.

import { bracketed, colored, figure, typed } from "./host.mjs";

const MOST = 999999;
// What floats add to a decimal that is right on paper.
const NOISE = 1e-9;
const COLOURS = "xwbzalg";

const tolerance = (digits) => (digits === null ? 0 : 10 ** -digits);
const isRight = (given, value, digits) => Math.abs(given - value) <= tolerance(digits) + NOISE;
const isNear = (given, value, digits) => Math.abs(given - value) <= 10 * tolerance(digits) + NOISE;

const colour = (name) => (COLOURS.includes(name[0]) ? name[0] : "");
const filled = (text, values) =>
  text.replace(/\{(\(?)(\w+)\)?\}/g, (_, open, name) => (open ? bracketed : colored)(colour(name), values[name]));

function refuse(text) {
  throw new RangeError(text);
}

// A row of the data with its words.
function problemOf({ forms, rows }, wanted) {
  const row = rows.find(([seed]) => seed === wanted) ?? refuse(wanted);
  const [seed, place, numbers, digits] = row;
  const form = forms[place];
  const values = Object.fromEntries(form.names.map((name, k) => [name, numbers[k]]));
  const asked = form.asked.map(([name, symbol, words], k) => ({ symbol, words, value: values[name], digits: digits[k] }));
  return { ...form, seed, values, asked };
}

const field = ({ symbol, words, digits }, k, told, say) => `<div class="field"><label><span class="what">${symbol || words}</span>
  <input type="text" autocomplete="off" spellcheck="false" size="9" data-answer="${k}" aria-describedby="${told}"></label>
  <span class="told" id="${told}"><b class="mark" aria-hidden="true"></b> <span class="again"></span> ${symbol && `${words}, `}${say.digits(digits)}</span></div>`;

const steps = ({ steps: all, values }) =>
  `<ol>${all.map(([words, lines]) => `<li>${filled(words, values)}${lines.map((line) => `<p>${filled(line, values)}</p>`).join("")}</li>`).join("")}</ol>`;

// How an answer stands: nothing typed, right, near or wrong.
function standing({ value, digits }, given) {
  if (given === undefined || given === null) return "";
  if (isRight(given, value, digits)) return "right";
  return digits !== null && isNear(given, value, digits) ? "near" : "wrong";
}

const bare = (html) => html.replace(/<[^>]*>/g, "");

function sentence(problem, state, last, words) {
  const all = problem.asked.map((asked, k) => standing(asked, state.answers[k]));
  const right = all.filter((one) => one === "right").length;
  const asked = problem.asked[last];
  if (right === all.length) return words.all;
  if (asked && all[last]) {
    const what = [asked.symbol, asked.words].filter(Boolean).map(bare).join(": ");
    return all[last] === "right" ? `${words.right} ${words.count(right, all.length)}`
      : `${words[all[last]]} ${what}, ${words.digits(asked.digits)}.`;
  }
  if (state.solution) return words.shown;
  if (state.hint) return bare(filled(problem.hint, problem.values));
  return all.some(Boolean) ? words.count(right, all.length)
    : [problem.question, ...problem.given].map((text) => bare(filled(text, problem.values))).join(" ");
}

function showProblem(root, problem, name, words) {
  root.querySelector(".question").innerHTML = filled(problem.question, problem.values);
  root.querySelector(".given").innerHTML = problem.given.map((line) => `<div>${filled(line, problem.values)}</div>`).join("");
  root.querySelector(".fields").innerHTML = problem.asked.map((asked, k) => field(asked, k, `told-${name}-${k}`, words)).join("");
}

// What could not be read stays in its field until it is typed anew.
function showState(root, problem, state, unread, words) {
  for (const input of root.querySelectorAll("[data-answer]")) {
    const k = Number(input.dataset.answer);
    const given = state.answers[k];
    const how = standing(problem.asked[k], given);
    const row = input.closest(".field");
    if (given !== undefined && given !== null) {
      if (typed(input.value) !== given) input.value = String(given).replace("-", "−");
    } else if (!unread.has(k)) input.value = "";
    input.ariaInvalid = unread.has(k) || (how && how !== "right") ? "true" : null;
    row.querySelector(".mark").textContent = how && (how === "right" ? "✓" : "✗");
    row.querySelector(".again").textContent = how && how !== "right" ? words[how] : "";
  }
  for (const part of ["hint", "solution"]) {
    root.querySelector(`[data-show=${part}]`).ariaExpanded = String(state[part]);
    root.querySelector(`.${part}`).hidden = !state[part];
  }
  root.querySelector(".hint").innerHTML = state.hint ? filled(problem.hint, problem.values) : "";
  root.querySelector(".solution").innerHTML = state.solution ? steps(problem) : "";
}

const skeleton = (words) => `<p class="question"></p><div class="given"></div><div class="fields"></div>
  <p class="note">${words.accepted}</p>
  <div class="row"><button type="button" data-check>${words.check}</button>
  <button type="button" data-show="hint" aria-expanded="false">${words.hint}</button>
  <button type="button" data-show="solution" aria-expanded="false">${words.solution}</button>
  <button type="button" data-next>${words.next}</button></div>
  <div class="hint" hidden></div><div class="solution" hidden></div>`;

// None comes twice before all have come.
function shuffled(rows) {
  let waiting = [];
  return (now) => {
    if (!waiting.length) waiting = rows.map(([seed]) => seed);
    waiting = waiting.filter((seed) => seed !== now);
    return waiting.splice(Math.floor(Math.random() * waiting.length), 1)[0];
  };
}

function build(root, { element, words, say, set }, kind, keep) {
  const data = bookProblems[kind];
  const another = shuffled(data.rows);
  let [now, shown] = [null, null];
  const unread = new Set();
  let last = -1;
  keep(element.lang);
  root.innerHTML = skeleton(words);

  const answer = (input) => {
    const k = Number(input.dataset.answer);
    const value = input.value.trim() === "" ? null : typed(input.value.replace(/\s/g, ""));
    if (!unread.has(k) && value === (now.answers[k] ?? null)) return;
    last = k;
    unread[Number.isNaN(value) ? "add" : "delete"](k);
    const answers = shown.asked.map((_, n) => (n === k ? (Number.isNaN(value) ? null : value) : now.answers[n] ?? null));
    set(() => ({ answers }));
    if (unread.has(k)) say(words.noNumber);
  };
  root.addEventListener("change", ({ target }) => "answer" in target.dataset && answer(target));
  // Or else a field that is left would say how its answer stands, and push the button from under the finger.
  root.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
  root.addEventListener("click", ({ target }) => {
    const typing = target.closest("button") && root.querySelector("[data-answer]:focus");
    if (typing) answer(typing);
    if ("check" in target.dataset) {
      const right = shown.asked.filter((asked, k) => standing(asked, now.answers[k]) === "right").length;
      say(right === shown.asked.length ? words.all : words.count(right, shown.asked.length));
    }
    if (target.dataset.show || "next" in target.dataset) last = -1;
    if (target.dataset.show) set((state) => ({ [target.dataset.show]: !state[target.dataset.show] }));
    if ("next" in target.dataset) set(({ seed }) => ({ ...start(), seed: another(seed) }));
  });

  return (state) => {
    const problem = problemOf(data, state.seed);
    if (state.answers.length > problem.asked.length) refuse(state.answers);
    if (problem.seed !== shown?.seed) showProblem(root, problem, kind, words);
    if (!state.answers.length) unread.clear();
    [now, shown] = [state, problem];
    showState(root, problem, state, unread, words);
    return sentence(problem, state, last, words);
  };
}

const start = () => ({ seed: 0, answers: [], hint: false, solution: false });

function write({ seed, answers, hint, solution }) {
  const parts = {};
  if (seed) parts.seed = seed;
  if (answers.some((given) => given !== null)) parts.answers = answers.map((given) => given ?? "").join(",");
  if (hint) parts.hint = 1;
  if (solution) parts.solution = 1;
  return parts;
}

const flag = (text) => text === "1" || refuse(text);
const given = {
  seed: (text) => (/^\d{1,6}$/.test(text) && Number(text) <= MOST ? Number(text) : refuse(text)),
  answers: (text) => text.split(",").map((one) => (one === "" ? null : Number.isFinite(typed(one)) ? typed(one) : refuse(one))),
  hint: flag,
  solution: flag,
};

function read(parts, state) {
  for (const [key, text] of parts) state[key] = Object.hasOwn(given, key) ? given[key](text) : refuse(key);
  return state;
}

const python = ({ seed }, kind, language) => `from xorbook import practice

problem = practice.problem("${kind}", ${seed}, "${language}")
print(problem)
print(problem.solution)
for answer in problem.answers:
    print(answer.name, answer.value)
`;

const labels = {
  en: {
    accepted: "0.5 or 0,5, −2 or -2, 1e-3: all are read.",
    check: "Check", hint: "Hint", solution: "Solution", next: "Another problem",
    digits: (digits) => (digits === null ? "exactly" : `to ${digits} decimals`),
    right: "Right.", wrong: "Not yet. Asked is this:", near: "Nearly: keep more digits on the way. Asked is this:",
    all: "All of it is right.", count: (right, all) => `${right} of ${all} are right.`, shown: "The solution is below.",
  },
  ko: {
    accepted: "0.5나 0,5, −2나 -2, 1e-3처럼 적으면 됩니다.",
    check: "확인", hint: "힌트", solution: "풀이", next: "다른 문제",
    digits: (digits) => (digits === null ? "정확히" : `소수 ${digits}자리까지`),
    right: "맞았습니다.", wrong: "아직 아닙니다. 구할 값:", near: "거의 맞았습니다. 도중에 나오는 수를 더 길게 적으세요. 구할 값:",
    all: "모두 맞았습니다.", count: (right, all) => `${all}개 가운데 ${right}개가 맞았습니다.`, shown: "아래에 풀이가 있습니다.",
  },
};

const style = `
  [data-live] .question { margin: 0 0 0.5rem; }
  [data-live] .given { margin-block-end: 0.7rem; }
  [data-live] .part { display: inline-block; margin-inline-end: 1.1em; white-space: nowrap; }
  [data-live] :is(sub, sup) { font-size: 0.7em; line-height: 0; }
  [data-live] .field { align-items: center; border-block-start: 1px solid var(--book-rule); display: grid; gap: 0 0.6rem; padding-block: 0.25rem; }
  [data-live] .field label { align-items: center; display: flex; gap: 0.5rem; }
  [data-live] .what { flex: 1; }
  [data-live] .field input { inline-size: 6.5rem; }
  [data-live] .told { color: var(--md-default-fg-color--light); font-size: 0.64rem; min-block-size: 1.5em; }
  [data-live] .told .again { color: var(--book-mistake); }
  [data-live] .mark { color: var(--md-default-fg-color); display: inline-block; font-size: 0.8rem; inline-size: 0.9rem; line-height: 1; }
  [data-live] :is(.hint, .solution) { border-inline-start: 0.15rem solid var(--book-rule); margin-block: 0.6rem; padding-inline-start: 0.7rem; }
  [data-live] .solution ol { margin: 0; }
  [data-live] .solution p { margin: 0.15rem 0 0.4rem; overflow-wrap: anywhere; }
  [data-live] .solution .part { white-space: normal; }
  @container (min-width: 30rem) {
    [data-live] .field { grid-template-columns: 13rem 1fr; }
    [data-live] .what { text-align: end; }
  }
`;

function practice(kind) {
  let language = "en";
  const keep = (found) => (language = found);
  return {
    labels, style, start, write, read,
    python: (state) => python(state, kind, language),
    build: (root, tools) => build(root, tools, kind, keep),
  };
}

figure("practice-gate", {
  room: { narrow: 34, wide: 24.5 },
  ...practice("gate"),
});

figure("practice-slope", {
  room: { narrow: 35, wide: 25 },
  ...practice("slope"),
});

figure("practice-shapes", {
  room: { narrow: 47, wide: 33 },
  ...practice("shapes"),
});

figure("practice-loss", {
  room: { narrow: 32, wide: 25 },
  ...practice("loss"),
});

figure("practice-forward", {
  room: { narrow: 46, wide: 31 },
  ...practice("forward"),
});

figure("practice-factors", {
  room: { narrow: 42, wide: 30 },
  ...practice("factors"),
});

figure("practice-gradients", {
  room: { narrow: 55, wide: 37 },
  ...practice("gradients"),
});

figure("practice-update", {
  room: { narrow: 39, wide: 28.5 },
  ...practice("update"),
});
