"""From a Matplotlib figure to an SVG that is the same on every run."""

import io
import re
import warnings
from functools import cache

from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from xorbook.figures.light_and_dark import themed
from xorbook.figures.style import FONT

FORMULA = r"\$[^$]*\$"
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def render(figure: Figure) -> bytes:
    """Return the figure as SVG.

    Raises
    ------
    ValueError
        If a label holds a character that the font of the figures lacks, a formula holds more than
        ASCII, or a colour is not one of the palette.
    """
    svg = saved(figure)
    _check_characters(figure)
    return themed(svg).encode()


def labels(figure: Figure) -> list[Text]:
    """Return every visible, non-empty label of a figure that has been drawn."""
    found = figure.findobj(lambda artist: isinstance(artist, Text) and _shown(artist))
    return [text for text in found if isinstance(text, Text)]


def characters(figure: Figure) -> set[str]:
    """Return the characters of a drawn figure's labels; formulas have fonts of their own."""
    outside_formulas = (re.sub(FORMULA, "", text.get_text()) for text in labels(figure))
    return set().union(*outside_formulas) - {"\n"}


def saved(figure: Figure) -> str:
    """Return the SVG as Matplotlib writes it, whether or not every character has a glyph."""
    buffer = io.StringIO()
    with warnings.catch_warnings():
        # A character without a glyph is an error that `_check_characters` explains.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(buffer, format="svg", metadata=_NO_METADATA)
    return buffer.getvalue()


def _shown(text: Text) -> bool:
    return bool(text.get_text()) and text.get_visible()


def _check_characters(figure: Figure) -> None:
    for text in labels(figure):
        for formula in re.findall(FORMULA, text.get_text()):
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
