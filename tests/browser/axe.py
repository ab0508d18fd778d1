"""What axe-core says of a page, and the contrast of all its text.

axe leaves undecided what stands on a gradient, as everything does that may scroll, and takes
seconds to do so. So its rule on contrast is off, and FAINT measures every text by WCAG's formula.
Nor is it asked what tells links from the text around them, a fourth of its time: an underline does.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": LEVELS},
    "rules": {
        "target-size": {"enabled": True},
        "color-contrast": {"enabled": False},
        "link-in-text-block": {"enabled": False},
    },
    "resultTypes": ["violations"],
    "preload": False,
}
# Thousands of elements that axe visits and can find nothing in: the tokens of code, the signs of a
# formula's MathML, and what of a formula is hidden from it (a box of its size stays).
SLIM = """() => {
  const kept = [];
  const leave = (element, text) => {
    kept.push([element, [...element.childNodes], element.style.cssText]);
    element.replaceChildren(text);
  };
  const formulas = [...document.querySelectorAll('.katex-html')];
  const boxes = formulas.map(formula => formula.getBoundingClientRect());
  formulas.forEach((formula, i) => {
    leave(formula, '');
    formula.style.cssText =
      `display: inline-block; width: ${boxes[i].width}px; height: ${boxes[i].height}px`;
  });
  for (const math of document.querySelectorAll('math')) leave(math, math.textContent);
  for (const code of document.querySelectorAll('pre > code')) leave(code, code.textContent);
  window.fill = () => kept.forEach(([element, nodes, style]) => {
    element.replaceChildren(...nodes);
    element.style.cssText = style;
  });
}"""

FAINT = """() => {
  const channels = text => {
    const parts = text.match(/[\\d.]+/g).map(Number);
    const scale = text.startsWith('color(') ? 255 : 1;
    return [...parts.slice(0, 3).map(c => c * scale), parts[3] ?? 1];
  };
  const over = ([r, g, b, share], ground) =>
    [r, g, b].map((c, i) => share * c + (1 - share) * ground[i]);
  const luminance = colour => colour
    .map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const grounds = new Map([[null, [255, 255, 255]]]);
  const ground = element => {
    if (!grounds.has(element)) grounds.set(element, over(
      channels(getComputedStyle(element).backgroundColor), ground(element.parentElement)));
    return grounds.get(element);
  };
  const shares = new Map([[null, 1]]);
  const opacity = element => {
    if (!shares.has(element)) shares.set(
      element, getComputedStyle(element).opacity * opacity(element.parentElement));
    return shares.get(element);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = new Map();
  let measured = 0;
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || element.closest('script, style, .katex-mathml')) continue;
    if (!element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
    const style = getComputedStyle(element);
    const [r, g, b, alpha] = channels(style.color);
    const text = over([r, g, b, alpha * opacity(element)], ground(element));
    const [low, high] = [luminance(text), luminance(ground(element))].sort((a, b) => a - b);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ratio = (high + 0.05) / (low + 0.05);
    measured += 1;
    if (ratio < (large ? 3 : 4.5))
      faint.set(`${element.className} ${style.color}`,
                `${texts.currentNode.data.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return [measured, [...faint].map(([where, what]) => `faint: ${where}: ${what}`)];
}"""

NOT_UNDERLINED = """() => [...document.querySelectorAll('article :is(p, li, dd, td) a[href]')]
  .filter(link => !link.matches('.md-button'))
  .filter(link => link.textContent.trim() && link.checkVisibility())
  .filter(link => !getComputedStyle(link).textDecorationLine.includes('underline'))
  .map(link => `not underlined: ${link.outerHTML.slice(0, 120)}`)"""

# What it has passed would take as long to come over as several of its rules.
RUN = "axe.run(document, options).then(({violations}) => violations)"

# What is far below would have no size: here it is laid out at once.
LAID_OUT = """() => {
  const style = document.createElement('style');
  style.textContent = '* { content-visibility: visible !important }';
  document.head.append(style);
}"""


def prepare(page: Page) -> None:
    """Bring axe into a page, past any policy about scripts, and lay out what is far below too."""
    page.evaluate(AXE_SCRIPT)
    lay_out(page)


def lay_out(page: Page) -> None:
    """Lay out what is far below too, which a page leaves until it comes near."""
    page.evaluate(LAID_OUT)


def fill(page: Page) -> None:
    """Put back what `violations_slim` has taken out."""
    page.evaluate("fill()")


def violations_slim(page: Page, first: str = "") -> list[str]:
    """List what axe finds, after taking out what costs most of its time and tells it nothing.

    The page gets no time between the two, nor after what is to be done `first`: what it would still
    do is not done when axe looks.
    """
    code = f"options => {{ {first}; ({SLIM})(); return {RUN}; }}"
    return _told(page.evaluate(code, OPTIONS))


def violations(page: Page) -> list[str]:
    """List what axe finds wrong with the page as it is shown now, each with where it is."""
    return _told(page.evaluate(f"options => {RUN}", OPTIONS))


def _told(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:150]}"
        for rule in violations
        for node in rule["nodes"]
    ]


def faint_texts(page: Page) -> list[str]:
    """List the texts of the page as it is shown now that have too little contrast."""
    measured, faint = page.evaluate(FAINT)
    if not measured:
        raise AssertionError("the page shows no text")
    return list(faint)
