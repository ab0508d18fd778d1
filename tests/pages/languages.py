"""What the two languages of a page must share: everything but the prose."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import zip_longest

from tests.pages.claims import expressions
from tests.pages.exempt import shown, visible
from tests.pages.links import LINK
from tests.pages.markup import Page
from tests.pages.numbers import find_numbers

TEXT = re.compile(r"\\text\{[^{}]*\}")
BLOCK = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?) (?P<kind>[a-z]+)", re.MULTILINE)

Shared = list[tuple[int, str]]


def _headings(page: Page) -> Shared:
    return [(h.start, h.kind) for h in page.headings]


def _fences(page: Page) -> Shared:
    return [(f.start, f"{f.kind}\n{f.text}") for f in page.fences]


def _figures(page: Page) -> Shared:
    return [(i.start, i.kind) for i in page.images]


def _blocks(page: Page) -> Shared:
    return [(m.start(), m["kind"]) for m in BLOCK.finditer(page.prose)]


def _prerequisites(page: Page) -> Shared:
    found = re.search(r"^prerequisites:.*$", page.text[: page.front_matter], re.MULTILINE)
    return [(0, found[0])] if found else []


# Word order differs between the languages, so these are compared section by section, unordered.


def _formulas(page: Page) -> Shared:
    return [(f.start, f"{f.kind} {_without_words(f.text)}") for f in page.formulas]


def _without_words(tex: str) -> str:
    return " ".join(TEXT.sub(r"\\text{}", tex).split())


def _numbers(page: Page) -> Shared:
    return [(n.start, n.text) for n in find_numbers(visible(page))]


def _digits(page: Page) -> Shared:
    """Every digit a reader sees outside fences: indices are claimed by nobody."""
    return [(m.start(), m[0]) for m in re.finditer("[0-9]+", shown(page))]


def _claims(page: Page) -> Shared:
    return list(expressions(page))


def _links(page: Page) -> Shared:
    return [(m.start(), m["target"]) for m in LINK.finditer(page.prose)]


IN_ORDER: dict[str, Callable[[Page], Shared]] = {
    "headings": _headings,
    "fences": _fences,
    "figures": _figures,
    "blocks": _blocks,
    "prerequisites": _prerequisites,
}
BY_SECTION: dict[str, Callable[[Page], Shared]] = {
    "formulas": _formulas,
    "numbers": _numbers,
    "digits": _digits,
    "claims": _claims,
    "links": _links,
}


def differences(first: Page, second: Page) -> Iterator[str]:
    """Yield where two language versions of one page differ in what they must share."""
    if first.unclosed or second.unclosed:
        return
    for what, collect in IN_ORDER.items():
        ours, theirs = collect(first), collect(second)
        for (at, mine), (there, other) in zip(ours, theirs, strict=False):
            if mine != other:
                line, another = _first_lines(mine, other)
                yield (
                    f"{first.where(at)} and {second.where(there)}: {what} differ: "
                    f"{line!r} and {another!r}"
                )
                break
        else:
            if len(ours) != len(theirs):
                yield f"{first.name} has {len(ours)} {what}, {second.name} has {len(theirs)}"
    shared = {what: (collect(first), collect(second)) for what, collect in BY_SECTION.items()}
    for mine, other in zip(_sections(first), _sections(second), strict=False):
        yield from _section_differences(shared, first, mine, second, other)


def _first_lines(mine: str, other: str) -> tuple[str, str]:
    """Return the first lines in which two texts differ."""
    lines = zip_longest(mine.splitlines(), other.splitlines(), fillvalue="")
    return next((pair for pair in lines if pair[0] != pair[1]), (mine, other))


def _section_differences(
    shared: dict[str, tuple[Shared, Shared]],
    first: Page,
    section: tuple[str, int, int],
    second: Page,
    other: tuple[str, int, int],
) -> Iterator[str]:
    """Where numbers differ, their digits do too: that is said once."""
    (anchor, start, end), (_, there, other_end) = section, other
    differing = set()
    for what, (all_ours, all_theirs) in shared.items():
        ours = Counter(text for at, text in all_ours if start <= at < end)
        theirs = Counter(text for at, text in all_theirs if there <= at < other_end)
        if ours != theirs and not (what == "digits" and "numbers" in differing):
            differing.add(what)
            yield (
                f"{first.where(start)} and {second.where(there)}: {what} differ in {anchor!r}: "
                f"only the first has {sorted((ours - theirs).elements())}, "
                f"only the second {sorted((theirs - ours).elements())}"
            )


def _sections(page: Page) -> list[tuple[str, int, int]]:
    starts = [h.start for h in page.headings]
    ends = [*starts[1:], len(page.text)]
    return [(h.kind, start, end) for h, start, end in zip(page.headings, starts, ends, strict=True)]
