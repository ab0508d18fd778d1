"""What opening a page costs on a phone, what it asks for, and whether it stays where it is."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page, Response

from tests.browser.test_site import PAGES, UNFOLD
from tests.site.built import LANGUAGES, ROOT

pytestmark = pytest.mark.browser

LIMIT = 150_000
PHONE = {"width": 360, "height": 740}
KATEX = ROOT / "overrides" / "assets" / "katex" / "katex.min.css"
KINDS = {
    "document": "HTML",
    "stylesheet": "CSS",
    "script": "JS",
    "font": "fonts",
    "image": "images",
}

# From before the page's first paint on, so that nothing has to be waited for.
WATCH = """
  window.shifts = [];
  window.watcher = new PerformanceObserver(list => shifts.push(...list.getEntries()));
  watcher.observe({type: 'layout-shift', buffered: true});
"""
SHIFTS = """() => [...shifts, ...watcher.takeRecords()]
  .reduce((total, shift) => total + shift.value, 0)"""
# Two frames and a rest: what a page asks for of itself after loading has been asked for.
SETTLED = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done))))"""
WIDER = """() => {
  const wide = [...document.querySelectorAll('article *')].filter(element => {
    const box = element.getBoundingClientRect();
    if (box.right <= innerWidth + 1 || box.width === 0) return false;
    for (let up = element; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (['auto', 'scroll', 'hidden', 'clip'].includes(style.overflowX)) return false;
      if (style.clipPath !== 'none' || style.clip !== 'auto') return false;
    }
    return true;
  });
  return [document.documentElement.scrollWidth - innerWidth,
          wide.map(element => element.outerHTML.slice(0, 120))];
}"""
TORN = """() => [...document.querySelectorAll('article x-math')].filter(formula => {
  const next = formula.nextSibling;
  if (next?.nodeType !== Node.TEXT_NODE || !/^\\S/.test(next.data)) return false;
  const range = document.createRange();
  range.setStart(next, 0);
  range.setEnd(next, 1);
  const last = [...formula.querySelectorAll('.katex-base')].at(-1).getBoundingClientRect();
  return range.getBoundingClientRect().left < last.right - 4;
}).map(formula => formula.querySelector('annotation').textContent + formula.nextSibling.data)"""
IMAGES = """() => [...document.images].map(image => [
  image.currentSrc, image.loading, image.getBoundingClientRect().top,
  image.hasAttribute('width') && image.hasAttribute('height')])"""
AWAITED = """() => {
  const expected = document.querySelector('link[rel=expect][blocking=render]');
  const section = document.getElementById(expected.getAttribute('href').slice(1));
  return scrollY + section.getBoundingClientRect().top;
}"""
LETTERS = """() => {
  const found = {};
  const walk = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.parentElement.closest('.katex-html')) continue;
    const style = getComputedStyle(node.parentElement);
    const face = [style.fontFamily.split(',')[0], style.fontStyle, style.fontWeight].join(' ');
    found[face] = (found[face] ?? '') + node.data;
  }
  return found;
}"""


class Traffic:
    """What a page has asked for, and what it has complained of."""

    def __init__(self, page: Page) -> None:
        self.responses: list[Response] = []
        self.errors: list[str] = []
        self.awaited = 0
        page.on("request", lambda _: self._count(1))
        page.on("requestfinished", lambda _: self._count(-1))
        page.on("requestfailed", lambda _: self._count(-1))
        page.on("response", lambda response: self.responses.append(response))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda m: m.type == "error" and self.errors.append(m.text))

    def _count(self, change: int) -> None:
        self.awaited += change

    def addresses(self) -> list[str]:
        return [response.url for response in self.responses]

    def weights(self, left_out: set[str] = frozenset()) -> Counter[str]:
        """Return the bytes of each kind, packed as a host packs them."""
        total: Counter[str] = Counter()
        for response in self.responses:
            if not response.url.startswith("data:") and response.url not in left_out:
                body = response.body()
                kind = KINDS.get(response.request.resource_type, "other")
                total[kind] += min(len(body), len(gzip.compress(body)))
        return total


@contextmanager
def watched(browser: Browser, url: str) -> Iterator[tuple[Page, Traffic]]:
    """Open a page on a phone and keep account of it."""
    with browser.new_context(viewport=PHONE) as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        traffic = Traffic(page)
        page.goto(url)
        page.evaluate(SETTLED)
        while traffic.awaited:  # the test's own limit ends it
            page.evaluate(SETTLED)
        yield page, traffic


@lru_cache
def glyphs(sheet: Path) -> dict[str, set[str]]:
    """Return the characters of each face that a style sheet offers."""
    css = sheet.read_text("utf-8")
    faces = {}
    for face in re.findall(r"@font-face\{([^}]*)\}", css):
        name = " ".join(
            re.findall(rf"font-{part}:([^;]+)", face)[0] for part in ("family", "style", "weight")
        )
        (file,) = re.findall(r"url\(([^)]+)\)", face)
        faces[name] = set(map(chr, TTFont(sheet.parent / file).getBestCmap()))
    return faces


def missing_letters(shown: dict[str, str], built: Path) -> dict[str, set[str]]:
    """Return what formulas show in a face that KaTeX's own has and the built one has not."""
    (sheet,) = (built / "assets" / "stylesheets").glob("*.css")
    whole, cut = glyphs(KATEX), glyphs(sheet)
    lacking = {
        face: {letter for letter in text if letter in whole[face]} - cut.get(face, set())
        for face, text in shown.items()
    }
    return {face: letters for face, letters in lacking.items() if letters}


@dataclass(frozen=True)
class Loaded:
    """A page as it was loaded on a phone, and what that took."""

    path: str
    page: Page
    traffic: Traffic
    images: list[tuple[str, str, float, bool]]

    @property
    def not_yet(self) -> set[str]:
        """The addresses of images that may wait until the reader comes near."""
        return {src for src, loading, top, _ in self.images if loading == "lazy" and top > 740}


@pytest.fixture(scope="module", params=PAGES, ids=lambda path: path or "index")
def loaded(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Loaded]:
    """Every page, loaded once for all tests of this module that ask for it."""
    with watched(browser, address + request.param) as (page, traffic):
        yield Loaded(request.param, page, traffic, page.evaluate(IMAGES))


def test_a_page_is_light(loaded: Loaded, record_property: Callable[[str, Any], None]) -> None:
    weights = loaded.traffic.weights(loaded.not_yet)
    record_property("page weight", [f"/{loaded.path}", dict(weights)])
    assert weights.total() <= LIMIT, weights
    searching = [url for url in loaded.traffic.addresses() if "search" in url]
    assert not searching, "the search starts when it is first used"


def test_a_page_stands_still(loaded: Loaded) -> None:
    assert loaded.page.evaluate(SHIFTS) < 0.01
    assert all(sized for *_, sized in loaded.images)
    assert all(loading == "lazy" for _, loading, top, _ in loaded.images if top > 2 * 740)


def test_the_first_picture_of_a_page_waits_for_its_whole_first_screen(loaded: Loaded) -> None:
    assert loaded.page.evaluate(AWAITED) > PHONE["height"]


def test_a_page_asks_only_its_own_host_and_complains_of_nothing(
    loaded: Loaded, address: str
) -> None:
    origin = "{0.scheme}://{0.netloc}/".format(urlsplit(address))
    assert all(url.startswith((origin, "data:")) for url in loaded.traffic.addresses())
    assert all(response.ok for response in loaded.traffic.responses)
    assert not loaded.traffic.errors


def test_the_cut_fonts_have_every_letter_of_a_page(loaded: Loaded, site: Path) -> None:
    folder = site / "en" if loaded.path.startswith("en/") else site
    assert not missing_letters(loaded.page.evaluate(LETTERS), folder)


def test_a_narrow_phone_shows_all_and_tears_no_formula_from_its_comma(loaded: Loaded) -> None:
    loaded.page.evaluate(UNFOLD)
    beyond, wide = loaded.page.evaluate(WIDER)
    assert beyond <= 0
    assert not wide
    assert not loaded.page.evaluate(TORN)


def test_a_page_that_moves_is_seen(browser: Browser, address: str) -> None:
    with watched(browser, f"{address}en/") as (page, _):
        page.evaluate(
            "document.querySelector('article').insertAdjacentHTML("
            "'afterbegin', '<div style=height:300px></div>')"
        )
        while page.evaluate(SHIFTS) < 0.01:  # the test's own limit ends it
            page.wait_for_timeout(10)


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_the_search_loads_with_the_first_search(
    browser: Browser, address: str, prefix: str
) -> None:
    with watched(browser, address + prefix) as (page, traffic):
        before = len(traffic.responses)
        page.click("[data-book-toggle=__search]")
        page.fill("input.md-search__input", "XOR")
        page.press("input.md-search__input", "End")
        page.wait_for_selector(".md-search-result__item")
    loaded = [urlsplit(url).path for url in traffic.addresses()[before:]]
    assert any("/workers/search." in url for url in loaded)
    assert any(url.endswith("/search_index.json") for url in loaded)
    assert not traffic.errors


def test_a_missing_letter_a_heavy_page_and_a_foreign_host_are_seen(
    browser: Browser, address: str, site: Path
) -> None:
    assert missing_letters({"KaTeX_Main normal 400": "1Q가"}, site) == {
        "KaTeX_Main normal 400": {"Q"}
    }
    with watched(browser, f"{address}en/") as (page, traffic):
        before = traffic.weights()["other"]
        page.evaluate("fetch('search/search_index.json').then(answer => answer.text())")
        assert traffic.weights()["other"] > before + 20_000
        page.evaluate("new Image().src = 'http://192.0.2.1/a.png'")
        page.evaluate(
            "document.head.append(Object.assign(document.createElement('script'), {text: 'x'}))"
        )
        refused = "Content Security Policy"
        while sum(refused in error for error in traffic.errors) < 2:  # the test's own limit ends it
            page.wait_for_timeout(10)
