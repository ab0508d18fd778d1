"""The look of every figure: colours, sizes, font, and how numbers are written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.typing import RcKeyType

# Figures are WIDTH points wide: 480 CSS px where there is room, 328 on a narrow phone.
WIDTH = 360.0
NARROW = 328.0
SMALLEST = 10.0  # CSS px, on the phone

TEXT = 12.0
SMALL = 11.0  # just above SMALLEST on the phone
SYMBOL = 16.0  # so that its indices, at seven tenths, are no smaller than SMALL

FONT = Path(__file__).with_name("font.ttf")
FONT_FAMILY = "Xorbook Sans KR"

# (light, dark) of each token; the light one stands for it until light_and_dark.py replaces it.
PALETTE = {
    "ink": ("#22262b", "#dfe2e6"),
    "muted": ("#5b626b", "#a4abb5"),
    "faint": ("#b9bdc3", "#4e555f"),
    "paper": ("#fdfcf9", "#15181d"),
    "x": ("#0a73a2", "#75aec9"),
    "w": ("#7545c0", "#c3a6fb"),
    "b": ("#835600", "#caaf53"),
    "z": ("#3d6a4d", "#99e993"),
    "a": ("#c22552", "#fb9d98"),
    "l": ("#971e78", "#fb77ac"),
    "g": ("#554801", "#cacf47"),
}


def mixed(start: str, end: str, share: float) -> str:
    """Return the colour that lies `share` of the way from one hex colour to another."""
    pairs = ((int(start[i : i + 2], 16), int(end[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(low + share * (high - low)):02x}" for low, high in pairs)


BANDS = 8  # steps of loss on a surface, from paper towards the colour of losses
PALETTE |= {
    f"l{band}": (
        mixed(PALETTE["paper"][0], PALETTE["l"][0], 0.10 + 0.08 * band),
        mixed(PALETTE["paper"][1], PALETTE["l"][1], 0.14 + 0.08 * band),
    )
    for band in range(BANDS)
}


def colour(token: str) -> str:
    """Return the colour that stands for a token of the palette while a figure is drawn."""
    return PALETTE[token][0]


def number(value: float, digits: int | None = None) -> str:
    """Return a number as labels show it: to `digits` places, or else four significant digits."""
    text = f"{value:z.4g}" if digits is None else f"{value:z.{digits}f}"
    return text.replace("-", "−")


@contextmanager
def styled() -> Iterator[None]:
    """Draw in the book's style, whatever the reader's own Matplotlib settings are."""
    fonts = font_manager.fontManager
    # Adding one makes Matplotlib forget where it has found all others.
    if not any(font.fname == str(FONT) for font in fonts.ttflist):
        fonts.addfont(FONT)
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield


_SETTINGS: dict[RcKeyType, object] = {
    "font.family": FONT_FAMILY,
    "font.size": TEXT,
    "mathtext.fontset": "cm",
    "axes.unicode_minus": True,
    "axes.formatter.use_locale": False,
    "text.color": colour("ink"),
    "axes.labelcolor": colour("ink"),
    "axes.titlesize": TEXT,
    "axes.labelsize": TEXT,
    "axes.edgecolor": colour("muted"),
    "axes.facecolor": "none",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": colour("muted"),
    "ytick.color": colour("muted"),
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "grid.color": colour("faint"),
    "grid.linewidth": 0.6,
    "figure.dpi": 72,
    "figure.facecolor": "none",
    "figure.edgecolor": "none",
    "savefig.facecolor": "none",
    "savefig.edgecolor": "none",
    "lines.linewidth": 2.0,
    "patch.linewidth": 1.0,
    "hatch.color": colour("muted"),
    "svg.fonttype": "path",
    "svg.hashsalt": "xorbook",
}
