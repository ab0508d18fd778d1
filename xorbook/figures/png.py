"""A figure as a picture for slides: PNG, in the light colours, on the paper of the page."""

import hashlib
import io
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from xorbook.figures.style import WIDTH, colour

PIXELS = 1600  # across: sharp on a slide that is as wide as a screen
MARGIN = 12.0  # points of paper around the figure, which on a page has the page's own


def origin(svg: bytes) -> dict[str, str]:
    """Name what a PNG was made from and by, as its metadata."""
    digest = hashlib.sha256(svg + repr((PIXELS, MARGIN)).encode()).hexdigest()
    return {"Software": f"Matplotlib {mpl.__version__}", "Source": f"sha256:{digest}"}


def is_current(path: Path, svg: bytes) -> bool:
    """Tell whether a file is the PNG of the figure that has this SVG."""
    if not path.exists():
        return False
    head = path.read_bytes()[:1024]
    return all(f"{key}\0{value}".encode() in head for key, value in origin(svg).items())


def render_png(figure: Figure, svg: bytes) -> bytes:
    """Return a figure as PNG; `svg` is the same figure, which tells later whether it changed."""
    margin = MARGIN / 72
    width, height = figure.get_size_inches()
    buffer = io.BytesIO()
    figure.savefig(
        buffer,
        format="png",
        dpi=72 * PIXELS / (WIDTH + 2 * MARGIN),
        bbox_inches=Bbox([[-margin, -margin], [width + margin, height + margin]]),
        facecolor=colour("paper"),
        metadata=origin(svg),
        pil_kwargs={"compress_level": 1},  # half the time; nobody waits for a picture's bytes
    )
    return buffer.getvalue()
