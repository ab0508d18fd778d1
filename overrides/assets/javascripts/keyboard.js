// What Material leaves to the mouse. Without this script labels and check boxes do the same.

// The build makes a stop of everything that may scroll sideways. Where nothing does, the stop goes; it
// comes back with the need for it, before that is painted. Sizes come of themselves, for what is
// folded or far below when it is laid out: to ask for them would take a phone longer than all else.
const seen = new Set();

function fit(boxes) {
  const scroll = boxes.map((box) => box.scrollWidth > box.clientWidth); // all, before one changes
  boxes.forEach((box, i) => {
    if (scroll[i]) box.tabIndex = 0;
    else if (document.fonts.status === "loaded" && box !== document.activeElement)
      box.removeAttribute("tabindex");
  });
}

const sizes = new ResizeObserver((entries) => {
  const boxes = entries.map(({ target }) => target.closest("[role=group]"));
  boxes.forEach((box) => seen.add(box));
  fit(boxes);
});
document.fonts.addEventListener("loadingdone", () => fit([...seen]));

// A box far below has a size at once, but not what is in it.
for (const box of document.querySelectorAll("article [role=group][tabindex]"))
  sizes.observe(box.matches("code, .notebook-output") ? box : box.firstElementChild);

// The label was there before this script: its box may be checked already.
function bindToggle(button) {
  const box = document.getElementById(button.dataset.bookToggle);
  const panel = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.previousElementSibling.hidden = true;
  button.setAttribute("aria-expanded", box.checked);
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
