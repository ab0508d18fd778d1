"""Everything a built page points to: links, anchors, what it fetches, its own elements by id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

# Attributes that hold an address. Only those of elements that readers follow, or that tell search
# engines of a page, may lead away from the book.
ADDRESSES = ("href", "src", "data", "poster", "action", "formaction", "cite", "background")
LEADING_AWAY = {"a", "area", "blockquote", "q", "del", "ins"}
RELATIONS_OF_THE_PAGE = {"canonical", "alternate", "license", "prev", "next", "author", "help"}
# Attributes that hold the ids of elements of the same page.
IDS = [
    "for",
    "headers",
    "list",
    "form",
    "itemref",
    "popovertarget",
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
]
_XLINK = "{http://www.w3.org/1999/xlink}href"
# Two thirds of all elements are spans of code and formulas with text alone: they are well formed,
# and have no id and no address. Parsing them would take half of the time.
_OF_SPANS = re.compile(r"<(pre|x-math)\b.*?</\1>", re.DOTALL)
_SPAN = re.compile(
    r'<span(?: class="[\w -]*")?(?: style="[\w:;.% -]*")?(?: aria-hidden="true")?>([^<]*)</span>'
)
_STYLE_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")


def without_spans(html: str) -> str:
    """Replace the spans of code and formulas by their text, from the innermost to the outermost."""
    count = 1
    while count:
        # Apart from what is around it, so that no character reference comes about.
        html, count = _SPAN.subn(r" \1 ", html)
    return html


class BuiltPage:
    """A page of the site, parsed as browsers do."""

    def __init__(self, file: Path, url: str) -> None:
        self.url = url
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        html = _OF_SPANS.sub(lambda part: without_spans(part[0]), file.read_text("utf-8"))
        self.root: Element = parser.parse(html)
        self.errors = [f"{line}:{column}: {code}" for (line, column), code, _ in parser.errors]

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(element.get("id", "") for element in self.root.iter() if element.get("id"))

    def id_references(self) -> Iterator[tuple[str, str]]:
        """Give every id that an attribute names, with the attribute."""
        for element in self.root.iter():
            for name in IDS:
                for value in element.get(name, "").split():
                    yield name, value

    def addresses(self) -> Iterator[tuple[str, bool]]:
        """Give every address on the page, and whether it may lead away from the book."""
        for element in self.root.iter():
            relations = set(element.get("rel", "").split())
            away = element.tag in LEADING_AWAY or (
                element.tag == "link" and bool(relations & RELATIONS_OF_THE_PAGE)
            )
            values = [element.get(name) for name in (*ADDRESSES, _XLINK)]
            values += [part.split()[0] for part in element.get("srcset", "").split(",") if part]
            yield from ((value, away) for value in values if value is not None)
            yield from ((url, False) for url in _STYLE_URL.findall(element.get("style", "")))


class BuiltSite:
    """A folder of pages, as if it lay at an address."""

    def __init__(self, folder: Path, address: str, elsewhere: str = "") -> None:
        self.folder, self.address, self.elsewhere = folder, address, elsewhere
        self.pages = {
            file: BuiltPage(file, address + file.relative_to(folder).as_posix())
            for file in sorted(folder.rglob("*.html"))
        }

    def problems(self) -> list[str]:
        """Say what does not lead where it should, page by page."""
        return [
            f"{file.relative_to(self.folder)}: {problem}"
            for file, page in self.pages.items()
            for problem in self._of_page(page)
        ]

    def external(self) -> set[str]:
        """Return the addresses outside the book that readers are sent to."""
        every = {
            urljoin(page.url, href) for page in self.pages.values() for href, _ in page.addresses()
        }
        return {
            url for url in every if urlsplit(url).scheme in ("http", "https") and self._outside(url)
        }

    def _outside(self, url: str) -> bool:
        ours = bool(self.elsewhere) and url.startswith(self.elsewhere)
        return not ours and urlsplit(url).netloc != urlsplit(self.address).netloc

    def _of_page(self, page: BuiltPage) -> Iterator[str]:
        yield from (f"not well formed at {error}" for error in page.errors)
        yield from (f"id {name} is there {n} times" for name, n in page.ids.items() if n > 1)
        for attribute, name in page.id_references():
            if name not in page.ids:
                yield f"{attribute} names #{name}, which is not there"
        for href, away in page.addresses():
            if problem := self._of_address(urljoin(page.url, href), away):
                yield f"{href} {problem}"

    def _of_address(self, url: str, away: bool) -> str | None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "mailto", "blob"):
            return None
        if self.elsewhere and url.startswith(self.elsewhere):
            return None
        if self._outside(url):
            return None if away else "is fetched from elsewhere"
        if not url.startswith(self.address):
            return "is outside the book"
        path = unquote(url.removeprefix(self.address).partition("#")[0].partition("?")[0])
        file = self.folder / (path + "index.html" if path.endswith("/") or not path else path)
        if not file.is_file():
            return "is not there"
        if parts.fragment and unquote(parts.fragment) not in self.pages[file].ids:
            return f"has no #{unquote(parts.fragment)}"
        return None
