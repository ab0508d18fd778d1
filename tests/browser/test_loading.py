"""What opening a page costs on a phone, what it asks for, and whether it stays where it is."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page, Response

from tests.browser.test_site import ADDRESSES
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

SHIFTS = """() => new Promise(done => {
  const sum = list => list.reduce((total, shift) => total + shift.value, 0);
  new PerformanceObserver(list => done(sum(list.getEntries())))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(0), 200);
})"""
IMAGES = """() => [...document.images].map(image => [
  image.currentSrc, image.loading, image.getBoundingClientRect().top,
  image.hasAttribute('width') && image.hasAttribute('height')])"""
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
        page.on("response", lambda response: self.responses.append(response))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda m: m.type == "error" and self.errors.append(m.text))

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
        page = context.new_page()
        traffic = Traffic(page)
        page.goto(url)
        # Of itself, it may come before the last script on a busy machine.
        page.wait_for_load_state("networkidle")
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


@ADDRESSES
def test_a_page_is_light_stands_still_and_asks_only_its_own_host(
    browser: Browser,
    address: str,
    site: Path,
    path: str,
    record_property: Callable[[str, Any], None],
) -> None:
    origin = "{0.scheme}://{0.netloc}/".format(urlsplit(address))
    language_folder = site / "en" if path.startswith("en/") else site
    with watched(browser, address + path) as (page, traffic):
        images = page.evaluate(IMAGES)
        later = {src for src, loading, top, _ in images if loading == "lazy" and top > 740}
        weights = traffic.weights(later)
        searching = [url for url in traffic.addresses() if "search" in url]
        shift = page.evaluate(SHIFTS)
        missing = missing_letters(page.evaluate(LETTERS), language_folder)
    record_property("page weight", [f"/{path}", dict(weights)])
    assert weights.total() <= LIMIT, weights
    assert not searching, "the search starts when it is first used"
    assert shift < 0.01
    assert all(sized for *_, sized in images)
    assert all(loading == "lazy" for _, loading, top, _ in images if top > 2 * 740)
    assert not missing
    assert not traffic.errors
    assert all(url.startswith((origin, "data:")) for url in traffic.addresses())
    assert all(response.ok for response in traffic.responses)


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
        page.wait_for_function("() => true")
    assert sum("Content Security Policy" in error for error in traffic.errors) == 2
