"""What the tests of interactive figures share: a figure opened in a state, and its code run."""

from __future__ import annotations

import json
import re
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
from tests.browser.test_keyboard import STOP
from tests.browser.test_site import opened
from tests.site.built import link_numpy

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 900}
TOUCH: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
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
# From the top, where the header covers nothing of it.
AXE = """([selector, options]) => {
  scrollTo(0, 0);
  return axe.run(selector, options).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html.slice(0, 150)}`)));
}"""
WIDE = """selector => [...document.querySelectorAll(`${selector} *`)]
  .filter(e => { const {left, right, width} = e.getBoundingClientRect();
                 return width > 1 && (left < 0 || right > innerWidth); })
  .map(e => e.outerHTML.slice(0, 120))"""
# It is taken away and comes again, so often; `after` is pressed each time.
CYCLES = """async ([selector, count, ready, after]) => {
  window.kept ??= document.querySelector(selector);
  window.place ??= kept.parentElement;
  for (let i = 0; i < count; i += 1) {
    kept.remove();
    place.prepend(kept);
    await kept.show();
    if (!kept.querySelector(ready)) await new Promise(done => setTimeout(done));
    if (!kept.querySelector(ready)) throw new Error('it did not come');
    if (after) kept.querySelector(after).click();
  }
  kept.remove();
}"""
# How high what holds a figure has been, from the first layout of the page on.
WATCH = """addEventListener('DOMContentLoaded', () => {
  window.known = new Map();
  const watcher = new ResizeObserver(entries => entries.forEach(({target, contentRect}) =>
    known.set(target, [...known.get(target) ?? [], contentRect.height])));
  document.querySelectorAll(':has(> book-figure)').forEach(place => watcher.observe(place));
});"""
GROWN = """() => [...known].flatMap(([{firstElementChild: {id}}, heights]) => {
  const [least, most] = [Math.min(...heights), Math.max(...heights)];
  return most - least > 1 ? [`${id}: ${least} to ${most}`] : [];
})"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
HEIGHTS = """name => ['', ' > [data-live]']
  .map(live => document.querySelector(`#interactive-${name}${live}`).offsetHeight)"""
# What is seen: the page's own figure, the live one, and the captions of both.
SHOWN = """selector => {
  const place = document.querySelector(selector);
  const captions = place.parentElement.querySelectorAll('figcaption > p');
  return [place.querySelector(':scope > p').checkVisibility(),
          Boolean(place.querySelector(':scope > [data-live]')?.checkVisibility()),
          [...captions].map(caption => caption.checkVisibility({visibilityProperty: true}))];
}"""
# Numbers in a row of a table that cannot be told apart, because nothing stands between them.
TOUCHING = """selector => {
  const box = cell => { const range = document.createRange();
                        range.selectNodeContents(cell); return range.getBoundingClientRect(); };
  return [...document.querySelectorAll(`${selector} [role=row]`)].flatMap(row => {
    const cells = [...row.children].map(cell => [cell.textContent, box(cell)])
      .filter(([, {width, height}]) => width > 1 && height > 1);
    return cells.flatMap(([text, a], k) => cells.slice(k + 1)
      .filter(([, b]) => a.top < b.bottom - 2 && b.top < a.bottom - 2)
      .filter(([, b]) => a.right > b.left - 2.5 && b.right > a.left - 2.5)
      .map(([other]) => `${text} | ${other}`));
  });
}"""
SPEAKING = ":is(output, [aria-live], [role=status], [role=alert], [role=log], [role=timer])"
# Where everything to be worked with is, on the page.
PLACES = """selector => [...document.querySelectorAll(selector)].map(e => {
  const {left, top, width, height} = e.getBoundingClientRect();
  return [left + scrollX, top + scrollY, width, height].map(Math.round).join(' ');
})"""
CONTROLS = "button", "checkbox", "combobox", "slider", "textbox", "DisclosureTriangle"
LISTEN = """selector => {
  window.heard = [];
  const status = document.querySelector(`${selector} [role=status]`);
  new MutationObserver(() => heard.push([performance.now(), status.textContent]))
    .observe(status, {childList: true});
}"""
# Without site-packages: the wheel, NumPy and nothing else.
RUNNER = """import json, sys
sys.path[:0] = sys.argv[1:]
for code in json.load(sys.stdin): exec(code, {}); print('---')"""


class Figure:
    """An interactive figure in its page."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.root = f"#interactive-{name}"
        self.frame = f"figure:has({self.root})"

    def to(self, state: str) -> None:
        """Put a state into the address, as a link would."""
        self.page.evaluate(TO, f"interactive-{self.name}?{state}")

    @property
    def state(self) -> str:
        """What stands in the address."""
        return str(self.page.evaluate("location.hash")).partition("?")[2]

    def find(self, selector: str) -> str:
        """Return a selector of something in the figure."""
        return f"{self.root} > [data-live] {selector}"

    def all(self, selector: str, of: str = "e.textContent") -> list[Any]:
        """Return an expression of every element `e` that a selector finds in the figure."""
        code = f"selector => [...document.querySelectorAll(selector)].map(e => {of})"
        found: list[Any] = self.page.evaluate(code, self.find(selector))
        return found

    def one(self, selector: str, of: str = "e.textContent") -> Any:
        """Return the same of the only one that it finds."""
        (found,) = self.all(selector, of)
        return found

    def values(self, selector: str) -> list[list[float]]:
        """Return all digits of the numbers in each of these elements."""
        found: list[list[float]] = self.page.evaluate(VALUES, f"{self.root} {selector}")
        return found

    def text(self, selector: str) -> str:
        return self.page.inner_text(f"{self.root} {selector}")

    def box(self, selector: str) -> dict[str, float]:
        """Return where something is in the window."""
        box = self.page.locator(self.find(selector)).bounding_box()
        assert box is not None
        return {**box}

    def enter(self, selector: str, text: str) -> None:
        """Type into a field, in place of what stands there."""
        self.page.fill(self.find(selector), text)
        self.page.press(self.find(selector), "Enter")

    def tab(self) -> dict[str, Any]:
        """Press Tab; return where it stopped, which is seen and has a ring."""
        self.page.keyboard.press("Tab")
        stop: dict[str, Any] = self.page.evaluate(STOP)
        assert stop["ringed"], stop
        assert stop["seen"], stop
        return stop

    def says(self, words: str, how: str = "startsWith") -> str:
        """Wait until a screen reader is told a sentence that begins so; return all of it."""
        told = f"document.querySelector('{self.root} [role=status]').textContent"
        saying = f"words => {told}.{how}(words) && {told}"
        return str(self.page.wait_for_function(saying, arg=words).json_value())

    def code(self) -> str:
        """Press "Copy as Python"; return what would be copied."""
        return str(self.page.evaluate(COPY, self.root))

    def is_korean(self) -> bool:
        """Say whether it speaks Korean, or its caption."""
        caption = self.page.inner_text(f"{self.frame} figcaption > .live")
        return bool(re.search("[가-힣]", self.text("> [data-live]") + caption))

    def heights(self) -> list[int]:
        """Return the height that the page keeps free, and that of the figure."""
        heights: list[int] = self.page.evaluate(HEIGHTS, self.name)
        return heights

    def names(self) -> list[tuple[str, str]]:
        """Return the role and the name of each control, as a screen reader is told of it."""
        devtools = self.page.context.new_cdp_session(self.page)
        expression = f"document.querySelector('{self.root} > [data-live]')"
        live = devtools.send("Runtime.evaluate", {"expression": expression})["result"]
        nodes = devtools.send("Accessibility.queryAXTree", {"objectId": live["objectId"]})["nodes"]
        devtools.detach()
        told = [
            (node["role"]["value"], node["name"]["value"]) for node in nodes if not node["ignored"]
        ]
        return [(role, name) for role, name in told if role in CONTROLS]

    def places(self) -> list[str]:
        """Return where each control is, and how large."""
        places: list[str] = self.page.evaluate(
            PLACES, self.find(":is(button, input, select, summary)")
        )
        return places

    def check_room(self, states: Sequence[str], spare: int = 60) -> None:
        """The room stays what it is in every state, and is filled; nothing is too wide."""
        room = self.heights()[0]
        for state in states:
            self.to(state)
            kept, filled = self.heights()
            assert room == kept >= filled > room - spare, (state, kept, filled)
            assert not too_wide(self.page, self.frame), state
            assert not self.page.evaluate(TOUCHING, self.root), state

    def check_looks(self, states: Sequence[str]) -> None:
        """Look at it alone, in any state.

        Nothing is too wide or faint, and axe finds nothing. One place speaks, and every control has
        a name of its own.
        """
        self.page.evaluate(ALONE, self.frame)
        self.page.evaluate(AXE_SCRIPT)
        for state in states:
            self.to(state)
            assert not too_wide(self.page, self.frame), state
            assert not self.page.evaluate(TOUCHING, self.root), state
            assert len(self.all(SPEAKING)) == 1
            names = self.names()
            assert len({*names}) == len(names), (state, names)
            assert all(name for _, name in names), (state, names)
            for scheme in SCHEMES:
                show(self.page, scheme)
                assert not faint(self.page, self.frame), f"{state} {scheme}"
            faults = found_by_axe(self.page, self.frame)
            assert not faults, (state, faults)

    def left_behind(self, count: int = 30, ready: str = "[data-live]", after: str = "") -> int:
        """Return how many nodes or listeners more than five comings and goings these leave."""
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.send("Performance.enable")
        counts = []
        for times in (5, count):
            self.page.evaluate(CYCLES, [self.root, times, ready, after])
            for _ in range(3):
                self.page.wait_for_timeout(30)
                devtools.send("HeapProfiler.collectGarbage")
            told = devtools.send("Performance.getMetrics")["metrics"]
            metrics = {metric["name"]: metric["value"] for metric in told}
            counts.append([metrics["Nodes"], metrics["JSEventListeners"]])
        self.page.evaluate("() => { place.prepend(kept); return kept.show(); }")
        return max(abs(int(late - early)) for early, late in zip(*counts, strict=True))


def too_wide(page: Page, selector: str) -> list[str]:
    """Return what of an element does not fit into the window."""
    wide: list[str] = page.evaluate(WIDE, selector)
    return wide


def faint(page: Page, selector: str) -> list[str]:
    """Return the texts of an element that have too little contrast."""
    _, texts = page.evaluate(
        FAINT_TEXTS.replace("document.body", f"document.querySelector('{selector}')")
    )
    return list(texts)


def found_by_axe(page: Page, selector: str) -> list[str]:
    """Return what axe, which is there already, finds wrong with an element."""
    faults: list[str] = page.evaluate(AXE, [selector, OPTIONS])
    return faults


@contextmanager
def opened_figure(
    browser: Browser, url: str, name: str, state: str = "", **context: Any
) -> Iterator[Figure]:
    """Open a page at its figure, which comes without moving anything."""
    quiet = {"viewport": DESK, "reduced_motion": "reduce", "color_scheme": "light"}
    address = f"{url}#interactive-{name}" + (f"?{state}" if state else "")
    with opened(browser, address, WATCH, **{**quiet, **context}) as page:
        figure = Figure(page, name)
        page.locator(figure.root).scroll_into_view_if_needed()
        page.wait_for_selector(f"{figure.root} > [data-live]")
        page.evaluate(DRAWN)
        # Some states need more; which, the tests of their room know.
        assert state or not page.evaluate(GROWN)
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
    """Run code where there is nothing but the wheel and NumPy; return what each piece prints.

    Nor does it import anything else.
    """
    imported = re.findall(r"^(?:import|from) (\w+)", "\n".join(codes), re.MULTILINE)
    assert {*imported} <= {"numpy", "xorbook"}
    (wheel,) = site.glob("*.whl")
    link_numpy(folder)
    command = [sys.executable, "-I", "-S", "-c", RUNNER, str(wheel.resolve()), str(folder)]
    run = subprocess.run(
        command, input=json.dumps(codes), capture_output=True, text=True, check=True
    )
    return run.stdout.split("---\n")[:-1]
