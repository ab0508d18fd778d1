"""Change a digit that a reader sees, and find out whether the page still passes."""

import re
from collections.abc import Iterator

from sybil import Document
from sybil.example import SybilFailure

from site_build.fences import EXECUTED, SCRIPTS
from tests.pages.examples import parse_page
from tests.pages.exempt import NOT_SHOWN, visible
from tests.pages.markup import COMMENT, Page, blank
from tests.pages.rules import violations

PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?: .*)?$", re.MULTILINE)


def digits(page: Page) -> list[int]:
    """Offsets of every digit a reader sees, but for code that is run: its output is compared."""
    text = blank(page.text, 0, page.front_matter)
    for fence in page.fences:
        body = text.index("\n", fence.start) + 1
        text = blank(text, fence.start, body)
        if fence.kind in SCRIPTS:
            text = blank(text, body, fence.end)
        elif fence.kind in EXECUTED:
            for line in PROMPT.finditer(text, body, fence.end):
                text = blank(text, line.start(), line.end())
    for pattern in (COMMENT, *NOT_SHOWN):
        for found in list(pattern.finditer(text)):
            if not any(fence.start <= found.start() < fence.end for fence in page.fences):
                text = blank(text, found.start(), found.end())
    return [match.start() for match in re.finditer("[0-9]", text)]


CAPTION = re.compile(r"^[ \t]*/// figure-caption\n.*?^[ \t]*///$", re.MULTILINE | re.DOTALL)
BLOCK_TITLE = re.compile(r"^[ \t]*(?:!!!|\?\?\?)[^\n]*", re.MULTILINE)


def kind(page: Page, offset: int) -> str:
    """What part of a page a digit stands in."""
    stretches = {
        "output": [(f.start, f.end) for f in page.fences if f.kind in EXECUTED],
        "shown code": [(f.start, f.end) for f in page.fences],
        "alt text": [(i.start, i.end) for i in page.images],
        "caption": [m.span() for m in CAPTION.finditer(page.text)],
        "heading": [(h.start, h.end) for h in page.headings],
        "block title": [m.span() for m in BLOCK_TITLE.finditer(page.text)],
        "table": [(t.start, t.end) for t in page.tables],
        "formula": [(f.start, f.end) for f in page.formulas],
    }
    for name, spans in stretches.items():
        if any(start <= offset < end for start, end in spans):
            return name
    return "prose"


def must_be_caught(page: Page, offset: int) -> bool:
    """Whether the page alone has to notice; the rest is left to the languages' agreement."""
    in_fence = any(fence.start <= offset < fence.end for fence in page.fences)
    return in_fence or visible(page)[offset].isdigit()


def changed(page: Page, offset: int, digit: str) -> Page:
    """The page with another digit at one place."""
    text = page.text[:offset] + digit + page.text[offset + 1 :]
    return Page(text, page.name)


def failure(page: Page) -> str | None:
    """The first failure of a page by itself, or None: first its rules, then its code and claims."""
    return next(_failures(page), None)


def _failures(page: Page) -> Iterator[str]:
    yield from violations(page)
    document = Document(page.text, page.name)
    for region in parse_page(document):
        document.add(region)
    for example in document:
        try:
            example.evaluate()
        except (SybilFailure, AssertionError) as error:
            yield str(error)
