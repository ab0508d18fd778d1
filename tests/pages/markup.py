"""A page taken apart: fences, comments, formulas, tables, headings, figures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sybil import Document
from sybil.parsers.markdown.lexers import FENCE, RawFencedCodeBlockLexer

INFO = re.compile(r"(?P<info>[^\n]*)\n")
COMMENT = re.compile(r"<!--(?P<body>.*?)-->", re.DOTALL)
DISPLAY = re.compile(r"\$\$(?P<tex>.+?)\$\$", re.DOTALL)
INLINE = re.compile(r"(?<![\\$])\$(?![\s$])(?P<tex>[^$\n]+?)(?<![\s\\])\$(?!\$)")
CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?P<body>.+?)(?<!`)(?P=ticks)(?!`)")
HEADING = re.compile(
    r"^(?P<marks>#{1,6}) +(?P<title>[^\n]*?)(?: *\{ *(?P<attributes>[^}\n]*)\})?[ \t]*$",
    re.MULTILINE,
)
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]*)[^)]*\)")
CAPTION = re.compile(r"^[ \t]*/{3,}(?P<name>[^\n]*)$", re.MULTILINE)
TABLE = re.compile(r"(?:^[ \t]*\|[^\n]*\n?)+", re.MULTILINE)


@dataclass(frozen=True)
class Span:
    """A piece of a page, by the offsets of its content."""

    start: int
    end: int
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Page:
    """The text of a page and what it is made of, by offsets into that text."""

    text: str
    name: str = "page.md"

    def line(self, offset: int) -> int:
        """The line, counted from 1, that holds an offset."""
        return self.text.count("\n", 0, offset) + 1

    def where(self, offset: int) -> str:
        """`file:line` for a message."""
        return f"{self.name}:{self.line(offset)}"

    @cached_property
    def fences(self) -> list[Span]:
        """Fenced blocks: whole offsets, content without indentation, info string as kind."""
        regions = RawFencedCodeBlockLexer(INFO)(Document(self.text, self.name))
        return [
            Span(r.start, r.end, str(r.lexemes["source"]), r.lexemes["info"].strip())
            for r in regions
        ]

    @cached_property
    def unclosed(self) -> tuple[int, str] | None:
        """The first thing that is opened and not closed: nothing after it can be told apart."""
        for what, find in _OPENED.items():
            at = next(find(self), None)
            if at is not None:
                return at, f"the {what} opened in line {self.line(at)} is not closed"
        return None

    @cached_property
    def front_matter(self) -> int:
        """Where the front matter ends."""
        match = re.match(r"---\n.*?\n---\n", self.text, re.DOTALL)
        return match.end() if match else 0

    @cached_property
    def prose(self) -> str:
        """The text with front matter, fences and comments blanked out, offsets kept."""
        text = blank_all(self.text, [(0, self.front_matter), *map(ends, self.fences)])
        return blank_all(text, (comment.span() for comment in COMMENT.finditer(text)))

    @cached_property
    def comments(self) -> list[Span]:
        """Comments outside fences; `kind` is their first word."""
        text = blank_all(self.text, map(ends, self.fences))
        return [
            Span(m.start(), m.end(), m["body"], (m["body"].split() or [""])[0])
            for m in COMMENT.finditer(text)
        ]

    @cached_property
    def formulas(self) -> list[Span]:
        """Formulas, in order; inline code is no place for one."""
        text = without_code(self.prose)
        found = [Span(*m.span("tex"), m["tex"], "display") for m in DISPLAY.finditer(text)]
        text = blank_all(text, ((span.start - 2, span.end + 2) for span in found))
        found += [Span(*m.span("tex"), m["tex"], "inline") for m in INLINE.finditer(text)]
        return sorted(found, key=lambda span: span.start)

    @cached_property
    def headings(self) -> list[Span]:
        """Headings; `text` is the title, `kind` the marks and the anchor, `## #anchor`."""
        return [
            Span(m.start(), m.end(), m["title"], f"{m['marks']} {(m['attributes'] or '').strip()}")
            for m in HEADING.finditer(self.prose)
        ]

    @cached_property
    def images(self) -> list[Span]:
        """Images; `text` is the alt text, `kind` the target."""
        return [Span(*m.span(), m["alt"], m["target"]) for m in IMAGE.finditer(self.prose)]

    @cached_property
    def tables(self) -> list[Span]:
        """Runs of lines that begin with a bar."""
        return [Span(*m.span(), m[0]) for m in TABLE.finditer(self.prose)]


def blank(text: str, start: int, end: int) -> str:
    """Replace a stretch by spaces, keeping line breaks and offsets."""
    return text[:start] + _NO_BREAK.sub(" ", text[start:end]) + text[end:]


_NO_BREAK = re.compile(r"[^\n]")


def blank_all(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """Blank many stretches, without a copy of the text for each."""
    pieces, at = [], 0
    for start, end in sorted(stretches):
        pieces += [text[at:start], _NO_BREAK.sub(" ", text[max(at, start) : end])]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def replace_all(text: str, pieces: Iterable[tuple[int, str]]) -> str:
    """Put pieces in the place of as many characters, from where each begins."""
    parts, at = [], 0
    for start, piece in pieces:
        parts += [text[at:start], piece]
        at = start + len(piece)
    return "".join([*parts, text[at:]])


def without_code(text: str) -> str:
    """Blank out inline code."""
    return blank_all(text, (code.span() for code in CODE.finditer(text)))


def ends(span: Span) -> tuple[int, int]:
    """Return where a piece begins and ends."""
    return span.start, span.end


def _open_fences(page: Page) -> Iterator[int]:
    """A fence is also open where the next one begins: a page shows no fence inside a fence."""
    opened: re.Match[str] | None = None
    for mark in FENCE.finditer(page.text):
        if opened is None:
            opened = mark
        elif RawFencedCodeBlockLexer.match_closes_existing(mark, opened):
            opened = None
        elif mark["trailing"].strip() and len(mark["fence"]) >= len(opened["fence"]):
            yield opened.start("fence")
            opened = mark
    if opened is not None:
        yield opened.start("fence")


def _open_comments(page: Page) -> Iterator[int]:
    text = blank_all(page.text, map(ends, page.fences))
    for opening in re.finditer("<!--", text):
        body, closing, _ = text[opening.end() :].partition("-->")
        if not closing or "<!--" in body:
            yield opening.start()


def _open_formulas(page: Page) -> Iterator[int]:
    """A formula ends with its paragraph; one with an empty line inside is two that lost an end."""
    text = without_code(page.prose)
    opened: int | None = None
    for mark in re.finditer(r"\$\$", text):
        if opened is None:
            opened = mark.start()
        elif re.search(r"\n[ \t]*\n", text[opened : mark.start()]):
            yield opened
            opened = mark.start()
        else:
            opened = None
    if opened is not None:
        yield opened


def _open_captions(page: Page) -> Iterator[int]:
    opened: int | None = None
    for mark in CAPTION.finditer(page.prose):
        if opened is not None and mark["name"].strip():
            yield opened
        opened = mark.start() if mark["name"].strip() else None
    if opened is not None:
        yield opened


_OPENED = {
    "fence": _open_fences,
    "comment": _open_comments,
    "formula": _open_formulas,
    "block": _open_captions,
}
