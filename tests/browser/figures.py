"""What the tests of interactive figures share: a figure opened in a state, and its code run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.axe import AXE_SCRIPT, OPTIONS
from tests.browser.axe import FAINT as FAINT_TEXTS
from tests.browser.test_accessibility import SCHEMES, show
from tests.browser.test_site import opened
from tests.site.built import link_numpy

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 900}
TO = """hash => new Promise(done => {
  const before = location.href;
  addEventListener('hashchange', () => setTimeout(done), {once: true});
  location.hash = hash;
  if (location.href === before) done();
})"""
VALUES = """selector => [...document.querySelectorAll(selector)]
  .map(row => [...row.querySelectorAll('[data-v]')].map(e => Number(e.dataset.v)))"""
# A clipboard of the page's own takes no turn of the browser.
COPY = """root => {
  let copied = '';
  navigator.clipboard.writeText = async text => { copied = text };
  document.querySelector(`${root} [data-do=python]`).click();
  return copied;
}"""
# The rest of the page is looked at elsewhere, and axe would visit all of it.
ALONE = """selector => {
  const figure = document.querySelector(selector);
  [...figure.parentElement.children].filter(e => e !== figure).forEach(e => e.remove());
}"""
AXE = """([selector, options]) => axe.run(selector, options).then(({violations}) =>
  violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html.slice(0, 150)}`)))"""
WIDE = """selector => [...document.querySelectorAll(`${selector} *`)]
  .filter(e => { const {left, right, width} = e.getBoundingClientRect();
                 return width > 1 && (left < 0 || right > innerWidth); })
  .map(e => e.outerHTML.slice(0, 120))"""
HEIGHTS = """name => ['', ' > [data-live]']
  .map(live => document.querySelector(`#interactive-${name}${live}`).offsetHeight)"""
# Without site-packages: the wheel, NumPy and nothing else.
RUNNER = """import json, sys
sys.path[:0] = sys.argv[1:]
for code in json.load(sys.stdin): exec(code, {}); print('---')"""


class Figure:
    """An interactive figure in its page."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.root = f"#interactive-{name}"

    def to(self, state: str) -> None:
        """Put a state into the address, as a link would."""
        self.page.evaluate(TO, f"interactive-{self.name}?{state}")

    @property
    def state(self) -> str:
        """What stands in the address."""
        return str(self.page.evaluate("location.hash")).partition("?")[2]

    def values(self, selector: str) -> list[list[float]]:
        """Return all digits of the numbers in each of these elements."""
        found: list[list[float]] = self.page.evaluate(VALUES, f"{self.root} {selector}")
        return found

    def text(self, selector: str) -> str:
        return self.page.inner_text(f"{self.root} {selector}")

    def says(self, start: str) -> None:
        """Wait until a screen reader is told a sentence that begins so."""
        status = f"document.querySelector('{self.root} [role=status]').textContent"
        self.page.wait_for_function(f"start => {status}.startsWith(start)", arg=start)

    def code(self) -> str:
        """Press "Copy as Python"; return what would be copied."""
        return str(self.page.evaluate(COPY, self.root))

    def heights(self) -> list[int]:
        """Return the height that the page keeps free, and that of the figure."""
        heights: list[int] = self.page.evaluate(HEIGHTS, self.name)
        return heights

    def too_wide(self) -> list[str]:
        wide: list[str] = self.page.evaluate(WIDE, f"figure:has({self.root})")
        return wide

    def check_looks(self, states: Sequence[str]) -> None:
        """Look at it alone: nothing is too wide or faint, and axe finds nothing, in any state."""
        selector = f"figure:has({self.root})"
        self.page.evaluate(ALONE, selector)
        self.page.evaluate(AXE_SCRIPT)
        faint = FAINT_TEXTS.replace("document.body", f"document.querySelector('{selector}')")
        for state in states:
            self.to(state)
            assert not self.too_wide(), state
            for scheme in SCHEMES:
                show(self.page, scheme)
                assert not self.page.evaluate(faint)[1], f"{state} {scheme}"
            assert not self.page.evaluate(AXE, [selector, OPTIONS]), state


@contextmanager
def opened_figure(
    browser: Browser, url: str, name: str, state: str = "", **context: Any
) -> Iterator[Figure]:
    """Open a page at its figure."""
    quiet = {"viewport": DESK, "reduced_motion": "reduce", "color_scheme": "light"}
    address = f"{url}#interactive-{name}" + (f"?{state}" if state else "")
    with opened(browser, address, **{**quiet, **context}) as page:
        figure = Figure(page, name)
        page.locator(figure.root).scroll_into_view_if_needed()
        page.wait_for_selector(f"{figure.root} > [data-live]")
        yield figure


def drag(page: Page, start: Sequence[float], by: Sequence[float], *, touch: bool = False) -> None:
    """Drag with the mouse or with a finger from a place, in eight steps."""
    places = [(start[0] + by[0] * k / 8, start[1] + by[1] * k / 8) for k in range(9)]
    if not touch:
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place)
        page.mouse.up()
        return
    devtools = page.context.new_cdp_session(page)
    for k, (x, y) in enumerate(places):
        kind = "touchMove" if k else "touchStart"
        points = {"type": kind, "touchPoints": [{"x": x, "y": y}]}
        devtools.send("Input.dispatchTouchEvent", points)
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def printed(codes: Sequence[str], site: Path, folder: Path) -> list[str]:
    """Run code where there is nothing but the wheel and NumPy; return what each piece prints."""
    (wheel,) = site.glob("*.whl")
    link_numpy(folder)
    command = [sys.executable, "-I", "-S", "-c", RUNNER, str(wheel.resolve()), str(folder)]
    run = subprocess.run(
        command, input=json.dumps(codes), capture_output=True, text=True, check=True
    )
    return run.stdout.split("---\n")[:-1]
