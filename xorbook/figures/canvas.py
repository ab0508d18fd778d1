"""Empty figures to draw on, measured in points, and labels made of several parts."""

from typing import Literal, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnnotationBbox, HPacker, TextArea, VPacker

from xorbook.figures.style import SYMBOL, TEXT, WIDTH, colour, number


class Part(NamedTuple):
    """A piece of a label: its text, the token of its colour, its size."""

    text: str
    token: str = "ink"
    size: float = TEXT


Row = list[Part]


def symbol(tex: str, token: str) -> Part:
    """Return a mathematical symbol, in the letters of the book's formulas."""
    return Part(f"${tex}$", token, SYMBOL)


def named(tex: str, token: str, value: float, digits: int | None = None) -> Row:
    """Return a symbol and its value, both in the colour of the quantity."""
    return [symbol(tex, token), Part(number(value, digits), token)]


def blank(height: float) -> Figure:
    """Return an empty figure as wide as every figure and `height` points high."""
    return Figure(figsize=(WIDTH / 72, height / 72))


def diagram(height: float) -> tuple[Figure, Axes]:
    """Return a figure and axes without frame whose units are points, origin at the lower left."""
    figure = blank(height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, WIDTH), ylim=(0, height))
    return figure, axes


def panel(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Return axes for a plot, their frame's place given in points."""
    figure_height = figure.get_figheight() * 72
    axes = figure.add_axes(
        (left / WIDTH, bottom / figure_height, width / WIDTH, height / figure_height)
    )
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: number(value))
    return axes


def write(
    axes: Axes,
    x: float,
    y: float,
    *rows: Row,
    anchor: tuple[float, float] = (0.5, 0.5),
    offset: tuple[float, float] = (0, 0),
    align: Literal["left", "center", "right"] = "center",
    gap: float = 3,
    paper: bool = False,
) -> None:
    """Write rows of parts, their point `anchor` (0 to 1 across and up) at (x, y).

    The offset is in points. On `paper`, whatever lies beneath is covered.
    """
    box = AnnotationBbox(
        VPacker(children=[_packed(row) for row in rows], align=align, pad=0, sep=gap),
        (x, y),
        xybox=offset,
        boxcoords="offset points",
        box_alignment=anchor,
        frameon=paper,
        pad=0.1,
        bboxprops={"facecolor": colour("paper"), "edgecolor": "none", "boxstyle": "square"},
    )
    box.set_zorder(5)
    axes.add_artist(box)


def _packed(row: Row) -> HPacker:
    parts: list[Artist] = [
        TextArea(part.text, textprops={"color": colour(part.token), "size": part.size})
        for part in row
    ]
    return HPacker(children=parts, align="baseline", pad=0, sep=4)
