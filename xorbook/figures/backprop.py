"""Figures of the chapter on backpropagation."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

import xorbook as xb
from xorbook.figures import net
from xorbook.figures.canvas import Part, Row, blank, diagram, named, panel, symbol, write
from xorbook.figures.registry import Language, figure
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


@figure
def chain_w11(say: Language) -> Figure:
    """Draw the path from w11 to the loss, and the factor that each step adds to the gradient."""
    network = xb.worked_example()
    X, t = xb.xor()
    trace, loss = network.forward(X[2]), xb.half_squared_error
    factors = xb.chain_factors(network, trace, t[2], "W1[0,0]", loss=loss)
    stations = (
        ("w_{11}^{(1)}", "w", network.W[1][0, 0]),
        ("z_1^{(1)}", "z", trace.z[1][0]),
        ("a_1^{(1)}", "a", trace.a[1][0]),
        ("z^{(2)}", "z", trace.z[2][0]),
        (r"\hat{y}", "a", trace.output[0]),
        ("L", "l", loss(trace.output, t[2])),
    )
    slopes = (
        ("x_1", "x"),
        ("a_1^{(1)}(1-a_1^{(1)})", "a"),
        ("w_{11}^{(2)}", "w"),
        (r"\hat{y}(1-\hat{y})", "a"),
        (r"\hat{y}-t", "a"),
    )
    drawing, axes = diagram(STEP * 5 + 86)
    for k, (tex, token, value) in enumerate(stations):
        _station(axes, 54 + STEP * (5 - k), named(tex, token, value), k < 5)
    for k, (factor, (tex, token)) in enumerate(
        zip(reversed(factors.values()), slopes, strict=True)
    ):
        derivative = rf"\dfrac{{\partial {stations[k + 1][0]}}}{{\partial {stations[k][0]}}}="
        row = [symbol(derivative, "g"), symbol(tex, token)]
        height = 54 + STEP * (4.5 - k)
        write(axes, 92, height, row, anchor=(0, 0.5))
        write(
            axes,
            WIDTH,
            height,
            [Part(("× " if k else "") + number(factor, 6), token)],
            anchor=(1, 0.5),
        )
    axes.plot((92, WIDTH), (34, 34), color=colour("muted"), linewidth=0.8)
    product = symbol(r"\partial L/\partial w_{11}^{(1)}=", "g")
    write(axes, 92, 16, [product], anchor=(0, 0.5))
    gradient = network.backward(trace, t[2], loss=loss)["W1[0,0]"]
    write(axes, WIDTH, 16, [Part(number(gradient, 6), "g")], anchor=(1, 0.5))
    return drawing


STEP = 70.0


def _station(axes: Axes, height: float, row: Row, onward: bool) -> None:
    corner, style = (0, height - 15), "round,pad=0,rounding_size=12"
    line: dict[str, Any] = {"facecolor": "none", "edgecolor": colour("muted")}
    axes.add_patch(FancyBboxPatch(corner, 84, 30, boxstyle=style, **line))
    write(axes, 42, height, row)
    if onward:
        net.arrow(axes, (42, height - 15), (42, height - STEP + 15))


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
        axes = panel(drawing, 62, 240 - 200 * k, 280, 130)
        axes.set(xlim=(0, 1), ylim=(3.6, -0.6), xticks=(0, 0.5, 1), yticks=())
        axes.grid(True, axis="x")
        axes.spines["left"].set_visible(False)
        write(axes, 0, -0.6, [symbol(tex, "l")], anchor=(0, 0), offset=(-50, 8))
        after = network.forward(X).output
        for row, (x, y, new, target) in enumerate(
            zip(X, before.output[:, 0], after[:, 0], t[:, 0], strict=True)
        ):
            _move(axes, row, float(y), float(new))
            where = f"({number(x[0])}, {number(x[1])})"
            write(axes, 0, row, [Part(where, "x")], anchor=(1, 0.5), offset=(-12, 0))
            change = f"{number(float(y), 3)} → {number(float(new), 3)}"
            write(axes, 0, row, [Part(change, "a")], anchor=(0, 0.5), offset=(12, 0))
            axes.plot(target, row, "|", color=colour("ink"), markersize=16, markeredgewidth=2)
        write(axes, t[0, 0], 0, [symbol("t", "ink")], anchor=(0.5, 0), offset=(0, 9))
        write(axes, 1, 3.6, [symbol(r"\hat{y}", "a")], anchor=(0, 0.5), offset=(6, 0))
    first = float(before.output[0, 0]), float(after[0, 0])
    for at, text, side in zip(
        first, (say("전", "before"), say("후", "after")), (1, -1), strict=True
    ):
        anchor = ((1 - side) / 2, 0)
        write(axes, at, 0, [Part(text, "a")], anchor=anchor, offset=(-6 * side, 6))
    return drawing


def _move(axes: Axes, row: int, before: float, after: float) -> None:
    axes.plot((before, after), (row, row), color=colour("a"), linewidth=1.2)
    ring: dict[str, Any] = {"markerfacecolor": colour("paper"), "markeredgecolor": colour("a")}
    axes.plot(before, row, "o", markersize=7, **ring)
    axes.plot(after, row, "o", markersize=7, color=colour("a"))
