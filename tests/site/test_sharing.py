"""How the book is found, shown where it is shared, and cited."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from PIL import Image, ImageFont

from site_build import settings
from site_build.contents import Contents
from site_build.finishing import sharing_cards as cards
from tests.site.built import ADDRESS, LANGUAGES, ROOT, pages

LENGTHS = {"ko": (20, 110), "en": (50, 160)}  # what search engines show of a description
NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@pytest.fixture(scope="module")
def heads(site: Path) -> dict[str, BeautifulSoup]:
    """The head of every page, by the page's full address."""
    return {
        ADDRESS + page.lstrip("/"): BeautifulSoup(
            file.read_text("utf-8").partition("</head>")[0], "html.parser"
        )
        for page, file in pages(site).items()
    }


def language(url: str) -> str:
    return "en" if url.startswith(f"{ADDRESS}en/") else "ko"


def meta(head: BeautifulSoup, name: str) -> str:
    """Return what the one meta element of a name or property says."""
    (found,) = head.select(f'meta[name="{name}"], meta[property="{name}"]')
    return str(found["content"])


def linked_data(head: BeautifulSoup) -> dict[str, Any]:
    (script,) = head.select('script[type="application/ld+json"]')
    data: dict[str, Any] = json.loads(str(script.string))
    return data


def test_titles_and_descriptions_are_the_pages_own(heads: dict[str, BeautifulSoup]) -> None:
    titles, descriptions = set(), set()
    for url, head in heads.items():
        assert head.title is not None
        assert 5 <= len(head.title.text) <= 70, url
        titles.add(head.title.text)
        least, most = LENGTHS[language(url)]
        assert least <= len(meta(head, "description")) <= most, url
        descriptions.add(meta(head, "description"))
    assert len(titles) == len(descriptions) == len(heads)


def test_a_shared_link_shows_the_page(site: Path, heads: dict[str, BeautifulSoup]) -> None:
    images = set()
    for url, head in heads.items():
        canonical = head.select_one("link[rel=canonical]")
        assert isinstance(canonical, Tag)
        assert meta(head, "og:url") == canonical["href"] == url
        assert meta(head, "og:description") == meta(head, "description")
        assert head.title is not None
        assert head.title.text.startswith(meta(head, "og:title"))
        assert meta(head, "twitter:card") == "summary_large_image"
        here, there = meta(head, "og:locale"), meta(head, "og:locale:alternate")
        assert (here[:2], {here[:2], there[:2]}) == (language(url), {"ko", "en"})
        image = meta(head, "og:image")
        assert image.startswith(ADDRESS)
        images.add(image)
        with Image.open(site / image.removeprefix(ADDRESS)) as card:
            size = int(meta(head, "og:image:width")), int(meta(head, "og:image:height"))
            assert card.size == size == cards.SIZE
            assert card.format == "PNG"
    assert len(images) == len(heads)


def test_search_engines_are_told_of_the_book_and_its_chapters(
    heads: dict[str, BeautifulSoup],
) -> None:
    for prefix in LANGUAGES.values():
        root = ADDRESS + prefix
        book = linked_data(heads[root])
        assert (book["@type"], book["@id"]) == ("Book", root)
        assert book["bookEdition"] == settings.edition()
        parts = [f"{root}{name}/" for name in Contents().chapters]
        assert [part["@id"] for part in book["hasPart"]] == parts
        for position, url in enumerate(parts, start=1):
            chapter = linked_data(heads[url])
            assert (chapter["@type"], chapter["position"]) == ("Chapter", position)
            assert chapter["isPartOf"]["@id"] == root
            assert chapter["isPartOf"]["name"] == book["name"]


def test_the_data_of_a_page_agrees_with_its_head(heads: dict[str, BeautifulSoup]) -> None:
    for url, head in heads.items():
        data = linked_data(head)
        assert data["@context"] == "https://schema.org"
        assert data["@type"] in ("Book", "Chapter", "WebPage")
        assert data["url"] == data["@id"] == url
        assert data["name"] == meta(head, "og:title")
        assert data["description"] == meta(head, "description")
        assert data["image"] == meta(head, "og:image")
        assert data["inLanguage"] == language(url)
        assert data["dateModified"] == settings.date(settings.source_date_epoch())


def test_the_sitemaps_hold_every_page_in_both_languages(
    site: Path, heads: dict[str, BeautifulSoup]
) -> None:
    listed = []
    for prefix in LANGUAGES.values():
        root = ElementTree.parse(site / prefix / "sitemap.xml").getroot()
        for entry in root.findall("s:url", NAMESPACES):
            url = entry.findtext("s:loc", namespaces=NAMESPACES)
            assert url is not None
            listed.append(url)
            in_page = {
                str(link["hreflang"]): str(link["href"])
                for link in heads[url].select("link[hreflang]")
            }
            in_map = {
                link.get("hreflang"): link.get("href")
                for link in entry.findall("x:link", NAMESPACES)
            }
            assert in_map == in_page
    assert sorted(listed) == sorted(heads)


def test_robots_are_told_of_both_sitemaps(site: Path) -> None:
    (robots,) = site.rglob("robots.txt")
    assert robots == site / "robots.txt"
    lines = robots.read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("Sitemap:")] == [
        f"Sitemap: {ADDRESS}{prefix}sitemap.xml" for prefix in LANGUAGES.values()
    ]
    assert not any(line.startswith("Disallow") for line in lines)


def test_the_page_for_what_is_not_there_speaks_both_languages(site: Path) -> None:
    page = BeautifulSoup((site / "404.html").read_text("utf-8"), "html.parser")
    for tongue, prefix in LANGUAGES.items():
        (part,) = page.select(f"article div[lang={tongue}]")
        assert [str(link["href"]) for link in part.select("a")] == [ADDRESS + prefix]
    assert meta(page, "robots") == "noindex"
    assert not page.select("link[rel=canonical], link[hreflang], meta[property]")


def test_every_page_can_be_cited_and_edited(site: Path) -> None:
    day = settings.date(settings.source_date_epoch())
    edited = set()
    for page, file in pages(site).items():
        text = file.read_text("utf-8")
        (cited,) = re.findall(r'<div class="md-copyright">(.*?)</div>', text, re.DOTALL)
        for part in ("The xorbook authors", settings.edition(), day, ADDRESS + page.lstrip("/")):
            assert part in cited, page
        (source,) = re.findall(r'/edit/main/([^"]+)" rel="edit"', text)
        assert (ROOT / source).is_file(), page
        edited.add(source)
    assert len(edited) == len(pages(site))


def test_the_citation_file_names_this_edition() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {settings.edition()}\n" in citation
    assert f"\n  edition: {settings.edition()}\n" in citation
    site_name = re.search("^site_name: (.*)$", settings.CONFIGS["en"].read_text("utf-8"), re.M)
    assert site_name is not None
    assert f"\n  title: {site_name[1]}\n" in citation
    assert citation.count("  - name: The xorbook authors") == 2
    assert "Copyright (c) 2026 The xorbook authors" in (ROOT / "LICENSE").read_text("utf-8")


@pytest.fixture
def figure(tmp_path: Path) -> Path:
    """A picture as wide as a figure's, on its paper."""
    file = tmp_path / "figures" / "one.png"
    file.parent.mkdir()
    drawing = Image.new("RGB", (1600, 800), "#fdfcf9")
    drawing.paste("#000000", (700, 300, 900, 500))
    drawing.save(file)
    return file


def test_a_card_has_the_title_beside_the_figure(figure: Path) -> None:
    titled, other = cards.card("XOR", "XOR", figure), cards.card("X", "XOR", figure)
    assert titled.size == cards.SIZE
    assert titled.tobytes() == cards.card("XOR", "XOR", figure).tobytes()
    half = cards.MARGIN + cards.TEXT_WIDTH
    text, picture = (0, 0, half, cards.SIZE[1]), (half, 0, *cards.SIZE)
    assert titled.crop(text).tobytes() != other.crop(text).tobytes()
    assert titled.crop(picture).tobytes() == other.crop(picture).tobytes()
    assert titled.getpixel((cards.SIZE[0] - 1, 0)) == (253, 252, 249)
    assert (0, 0, 0) in {colour for _, colour in titled.crop(picture).getcolors(99_999)}


def test_a_page_without_a_figure_borrows_the_first_pages(figure: Path, tmp_path: Path) -> None:
    image = '<meta property="og:image" content="https://e.org/b/cards/{}.png">'
    head = (
        '<meta property="og:title" content="{}"><meta property="og:site_name" content="XOR">'
        + image
    )
    pictured = '<img alt="x" src="figures/one.svg" width="1">'
    (tmp_path / "index.html").write_text(head.format("X &amp; OR", "index") + pictured)
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "index.html").write_text(head.format("R", "two"))
    cards.write(tmp_path, "https://e.org/b/")
    with Image.open(tmp_path / "cards" / "two.png") as made:
        assert made.tobytes() == cards.card("R", "XOR", figure).tobytes()
    (tmp_path / "index.html").write_text(head.format("X", "index"))
    with pytest.raises(ValueError, match="expected a figure on the first page"):
        cards.write(tmp_path, "https://e.org/b/")


def test_what_does_not_fit_on_a_card_is_an_error() -> None:
    font = ImageFont.truetype(cards.FONT, cards.TITLE)
    assert cards.wrapped("The forward pass of the net", font).count("\n") == 1
    with pytest.raises(ValueError, match="no wider than 500 pixels, got 'pppppppp"):
        cards.wrapped("p" * 60, font)
    with pytest.raises(ValueError, match=r"korean-regular\.woff2 has, got \['뷁'\]"):
        cards.wrapped("뷁", font)
