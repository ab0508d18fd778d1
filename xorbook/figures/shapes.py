"""Figures of the chapter on shapes."""

from itertools import pairwise, product
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from numpy.typing import NDArray

import xorbook as xb
from xorbook._language import Language
from xorbook.figures.canvas import Part, Row, diagram, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import SMALL, colour

SIZES = (2, 3, 2)
RADIUS = 19.0
SPACING = 62.0
COLUMNS = (28.0, 180.0, 332.0)

Array = NDArray[np.float64]
Point = tuple[float, float]


def places(middle: float) -> list[list[Point]]:
    """Return the middle of every unit, layer by layer, around a height in points."""
    return [
        [(x, middle + SPACING * ((n - 1) / 2 - k)) for k in range(n)]
        for x, n in zip(COLUMNS, SIZES, strict=True)
    ]


def draw_net(axes: Axes, middle: float, token: str = "muted") -> None:
    """Draw the 2-3-2 network: its units with their symbols, and every connection."""
    layers = places(middle)
    for before, after in pairwise(layers):
        for start, end in product(before, after):
            axes.plot(*zip(start, end, strict=True), color=colour(token), linewidth=1, zorder=1)
    for layer, units in enumerate(layers):
        for k, (x, y) in enumerate(units, start=1):
            face: dict[str, Any] = {
                "facecolor": colour("paper"),
                "edgecolor": colour("muted"),
                "linewidth": 1.2,
            }
            axes.add_patch(Circle((x, y), RADIUS, zorder=2, **face))
            tex, quantity = (f"a_{k}^{{({layer})}}", "a") if layer else (f"x_{k}", "x")
            write(axes, x, y, [symbol(tex, quantity)])


@figure
def net_2_3_2_shapes(say: Language) -> Figure:
    """Draw the 2-3-2 network with the shape of every array in it."""
    network = xb.Network.random(SIZES, rng=np.random.default_rng(0))
    drawing, axes = diagram(324)
    draw_net(axes, 218)
    names = say("입력층", "input"), say("은닉층", "hidden layer"), say("출력층", "output")
    trace = network.forward(np.zeros((1, SIZES[0])))
    for layer, (x, name) in enumerate(zip(COLUMNS, names, strict=True)):
        anchor = layer / 2  # the outer names end where the figure does
        write(axes, 180 * layer, 322, [Part(name, "muted")], anchor=(anchor, 1))
        _array(axes, x, 118, f"a^{{({layer})}}" if layer else "x", trace.a[layer])
    for layer in (1, 2):
        x = (COLUMNS[layer - 1] + COLUMNS[layer]) / 2
        weights, bias = network.W[layer], network.b[layer][np.newaxis]
        _array(axes, x, 118, f"W^{{({layer})}}", weights)
        _array(axes, x, 76, f"b^{{({layer})}}", bias)
        write(axes, 180, 50 - 21 * layer, _sum(trace, layer, weights, bias))
    return drawing


def _sum(trace: xb.Trace, layer: int, weights: Array, bias: Array) -> Row:
    before = shape(trace.a[layer - 1]), "a" if layer > 1 else "x"
    terms = (
        *(before, (shape(weights), "w"), ("+", "ink")),
        *((shape(bias), "b"), ("→", "ink"), (shape(trace.a[layer]), "a")),
    )
    return [Part(text, token, SMALL) for text, token in terms]


def _array(axes: Axes, x: float, top: float, tex: str, array: Array) -> None:
    token = tex[0].lower()
    rows = [symbol(tex, token)], [Part(shape(array), token)]
    write(axes, x, top, *rows, anchor=(0.5, 1), gap=1)


def shape(array: Array) -> str:
    """Return a shape as the book writes it."""
    return f"({'×'.join(str(n) for n in array.shape)})"


@figure
def weight_index(say: Language) -> Figure:
    """Draw which connection w21 of layer 2 is, and where it stands in the matrix."""
    drawing, axes = diagram(350)
    draw_net(axes, 246, "faint")
    start, end = places(246)[1][1], places(246)[2][0]
    axes.plot(*zip(start, end, strict=True), color=colour("w"), linewidth=2.5, zorder=1)
    for x, y in (start, end):
        axes.add_patch(Circle((x, y), RADIUS + 4, fill=False, edgecolor=colour("w"), linewidth=2))
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    write(axes, *middle, [symbol("w_{21}^{(2)}", "w")], paper=True)
    text = [Part(say("2번 유닛에서", "from unit 2"), "w")]
    write(axes, *start, text, anchor=(1, 0.5), offset=(-RADIUS - 8, 0), paper=True)
    write(
        axes,
        360,
        end[1],
        [Part(say("1번 유닛으로", "to unit 1"), "w")],
        anchor=(1, 0),
        offset=(0, 28),
    )
    _matrix(axes, say)
    return drawing


def _matrix(axes: Axes, say: Language) -> None:
    left, top, across, down = 116.0, 104.0, 58.0, 32.0
    rows, columns = SIZES[1:]
    right, bottom = left + columns * across, top - rows * down
    write(axes, left - 8, (top + bottom) / 2, [symbol("W^{(2)}=", "w")], anchor=(1, 0.5))
    for side, inward in ((left, 5), (right, -5)):
        bracket = (side + inward, side, side, side + inward), (top, top, bottom, bottom)
        axes.plot(*bracket, color=colour("ink"), linewidth=1.2)
    for i, j in product(range(rows), range(columns)):
        x, y = left + (j + 0.5) * across, top - (i + 0.5) * down
        chosen = (i, j) == (1, 0)
        if chosen:
            corner = x - across / 2 + 6, y - down / 2 + 1
            axes.add_patch(Rectangle(corner, across - 12, down - 2, color=colour("w"), alpha=0.2))
        write(axes, x, y, [symbol(f"w_{{{i + 1}{j + 1}}}^{{(2)}}", "w" if chosen else "muted")])
    write(axes, right + 10, top - 1.5 * down, [Part(say("2행", "row 2"))], anchor=(0, 0.5))
    write(axes, left + across / 2, top + 12, [Part(say("1열", "column 1"))])
