"""The zips open from a disk with the network cut, complete, in both languages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from site_build.commands.offline import folder as offline
from site_build.commands.offline.zips import pack
from site_build.commands.online_address import online_address
from tests.site.built import pages

pytestmark = pytest.mark.browser

LANGUAGES = ["ko", "en"]
EPOCH = 1_700_000_000
SHOWN = """() => [
  document.fonts.check('16px KaTeX_Main'),
  document.querySelector('.katex-html').getBoundingClientRect().width > 0,
  [...document.images].every(image => image.loading == 'lazy' || image.naturalWidth > 0)]"""


@pytest.fixture(scope="module", params=LANGUAGES)
def unpacked(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of one language, from its zip, under a path with a space and a Hangul word."""
    root = tmp_path_factory.mktemp("내려받은 책")
    language = request.param
    pack(offline.folder(site, language), language, root / "book.zip", EPOCH)
    with zipfile.ZipFile(root / "book.zip") as archive:
        archive.extractall(root)
    return root / language


@pytest.fixture
def cut_off(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page without a network, what it asked for beside files, and its errors."""
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        faults: list[str] = []
        page.on(
            "request",
            lambda request: urlsplit(request.url).scheme == "file" or faults.append(request.url),
        )
        page.on("requestfailed", lambda request: faults.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: m.type == "error" and faults.append(m.text))
        yield page, faults


def search(page: Page, words: str) -> list[str]:
    """Return the pages that the search finds first, by their folders."""
    page.keyboard.press("/")
    page.fill("input.md-search__input", words)
    page.press("input.md-search__input", "End")
    page.wait_for_selector(".md-search-result__item")
    links = page.eval_on_selector_all(
        ".md-search-result__item > a:first-child", "all => all.map(a => a.pathname)"
    )
    return [Path(unquote(link)).parent.name for link in links[:3]]


def test_the_book_opens_without_a_network(unpacked: Path, cut_off: tuple[Page, list[str]]) -> None:
    page, faults = cut_off
    own, other = unpacked.name, {"ko": "en", "en": "ko"}[unpacked.name]
    page.goto((unpacked / "index.html").as_uri())
    assert page.get_attribute("html", "lang") == own
    page.click(".md-nav__link[href*='forward/']")
    page.wait_for_url("**/forward/index.html")
    start = page.url
    assert page.evaluate(SHOWN) == [True, True, True]
    assert "backprop" in search(page, "역전파를" if own == "ko" else "chain rule")
    page.click(".md-search-result__link")
    page.wait_for_url(lambda url: not url.startswith(start))
    assert urlsplit(page.url).path.endswith("/index.html")
    page.click(".book-language")
    page.wait_for_function("lang => document.documentElement.lang == lang", arg=other)
    assert "backprop" in search(page, "역전파를" if other == "ko" else "chain rule")
    assert not faults


def test_a_request_and_a_lost_script_are_seen(
    unpacked: Path, cut_off: tuple[Page, list[str]]
) -> None:
    page, faults = cut_off
    page.goto((unpacked / "gates" / "index.html").as_uri())
    page.evaluate("new Image().src = 'http://192.0.2.1/a.png'")
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'), {src: 'lost.js'}))"
    )
    for lost in ("192.0.2.1", "lost.js"):
        while not any(lost in fault for fault in faults):  # the test's own limit ends it
            page.wait_for_timeout(10)


def broken_links(folder: Path) -> list[str]:
    """Say which relative addresses of a folder's pages name no file of it."""
    found = []
    for file in sorted(folder.rglob("*.html")):
        for value in re.findall(r' (?:href|src)="([^":#]+)[^":]*"', file.read_text("utf-8")):
            if not (file.parent / unquote(unescape(value))).is_file():
                found.append(f"{file.relative_to(folder)}: {value}")
    return found


def test_the_folder_is_complete(unpacked: Path, site: Path) -> None:
    assert len(list(unpacked.rglob("index.html"))) == len(pages(site))
    assert not broken_links(unpacked)
    page = (unpacked / "gates" / "index.html").read_text("utf-8")
    assert "Content-Security-Policy" not in page
    (unpacked / "lost.html").write_text('<a href="gates/"></a> <a href="gates/index.html"></a>')
    assert broken_links(unpacked) == ["lost.html: gates/"]
    (unpacked / "lost.html").unlink()


def test_a_zip_is_the_same_to_the_byte(tmp_path: Path) -> None:
    files = {"b.txt": b"b", "a/a.txt": b"a"}
    pack(files, "book", tmp_path / "first.zip", EPOCH)
    pack(dict(reversed(files.items())), "book", tmp_path / "second.zip", EPOCH)
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "first.zip") as archive:
        assert archive.namelist() == ["book/a/a.txt", "book/b.txt"]


def test_links_of_a_page_lead_to_files_or_online() -> None:
    canonical = '<link rel="canonical" href="https://a.b/book/en/x/">'
    page = (
        canonical
        + '<a href="../y/#z"></a><a href="../../x/"></a><a href="../../book.pdf?a=b&amp;c"></a>'
    )
    files = {"en/x/index.html", "en/y/index.html", "x/index.html"}
    made = offline.rewritten(page, "en/x/index.html", files, lambda path: offline.moved(path, "en"))
    assert made == canonical + (
        '<a href="../y/index.html#z"></a><a href="../ko/x/index.html"></a>'
        '<a href="https://a.b/book/book.pdf?a=b&amp;c"></a>'
    )
    with pytest.raises(ValueError, match="ending in /en/y/, got https://"):
        online_address(page, "en/y/index.html")
    with pytest.raises(ValueError, match="expected Material's bundle once, found it 0 times"):
        offline.page_of_a_folder(page, "en/x/index.html", files, "en")
