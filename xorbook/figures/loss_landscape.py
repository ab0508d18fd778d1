"""Figures of the loss as a function of the worked network's parameters."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d import Axes3D, proj3d
from numpy.typing import NDArray

import xorbook as xb
from xorbook._language import Language
from xorbook.figures import net
from xorbook.figures.canvas import Part, blank, panel, symbol, write
from xorbook.figures.net import Point
from xorbook.figures.registry import figure
from xorbook.figures.style import BANDS, SMALL, colour, number

Array = NDArray[np.float64]
REACH = 6.0  # how far to both sides of the current value a slice goes


def loss_along(names: tuple[str, ...], *values: Array) -> Array:
    """Return the mean ½(ŷ−t)² over XOR's four inputs with some parameters replaced."""
    X, t = xb.xor()
    network = xb.worked_example()
    grids = np.broadcast_arrays(*values)
    losses = np.empty(grids[0].shape)
    for index in np.ndindex(losses.shape):
        for name, grid in zip(names, grids, strict=True):
            network.theta[network.parameters.position(name)] = grid[index]
        losses[index] = network.loss(X, t, loss=xb.half_squared_error)
    return losses


ORDER = (
    *("W1[0,0]", "W1[1,0]", "b1[0]"),
    *("W1[0,1]", "W1[1,1]", "b1[1]"),
    *("W2[0,0]", "W2[1,0]", "b2[0]"),
)


@figure
def loss_slices(say: Language) -> Figure:
    """Draw the loss along each of the nine parameters, the other eight held fixed."""
    parameters = xb.worked_example().parameters
    drawing = blank(420)
    for k, name in enumerate(ORDER):
        axes = panel(drawing, 34 + 114 * (k % 3), 304 - 141 * (k // 3), 92, 90)
        _slice(axes, name, parameters[name])
        if k % 3:
            axes.set_yticklabels([])
        else:
            left, top = axes.get_xlim()[0], axes.get_ylim()[1]
            write(axes, left, top, [symbol("L", "l")], anchor=(1, 0.5), offset=(-6, 0))
    return drawing


def _slice(axes: Axes, name: str, now: float) -> None:
    low, high = now - REACH, now + REACH
    values = np.linspace(low, high, 121)
    axes.plot(values, loss_along((name,), values), color=colour("l"))
    here = loss_along((name,), np.array([now]))[0]
    axes.set(xlim=(low, high), xticks=(now - 4, now, now + 4), ylim=(0.09, 0.26), yticks=(0.1, 0.2))
    axes.tick_params(length=0)
    axes.plot((now, now), (0.09, here), color=colour("faint"), linewidth=1)
    axes.plot(now, here, "o", color=colour("ink"), markersize=6)
    name_row = [symbol(net.SYMBOLS[name], name[0].lower())]
    write(axes, now, 0.26, name_row, anchor=(0.5, 0), offset=(0, 1))


@figure
def loss_surface(say: Language) -> Figure:
    """Draw the loss over the two output weights, from above and as a surface."""
    span = np.linspace(-REACH, REACH, 24 * FINER + 1)
    parameters = xb.worked_example().parameters
    valley = Valley(*(parameters[name] + span for name in PAIR))
    drawing = blank(560)
    _from_above(panel(drawing, 40, 306, 300, 240), valley, say)
    _as_surface(drawing, valley)
    return drawing


PAIR = ("W2[0,0]", "W2[1,0]")
FINER = 3  # the map needs a finer grid than the surface shows


class Valley:
    """The loss on a grid over the two weights of PAIR, and where the worked network stands."""

    def __init__(self, first: Array, second: Array) -> None:
        self.first, self.second = first, second
        self.losses = loss_along(PAIR, first[np.newaxis], second[:, np.newaxis])
        low, high = np.floor(self.losses.min() * 50) / 50, np.ceil(self.losses.max() * 50) / 50
        self.levels = np.linspace(low, high, BANDS + 1)
        network = xb.worked_example()
        X, t = xb.xor()
        gradients = network.backward(network.forward(X), t, loss=xb.half_squared_error)
        self.here = np.array([network.parameters[name] for name in PAIR])
        self.downhill = -np.array([gradients[name] for name in PAIR])
        self.loss_here = network.loss(X, t, loss=xb.half_squared_error)


def _from_above(axes: Axes, valley: Valley, say: Language) -> None:
    grid = valley.first, valley.second, valley.losses, valley.levels
    axes.contourf(*grid, colors=[colour(f"l{band}") for band in range(BANDS)])
    lines = axes.contour(*grid[:3], valley.levels[1:-1:2], colors=[colour("paper")], linewidths=0.6)
    axes.clabel(
        lines,
        fmt=lambda level: number(level, 2),
        fontsize=SMALL,
        colors=colour("ink"),
    )
    axes.set_xticks(sorted((valley.here[0], valley.first[0], valley.first[-1])))
    axes.set_yticks(sorted((valley.here[1], valley.second[0], valley.second[-1])))
    step = 2.4 * valley.downhill / np.hypot(*valley.downhill)
    net.arrow(axes, tuple(valley.here), tuple(valley.here + step), token="ink")
    axes.plot(*valley.here, "o", color=colour("ink"), markersize=7)
    words = [Part(say("지금", "now"))]
    write(axes, *valley.here, words, anchor=(0, 0.5), offset=(8, 0))
    right, top = valley.first[-1], valley.second[-1]
    across, up = ([symbol(net.SYMBOLS[name], "w")] for name in PAIR)
    write(axes, right, valley.second[0], across, anchor=(1, 1), offset=(-20, -3))
    write(axes, valley.first[0], top, up, anchor=(1, 1), offset=(-6, -20))


def _as_surface(drawing: Figure, valley: Valley) -> None:
    axes = drawing.add_axes((0, 0.02, 1, 0.5), projection="3d", computed_zorder=False)
    assert isinstance(axes, Axes3D)
    axes.set_box_aspect((1, 1, 0.75), zoom=1.2)
    losses = valley.losses[::FINER, ::FINER]
    band = np.digitize(losses, valley.levels[1:-1])
    axes.plot_surface(
        *np.meshgrid(valley.first[::FINER], valley.second[::FINER]),
        losses,
        rstride=1,
        cstride=1,
        facecolors=np.array([colour(f"l{k}") for k in range(BANDS)])[band],
        edgecolor=colour("paper"),
        linewidth=0.25,
        shade=False,
        zorder=1,
    )
    axes.plot(*([v] for v in (*valley.here, valley.loss_here)), "o", color=colour("ink"), zorder=3)
    axes.set_axis_off()
    axes.view_init(elev=32, azim=-62)
    _frame(axes, valley)


def _frame(axes: Axes3D, valley: Valley) -> None:
    left, right = valley.first[[0, -1]]
    front, back = valley.second[[0, -1]]
    low, high = valley.levels[[0, -1]]
    line: dict[str, Any] = {"color": colour("muted"), "linewidth": 0.8, "zorder": 0}
    axes.plot((left, right, right), (front, front, back), (low, low, low), **line)
    axes.plot((left, left), (front, front), (low, high), **line)
    middle_first, middle_second = (left + right) / 2, (front + back) / 2
    # The projection is the picture's own plane, so labels there know their place before drawing.
    labels: tuple[tuple[tuple[float, ...], str, str, Point, Point], ...] = (
        ((middle_first, front, low), net.SYMBOLS[PAIR[0]], "w", (1, 1), (-4, -4)),
        ((right, middle_second, low), net.SYMBOLS[PAIR[1]], "w", (0, 1), (4, -4)),
        ((left, front, high), "L", "l", (1, 0), (-4, 0)),
    )
    for place, tex, token, anchor, offset in labels:
        x, y, _ = proj3d.proj_transform(*place, axes.get_proj())
        write(axes, float(x), float(y), [symbol(tex, token)], anchor=anchor, offset=offset)
