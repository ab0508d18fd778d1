// What every interactive figure gets: its place, its state and the address of it, words in the page's language, code for
// Python, and a voice for screen readers. A figure adds its idea.

const WORDS = {
  en: {
    reset: "Reset", python: "Copy as Python", link: "Copy link", copied: "Copied.",
    here: "It could not be copied; here it is.",
    refused: "The address holds no state of this figure. It starts from the beginning.",
    noNumber: "Expected a number here, such as -0.5.",
    noWhole: "Expected a whole number here.",
    outside: (least, most) => `Expected a number from ${least} to ${most} here.`,
  },
  ko: {
    reset: "처음 상태로", python: "파이썬 코드 복사", link: "주소 복사", copied: "복사했습니다.",
    here: "복사하지 못했습니다. 아래에서 직접 복사하세요.",
    refused: "주소에 적힌 상태를 읽을 수 없어 처음 상태로 시작합니다.",
    noNumber: "-0.5처럼 수를 적어 주세요.",
    noWhole: "여기에는 정수를 적어 주세요.",
    outside: (least, most) => `${least}부터 ${most}까지의 수를 적어 주세요.`,
  },
};

const STYLE = `
  [data-live] { color: var(--md-default-fg-color); font-size: 0.72rem; line-height: 1.5; text-align: start; }
  [data-live] :is(button, select, input[type=text], textarea) {
    background: var(--md-default-bg-color); border: 1px solid var(--md-default-fg-color--light); border-radius: 0.2rem;
    color: inherit; font: inherit; min-block-size: 1.5rem; padding: 0.1rem 0.5rem;
  }
  [data-live] button { cursor: pointer; }
  [data-live] button:hover { background: var(--md-code-bg-color); }
  [data-live] button[aria-disabled=true] { border-color: var(--book-rule); color: var(--md-default-fg-color--light); cursor: default; }
  [data-live] input[aria-invalid=true] { border-color: var(--book-mistake); box-shadow: inset 0 0 0 1px var(--book-mistake); }
  [data-live] [hidden] { display: none !important; }
  [data-live] input[type=range] { accent-color: var(--md-typeset-a-color); flex: 1; min-block-size: 1.5rem; min-inline-size: 5rem; }
  [data-live] .row { align-items: center; display: flex; flex-wrap: wrap; gap: 0.4rem 0.6rem; }
  [data-live] .foot { border-block-start: 1px solid var(--book-rule); margin-block-start: 0.6rem; padding-block-start: 0.6rem; }
  [data-live] .note { color: var(--md-default-fg-color--light); margin: 0.4rem 0 0; min-block-size: 1.5em; }
  .md-typeset [data-live] details { border: 0; font-size: inherit; margin: 0.6rem 0; padding: 0; }
  .md-typeset [data-live] summary { color: inherit; font-weight: 400; inline-size: fit-content; min-block-size: 1.5rem; padding: 0 1.5rem 0 0 !important; }
  [data-live] summary::before { display: none !important; }
  .md-typeset [data-live] summary::after { background-color: currentcolor; inset: 0.2em 0 auto auto; }
  [data-live] .unseen { block-size: 1px; clip-path: inset(50%); inline-size: 1px; overflow: hidden; position: absolute; white-space: nowrap; }
  [data-live] textarea { box-sizing: border-box; display: block; inline-size: 100%; margin-block-start: 0.4rem; }
  [data-live] .sym { font-family: KaTeX_Main, Georgia, serif; white-space: nowrap; }
  [data-live] .sym i { font-family: KaTeX_Math, KaTeX_Main, Georgia, serif; }
  [data-live] .sym .at { display: inline-flex; flex-direction: column-reverse; font-size: 0.66em; line-height: 1.05; vertical-align: middle; }
  [data-live] .at span { min-block-size: 1.05em; }
  [data-live] .v { font-variant-numeric: tabular-nums; white-space: nowrap; }
`;

const HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raised = (power) => [...String(power)].map((sign) => HIGH[sign] ?? "⁻").join("");

// As the book writes numbers: six decimals, or fewer where that is all; six digits and a power of ten where that shows more.
export function number(value) {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "?" : value < 0 ? "−∞" : "∞";
  if (size !== 0 && (size < 5e-5 || size >= 1e6)) {
    const [digits, power] = value.toExponential(5).split("e");
    return `${digits.replace("-", "−")}·10${raised(Number(power))}`;
  }
  const fixed = value.toFixed(6);
  return (Number(fixed) === value ? String(value + 0) : fixed).replace("-", "−");
}

// A number in the colour of its kind: x, w, b, z, a, l or g, as in the formulas. All its digits go along.
export const colored = (kind, value) => `<span class="v q${kind}" data-v="${value}">${number(value)}</span>`;
export const bracketed = (kind, value) => (value < 0 ? `(${colored(kind, value)})` : colored(kind, value));

// A letter with its index and its layer; they stand above each other, as in a formula.
export function symbol(kind, letter, index = "", layer = "") {
  const at = index === "" && layer === "" ? "" : `<span class="at"><span>${index}</span><span>${layer && `(${layer})`}</span></span>`;
  return `<span class="sym q${kind}"><i>${letter}</i>${at}</span>`;
}

// A parameter of a network with two inputs, some hidden units and one output, by its place in theta.
export function parameter(k, units = 2) {
  if (k < 2 * units) return symbol("w", "w", `${Math.floor(k / units) + 1}${(k % units) + 1}`, 1);
  if (k < 3 * units) return symbol("b", "b", k - 2 * units + 1, 1);
  return k < 4 * units ? symbol("w", "w", `${k - 3 * units + 1}1`, 2) : symbol("b", "b", "", 2);
}

// What a reader has typed: with a comma or a point, and a minus of either kind.
export function typed(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

// `name` is for who does not see where a field stands: the label is part of it.
export const field = (key, label, name = "") => `<label>${label} <input type="text" inputmode="decimal" data-key="${key}"${name && ` aria-label="${name}"`}></label>`;
export const options = (all) => Object.entries(all).map(([key, label]) => `<option value="${key}">${label}</option>`).join("");
export const cells = (role, values) => values.map((value) => `<span role="${role}">${value}</span>`).join("");

// What stands in a field is given to `use`, or refused with a word.
export function entered(input, [least, most], { words, say }, use, isWhole = false) {
  const value = typed(input.value);
  const refused = Number.isNaN(value) ? words.noNumber : isWhole && !Number.isInteger(value) ? words.noWhole
    : value >= least && value <= most ? "" : words.outside(number(least), number(most));
  input.ariaInvalid = refused ? "true" : null;
  if (refused) say(refused);
  else use(value);
}

// The numbers that an address holds.
export function numbersIn(text, count, fits) {
  const values = text.split(",").map(typed);
  if (values.length !== count || !values.every(fits)) throw new RangeError(text);
  return values;
}

// What of a state differs from the first.
export const changes = (state, first) => Object.fromEntries(Object.entries(state).filter(([key, value]) => String(value) !== String(first[key])));

// What has `data-grip` on a surface is dragged by mouse or finger. `begin(grip)` returns what takes each movement, as shares
// of the surface's width and height.
export function draggable(surface, begin) {
  let held = null;
  const place = ({ clientX, clientY }) => {
    const { left, top, width, height } = surface.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  };
  // Or else a finger would scroll the page: `touch-action` is not heeded within a drawing.
  surface.addEventListener("touchstart", (event) => event.target.dataset.grip && event.preventDefault(), { passive: false });
  surface.addEventListener("pointerdown", (event) => {
    if (!event.target.dataset.grip || !event.isPrimary || event.button) return;
    surface.setPointerCapture(event.pointerId);
    held = { move: begin(event.target.dataset.grip), from: place(event) };
  });
  surface.addEventListener("pointermove", (event) => held?.move(...place(event).map((share, k) => share - held.from[k])));
  surface.addEventListener("lostpointercapture", () => (held = null));
}

// At most one sentence in 300 ms, the last of them: a screen reader reads every one to its end.
function speaker(region) {
  let waiting = null;
  let last = -Infinity;
  const say = (text, unseen = false) => {
    clearTimeout(waiting);
    const rest = last + 300 - performance.now();
    if (rest > 0) waiting = setTimeout(say, rest, text, unseen);
    else {
      last = performance.now();
      region.textContent = text;
      region.classList.toggle("unseen", unseen);
    }
  };
  return { say, stop: () => clearTimeout(waiting) };
}

const stateText = (parts) =>
  Object.entries(parts).map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`).join("&");

// Everything a reader has set stands in the address after "#"; nothing stands there before something is set.
function address(element, parts) {
  const text = stateText(parts);
  return location.href.split("#")[0] + (text ? `#${element.id}?${text}` : `#${element.id}`);
}

// Browsers refuse too many changes of the address in a short time: the next one is written again.
function remember(url) {
  try {
    history.replaceState(history.state, "", url);
  } catch {
    return;
  }
}

async function copy(text, live, words, say) {
  live.querySelector("textarea")?.remove();
  try {
    await navigator.clipboard.writeText(text);
    say(words.copied);
  } catch {
    const box = Object.assign(document.createElement("textarea"), { readOnly: true, rows: 6, value: text, ariaLabel: words.here });
    live.querySelector(".foot").after(box);
    box.select();
    say(words.here);
  }
}

// A figure says: `room` (rem, narrow and wide), `labels` in both languages, `style`, `start()` (a state), `read(parts, state)`
// and `write(state)` (from and to the address; `read` throws at nonsense), `python(state)`, and `build(live, tools)`, which
// fills `live` once and returns a function that draws a state and returns a sentence about it. Of the tools, `set` changes the
// state (`isPassing`, as in a drag, leaves the address alone; `quiet`, as in play, is not spoken of either), `say` speaks, and
// `ended` is the signal at which what `build` has begun outside of `live` ends.
export function figure(name, idea) {
  (window.bookFigures ??= {})[name] = (element) => mounted(element, idea);
}

function mounted(element, idea) {
  const language = (element.closest("[lang]")?.lang ?? "en").startsWith("ko") ? "ko" : "en";
  const words = { ...WORDS[language], ...idea.labels[language] };
  const live = document.createElement("div");
  live.dataset.live = "";
  live.innerHTML = `<style>${STYLE}${idea.style}</style><div class="idea"></div>
    <div class="row foot"><button type="button" data-do="reset">${words.reset}</button>
    <button type="button" data-do="python">${words.python}</button><button type="button" data-do="link">${words.link}</button></div>
    <p class="note"><span role="status"></span></p>`;
  const { say, stop } = speaker(live.querySelector("[role=status]"));
  const ended = new AbortController();
  let state = idea.start();
  const show = (next, { note, quiet, isPassing } = {}) => {
    const sentence = draw(next);
    state = next;
    if (!quiet && !isPassing) remember(address(element, idea.write(state)));
    if (note || !quiet) say(note ?? sentence, !note);
  };
  const tools = { element, words, say, ended: ended.signal, set: (change, how) => show({ ...state, ...change(state) }, how) };
  const draw = idea.build(live.querySelector(".idea"), tools);
  const read = () => {
    const [id, text] = location.hash.slice(1).split("?");
    if (id !== element.id || !text) return false;
    try {
      show(idea.read(new URLSearchParams(text), idea.start()), { quiet: true });
    } catch {
      show(idea.start(), { quiet: true, note: words.refused });
    }
    return true;
  };
  const acts = {
    reset: () => show(idea.start()),
    python: () => copy(idea.python(state), live, words, say),
    link: () => copy(address(element, idea.write(state)), live, words, say),
  };
  live.addEventListener("click", ({ target }) => acts[target.dataset?.do]?.());
  window.addEventListener("hashchange", read, { signal: ended.signal });
  element.append(live);
  for (const picture of element.querySelectorAll("img")) picture.loading = "eager"; // for paper: what is not shown would not be fetched
  if (!read()) show(state, { quiet: true });
  return () => {
    ended.abort();
    stop();
    live.remove();
  };
}
