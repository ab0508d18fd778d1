"""Pages print alone, in light colours, and the PDF of the book names the right pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Page
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from site_build.commands.build import configuration
from site_build.commands.printing.book import document, names
from site_build.commands.printing.check import fonts, problems
from site_build.commands.printing.pdf import destinations, print_document
from tests.site.built import NOTEBOOKS

pytestmark = pytest.mark.browser

A4 = {"width": 673, "height": 986}  # between the margins of print.css
CHOSEN = ["gates", NOTEBOOKS[0]]
SEEN = """selector => [...document.querySelectorAll(selector)]
  .filter(box => box.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})
    && box.getBoundingClientRect().height > 0).length"""
COLOURS = """() => [getComputedStyle(document.body).backgroundColor,
  getComputedStyle(document.querySelector('article > p:not([class])')).color]"""
BEYOND = """() => [...document.querySelectorAll('pre > code, .katex-base, table, figure img')]
  .filter(box => box.getBoundingClientRect().right > innerWidth).length"""

WRAPPED = """<article id=a><pre style="line-height: 1; white-space: pre-wrap; width: 6em">
<code style="display: block">one two three</code></pre></article>"""


@pytest.fixture
def dark_page(browser: Browser) -> Iterator[Page]:
    """A page whose reader has chosen dark colours."""
    with browser.new_context(color_scheme="dark", viewport=A4) as context:
        yield context.new_page()


def brightness(page: Page) -> float:
    """Return the mean of the first figure's pixels, from 0 for black to 255 for white."""
    figure = page.locator("article figure img").first
    figure.scroll_into_view_if_needed()
    figure.evaluate("figure => figure.decode()")
    picture = Image.open(io.BytesIO(figure.screenshot()))
    return float(ImageStat.Stat(picture.convert("L")).mean[0])


def test_a_page_prints_alone_in_light_colours_with_its_solutions(
    dark_page: Page, browser: Browser, address: str
) -> None:
    dark_page.goto(f"{address}backprop/")
    dark_page.wait_for_load_state("networkidle")
    assert dark_page.get_attribute("body", "data-md-color-scheme") == "slate"
    assert dark_page.evaluate(SEEN, "details.success > :not(summary)") == 0
    dark_page.emulate_media(media="print")
    assert dark_page.evaluate(SEEN, ".md-header, .md-sidebar, nav, button, .book-files") == 0
    assert dark_page.evaluate(SEEN, "details.success > :not(summary)") > 5
    assert dark_page.evaluate(BEYOND) == 0
    assert dark_page.evaluate(COLOURS) == ["rgb(255, 255, 255)", "rgb(34, 38, 43)"]
    with browser.new_page(color_scheme="light", viewport=A4) as light:
        light.goto(f"{address}backprop/")
        light.emulate_media(media="print")
        assert brightness(light) == pytest.approx(brightness(dark_page), abs=2)
        light.emulate_media(media="screen", color_scheme="dark")
        assert brightness(light) < 100, "the measure tells dark figures"


def test_solutions_can_be_left_out_of_a_print(dark_page: Page, address: str) -> None:
    dark_page.goto(f"{address}en/gates/")
    dark_page.click(".book-print a:visible")
    dark_page.emulate_media(media="print")
    assert dark_page.evaluate(SEEN, "details.success, details.success > *") == 0
    dark_page.emulate_media(media="screen")
    dark_page.click(".book-print a:visible")
    dark_page.emulate_media(media="print")
    assert dark_page.evaluate(SEEN, "details.success") > 3


@pytest.fixture(scope="module")
def printed(browser: Browser, site: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two pages of the book, printed by a reader of dark pages."""
    source = tmp_path_factory.mktemp("book") / "book.html"
    source.write_text(document(site, configuration("ko"), CHOSEN), "utf-8")
    return print_document(browser, source, color_scheme="dark")


def test_the_pdf_is_complete(printed: bytes) -> None:
    pdf = PdfReader(io.BytesIO(printed))
    assert not problems(pdf)
    assert {"/CIDFontType2"} == set(fonts(pdf).values())
    assert any("XorbookPrint" in name for name in fonts(pdf))
    assert "『퍼셉트론에서 역전파까지』" in pdf.pages[0].extract_text()
    assert "마진" in pdf.pages[destinations(pdf)["gates--margin"] - 1].extract_text()
    outline = [str(item.title) for item in pdf.outline if not isinstance(item, list)]
    assert any("논리 게이트" in title for title in outline)


def test_every_line_of_the_contents_names_the_page_it_leads_to(printed: bytes) -> None:
    pdf = PdfReader(io.BytesIO(printed))
    numbers = destinations(pdf)
    text = pdf.pages[1].extract_text()
    named = [int(number) for number in re.findall(r"(\d+)$", text, re.MULTILINE)]
    page: Any = pdf.pages[1]
    targets = [link.get_object().get("/Dest") for link in page["/Annots"]]
    led_to = [numbers[str(target).removeprefix("/")] for target in targets]
    assert sorted(set(led_to)) == sorted(set(named) - {2})


def changed(printed: bytes, fault: str) -> PdfReader:
    """Return the PDF with a fault."""
    writer = PdfWriter(clone_from=io.BytesIO(printed))
    page: Any = writer.pages[1]
    if fault == "font":
        font = next(iter(page["/Resources"]["/Font"].values())).get_object()
        del font["/DescendantFonts"]
        font[NameObject("/Subtype")] = NameObject("/Type3")
    elif fault == "link":
        link = page["/Annots"][0].get_object()
        link[NameObject("/Dest")] = TextStringObject("lost")
    else:
        writer.add_blank_page()
    made = io.BytesIO()
    writer.write(made)
    return PdfReader(made)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("font", r".*XorbookPrint.*: expected TrueType"),
        ("link", "page 2: the link to lost leads nowhere"),
        ("page", r"page \d+: expected more than ''"),
    ],
)
def test_a_drawn_font_a_lost_link_and_an_empty_page_are_seen(
    printed: bytes, fault: str, said: str
) -> None:
    (found,) = problems(changed(printed, fault))
    assert re.match(said, found)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<a href='#x'>x</a><b data-page-of='x'></b>", "for every line of the contents"),
        ("<article id=a><table><td style='min-width: 800px'>b</table></article>", "a: b"),
        (WRAPPED, "a: one two three"),
    ],
)
def test_what_cannot_be_printed_is_said(
    browser: Browser, tmp_path: Path, html: str, said: str
) -> None:
    (tmp_path / "book.html").write_text(html, "utf-8")
    with pytest.raises(RuntimeError, match=said):
        print_document(browser, tmp_path / "book.html")


def test_the_book_has_every_page_of_the_menu() -> None:
    menu = [{"a": "index.md"}, {"b": [{"c": "gates.md"}, "try.ipynb"]}]
    assert list(names(menu)) == ["index", "gates", "try"]
