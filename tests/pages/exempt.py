"""Which digits of a page nobody has to claim; every other one must be."""

import re
from functools import lru_cache
from itertools import pairwise

from site_build.fences import SHOWN_ONLY
from tests.pages.markup import CODE, INLINE, Page, blank

# Not prose at all: where links and images point, attribute lists, tags, addresses, list markers.
NOT_SHOWN = [
    re.compile(r"(?<=\])\([^)\n]*\)"),
    re.compile(r"\{ *[:#.][^}\n]*\}"),
    re.compile(r"</?[A-Za-z][^>\n]*>"),
    re.compile(r"https?://[^\s)>]+"),
    re.compile(r"^[ \t]*[0-9]+\.(?= )", re.MULTILINE),
    re.compile(r"\{\{[^}\n]*\}\}"),
]
# A reference to something numbered; `rules` checks that exercises count up and exist.
REFERENCE = re.compile(r"(?:연습|[Ee]xercises?) [0-9]+(?![0-9]|\.[0-9])")
YEAR = re.compile(
    r"(?<![0-9.])(?:19|20)[0-9]{2}(?=년|[–,)])"
    r"|(?<=[–(])(?:19|20)[0-9]{2}(?![0-9]|\.[0-9])"
    r"|(?<=[Ii]n )(?:19|20)[0-9]{2}(?![0-9]|\.[0-9])"
)
IDENTIFIER = re.compile(r"[A-Za-z_][0-9A-Za-z_]*(?:\[[-0-9:, ]*\])*")

# Formulas: what is left of a side after these is letters that stand for something, or digits.
LAYER = re.compile(r"\^\{\([0-9a-zA-Z+\-]+\)\}")
INDEX = re.compile(r"[0-9]|\{[0-9A-Za-z,=+\- ]*\}")
LENGTH = re.compile(r"\\\\\[[^\]]*\]|\{-?[0-9.]+(?:em|ex|pt|mu)\}|\\begin\{array\}\{[^}]*\}")
SIDES = re.compile(
    r"(?:=|<|>|&|,|;|\\\\|\\(?:approx|le|ge|leq|geq|lt|gt|to|rightarrow|Rightarrow|mapsto|in|quad|qquad|ne|neq|equiv)(?![A-Za-z]))"
)
WORDS = re.compile(
    r"\\(?:text|mathrm|operatorname|mathbf|begin|end|mathbb|textbf)\{[^{}]*\}"
    r"|\\(?:sigma|log|ln|exp|max|min|tanh|partial|frac|tfrac|dfrac|cdot|times|left|right|big|Big"
    r"|underbrace|overbrace|sum|prod|sqrt|bigl|bigr|Bigl|Bigr|mathstrut|q[xwbzalg])(?![A-Za-z])"
)
VARIABLE = re.compile(r"\\[A-Za-z]+|[A-Za-df-z]")
EXPONENT = re.compile(r"\^(?:[0-9]|\{-?[0-9]+\})")
FRACTION = re.compile(r"\\[td]?frac(?![A-Za-z])")


@lru_cache(maxsize=8)
def visible(page: Page) -> str:
    """Return the page with everything blanked out but the numbers that must be claimed."""
    text = page.prose
    for fence in page.fences:
        if fence.kind in SHOWN_ONLY:
            body = page.text.index("\n", fence.start) + 1
            text = text[:body] + page.text[body : fence.end] + text[fence.end :]
    text = _without_code_names(text)
    text = _with_formulas(page, text)
    for pattern in (*NOT_SHOWN, REFERENCE, YEAR):
        text = _blank_all(pattern, text)
    return text


def _blank_all(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: blank(match[0], 0, len(match[0])), text)


def _without_code_names(text: str) -> str:
    """In inline code, `net.W[1][0, 1]` is a name; `Adam(0.01)` and `(4, 2)` hold numbers."""
    for code in CODE.finditer(text):
        if INLINE.search(code[0]) is None:
            body = _blank_all(IDENTIFIER, code["body"])
            text = text[: code.start("body")] + body + text[code.end("body") :]
    return text


def _with_formulas(page: Page, text: str) -> str:
    for formula in page.formulas:
        text = text[: formula.start] + numeric_part(formula.text) + text[formula.end :]
    return text


def numeric_part(tex: str) -> str:
    """Blank out a formula's indices, and the exponents and fractions of its symbolic sides."""
    tex = _blank_all(LENGTH, _blank_all(LAYER, tex))
    tex = _blank_subscripts(tex)
    cuts = [0, *(m.start() for m in SIDES.finditer(tex)), len(tex)]
    for start, end in pairwise(cuts):
        side = tex[start:end]
        if _is_symbolic(side):
            side = _blank_fractions(_blank_all(EXPONENT, side))
            tex = tex[:start] + side + tex[end:]
    return tex


def _is_symbolic(side: str) -> bool:
    """No decimal, and a letter that stands for a quantity (e is a number, σ a function)."""
    if re.search(r"[0-9]\.[0-9]", side):
        return False
    side = SIDES.sub(" ", side)
    return VARIABLE.search(WORDS.sub(" ", side)) is not None


def _blank_subscripts(tex: str) -> str:
    for match in re.finditer(r"_(?=[0-9{])", tex):
        end = _group_end(tex, match.end())
        if INDEX.fullmatch(tex, match.end(), end):
            tex = blank(tex, match.end(), end)
    return tex


def _blank_fractions(side: str) -> str:
    for match in FRACTION.finditer(side):
        middle = _group_end(side, match.end())
        side = blank(side, match.end(), _group_end(side, middle))
    return side


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
