"""Make built pages into parts of one document: what they hold, ids and links that name the book."""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from site_build.commands.online_address import online_address
from site_build.katex.plain import spell

# What serves readers at a screen only.
_DROPPED = (
    "script, button, .headerlink, .md-code__nav, .book-code-link, .book-code-files, "
    ".book-download, .book-files, .book-print, .book-report"
)
_NAMES_IDS = ("for", "headers", "aria-controls", "aria-describedby", "aria-labelledby")


@dataclass(frozen=True)
class Entry:
    """A line of the contents: a heading, and the id it goes by in the book."""

    level: int
    anchor: str
    html: str


@dataclass(frozen=True)
class Part:
    """A page of the site as it stands in the book."""

    name: str
    title: str
    body: str
    entries: list[Entry]


def part(site: Path, name: str, names: Collection[str]) -> Part:
    """Read the page of this name; links to the pages of these names stay inside the book."""
    path = "index.html" if name == "index" else f"{name}/index.html"
    page = (site / path).read_text("utf-8")
    body = BeautifulSoup(page, "html.parser").select_one("article")
    if body is None:
        raise ValueError(f"{path}: expected an <article>, found none")
    for element in body.select(_DROPPED):
        element.decompose()
    _spell_formulas(body)
    _link(body, online_address(page, path), path.removesuffix("index.html"), names)
    _rename(body, name)
    for figure in body.find_all("img"):
        figure["src"] = _on_white((site / path).parent / str(figure["src"]))
        del figure["loading"]
    for folded in body.find_all("details"):
        folded["open"] = ""
    return Part(name, body.h1.get_text() if body.h1 else "", str(body), _entries(body))


def _on_white(figure: Path) -> str:
    """Return an address that holds a figure, without the screen's paper behind its labels."""
    if figure.suffix == ".webp":
        return "data:image/webp;base64," + base64.b64encode(figure.read_bytes()).decode()
    svg = figure.read_text("utf-8").replace("</style>", ":root{--paper:#fff}</style>", 1)
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _spell_formulas(body: Tag) -> None:
    """Name every formula by its text, which is read aloud; hidden MathML would be printed twice."""
    for formula in body.select(".katex"):
        mathml = formula.math
        if mathml is not None:
            formula["role"] = "img"
            formula["aria-label"] = spell(str(mathml))
        for hidden in formula.select(".katex-mathml"):
            hidden.decompose()


def _link(body: Tag, online: str, folder: str, names: Collection[str]) -> None:
    for link in body.find_all("a", href=True):
        url = urljoin(online + folder, str(link["href"]))
        page, _, anchor = url.removeprefix(online).partition("#")
        name = page.removesuffix("/") or "index"
        if url.startswith(online) and name in names and page in ("", f"{name}/"):
            url = f"#{name}--{anchor}" if anchor else f"#{name}"
        link["href"] = url


def _rename(body: Tag, name: str) -> None:
    """Put the page's name before every id, as two pages may have the same."""
    for element in body.find_all(True):
        if "id" in element.attrs:
            element["id"] = f"{name}--{element['id']}"
        for attribute in _NAMES_IDS:
            if attribute in element.attrs:
                value = element[attribute]
                ids = value.split() if isinstance(value, str) else value
                element[attribute] = " ".join(f"{name}--{one}" for one in ids)
    body["id"] = name


def _entries(body: Tag) -> list[Entry]:
    return [
        Entry(int(heading.name[1]), str(heading["id"]), heading.decode_contents())
        for heading in body.find_all(["h1", "h2"])
    ]
