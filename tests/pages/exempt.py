"""Which digits of a page nobody has to claim; every other one must be."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from site_build.fences import FRAMEWORKS, SHOWN_ONLY
from tests.pages.markup import (
    CODE,
    INLINE,
    Page,
    Span,
    blank,
    blank_all,
    ends,
    replace_all,
    without_code,
)

# Not shown: where links and images of this book point, web addresses, the anchor of a heading.
# Anything else in such brackets can be read on the page, so its digits are claimed.
TARGET = re.compile(
    r"\[[^\[\]]*\]"
    r"(?P<blank>\((?:[a-z0-9-]+\.(?:md|ipynb)(?:#[a-z0-9-]+)?|#[a-z0-9-]+"
    r"|figures/[a-z0-9-]+\.svg|pictures/[a-z0-9-]+\.webp|https?://[^\s()]+)\))"
)
ANCHOR = re.compile(r"^#{1,6} [^\n]*?(?P<blank>\{ *#[a-z0-9-]+ *\})[ \t]*$", re.MULTILINE)
NOT_SHOWN = (TARGET, ANCHOR)
PROMPTS = (">>>", "...")
MARKER = re.compile(r"(?P<indent>[ \t]*)(?P<number>[0-9]+)\. ")
# A reference to an exercise, ended by punctuation or a particle so that "연습 3번", three times, is
# none; `rules` checks that exercises count up and exist.
REFERENCE = re.compile(
    r"(?:연습|Exercise) (?P<blank>[1-9][0-9]*)"
    r"(?=[,:;)]|\.(?![0-9])|에서|에|의|과|와|은|는|이|가(?!지)|을|를|도|처럼|$|\s(?!\s*[0-9×%번회개배]))",
    re.MULTILINE,
)
IDENTIFIER = re.compile(r"(?<![0-9A-Za-z_])(?<![0-9]\.)[A-Za-z_][0-9A-Za-z_]*(?:\[[-0-9:, ]*\])*")

# Formulas: what is left of a side after these is letters that stand for something, or digits.
LAYER = re.compile(r"\^\{\([0-9a-zA-Z+\-]+\)\}")
INDEX = re.compile(r"[0-9]|\{[0-9A-Za-z]{1,3}(?: ?[,+-] ?[0-9A-Za-z]{1,3})*\}")
LENGTH = re.compile(r"\\\\\[[0-9]+ex\]")
SUM = re.compile(r"\\(?:sum|prod)(?P<blank>_\{[a-z]=[0-9]\})")
SIDES = re.compile(
    r"(?:=|<|>|&|,|;|\\\\|\\(?:approx|le|ge|leq|geq|lt|gt|to|rightarrow|Rightarrow|mapsto|in|quad|qquad|ne|neq|equiv)(?![A-Za-z]))"
)
GREEK = (
    r"\\(?:alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|rho|tau"
    r"|phi|varphi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Phi|Psi|Omega)(?![A-Za-z])"
)
# Words and the names of commands are no quantities; nor are e, a number, and σ, a function.
WORDS = re.compile(
    r"\\(?:text|mathrm|operatorname|begin|end|textbf)\{[^{}]*\}"
    rf"|(?!{GREEK})\\[A-Za-z]+"
)
VARIABLE = re.compile(rf"{GREEK}|[A-Za-df-z]")
EXPONENT = re.compile(r"\^(?:[0-9]|\{-?[0-9]\})")
FRACTION = re.compile(r"\\[td]?frac(?![A-Za-z])")
FIGURE = re.compile(r"(?<![0-9.])[0-9](?![0-9.])")


@lru_cache(maxsize=8)
def visible(page: Page) -> str:
    """Return the page with everything blanked out but the numbers that must be claimed."""
    text = blank_all(page.prose, (*_not_shown(page), *_matches(REFERENCE, _plain(page))))
    for fence in page.fences:
        if fence.kind in SHOWN_ONLY:
            body = page.text.index("\n", fence.start) + 1
            text = text[:body] + page.text[body : fence.end] + text[fence.end :]
        elif fence.kind in FRAMEWORKS:
            for start, end in outputs(page, fence):
                text = text[:start] + page.text[start:end] + text[end:]
    return _with_formulas(page, _without_code_names(page, text))


def outputs(page: Page, fence: Span) -> Iterator[tuple[int, int]]:
    """Yield where the lines of a session are that the console printed."""
    body = page.text.index("\n", fence.start) + 1
    at = body
    for line in page.text[body : page.text.rfind("\n", body, fence.end) + 1].splitlines(True):
        if not line.lstrip().startswith(PROMPTS):
            yield at, at + len(line)
        at += len(line)


@lru_cache(maxsize=8)
def shown(page: Page) -> str:
    """Return the prose with everything blanked out that a reader does not see."""
    return blank_all(page.prose, _not_shown(page))


@lru_cache(maxsize=8)
def _plain(page: Page) -> str:
    """The prose without formulas and code: a link or a list in them is none."""
    return blank_all(without_code(page.prose), map(ends, page.formulas))


def _not_shown(page: Page) -> list[tuple[int, int]]:
    plain = _plain(page)
    found = [span for pattern in NOT_SHOWN for span in _matches(pattern, plain)]
    return [*found, *_list_markers(plain)]


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span("blank") for match in pattern.finditer(text))


def _list_markers(text: str) -> Iterator[tuple[int, int]]:
    """Yield the markers that count up from 1; `2000. ` at a line's start is a number."""
    last: dict[str, int] = {}
    at, after_blank = 0, True
    for line in text.splitlines(keepends=True):
        marker = MARKER.match(line)
        if marker and int(marker["number"]) == last.get(marker["indent"], 0) + 1:
            if marker["indent"] in last or after_blank:
                last[marker["indent"]] = int(marker["number"])
                yield at + marker.start("number"), at + marker.end("number")
        elif line.strip() and after_blank:
            indent = len(line) - len(line.lstrip())
            last = {spaces: n for spaces, n in last.items() if len(spaces) < indent}
        after_blank = not line.strip()
        at += len(line)


def _blank_each(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: blank(match[0], 0, len(match[0])), text)


def _without_code_names(page: Page, text: str) -> str:
    """In inline code, `net.W[1][0, 1]` is a name; `Adam(0.01)` and `(4, 2)` hold numbers."""
    codes = (code for code in CODE.finditer(page.prose) if INLINE.search(code[0]) is None)
    return replace_all(
        text, ((code.start("body"), _blank_each(IDENTIFIER, code["body"])) for code in codes)
    )


def _with_formulas(page: Page, text: str) -> str:
    return replace_all(text, ((f.start, numeric_part(f.text)) for f in page.formulas))


@lru_cache(maxsize=10_000)
def numeric_part(tex: str) -> str:
    """Blank out a formula's indices, and the exponents and fractions of its symbolic sides."""
    tex = _blank_each(LENGTH, tex)
    for start, end in list(_matches(SUM, tex)):
        tex = blank(tex, start, end)
    for start, end in list(_indices(tex)):
        tex = blank(tex, start, end)
    cuts = [0, *(m.start() for m in SIDES.finditer(tex)), len(tex)]
    for start, end in pairwise(cuts):
        side = tex[start:end]
        if _is_symbolic(side):
            tex = tex[:start] + _blank_fractions(_blank_exponents(side)) + tex[end:]
    return tex


def _is_symbolic(side: str) -> bool:
    """No decimal, and a letter that stands for a quantity (e is a number, σ a function)."""
    if re.search(r"\.[0-9]", side):
        return False
    return VARIABLE.search(WORDS.sub(" ", SIDES.sub(" ", side))) is not None


def _indices(tex: str) -> Iterator[tuple[int, int]]:
    """Yield the subscripts and layers of letters: 2 is an index in `w_2`, not in `\\log_2`."""
    for match in re.finditer(r"_(?=[0-9{])", tex):
        end = _group_end(tex, match.end())
        if INDEX.fullmatch(tex, match.end(), end) and _is_letter(_base(tex, match.start())):
            yield match.end(), end
    for match in LAYER.finditer(tex):
        if _is_letter(_base(tex, match.start())):
            yield match.span()


def _blank_exponents(side: str) -> str:
    """Blank out the powers of quantities: 2 in `x^2` and `(a - t)^2`, not in `3^2`."""
    for match in list(EXPONENT.finditer(side)):
        if VARIABLE.search(WORDS.sub(" ", _base(side, match.start()))):
            side = blank(side, match.start(), match.end())
    return side


def _blank_fractions(side: str) -> str:
    """Blank out single figures in fractions, such as one half."""
    for match in FRACTION.finditer(side):
        end = _group_end(side, _group_end(side, match.end()))
        bare = _blank_each(FIGURE, side[match.end() : end])
        side = side[: match.end()] + bare + side[end:]
    return side


def _is_letter(base: str) -> bool:
    return re.fullmatch(rf"{GREEK}|[A-Za-z]", base) is not None


def _base(tex: str, end: int) -> str:
    """What a subscript or power that begins at `end` belongs to: a letter, a command, a group."""
    tex = tex[:end].rstrip(" ").rstrip("'")
    start = len(tex) - 1
    if start >= 0 and tex[start] in ")]}":
        start = _group_start(tex, start)
        if tex[start] == "{" and tex[:start].endswith(("_", "^")):
            return _base(tex, start - 1)
    elif re.search(r"[_^][0-9A-Za-z]$", tex):
        return _base(tex, len(tex) - 2)
    command = re.search(r"\\[A-Za-z]+$", tex)
    return command[0] if command else tex[max(start, 0) :]


def _group_start(tex: str, end: int) -> int:
    """Where the bracket that closes at `end` opens."""
    closing = tex[end]
    opening = {")": "(", "]": "[", "}": "{"}[closing]
    depth = 0
    for k in range(end, -1, -1):
        depth += (tex[k] == closing) - (tex[k] == opening)
        if depth == 0:
            return k
    return 0


def _group_end(tex: str, start: int) -> int:
    """Where the argument that begins at `start` ends: one character, or a braced group."""
    if start >= len(tex) or tex[start] != "{":
        return min(start + 1, len(tex))
    depth = 0
    for k in range(start, len(tex)):
        depth += (tex[k] == "{") - (tex[k] == "}")
        if depth == 0:
            return k + 1
    return len(tex)
