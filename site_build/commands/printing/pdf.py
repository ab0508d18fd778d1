"""Print a document with Chromium, twice: only a printed book knows the numbers of its pages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize
from pypdf import PdfReader

_PASSES = 4
_FILL = """pages => {
  for (const place of document.querySelectorAll('[data-page-of]'))
    place.textContent = pages[place.dataset.pageOf];
}"""
# The width between the margins of book.css, in CSS pixels.
_PAPER = ViewportSize(width=612, height=900)
_TOO_WIDE = """() => {
  const wraps = code => {
    const style = getComputedStyle(code);
    const [top, bottom, line] = ['paddingTop', 'paddingBottom', 'lineHeight']
      .map(size => parseFloat(style[size]));
    const lines = code.textContent.trimEnd().split('\\n').length;
    return code.clientHeight - top - bottom > line * (lines + 0.5);
  };
  return [...document.querySelectorAll('pre > code, .math-display, table, figure')]
    .filter(box => box.getBoundingClientRect().right > innerWidth + 1
      || [...box.querySelectorAll('.katex-base, img')]
        .some(part => part.getBoundingClientRect().right > innerWidth + 1)
      || box.matches('pre > code') && wraps(box)
      || box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX != 'visible')
    .map(box => box.closest('article').id + ': ' + box.textContent.trim().slice(0, 60));
}"""
_LOADED = """async () => {
  await document.fonts.ready;
  await Promise.all([...document.images].map(image => image.decode()));
}"""


def destinations(pdf: PdfReader) -> dict[str, int]:
    """Return the number of the page that each name of a PDF leads to, counted from one."""
    numbers = {
        name: pdf.get_destination_page_number(d) for name, d in pdf.named_destinations.items()
    }
    return {
        name.removeprefix("/"): number + 1 for name, number in numbers.items() if number is not None
    }


def print_document(browser: Browser, document: Path, **options: Any) -> bytes:
    """Return a document as a PDF whose contents name the right pages.

    Raises
    ------
    RuntimeError
        When something is wider than the paper, a heading of the contents leads nowhere, or the
        numbers keep changing.
    """
    page = browser.new_page(viewport=_PAPER, **options)
    page.goto(document.as_uri())
    page.emulate_media(media="print")
    page.evaluate(_LOADED)
    if wide := page.evaluate(_TOO_WIDE):
        raise RuntimeError(f"expected nothing wider than the paper, got {wide}")
    wanted = page.eval_on_selector_all("[data-page-of]", "all => all.map(a => a.dataset.pageOf)")
    written: dict[str, int] = {}
    for _ in range(_PASSES):
        made = _print(page)
        found = destinations(PdfReader(io.BytesIO(made)))
        if missing := [anchor for anchor in wanted if anchor not in found]:
            raise RuntimeError(f"expected a page for every line of the contents, not for {missing}")
        if found == written:
            page.close()
            return made
        page.evaluate(_FILL, found)
        written = found
    raise RuntimeError(f"the page numbers of {document} still change after {_PASSES} prints")


def _print(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
