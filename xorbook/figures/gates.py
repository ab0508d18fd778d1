"""Figures of the chapter on gates."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import xorbook as xb
from xorbook.figures import net
from xorbook.figures.canvas import Part, blank, diagram, panel, symbol, write
from xorbook.figures.plane import HIGH, LOW, line, parameters, plane, points, title
from xorbook.figures.registry import Language, figure
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


@figure
def xor_composition(say: Language) -> Figure:
    """Draw XOR as AND(NAND, OR): three perceptrons, with their answers to the four inputs."""
    X, t = xb.truth_table(xb.XOR)
    hidden = (xb.NAND, xb.OR)
    drawing, axes = diagram(net.HEIGHT)
    for j, (gate, name) in enumerate(zip(hidden, ("NAND", "OR"), strict=True)):
        net.unit(axes, f"x{j + 1}", [symbol(f"x_{j + 1}", "x")])
        above = 1.5 - 3 * j
        write(axes, *net.PLACES[f"x{j + 1}"].at(0, above), net.answers(X[:, j], "x"))
        net.unit(axes, f"h{j + 1}", [Part(name)], net.answers(np.ravel(gate(X)), "a"))
        for i in (0, 1):
            net.edge(axes, f"W1[{i},{j}]", [Part(number(gate.weights[i]), "w")])
        net.edge(axes, f"W2[{j},0]", [Part(number(xb.AND.weights[j]), "w")])
        net.bias(axes, f"b1[{j}]", [Part(number(gate.bias), "b")])
    net.unit(axes, "y", [Part("AND")], net.answers(t.ravel(), "a"))
    net.bias(axes, "b2[0]", [Part(number(xb.AND.bias), "b")])
    return drawing
