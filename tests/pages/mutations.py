"""Change or add a number that a reader sees, and find out whether the page still passes.

What a number is, and which digits the page alone need not notice, is said here once more and in
another way: whatever the checker overlooks must not be overlooked here too. So nothing is taken
from `numbers` and `exempt`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from site_build.fences import EXECUTED, FRAMEWORKS
from tests.pages.claims import read_claims
from tests.pages.examples import failures
from tests.pages.markup import Page
from tests.pages.rules import violations

PROMPTS = (">>>", "...")
CAPTION = re.compile(r"^[ \t]*/// figure-caption\n.*?^[ \t]*///$", re.MULTILINE | re.DOTALL)
BLOCK_TITLE = re.compile(r"^[ \t]*(?:!!!|\?\?\?)[^\n]*", re.MULTILINE)

# The digits that the page alone need not notice when they change: one reason each.
UNSEEN = {
    "where a link or a figure points": re.compile(r"(?<=\])\([a-z][^()\s]*\)"),
    "the anchor of a heading": re.compile(r"\{ #[a-z0-9-]+ \}$", re.MULTILINE),
    "the space between two lines of a formula": re.compile(r"\\\\\[[12]ex\]"),
}
LANGUAGES_ONLY = {
    "a reference to an exercise": re.compile(r"(?:연습|Exercise) [1-9](?![0-9]|\.[0-9])"),
}
LANGUAGES_ONLY_IN_CODE = {
    "a name, and its indices": re.compile(r"\b[A-Za-z_]\w*(?:\[[^\]]*\])*", re.ASCII),
}
LANGUAGES_ONLY_IN_FORMULAS = {
    "an index of a letter": re.compile(r"(?:[A-Za-z]|\\sum)_(?:[0-9]|\{[0-9a-z,=]{1,4}\})"),
    "a layer": re.compile(r"\^\{\([0-9l+-]+\)\}"),
    "a power of a letter or a bracket": re.compile(r"[A-Za-z)}]'?\^(?:[0-9]|\{[0-9]\})"),
}
FRACTION = re.compile(r"\\[td]?frac(?=\{)")  # and single figures in it, by `_in_fractions`
CODE = re.compile(r"`[^`\n]+`")
FORMULA = re.compile(r"\$\$[^$]+\$\$|\$[^$\n]+\$")


def numerals(text: str) -> list[int]:
    """Offsets of every character that is worth a number: 7, but also ½, ①, Ⅳ and ⁻³."""
    return [k for k, sign in enumerate(text) if unicodedata.numeric(sign, None) is not None]


def seen(page: Page) -> list[int]:
    """Offsets of every numeral a reader sees, but for code that is run: its output is compared."""
    hidden = _hidden_lines(page.text) | _inside(UNSEEN, page.text)
    for comment in re.finditer(r"<!--.*?-->", page.text, re.DOTALL):
        hidden |= set(range(*comment.span()))
    return [at for at in numerals(page.text) if at not in hidden]


def _hidden_lines(text: str) -> set[int]:
    """Front matter, and the code in fences: scripts whole, sessions without their output."""
    hidden: set[int] = set()
    start, kind = 0, "front matter" if text.startswith("---\n") else ""
    for number, line in enumerate(text.splitlines(keepends=True)):
        words = line.strip()
        run = kind in ("front matter", "python") or words.startswith("```")
        if run or (kind.startswith("pycon") and words.startswith(PROMPTS)):
            hidden |= set(range(start, start + len(line)))
        if words.startswith("```"):
            kind = "" if kind else words.strip("`")
        elif words == "---" and kind == "front matter" and number > 0:
            kind = ""
        start += len(line)
    return hidden


def left_to_the_languages(page: Page) -> set[int]:
    """Offsets that no claim need cover: the other language would have to change alike."""
    found = _inside(LANGUAGES_ONLY, page.text)
    for pattern, reasons in ((CODE, LANGUAGES_ONLY_IN_CODE), (FORMULA, LANGUAGES_ONLY_IN_FORMULAS)):
        for place in pattern.finditer(page.text):
            found |= {place.start() + at for at in _inside(reasons, place[0])}
    for place in FORMULA.finditer(page.text):
        found |= {place.start() + at for at in _in_fractions(place[0])}
    return found - claimed(page)


def _inside(reasons: dict[str, re.Pattern[str]], text: str) -> set[int]:
    matches = (match for pattern in reasons.values() for match in pattern.finditer(text))
    return {at for match in matches for at in range(*match.span())}


def _in_fractions(formula: str) -> Iterator[int]:
    """Single figures above and below the bar of a fraction, as in one half."""
    for fraction in FRACTION.finditer(formula):
        depth, groups = 0, 0
        for at in range(fraction.end(), len(formula)):
            depth += (formula[at] == "{") - (formula[at] == "}")
            groups += depth == 0
            if groups == 2:
                break
            if re.fullmatch(r"[^0-9.][0-9][^0-9.]", formula[at - 1 : at + 2]):
                yield at


def claimed(page: Page) -> set[int]:
    """Offsets inside numbers that a claim covers."""
    numbers = [n for _, claims in read_claims(page).claims for c in claims for n in c.numbers]
    return {at for number in numbers for at in range(number.start, number.end)}


def named(page: Page) -> set[int]:
    """Offsets inside the texts that are claimed once for the whole page."""
    texts = [re.escape(name.text) for name in read_claims(page).names]
    found = [match.span() for text in texts for match in re.finditer(text, page.text)]
    return {at for span in found for at in range(*span)}


def paragraphs(page: Page) -> list[tuple[int, int]]:
    """Where the paragraphs begin and end: blocks of prose that are no heading, table or code."""
    text = page.text
    for closed in (r"\A---\n.*?\n---\n", r"<!--.*?-->", r"^ *```.*?^ *```$", r"\$\$.*?\$\$"):
        text = re.sub(closed, lambda m: "\x00" * len(m[0]), text, flags=re.DOTALL | re.MULTILINE)
    blocks = re.finditer(r"^ *(?P<block>[^\W\d_][^\n\x00]*(?:\n[^\n\x00]+)*)$", text, re.MULTILINE)
    return [match.span("block") for match in blocks]


def kind(page: Page, offset: int) -> str:
    """What part of a page a digit stands in."""
    for name, spans in _stretches(page).items():
        if any(start <= offset < end for start, end in spans):
            return name
    return "prose"


@lru_cache(maxsize=2)
def _stretches(page: Page) -> dict[str, list[tuple[int, int]]]:
    return {
        "output": [(f.start, f.end) for f in page.fences if f.kind in EXECUTED],
        "framework output": [(f.start, f.end) for f in page.fences if f.kind in FRAMEWORKS],
        "shown code": [(f.start, f.end) for f in page.fences],
        "alt text": [(i.start, i.end) for i in page.images],
        "caption": [m.span() for m in CAPTION.finditer(page.text)],
        "heading": [(h.start, h.end) for h in page.headings],
        "block title": [m.span() for m in BLOCK_TITLE.finditer(page.text)],
        "table": [(t.start, t.end) for t in page.tables],
        "formula": [(f.start, f.end) for f in page.formulas],
    }


def changed(page: Page, offset: int, digit: str) -> Page:
    """The page with another digit at one place."""
    text = page.text[:offset] + digit + page.text[offset + 1 :]
    return Page(text, page.name)


def inserted(page: Page, offset: int, words: str) -> Page:
    """The page with more words at one place."""
    return Page(page.text[:offset] + words + page.text[offset:], page.name)


def failure(page: Page) -> str | None:
    """The first failure of a page by itself, or None: first its rules, then its code and claims."""
    return next(_failures(page), None)


def _failures(page: Page) -> Iterator[str]:
    yield from violations(page)
    yield from failures(page)
