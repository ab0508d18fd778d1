"""The 2-2-1 network as a drawing: every unit stands in the same place in every figure."""

from dataclasses import dataclass
from math import atan2, cos, sin
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch
from numpy.typing import NDArray

from xorbook._language import Language
from xorbook.figures.canvas import Part, Row, write
from xorbook.figures.style import WIDTH, colour, number

HEIGHT = 356.0
MIDDLE = 172.0
UP, DOWN = MIDDLE + 92, MIDDLE - 92

Point = tuple[float, float]
ABOVE, BELOW = (0.5, 0.0), (0.5, 1.0)
RIGHT_ABOVE, RIGHT_BELOW = (0.0, 0.0), (0.0, 1.0)


@dataclass(frozen=True)
class Place:
    """Where a unit stands: its middle and its half sizes, in points."""

    x: float
    y: float
    across: float = 39.0
    up: float = 31.0

    def at(self, right: float, top: float = 0) -> Point:
        """Return a point of the outline: (1, 0) is the middle of the right side."""
        return self.x + right * self.across, self.y + top * self.up


@dataclass(frozen=True)
class Edge:
    """A connection, where along it its label stands, and which point of the label stands there.

    Without a point, the label covers the line; that of a gradient, which is longer, stands `back`.
    """

    start: str
    end: str
    along: float
    anchor: Point | None = None
    back: float | None = None

    def ends(self) -> tuple[Point, Point]:
        """Return where the line leaves the one unit and meets the other."""
        start, end = PLACES[self.start], PLACES[self.end].at(-1)
        if not self.start.startswith("x"):
            return start.at(1), end
        angle = atan2(end[1] - start.y, end[0] - start.x)
        return start.at(cos(angle), sin(angle)), end


PLACES = {
    "x1": Place(23, UP, 20, 20),
    "x2": Place(23, DOWN, 20, 20),
    "h1": Place(172, UP),
    "h2": Place(172, DOWN),
    "y": Place(WIDTH - 40, MIDDLE),
}
EDGES = {
    "W1[0,0]": Edge("x1", "h1", 0.5, ABOVE),
    "W1[0,1]": Edge("x1", "h2", 0.2, back=0.69),
    "W1[1,0]": Edge("x2", "h1", 0.2, back=0.69),
    "W1[1,1]": Edge("x2", "h2", 0.5, BELOW),
    "W2[0,0]": Edge("h1", "y", 0.12, RIGHT_ABOVE),
    "W2[1,0]": Edge("h2", "y", 0.28, RIGHT_BELOW),
}
LOSS: Point = (PLACES["y"].x, 62.0)
# The unit of each bias, and the side from which it comes.
BIASES = {"b1[0]": ("h1", 1), "b1[1]": ("h2", -1), "b2[0]": ("y", 1)}
SYMBOLS = {
    **{f"W1[{i},{j}]": f"w_{{{i + 1}{j + 1}}}^{{(1)}}" for i in (0, 1) for j in (0, 1)},
    **{f"W2[{i},0]": f"w_{{{i + 1}1}}^{{(2)}}" for i in (0, 1)},
    **{f"b1[{j}]": f"b_{j + 1}^{{(1)}}" for j in (0, 1)},
    "b2[0]": "b^{(2)}",
}


def unit(axes: Axes, name: str, *rows: Row) -> None:
    """Draw a unit with what is written in it: a circle for an input, a box for the others."""
    place = PLACES[name]
    line: dict[str, Any] = {"facecolor": "none", "edgecolor": colour("muted"), "linewidth": 1.2}
    if name.startswith("x"):
        axes.add_patch(Circle((place.x, place.y), place.across, **line))
    else:
        corner = place.at(-1, -1)
        size = 2 * place.across, 2 * place.up
        style = "round,pad=0,rounding_size=12"
        axes.add_patch(FancyBboxPatch(corner, *size, boxstyle=style, **line))
    write(axes, place.x, place.y, *rows)


def arrow(
    axes: Axes, start: Point, end: Point, *, backward: bool = False, token: str = "muted"
) -> None:
    """Draw an arrow: solid the way the values go, dashed and turned round for gradients."""
    axes.add_patch(
        FancyArrowPatch(
            *((end, start) if backward else (start, end)),
            arrowstyle="-|>,head_length=6,head_width=2.6",
            mutation_scale=1,
            shrinkA=0,
            shrinkB=1.5,
            color=colour("g" if backward else token),
            linewidth=1.1,
            linestyle=(0, (4, 2.5)) if backward else "-",
        )
    )


def edge(axes: Axes, parameter: str, *rows: Row, backward: bool = False) -> None:
    """Draw the connection of a weight, with its label."""
    line = EDGES[parameter]
    start, end = line.ends()
    arrow(axes, start, end, backward=backward)
    along = line.back if backward and line.back else line.along
    x, y = (a + along * (b - a) for a, b in zip(start, end, strict=True))
    if line.anchor:
        away = 3 - 6 * line.anchor[1]
        write(axes, x, y, *rows, anchor=line.anchor, offset=(3 - 6 * line.anchor[0], away))
    else:
        write(axes, x, y, *rows, paper=True)


def bias(axes: Axes, parameter: str, *rows: Row, backward: bool = False) -> None:
    """Draw the arrow of a bias into its unit, and its label at the far end."""
    name, side = BIASES[parameter]
    place = PLACES[name]
    x, y = place.at(0, side)
    arrow(axes, (x, y + 18 * side), (x, y), backward=backward)
    write(axes, x, y + 20 * side, *rows, anchor=(0.5, 0 if side > 0 else 1))


def parameter(axes: Axes, name: str, *rows: Row, backward: bool = False) -> None:
    """Draw a weight as its connection, a bias as its arrow, with the label."""
    (edge if name in EDGES else bias)(axes, name, *rows, backward=backward)


def layer_names(axes: Axes, say: Language) -> None:
    """Write the names of the three layers above their columns."""
    names = [
        ("x1", say("입력층", "input"), 0.0),
        ("h1", say("은닉층", "hidden layer"), 0.5),
        ("y", say("출력층", "output"), 0.5),
    ]
    for place, text, anchor in names:
        x = PLACES[place].x if anchor else 1
        write(axes, x, HEIGHT - 2, [Part(text, "muted")], anchor=(anchor, 1))


def answers(values: NDArray[np.generic], token: str) -> Row:
    """Return one value for each of the four inputs, as a row."""
    return [Part("  ".join(number(float(value)) for value in values), token)]
