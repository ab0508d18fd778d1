// What Material leaves to the mouse. Without this script labels and check boxes do the same.

const korean = document.documentElement.lang === "ko";
const SCROLLERS = {
  ".math-display": korean ? "수식" : "Formula",
  ".md-typeset__scrollwrap": korean ? "표" : "Table",
  "pre > code": korean ? "코드" : "Code",
  ".notebook-output": korean ? "출력" : "Output",
};

// What scrolls sideways can be reached and says what it is; what does not scroll is no stop.
function reach(element) {
  if (element.scrollWidth <= element.clientWidth + 1) return element.removeAttribute("tabindex");
  const kind = Object.keys(SCROLLERS).find((selector) => element.matches(selector));
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", SCROLLERS[kind]);
}

const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 50)); // Safari has none

// To measure what is far below is to lay it out: a little at a time, while nothing else is to do.
function reachLater(elements) {
  const start = performance.now();
  while (elements.length && performance.now() < start + 4) reach(elements.shift());
  if (elements.length) whenIdle(() => reachLater(elements));
}

// What is folded has its size when it is unfolded, what is far below when it comes near.
function reachAll() {
  const sizes = new ResizeObserver((entries) => entries.forEach((entry) => reach(entry.target)));
  const elements = document.querySelectorAll(Object.keys(SCROLLERS).map((s) => `article ${s}`));
  for (const element of elements) sizes.observe(element);
  const shown = [...elements].filter((element) => !element.closest("details:not([open])"));
  document.fonts.ready.then(() => whenIdle(() => reachLater(shown)));
}

function bindToggle(button) {
  const box = document.getElementById(button.dataset.bookToggle);
  const panel = document.getElementById(button.getAttribute("aria-controls"));
  button.addEventListener("click", () => box.click());
  box.addEventListener("change", () => {
    button.setAttribute("aria-expanded", box.checked);
    if (box.checked) panel.querySelector("a[href]:not(.md-logo), input").focus();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.checked) {
      box.click();
      button.focus();
    }
  });
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (box.checked && relatedTarget && !panel.contains(relatedTarget)) box.click();
  });
}

// A letter alone is no command: who speaks to the computer would set it off by a word.
function ignoreLetters(event) {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (!typing && !modified && event.key.length === 1) event.stopPropagation();
}

document.querySelectorAll("[data-book-toggle]").forEach(bindToggle);
document.addEventListener("keydown", ignoreLetters, true);
document.addEventListener("DOMContentLoaded", reachAll);
