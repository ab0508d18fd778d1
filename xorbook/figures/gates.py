"""Figures of the chapter on gates."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import xorbook as xb
from xorbook._language import Language
from xorbook.figures.canvas import blank, panel
from xorbook.figures.plane import HIGH, LOW, line, parameters, plane, points, title
from xorbook.figures.registry import figure
from xorbook.figures.style import colour, number

SIDE = 82.0
LEFTS = (20.0, 144.0, 268.0)


@figure
def gate_lines(say: Language) -> Figure:
    """Draw AND, OR and NAND: each with its line, the side that fires, and its weights."""
    drawing = blank(172)
    for left, name in zip(LEFTS, ("AND", "OR", "NAND"), strict=True):
        gate: xb.Perceptron = getattr(xb, name)
        axes = panel(drawing, left, 62, SIDE, SIDE)
        plane(axes)
        line(axes, gate)
        points(axes, *xb.truth_table(gate))
        title(axes, name)
        parameters(axes, gate)
    return drawing


@figure
def and_margins(say: Language) -> Figure:
    """Draw three ANDs with parallel lines, each in a band as wide as its margin on both sides."""
    X, t = xb.truth_table(xb.AND)
    drawing = blank(172)
    for left, bias in zip(LEFTS, (-1.0, -1.5, -1.75), strict=True):
        gate = xb.Perceptron([1, 1], bias)
        margin = float(np.abs(gate.distance(X)).min())
        axes = panel(drawing, left, 62, SIDE, SIDE)
        plane(axes)
        line(axes, gate, fill=False)
        _band(axes, gate, margin)
        points(axes, X, t)
        title(axes, f"{say('마진', 'margin')} {number(margin, 4)}")
        parameters(axes, gate)
    return drawing


def _band(axes: Axes, gate: xb.Perceptron, margin: float) -> None:
    # Moving the bias by the margin times |w| moves the line by the margin.
    shift = margin * float(np.hypot(*gate.weights))
    across = np.array([LOW, HIGH])
    near, far = (
        -(gate.weights[0] * across + gate.bias + side * shift) / gate.weights[1] for side in (1, -1)
    )
    axes.fill_between(across, near, far, color=colour("w"), alpha=0.2, linewidth=0)


@figure
def perceptron_rule(say: Language) -> Figure:
    """Draw AND being learned by Rosenblatt's rule: the line after each epoch, and its mistakes."""
    X, t = xb.truth_table(xb.AND)
    fit = xb.fit_perceptron(X, t)
    drawing = blank(382)
    for k, (unit, wrong) in enumerate(zip(fit.epochs, fit.mistakes, strict=True)):
        axes = panel(drawing, LEFTS[k % 3], 252 - 190 * (k // 3), SIDE, SIDE)
        plane(axes)
        line(axes, unit)
        points(axes, X, t)
        epoch = say(f"에포크 {k + 1}", f"epoch {k + 1}")
        title(axes, epoch, say(f"오답 {wrong}", f"{wrong} wrong"))
        parameters(axes, unit)
    return drawing
