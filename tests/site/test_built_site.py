"""The built site, as files: links, resources, languages, edition."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from unicodedata import east_asian_width
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from site_build import settings
from site_build.contents import Contents
from tests.site.built import ADDRESS, LANGUAGES, NOTEBOOKS, ROOT, pages

COLUMNS = 95  # between the margins of the PDF, in the size of print.css
FOLDED = 92  # the same in a solution or a check, which is set in
LOOKS = re.compile(r'<span class="katex-html".*?(?=</x-math>|</div>)', re.DOTALL)


@pytest.fixture(scope="module")
def soups(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the site, parsed, without what formulas look like: a third of a page."""
    return {
        address: BeautifulSoup(LOOKS.sub("</span>", file.read_text("utf-8")), "html.parser")
        for address, file in pages(site).items()
    }


def target(site: Path, page: str, href: str) -> tuple[Path, str]:
    """Return the file and the fragment that a link on a page leads to."""
    parts = urlsplit(urljoin(f"https://site.example/{page.lstrip('/')}", href))
    path = site / unquote(parts.path).lstrip("/")
    return (path / "index.html" if parts.path.endswith("/") else path), unquote(parts.fragment)


def test_both_languages_have_the_same_pages(site: Path) -> None:
    found = {page.lstrip("/") for page in pages(site)}
    english = {page.removeprefix("en/") for page in found if page.startswith("en/")}
    korean = {page for page in found if not page.startswith("en/")}
    assert korean == english
    names = {page.rstrip("/") or Contents().first for page in korean}
    assert names == set(Contents().pages)


def test_the_menu_is_the_contents_in_both_languages(soups: dict[str, BeautifulSoup]) -> None:
    contents = Contents()
    for page, soup in soups.items():
        language = "en" if page.startswith("en/") else "ko"
        (menu,) = soup.select("#__nav_panel")
        titles = [part.get_text(strip=True) for part in menu.select("span[id^=__nav_]")]
        assert titles == [part.title[language] for part in contents.parts], page
        links = [
            urljoin(f"https://site.example/{page.lstrip('/')}", str(link["href"]))
            for link in menu.select("a.md-nav__link")
            if not str(link["href"]).startswith("#")
        ]
        root = f"https://site.example/{LANGUAGES[language]}"
        names = [url.removeprefix(root).rstrip("/") or contents.first for url in links]
        assert names == contents.pages, page


def test_the_first_page_asks_the_question_of_every_chapter(
    soups: dict[str, BeautifulSoup],
) -> None:
    contents = Contents()
    for language, prefix in LANGUAGES.items():
        rows = soups[prefix or "/"].select("article table tr:has(a)")
        shown = [[cell.get_text() for cell in row.select("td")] for row in rows]
        said = [contents.meta(language, name) for name in contents.chapters]
        assert shown == [[meta["title"], meta["question"]] for meta in said]
        hrefs = [str(link["href"]) for row in rows for link in row.select("a")]
        assert hrefs == [f"{name}/" for name in contents.chapters]


def test_style_sheets_fetch_only_what_is_there(site: Path) -> None:
    wrong = []
    for sheet in site.rglob("*.css"):
        for url in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text("utf-8")):
            inside = url.startswith(("data:", "#"))
            if not inside and not (sheet.parent / url.split("?")[0].split("#")[0]).is_file():
                wrong.append(f"{sheet.name}: {url}")
        assert "@import" not in sheet.read_text("utf-8")
    assert not wrong


def columns(line: str) -> int:
    """Return how wide a line of code is; Korean letters take two columns."""
    return sum(1 + (east_asian_width(letter) in "WF") for letter in line)


def test_a_line_of_code_fits_on_paper(soups: dict[str, BeautifulSoup]) -> None:
    long = {
        f"{page}: {line}"
        for page, soup in soups.items()
        for code in soup.select("article pre > code")
        for line in code.get_text().splitlines()
        if columns(line) > (FOLDED if code.find_parent("details") else COLUMNS)
    }
    assert not long
    assert columns("a가") == 3


def test_the_language_switch_leads_to_the_same_page(
    site: Path, soups: dict[str, BeautifulSoup]
) -> None:
    for page, soup in soups.items():
        switch = soup.select_one("a.book-language")
        assert isinstance(switch, Tag), page
        here, there = ("en", "ko") if page.startswith("en/") else ("ko", "en")
        assert soup.html is not None
        assert soup.html["lang"] == here
        assert switch["lang"] == switch["hreflang"] == there
        name = page.lstrip("/").removeprefix("en/")
        expected = site / LANGUAGES[there] / name / "index.html"
        assert target(site, page, str(switch["href"]))[0].resolve() == expected.resolve()


def test_every_page_names_its_address_in_both_languages(soups: dict[str, BeautifulSoup]) -> None:
    for page, soup in soups.items():
        name = page.lstrip("/").removeprefix("en/")
        alternates = {
            str(a["hreflang"]): str(a["href"]) for a in soup.select("head link[hreflang]")
        }
        assert alternates == {
            "ko": ADDRESS + name,
            "en": f"{ADDRESS}en/{name}",
            "x-default": ADDRESS + name,
        }
        canonical = soup.select_one("link[rel=canonical]")
        assert isinstance(canonical, Tag)
        assert canonical["href"] == alternates["en" if page.startswith("en/") else "ko"]


def test_prerequisites_stand_at_the_top(soups: dict[str, BeautifulSoup]) -> None:
    seen = 0
    for language in LANGUAGES:
        for file in (ROOT / "docs" / language).glob("*.md"):
            front = file.read_text("utf-8").split("---\n")[1]
            listed = re.findall(r"[\w-]+\.md", front)
            name = "" if file.stem == "index" else f"{file.stem}/"
            soup = soups[(LANGUAGES[language] + name) or "/"]
            shown = [str(a["href"]) for a in soup.select(".book-prerequisites a")]
            assert [href.rstrip("/").split("/")[-1] + ".md" for href in shown] == listed, file
            seen += len(listed)
    assert seen


def test_a_page_says_what_it_is_about(soups: dict[str, BeautifulSoup]) -> None:
    """Front matter that is no YAML would be set as text, and the page would lose its head."""
    for language in LANGUAGES:
        for file in (ROOT / "docs" / language).glob("*.md"):
            front = file.read_text("utf-8").split("---\n")[1]
            (description,) = re.findall(r"^description: (.+)$", front, re.MULTILINE)
            name = "" if file.stem == "index" else f"{file.stem}/"
            meta = soups[(LANGUAGES[language] + name) or "/"].select_one("meta[name=description]")
            assert isinstance(meta, Tag), file
            assert str(meta["content"]) == description.strip("\"'"), file


def test_a_wrong_number_can_be_reported_from_every_page(soups: dict[str, BeautifulSoup]) -> None:
    for page, soup in soups.items():
        link = soup.select_one(".book-report a")
        assert isinstance(link, Tag), page
        body = unquote(str(link["href"]))
        assert "/issues/new?title=" in body
        assert ADDRESS + page.lstrip("/") in body
        assert f"({'en' if page.startswith('en/') else 'ko'}, {settings.edition()})" in body


def test_the_footer_names_edition_day_and_licences(soups: dict[str, BeautifulSoup]) -> None:
    day = settings.date(settings.source_date_epoch())
    for soup in soups.values():
        footer = soup.select_one(".md-copyright")
        assert isinstance(footer, Tag)
        assert all(part in footer.text for part in (settings.edition(), day, "CC BY 4.0", "MIT"))


def test_no_comment_and_no_raw_formula_is_left(site: Path, soups: dict[str, BeautifulSoup]) -> None:
    for page, soup in soups.items():
        html = pages(site)[page].read_text("utf-8")
        article = html[html.index("<article") : html.index("</article>")]
        assert "<!--" not in article, page
        assert "wzxhzdk" not in article, page
        dollars = soup.select_one("article").find_all(string=re.compile(r"\$"))
        code = "code, pre, .math, .math-display"
        assert not [text for text in dollars if text.parent.css.closest(code) is None], page


def test_formulas_are_not_searched_for_but_text_is(site: Path) -> None:
    for prefix in LANGUAGES.values():
        index = json.loads((site / prefix / "search" / "search_index.json").read_text("utf-8"))
        text = json.dumps(index, ensure_ascii=False)
        assert "annotation" not in text
        assert "katex" not in text
        # The joiner that holds a particle to its bracket must not hide the word beside it.
        assert r"\u2060" in index["config"]["separator"]
        assert len(index["docs"]) > 20


def test_the_wheel_lies_beside_the_pages(site: Path) -> None:
    wheels = [file.name for file in site.glob("*.whl")]
    assert wheels == [settings.wheel_name()]
    for prefix in LANGUAGES.values():
        assert f"site/{wheels[0]}" in (site / prefix / "index.html").read_text("utf-8")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_light_and_can_be_downloaded(site: Path, name: str) -> None:
    for prefix in LANGUAGES.values():
        folder = site / prefix / name
        assert len((folder / "index.html").read_bytes()) < 100_000
        assert "0.933156" in (folder / "index.html").read_text("utf-8")
        notebook = json.loads((folder / f"{name}.ipynb").read_text("utf-8"))
        text = json.dumps(notebook, ensure_ascii=False)
        assert settings.wheel_name() in text
        assert not re.search(r"\\\\q[xwbzalg]\{|\{ #", text)


def test_the_sitemap_has_the_day_of_the_edition(site: Path) -> None:
    day = settings.date(settings.source_date_epoch())
    for prefix in LANGUAGES.values():
        sitemap = (site / prefix / "sitemap.xml").read_text("utf-8")
        assert gzip.decompress((site / prefix / "sitemap.xml.gz").read_bytes()).decode() == sitemap
        assert set(re.findall("<lastmod>(.*?)</lastmod>", sitemap)) == {day}


def test_english_has_the_address_of_the_site(site: Path) -> None:
    korean = re.search(r"site_url: .*?(https://[^\]]+)\]", (ROOT / "mkdocs.yml").read_text("utf-8"))
    english = re.search(r"site_url: (\S+)", (ROOT / "mkdocs.en.yml").read_text("utf-8"))
    assert korean is not None
    assert english is not None
    assert english[1] == korean[1] + "en/"
