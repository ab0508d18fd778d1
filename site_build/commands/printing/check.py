"""Say what is wrong with a printed book: links, contents, fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

from site_build.commands.printing.pdf import destinations

_LITTLE = 4000  # bytes of a page's content
_FEW = 60  # characters on it, its number and running head among them


def problems(pdf: PdfReader) -> list[str]:
    """Return a line for each fault of a PDF."""
    return [*_fonts(pdf), *_links(pdf), *_pages(pdf)]


def fonts(pdf: PdfReader) -> dict[str, str]:
    """Return the fonts of a PDF, by name, with their kinds."""
    found = {}
    for page in pdf.pages:
        for font in _resources(page.get("/Resources", {}), set()):
            name = str(font.get("/BaseFont", font.get("/Name", "without a name")))
            for one in font.get("/DescendantFonts", [font]):
                found[name] = str(one.get_object()["/Subtype"])
    return found


def _resources(resources: Any, seen: set[int]) -> Iterator[Any]:
    resources = resources.get_object()
    yield from (font.get_object() for font in resources.get("/Font", {}).values())
    for form in resources.get("/XObject", {}).values():
        if form.idnum not in seen and "/Resources" in form.get_object():
            seen.add(form.idnum)
            yield from _resources(form.get_object()["/Resources"], seen)


def _fonts(pdf: PdfReader) -> Iterator[str]:
    for name, kind in fonts(pdf).items():
        if kind == "/Type3":
            yield f"{name}: expected TrueType, got letters drawn one by one (Type 3)"


def _links(pdf: PdfReader) -> Iterator[str]:
    named = destinations(pdf)
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            action = link.get("/A", {})
            target = link.get("/Dest", action.get("/D"))
            if isinstance(target, str) and target.removeprefix("/") not in named:
                yield f"page {number}: the link to {target} leads nowhere"
            if str(action.get("/URI", "")).startswith("file:"):
                yield f"page {number}: a link leads to this machine: {action['/URI']}"


def _pages(pdf: PdfReader) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        drawn = page.get_contents()
        # What is drawn at length need not be read, which takes a second a page.
        if drawn is None or len(drawn.get_data()) < _LITTLE:
            text = page.extract_text()
            if len(re.sub(r"\s", "", text)) < _FEW:
                yield f"page {number}: expected more than {text!r}"
