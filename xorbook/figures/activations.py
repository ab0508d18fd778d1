"""Figures of the chapter on activation functions."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import xorbook as xb
from xorbook._language import Language
from xorbook.figures.canvas import Part, blank, panel, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import colour, number

# An even count leaves out 0, where the step and its derivative jump.
Z = np.linspace(-6, 6, 482)


def curve(axes: Axes, function: xb.Activation, *, derivative: bool = False, token: str) -> None:
    """Draw an activation function, or its derivative, over Z; a jump is left open."""
    values = np.array(function.derivative(Z) if derivative else function(Z))
    jumps = np.abs(np.diff(values, append=values[-1])) > 0.5
    axes.plot(Z, np.where(jumps, np.nan, values), color=colour(token))


@figure
def step_and_sigmoid(say: Language) -> Figure:
    """Draw the step function and the sigmoid over the same z."""
    drawing = blank(220)
    axes = panel(drawing, 30, 36, 310, 160)
    axes.set(xlim=(-6, 6), ylim=(-0.06, 1.06), xticks=(-6, -3, 0, 3, 6), yticks=(0, 0.5, 1))
    axes.grid(True, axis="y")
    curve(axes, xb.step, token="ink")
    axes.lines[-1].set_linestyle("--")
    axes.plot(0, xb.step(0), "o", color=colour("ink"), markersize=6)
    axes.plot(
        0, 1, "o", markerfacecolor=colour("paper"), markeredgecolor=colour("ink"), markersize=6
    )
    curve(axes, xb.sigmoid, token="a")
    axes.plot(0, xb.sigmoid(0), "o", color=colour("a"), markersize=6)
    write(axes, -0.3, 0.86, [Part(say("계단 함수", "step function"))], anchor=(1, 0.5))
    write(axes, 1.6, 0.68, [Part(say("시그모이드", "sigmoid"), "a")], anchor=(0, 0.5))
    _name_z(axes)
    return drawing


@figure
def sigmoid_derivative(say: Language) -> Figure:
    """Draw the sigmoid and its derivative, whose maximum 0.25 lies at 0."""
    drawing = blank(220)
    axes = panel(drawing, 34, 36, 306, 160)
    top = float(xb.sigmoid.derivative(0.0))
    axes.set(xlim=(-6, 6), ylim=(-0.06, 1.06), xticks=(-6, -3, 0, 3, 6), yticks=(0, 0.5, 1))
    axes.grid(True, axis="y")
    curve(axes, xb.sigmoid, token="a")
    curve(axes, xb.sigmoid, derivative=True, token="g")
    axes.lines[-1].set_linestyle("--")
    axes.plot((0, 0), (0, top), color=colour("g"), linewidth=0.8)
    axes.plot(0, top, "o", color=colour("g"), markersize=6)
    highest = say(f"최댓값 {number(top)}", f"maximum {number(top)}")
    write(axes, 0.4, 0.31, [Part(highest, "g")], anchor=(0, 0.5))
    write(axes, 1.5, 0.72, [symbol(r"\sigma(z)", "a")], anchor=(0, 0.5))
    write(axes, 2.2, 0.17, [symbol(r"\sigma'(z)", "g")], anchor=(0, 0.5))
    _name_z(axes)
    return drawing


def _name_z(axes: Axes) -> None:
    write(axes, 6, axes.get_ylim()[0], [symbol("z", "z")], anchor=(0, 0.5), offset=(6, 0))


@figure
def activation_family(say: Language) -> Figure:
    """Draw five activation functions, each beside its derivative."""
    family = (
        (xb.step, say("계단", "step")),
        (xb.sigmoid, say("시그모이드", "sigmoid")),
        (xb.tanh, "tanh"),
        (xb.relu, "ReLU"),
        (xb.identity, say("항등", "identity")),
    )
    drawing = blank(48 + 86 * len(family))
    for k, (function, name) in enumerate(family):
        bottom = 24 + 86 * (len(family) - 1 - k)
        for column, token in enumerate("ag"):
            axes = panel(drawing, 92 + 144 * column, bottom, 118, 72)
            lowest = -1 if function in (xb.tanh, xb.identity) and not column else 0
            axes.set(xlim=(-3, 3), ylim=(-1.3, 1.5), xticks=(), yticks=range(lowest, 2))
            _quiet(axes)
            curve(axes, function, derivative=bool(column), token=token)
            _ends_at_zero(axes, function.derivative if column else function, token)
            if not column:
                write(axes, -3, 0, [Part(name)], anchor=(1, 0.5), offset=(-24, 0))
    _heads_and_feet(drawing.axes, (say("함수", "function"), say("도함수", "derivative")))
    return drawing


def _heads_and_feet(panels: list[Axes], heads: tuple[str, str]) -> None:
    for axes, head, token in zip(panels, heads, "ag", strict=False):
        write(axes, 0, 1.5, [Part(head, token)], anchor=(0.5, 0), offset=(0, 6))
    for axes in panels[-2:]:
        axes.set_xticks((-2, 0, 2))


def _quiet(axes: Axes) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
    axes.grid(True, axis="y")
    axes.axvline(0, color=colour("faint"), linewidth=0.6, zorder=0)


def _ends_at_zero(axes: Axes, values: Callable[[float], Any], token: str) -> None:
    # Where a curve jumps or has no value: a disc at the value it takes, a ring where it takes none.
    at_zero, *ends = (float(values(z)) for z in (0.0, -1e-9, 1e-9))
    if np.allclose(ends, at_zero, atol=1e-6):
        return
    for end in set(ends):
        face = colour(token if end == at_zero else "paper")
        axes.plot(0, end, "o", color=colour(token), markersize=5, markerfacecolor=face)


@figure
def sharpening(say: Language) -> Figure:
    """Draw a sigmoid unit with OR's weights times 1, 2, 5 and 20: it turns into the step."""
    sums = np.linspace(-0.1, 2.1, 400)  # x1 + x2; OR weighs both the same
    drawing = blank(250)
    axes = panel(drawing, 30, 44, 310, 182)
    axes.set(xlim=(-0.1, 2.1), ylim=(-0.05, 1.05), xticks=(0, 1, 2), yticks=(0, 0.5, 1))
    axes.grid(True, axis="y")
    weight, bias = float(xb.OR.weights[0]), xb.OR.bias
    for factor, (style, height) in SHARPENED.items():
        axes.plot(sums, xb.sigmoid(factor * (weight * sums + bias)), style, color=colour("a"))
        at = (np.log(height / (1 - height)) / factor - bias) / weight
        side = -1 if factor == 20 else 1
        anchor = ((1 - side) / 2, 1)
        write(axes, at, height, [Part(f"×{factor}", "a")], anchor=anchor, offset=(4 * side, 0))
        for total in (0, 1, 2):
            answer = xb.sigmoid(factor * (weight * total + bias))
            axes.plot(total, answer, "o", color=colour("a"), markersize=4.5)
    write(axes, 2.1, -0.05, [symbol("x_1+x_2", "x")], anchor=(1, 1), offset=(0, -20))
    return drawing


# The line style of each factor, and the height at which its label stands.
SHARPENED = {1: (":", 0.84), 2: ("-.", 0.93), 5: ("--", 0.9), 20: ("-", 0.75)}


@figure
def softmax_bars(say: Language) -> Figure:
    """Draw three scores and, beside them, the shares that softmax makes of them."""
    scores = np.array([2.0, 1.0, 0.1])
    shares = np.asarray(xb.softmax(scores))
    drawing = blank(170)
    columns = (
        (scores, "z", say("점수", "scores"), None, say("합", "sum")),
        (shares, "a", "softmax", 3, say("합", "sum")),
    )
    for column, (values, token, head, digits, total) in enumerate(columns):
        axes = panel(drawing, 40 + 170 * column, 28, 110, 112)
        axes.set(xlim=(0, 1.1 * values.max()), ylim=(2.6, -0.6), xticks=(), yticks=())
        axes.spines["bottom"].set_visible(False)
        axes.barh(range(3), values, height=0.55, color=colour(token), alpha=0.75)
        for k, value in enumerate(values):
            write(
                axes, value, k, [Part(number(value, digits), token)], anchor=(0, 0.5), offset=(5, 0)
            )
            write(axes, 0, k, [symbol(f"{token}_{k + 1}", token)], anchor=(1, 0.5), offset=(-6, 0))
        write(axes, 0, -0.6, [Part(head, token)], anchor=(0, 0), offset=(0, 4))
        row = [Part(f"{total} {number(float(values.sum()), digits)}", token)]
        write(axes, 0, 2.6, row, anchor=(0, 1), offset=(0, -4))
    return drawing
