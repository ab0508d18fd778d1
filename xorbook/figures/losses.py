"""Figures of the chapter on losses."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import xorbook as xb
from xorbook._language import Language
from xorbook.figures.canvas import Part, blank, panel, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import colour, number

HALF = symbol(r"\frac{1}{2}(\hat{y}-t)^2", "l")

# Each loss, its line style, its name, where the name stands, with which point of it, how far off.
ERRORS = (
    (xb.mean_squared_error, "-", Part("MSE", "l"), (3, 4), (0.5, 0), (0, 5)),
    (xb.half_squared_error, "--", HALF, (1 + 8**0.5, 4), (0.5, 0), (0, 3)),
    (xb.mean_absolute_error, "-.", Part("MAE", "l"), (3.6, 2.6), (0, 1), (0, -3)),
    (xb.mean_squared_logarithmic_error, ":", Part("MSLE", "l"), (3.4, 0.62), (1, 0), (0, 6)),
)


@figure
def error_losses(say: Language) -> Figure:
    """Draw four losses of one prediction over ŷ, for the target 1."""
    target, outputs = 1.0, np.linspace(0, 4, 401)
    drawing = blank(290)
    axes = panel(drawing, 30, 44, 310, 216)
    axes.set(xlim=(0, 4.1), ylim=(0, 4), xticks=range(5), yticks=range(5))
    axes.grid(True, axis="y")
    for loss, style, name, place, anchor, offset in ERRORS:
        axes.plot(outputs, [loss([y], [target]) for y in outputs], style, color=colour("l"))
        write(axes, *place, [name], anchor=anchor, offset=offset)
    axes.plot(target, 0, "o", color=colour("l"), markersize=6, clip_on=False, zorder=4)
    write(axes, target, 0.9, [symbol(f"t={number(target)}", "ink")], anchor=(0.5, 0.5))
    write(axes, 4.1, 0, [symbol(r"\hat{y}", "a")], anchor=(1, 1), offset=(0, -18))
    return drawing


HONEST = (5.0, 6.0, 7.0, 8.0, 9.0)  # minutes; in WRONG the last is mistyped
WRONG = (*HONEST[:-1], 39.0)


@figure
def one_wrong_target(say: Language) -> Figure:
    """Draw MSE and MAE over one guess for all, with the targets right and with one wrong."""
    drawing = blank(424)
    losses = ((xb.mean_squared_error, "MSE", 600, 200), (xb.mean_absolute_error, "MAE", 20, 10))
    for k, (loss, name, top, tick) in enumerate(losses):
        axes = panel(drawing, 40, 236 - 200 * k, 300, 160)
        floor = -top / 7  # room for the targets below the curves
        axes.set(xlim=(0, 40), ylim=(floor, top), xticks=range(0, 41, 10))
        axes.set_yticks(range(0, top + 1, tick))
        axes.grid(True, axis="y")
        lowest = [_over_guesses(axes, loss, *drawn) for drawn in ((HONEST, "--"), (WRONG, "-"))]
        for c, cost in lowest:
            write(axes, c, cost, [Part(number(c), "a")], anchor=(0.5, 0), offset=(0, 7))
        write(axes, 40, top, [Part(name, "l")], anchor=(1, 0), offset=(0, 3))
        style: dict[str, Any] = {"color": colour("ink"), "markersize": 14, "markeredgewidth": 2}
        for target in WRONG:
            axes.plot(target, floor, "|", clip_on=False, **style)
        write(axes, WRONG[-1], floor, [symbol("t", "ink")], anchor=(0.5, 0), offset=(0, 9))
        write(axes, 40, floor, [symbol("c", "a")], anchor=(0, 0.5), offset=(8, 0))
    return drawing


def _over_guesses(
    axes: Axes, loss: xb.Loss, targets: tuple[float, ...], style: str
) -> tuple[float, float]:
    # Whole minutes hold the corners and the lowest points of all four curves.
    guesses = np.linspace(0, 40, 401)
    costs = [loss(np.full(len(targets), c), targets) for c in guesses]
    axes.plot(guesses, costs, style, color=colour("l"))
    k = int(np.argmin(costs))
    axes.plot(guesses[k], costs[k], "o", color=colour("a"), markersize=7, zorder=4)
    return float(guesses[k]), costs[k]


FORECASTS = ((0.5, 1), (0.25, 1), (0.5, 0), (0.875, 0))  # (probability of rain, whether it came)


@figure
def bce_curves(say: Language) -> Figure:
    """Draw the two curves of BCE over ŷ, four forecasts on them, and half the squared error."""
    outputs = np.linspace(0.01, 0.99, 400)
    drawing = blank(290)
    axes = panel(drawing, 30, 44, 310, 220)
    axes.set(xlim=(0, 1), ylim=(0, 4), xticks=(0, 0.25, 0.5, 0.75, 1), yticks=range(5))
    axes.grid(True, axis="y")
    for target in (0, 1):
        for loss, style in ((xb.binary_cross_entropy, "-"), (xb.half_squared_error, "--")):
            axes.plot(outputs, [loss([y], [target]) for y in outputs], style, color=colour("l"))
    for y, target in FORECASTS:
        face = colour("ink" if target else "paper")
        at = y, xb.binary_cross_entropy([y], [target])
        # Two forecasts of 0.5 lie on one point: the ring goes around the disc.
        size = 7 if target else 11
        marker: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": colour("ink")}
        axes.plot(*at, "o", markersize=size, markeredgewidth=1.5, zorder=5 - size / 20, **marker)
    for target, tex in ((1, r"-\ln\hat{y}"), (0, r"-\ln(1-\hat{y})")):
        rows = [symbol(f"t={target}", "ink")], [symbol(tex, "l")]
        if target:
            write(axes, 0.07, 3, *rows, anchor=(0, 0.5), align="left")
        else:
            write(axes, 0.93, 3, *rows, anchor=(1, 0.5), align="right")
    write(axes, 0.86, 0.74, [HALF])
    write(axes, 1, 0, [symbol(r"\hat{y}", "a")], anchor=(0, 0.5), offset=(6, 0))
    return drawing


@figure
def slopes_over_z(say: Language) -> Figure:
    """Draw both losses of a sigmoid over z, and below them their slopes, for the target 1."""
    z = np.linspace(-6, 6, 481)
    outputs = np.asarray(xb.sigmoid(z))
    drawing = blank(450)
    upper = panel(drawing, 36, 262, 300, 160)
    lower = panel(drawing, 36, 40, 300, 160)
    upper.set(xlim=(-6, 6), ylim=(0, 6), xticks=(-6, -3, 0, 3, 6), yticks=(0, 2, 4, 6))
    lower.set(xlim=(-6, 6), ylim=(-1.05, 0.05), xticks=(-6, -3, 0, 3, 6), yticks=(-1, -0.5, 0))
    for loss, style in ((xb.binary_cross_entropy, "-"), (xb.half_squared_error, "--")):
        upper.plot(z, [loss([y], [1]) for y in outputs], style, color=colour("l"))
        slopes = np.array([loss.gradient([y], [1])[0] for y in outputs])
        slopes = slopes * np.asarray(xb.sigmoid.derivative(z))
        lower.plot(z, slopes, style, color=colour("g"))
    for axes in (upper, lower):
        axes.grid(True, axis="y")
        write(axes, 6, axes.get_ylim()[0], [symbol("z", "z")], anchor=(0, 0.5), offset=(7, 0))
    steepest = int(np.argmin(slopes))
    at = float(z[steepest]), float(slopes[steepest])
    lower.plot(*at, "o", color=colour("g"), markersize=6, zorder=4)
    write(lower, *at, [Part(number(at[1], 3), "g")], anchor=(1, 1), offset=(-4, -5))
    write(upper, -4.0, 4.35, [Part("BCE", "l")], anchor=(0, 0))
    write(upper, -5.8, 0.75, [HALF], anchor=(0, 0))
    write(lower, -0.2, -0.66, [Part("BCE", "g")], anchor=(0, 0.5))
    write(lower, -5.8, -0.06, [HALF._replace(token="g")], anchor=(0, 1))
    write(upper, -6, 6, [symbol("L", "l")], anchor=(0, 0), offset=(-4, 5))
    write(lower, -6, 0.05, [symbol(r"\partial L/\partial z", "g")], anchor=(0, 0), offset=(-4, 5))
    write(upper, 6, 6, [symbol("t=1", "ink")], anchor=(1, 0), offset=(0, 5))
    return drawing
