"""One figure to work with on its page: to put it into a state, read it, and ask axe about it."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.axe import AXE_SCRIPT, FAINT, OPTIONS
from tests.browser.test_accessibility import SCHEMES, show
from tests.browser.test_site import opened

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 900}
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
QUIET = {"color_scheme": "light", "reduced_motion": "reduce", "bypass_csp": True}
TO = """hash => new Promise(done => {
  if (location.hash === `#${hash}`) done();
  addEventListener('hashchange', () => setTimeout(done), {once: true});
  location.hash = hash;
})"""
AXE = """([selector, options]) => axe.run(selector, options).then(({violations}) =>
  violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html.slice(0, 150)}`)))"""
WIDE = """selector => [...document.querySelectorAll(`${selector} *`)]
  .filter(e => { const {left, right, width} = e.getBoundingClientRect();
                 return width > 1 && (left < 0 || right > innerWidth); })
  .map(e => e.outerHTML.slice(0, 120))"""
# The rest of the page is looked at elsewhere, and axe would visit all of it.
ALONE = """selector => {
  const figure = document.querySelector(selector);
  [...figure.parentElement.children].filter(e => e !== figure).forEach(e => e.remove());
}"""


class OneFigure:
    """An opened page, seen through one of its figures."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.element = f"#interactive-{name}"
        self.frame = f"figure:has({self.element})"

    def to(self, state: str) -> None:
        """Put a state into the address, as a link would."""
        self.page.evaluate(TO, f"interactive-{self.name}?{state}")

    def find(self, selector: str) -> str:
        """Return a selector of something in the figure."""
        return f"{self.element} > [data-live] {selector}"

    def all(self, selector: str, of: str = "e.textContent") -> Any:
        """Return an expression of every element `e` that a selector finds in the figure."""
        code = f"selector => [...document.querySelectorAll(selector)].map(e => {of})"
        return self.page.evaluate(code, self.find(selector))

    def one(self, selector: str, of: str = "e.textContent") -> Any:
        """Return the same of the only one that it finds."""
        (found,) = self.all(selector, of)
        return found

    def state(self) -> str:
        """Return what the address says of the state."""
        return str(self.page.evaluate("decodeURIComponent(location.hash)")).partition("?")[2]

    def hears(self, start: str) -> None:
        """Wait until a screen reader is told something that begins so."""
        said = f"document.querySelector({self.find('[role=status]')!r}).textContent"
        self.page.wait_for_function(f"start => {said}.startsWith(start)", arg=start)

    def heights(self) -> list[int]:
        """Return the height of the room that the page keeps, and of what fills it."""
        code = "selector => document.querySelector(selector).offsetHeight"
        return [
            self.page.evaluate(code, s) for s in (self.element, f"{self.element} > [data-live]")
        ]

    def python(self) -> str:
        """Return what the code prints that the button gives."""
        self.page.evaluate("navigator.clipboard.writeText('')")
        self.page.click(self.find("[data-do=python]"))
        code = self.page.wait_for_function("() => navigator.clipboard.readText()").json_value()
        assert {*re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)} <= {"numpy", "xorbook"}
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, {})
        return printed.getvalue()

    def looks_right(self, states: list[str]) -> None:
        """It fills its room, is never too wide, is seen in light and dark; axe finds nothing."""
        room = self.heights()[0]
        self.page.evaluate(ALONE, self.frame)
        self.page.evaluate(AXE_SCRIPT)
        for state in states:
            self.to(state)
            kept, filled = self.heights()
            assert room == kept >= filled > room - 60, (state, kept, filled)
            assert not self.page.evaluate(WIDE, self.frame), state
            for scheme in SCHEMES:
                show(self.page, scheme)
                _, faint = self.page.evaluate(
                    FAINT.replace("document.body", f"document.querySelector('{self.frame}')")
                )
                assert not faint, f"{state} {scheme}: {faint}"
            found = self.page.evaluate(AXE, [self.frame, OPTIONS])
            assert not found, f"{state}: {found}"


@contextmanager
def one_figure(
    browser: Browser, address: str, path: str, name: str, state: str = "", **context: Any
) -> Iterator[OneFigure]:
    """Open a page at a figure, in a state."""
    url = f"{address}{path}#interactive-{name}?{state}"
    with opened(browser, url, **{"viewport": DESK, **context}) as page:
        page.wait_for_selector(f"#interactive-{name} > [data-live]")
        yield OneFigure(page, name)


def touch(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a finger from one place of the window to another."""
    devtools = page.context.new_cdp_session(page)
    for k in range(9):
        x, y = (a + (b - a) * k / 8 for a, b in zip(start, end, strict=True))
        kind = "touchMove" if k else "touchStart"
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
