"""Figures of the chapter on backpropagation."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

import xorbook as xb
from xorbook._language import Language
from xorbook.figures import net
from xorbook.figures.canvas import Part, Row, blank, diagram, named, panel, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import WIDTH, colour, number


@figure
def worked_net_gradients(say: Language) -> Figure:
    """Draw the worked network with every gradient of ½(ŷ−t)² for the sample (1, 0)."""
    network = xb.worked_example()
    X, t = xb.xor()
    trace, loss = network.forward(X[2]), xb.half_squared_error
    gradients = network.backward(trace, t[2], loss=loss)
    deltas = network.deltas(trace, t[2], loss=loss)
    drawing, axes = diagram(net.HEIGHT)
    net.layer_names(axes, say)
    for name in network.parameters.names:
        rows = slope(net.SYMBOLS[name], gradients[name])
        if name.startswith("b1"):
            rows = [rows[0] + rows[1]]
        net.parameter(axes, name, *rows, backward=True)
    for j in (0, 1):
        net.unit(axes, f"x{j + 1}", [symbol(f"x_{j + 1}", "x"), Part(number(X[2, j]), "x")])
        net.unit(axes, f"h{j + 1}", *slope(f"z_{j + 1}^{{(1)}}", deltas[1][j]))
    net.unit(axes, "y", *slope("z^{(2)}", deltas[2][0]))
    net.arrow(axes, net.PLACES["y"].at(0, -1), net.LOSS, backward=True)
    rows = slope(r"\hat{y}", loss.gradient(trace.output, t[2])[0])
    write(axes, *net.LOSS, *rows, anchor=(0.5, 1))
    return drawing


def slope(tex: str, value: float) -> list[Row]:
    """Return two rows: the symbol of the derivative of the loss, and its value."""
    text = number(value, 6) if value else number(value)
    return [[symbol(rf"\partial L/\partial {tex}", "g")], [Part(text, "g")]]


# From w11 to the loss: the quantities on the way, and the derivative of each by the one before.
STATIONS = (
    ("w_{11}^{(1)}", "w"),
    ("z_1^{(1)}", "z"),
    ("a_1^{(1)}", "a"),
    ("z^{(2)}", "z"),
    (r"\hat{y}", "a"),
    ("L", "l"),
)
SLOPES = (
    ("x_1", "x"),
    ("a_1^{(1)}(1-a_1^{(1)})", "a"),
    ("w_{11}^{(2)}", "w"),
    (r"\hat{y}(1-\hat{y})", "a"),
    (r"\hat{y}-t", "a"),
)
STEP = 70.0
LEFT = 92.0
LOWEST = 54.0


@figure
def chain_w11(say: Language) -> Figure:
    """Draw the path from w11 to the loss, and the factor that each step adds to the gradient."""
    network = xb.worked_example()
    X, t = xb.xor()
    trace, loss = network.forward(X[2]), xb.half_squared_error
    values = (
        network.W[1][0, 0],
        *(trace.z[1][0], trace.a[1][0], trace.z[2][0], trace.output[0]),
        loss(trace.output, t[2]),
    )
    factors = xb.chain_factors(network, trace, t[2], "W1[0,0]", loss=loss)
    drawing, axes = diagram(STEP * len(factors) + 86)
    _stations(axes, values)
    _factors(axes, [*factors.values()][::-1])
    gradient = network.backward(trace, t[2], loss=loss)["W1[0,0]"]
    axes.plot((LEFT, WIDTH), (34, 34), color=colour("muted"), linewidth=0.8)
    product = symbol(r"\partial L/\partial w_{11}^{(1)}=", "g")
    write(axes, LEFT, 16, [product], anchor=(0, 0.5))
    write(axes, WIDTH, 16, [Part(number(gradient, 6), "g")], anchor=(1, 0.5))
    return drawing


def _stations(axes: Axes, values: Sequence[float]) -> None:
    line: dict[str, Any] = {"facecolor": "none", "edgecolor": colour("muted")}
    style = "round,pad=0,rounding_size=12"
    for k, ((tex, token), value) in enumerate(zip(STATIONS, values, strict=True)):
        height = LOWEST + STEP * (len(values) - 1 - k)
        axes.add_patch(FancyBboxPatch((0, height - 15), 84, 30, boxstyle=style, **line))
        write(axes, 42, height, named(tex, token, value))
        if k:
            net.arrow(axes, (42, height + STEP - 15), (42, height + 15))


def _factors(axes: Axes, factors: Sequence[float]) -> None:
    between = zip(pairwise(STATIONS), SLOPES, factors, strict=True)
    for k, (((before, _), (after, _)), (tex, token), factor) in enumerate(between):
        height = LOWEST + STEP * (len(factors) - 0.5 - k)
        derivative = rf"\dfrac{{\partial {after}}}{{\partial {before}}}="
        write(axes, LEFT, height, [symbol(derivative, "g"), symbol(tex, token)], anchor=(0, 0.5))
        times = "× " if k else ""
        write(axes, WIDTH, height, [Part(times + number(factor, 6), token)], anchor=(1, 0.5))


@figure
def before_after(say: Language) -> Figure:
    """Draw the four predictions before and after one step with η = 1, for both losses."""
    X, t = xb.xor()
    drawing = blank(400)
    losses = (
        (xb.half_squared_error, r"\frac{1}{2}(\hat{y}-t)^2"),
        (xb.binary_cross_entropy, r"\mathrm{BCE}"),
    )
    for k, (loss, tex) in enumerate(losses):
        network = xb.worked_example()
        before = network.forward(X)
        network.theta -= network.backward(before, t, loss=loss).theta
        moves = np.hstack([before.output, network.forward(X).output])
        axes = panel(drawing, 62, 240 - 200 * k, 280, 130)
        axes.set(xlim=(0, 1), ylim=(3.6, -0.6), xticks=(0, 0.5, 1), yticks=())
        axes.grid(True, axis="x")
        axes.spines["left"].set_visible(False)
        write(axes, 0, -0.6, [symbol(tex, "l")], anchor=(0, 0), offset=(-50, 8))
        write(axes, t[0, 0], 0, [symbol("t", "ink")], anchor=(0.5, 0), offset=(0, 9))
        write(axes, 1, 3.6, [symbol(r"\hat{y}", "a")], anchor=(0, 0.5), offset=(6, 0))
        for row, (x, (y, new), target) in enumerate(zip(X, moves, t[:, 0], strict=True)):
            _move(axes, row, y, new)
            where = f"({number(x[0])}, {number(x[1])})"
            write(axes, 0, row, [Part(where, "x")], anchor=(1, 0.5), offset=(-12, 0))
            axes.plot(target, row, "|", color=colour("ink"), markersize=16, markeredgewidth=2)
    # Only the second step is long enough for a word at each end.
    old = [Part(say("전", "before"), "a")]
    write(axes, moves[0, 0], 0, old, anchor=(0, 0), offset=(-6, 6))
    write(axes, moves[0, 1], 0, [Part(say("후", "after"), "a")], anchor=(1, 0), offset=(6, 6))
    return drawing


def _move(axes: Axes, row: int, before: float, after: float) -> None:
    change = f"{number(before, 3)} → {number(after, 3)}"
    write(axes, 0, row, [Part(change, "a")], anchor=(0, 0.5), offset=(12, 0))
    axes.plot((before, after), (row, row), color=colour("a"), linewidth=1.2)
    ring: dict[str, Any] = {"markerfacecolor": colour("paper"), "markeredgecolor": colour("a")}
    axes.plot(before, row, "o", markersize=7, **ring)
    axes.plot(after, row, "o", markersize=7, color=colour("a"))
