"""Nothing on the built site is broken: its HTML, its links, its anchors, its ids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.chromium import served
from tests.site.built import ADDRESS, LANGUAGES, REPOSITORY, ROOT
from tests.site.links import LISTED, listed, problem
from tests.site.references import BuiltSite


@pytest.fixture(scope="module")
def book(site: Path) -> BuiltSite:
    """The site, parsed once."""
    return BuiltSite(site, ADDRESS, REPOSITORY)


def test_nothing_is_broken(book: BuiltSite) -> None:
    assert len(book.pages) == 2 * (len(list((ROOT / "docs" / "ko").glob("*.md"))) + 2)
    assert sum(len(page.ids) for page in book.pages.values()) > 500
    assert not book.problems()


def test_the_links_that_lead_away_are_listed(book: BuiltSite) -> None:
    assert sorted(book.external()) == listed(), f"{LISTED.name} should list the links of the site"


def test_own_addresses_written_out_exist(site: Path) -> None:
    """Cards, sitemaps and data for search engines hold whole addresses, in no attribute."""
    wrong = []
    for file in [*site.rglob("*.html"), *site.rglob("*.xml"), *site.rglob("*.ipynb")]:
        for found in set(re.findall(rf"{ADDRESS}[^\s\"'<>\\)&#?]*", file.read_text("utf-8"))):
            path = found.removeprefix(ADDRESS)
            target = site / (path + "index.html" if path.endswith("/") or not path else path)
            if not found.startswith(REPOSITORY) and not target.is_file():
                wrong.append(f"{file.relative_to(site)}: {found}")
    assert not wrong


HEAD = "<!doctype html><html lang=en><title>t</title>"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<p>a</div>", "not well formed"),
        ('<pre><span class="n">a</pre>', "not well formed"),
        ('<pre><span class="n">a</span></span></pre>', "not well formed"),
        ('<x-math><span style="top:1em"><b></span></x-math>', "not well formed"),
        ('<x-math><span class="a" class="b">a</span></x-math>', "not well formed"),
        ('<pre>&lt<span class="n">;</span></pre>', "not well formed"),
        ('<pre><span id="a">a</span></pre><p id=a>b', "id a is there 2 times"),
        ('<pre><span style="background:url(a.png)">a</span></pre>', "a.png is not there"),
        ("<p id=a>a<p id=a>b", "id a is there 2 times"),
        ("<label for=a>a</label>", "for names #a"),
        ("<p aria-describedby='b a' id=b>a", "aria-describedby names #a"),
        ("<table><tr><td headers=a>1</table>", "headers names #a"),
        ("<a href=b/>a</a>", "b/ is not there"),
        ("<a href=other.html#b>a</a>", "has no #b"),
        ("<a href='#b'>a</a>", "has no #b"),
        ("<a href='?q=1#b'>a</a>", "has no #b"),
        ("<a href=/elsewhere>a</a>", "is outside the book"),
        ("<a href=https://book.example/elsewhere>a</a>", "is outside the book"),
        ("<img src=a.svg alt=a>", "a.svg is not there"),
        ("<img src=index.html srcset='a.png 2x' alt=a>", "a.png is not there"),
        ("<img src=https://cdn.example/a.png alt=a>", "is fetched from elsewhere"),
        ("<link rel=stylesheet href=https://cdn.example/a.css>", "is fetched from elsewhere"),
        ("<script src=//cdn.example/a.js></script>", "is fetched from elsewhere"),
        ("<p style='background: url(a.png)'>a", "a.png is not there"),
        ("<svg><use xlink:href='#a'/></svg>", "has no #a"),
    ],
)
def test_what_is_broken_is_found(tmp_path: Path, body: str, problem: str) -> None:
    (tmp_path / "index.html").write_text(HEAD + body, "utf-8")
    (tmp_path / "other.html").write_text(HEAD + "<p id=a>a", "utf-8")
    (found,) = BuiltSite(tmp_path, "https://book.example/x/").problems()
    assert found.startswith("index.html: ")
    assert problem in found


def test_what_is_right_is_not_found(tmp_path: Path) -> None:
    body = (
        "<a href=.>a</a><a href=other.html#가>b</a><a href=https://away.example/>c</a>"
        "<a href=https://book.example/x/other.html>d</a><link rel=canonical href=index.html>"
        "<a href=https://book.example/x/source/issues>e</a><a href=mailto:a@b.example>f</a>"
    )
    (tmp_path / "index.html").write_text(HEAD + body, "utf-8")
    (tmp_path / "other.html").write_text(HEAD + "<p id=가>a", "utf-8")
    book = BuiltSite(tmp_path, "https://book.example/x/", "https://book.example/x/source")
    assert not book.problems()
    assert book.external() == {"https://away.example/"}


def test_each_language_has_pages_to_check(book: BuiltSite, site: Path) -> None:
    for prefix in LANGUAGES.values():
        assert site / prefix / "index.html" in book.pages


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(HEAD, "utf-8")
    with served(tmp_path) as address:
        assert problem(address) is None
        assert problem(f"{address}missing") == "404 File not found"
    assert "refused" in str(problem(address))
