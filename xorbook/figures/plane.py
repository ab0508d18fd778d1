"""The plane of two inputs: its axes, the four corners, and the line of a perceptron."""

from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

import xorbook as xb
from xorbook.figures.canvas import Part, named, symbol, write
from xorbook.figures.style import colour, number

LOW, HIGH = -0.4, 1.4
CORNERS = [(LOW, LOW), (HIGH, LOW), (HIGH, HIGH), (LOW, HIGH)]

Array = NDArray[np.float64]
Point = tuple[float, float]


def plane(axes: Axes, *, names: tuple[str, str] = ("x_1", "x_2"), token: str = "x") -> None:
    """Give the axes the square around the four corners, and the names of its two directions."""
    axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xticks=(0, 1), yticks=(0, 1), aspect="equal")
    axes.tick_params(length=0, pad=4)
    for spine in axes.spines.values():
        spine.set_color(colour("faint"))
    across, up = names
    write(axes, HIGH, LOW, [symbol(across, token)], anchor=(0.5, 1), offset=(0, -3))
    write(axes, LOW, HIGH, [symbol(up, token)], anchor=(1, 0.5), offset=(-4, 0))


def points(axes: Axes, X: Array, t: Array, size: float = 9) -> None:
    """Draw samples: a full disc for the answer 1, a ring for 0."""
    for (x1, x2), answer in zip(X, np.ravel(t), strict=True):
        face = colour("ink") if answer else colour("paper")
        style: dict[str, Any] = {
            "markerfacecolor": face,
            "markeredgecolor": colour("ink"),
            "zorder": 4,
        }
        axes.plot(x1, x2, "o", markersize=size, markeredgewidth=1.5, clip_on=False, **style)


def line(axes: Axes, unit: xb.Perceptron, *, fill: bool = True, token: str = "w") -> list[Point]:
    """Draw where a perceptron's weighted sum is 0, shade where it fires; return the line's ends."""
    firing: list[Point] = []
    ends: list[Point] = []
    for start, end in pairwise([*CORNERS, CORNERS[0]]):
        at_start, at_end = (float(unit.weighted_sum(corner)) for corner in (start, end))
        if at_start > 0:
            firing.append(start)
        if at_start * at_end < 0:
            share = at_start / (at_start - at_end)
            crossing = (
                start[0] + share * (end[0] - start[0]),
                start[1] + share * (end[1] - start[1]),
            )
            firing.append(crossing)
            ends.append(crossing)
    if fill and firing:
        axes.fill(*zip(*firing, strict=True), color=colour(token), alpha=0.13, linewidth=0)
    if ends:
        axes.plot(*zip(*ends, strict=True), color=colour(token))
    return ends


def parameters(axes: Axes, unit: xb.Perceptron) -> None:
    """Write a perceptron's weights and bias below its plane."""
    weights = ", ".join(number(w) for w in unit.weights)
    row = [symbol("w", "w"), Part(f"({weights}) ", "w"), *named("b", "b", unit.bias)]
    write(axes, (LOW + HIGH) / 2, LOW, row, anchor=(0.5, 1), offset=(0, -24))


def title(axes: Axes, *lines: str) -> None:
    """Write a line or two above a plane."""
    rows = ([Part(text)] for text in lines)
    write(axes, (LOW + HIGH) / 2, HIGH, *rows, anchor=(0.5, 0), offset=(0, 5))
