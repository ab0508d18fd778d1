"""From a Matplotlib figure to an SVG that is the same on every run and follows light and dark."""

import io
import re
import warnings
from functools import cache

from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from xorbook.figures.style import FONT, PALETTE

_TOKEN_OF = {light: token for token, (light, _) in PALETTE.items()}
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def render(figure: Figure) -> bytes:
    """Return the figure as SVG.

    Raises
    ------
    ValueError
        If a label holds a character that the font of the figures lacks, or a colour is not one
        of the palette.
    """
    _check_characters(figure)
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata=_NO_METADATA)
    return themed(buffer.getvalue()).encode()


def labels(figure: Figure) -> list[Text]:
    """Return every visible, non-empty label of a figure, tick labels included."""
    with warnings.catch_warnings():
        # Laying out is how tick labels come to be; a missing glyph is reported by name later.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.draw_without_rendering()
    found = figure.findobj(Text)
    return [text for text in found if isinstance(text, Text) and text.get_text() and _shown(text)]


def characters(figure: Figure) -> set[str]:
    """Return the characters of a figure's labels; formulas have a font of their own."""
    return {
        character
        for text in labels(figure)
        for character in re.sub(r"\$[^$]*\$", "", text.get_text())
        if character != "\n"
    }


def themed(svg: str) -> str:
    """Return Matplotlib's SVG with its colours as variables that follow the reader's scheme."""
    used: set[str] = set()

    def variable(match: re.Match[str]) -> str:
        token = _TOKEN_OF.get(match[1])
        if token is None:
            raise ValueError(f"expected a colour of style.PALETTE, got {match[1]}")
        used.add(token)
        return f": var(--{token})"

    body = re.sub(r": (#[0-9a-fA-F]{6})\b", variable, svg[svg.index("<svg") :])
    body = re.sub(r' d="[^"]*"', _rounded, body)
    old_style = re.compile(r"<style[^>]*>[^<]*</style>")
    return old_style.sub(f"<style>{_style_sheet(used)}</style>", body, count=1)


def _style_sheet(tokens: set[str]) -> str:
    light, dark = (
        "".join(
            f"--{token}:{values[scheme]};" for token, values in PALETTE.items() if token in tokens
        )
        for scheme in (0, 1)
    )
    return (
        "*{stroke-linejoin:round;stroke-linecap:butt}"
        f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )


def _rounded(path: re.Match[str]) -> str:
    # A hundredth of a point is finer than any screen, and halves the file.
    return re.sub(
        r"-?\d+\.\d{3,}", lambda match: f"{float(match[0]):z.2f}".rstrip("0").rstrip("."), path[0]
    )


def _shown(text: Text) -> bool:
    return text.get_visible() and (text.axes is None or text.axes.get_visible())


def _check_characters(figure: Figure) -> None:
    for text in labels(figure):
        for formula in re.findall(r"\$([^$]*)\$", text.get_text()):
            if not formula.isascii():
                raise ValueError(f"expected ASCII TeX in a formula, got {formula!r}")
    for character in sorted(characters(figure) - font_characters()):
        raise ValueError(
            f"expected characters that the figures' font has, got {character!r} "
            f"(U+{ord(character):04X}): run `make font`"
        )


@cache
def font_characters() -> frozenset[str]:
    """Return the characters that the font of the figures has."""
    return frozenset(map(chr, FT2Font(str(FONT)).get_charmap()))
