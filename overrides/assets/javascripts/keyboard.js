// What Material leaves to the mouse. Without this script labels and check boxes do the same.

// The build makes a stop of everything that may scroll sideways. What does not is none: it is taken
// away once it is known, by its own size and with the fonts it is set in, and comes back with a
// narrower page. What is folded or far below has its size when it is shown.
function fit(element) {
  if (element.scrollWidth > element.clientWidth + 1) element.tabIndex = 0;
  else if (document.fonts.status === "loaded" && element !== document.activeElement)
    element.removeAttribute("tabindex");
}

function fitAll() {
  const shown = new Set();
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) fit(target), shown.add(target);
  });
  document.querySelectorAll("article [role=group][tabindex]").forEach((e) => sizes.observe(e));
  document.fonts.addEventListener("loadingdone", () => shown.forEach(fit));
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
document.addEventListener("DOMContentLoaded", fitAll);
