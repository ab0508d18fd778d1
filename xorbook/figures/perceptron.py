"""Figures of the chapter on the perceptron."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch
from matplotlib.path import Path

import xorbook as xb
from xorbook._language import Language
from xorbook.figures import net
from xorbook.figures.canvas import Part, blank, diagram, named, panel, symbol, write
from xorbook.figures.plane import line, plane, points
from xorbook.figures.registry import figure
from xorbook.figures.style import colour, number

SOMA = (172.0, 262.0)  # of the cell; the sum of the perceptron stands below it
SUM = (172.0, 92.0)


@figure
def neuron_and_perceptron(say: Language) -> Figure:
    """Draw a nerve cell and, below it part for part, a perceptron."""
    drawing, axes = diagram(340)
    _neuron(axes)
    for x, y, text, token in (
        (52, 328, say("시냅스", "synapse"), "w"),
        (100, 196, say("가지돌기", "dendrites"), "x"),
        (SOMA[0], 310, say("세포체", "cell body"), "z"),
        (268, 282, say("축삭", "axon"), "a"),
    ):
        write(axes, x, y, [Part(text, token)])
    _perceptron(axes)
    for x, y, text, token in (
        (22, 6, say("입력", "inputs"), "x"),
        (92, 6, say("가중치", "weights"), "w"),
        (SUM[0], 6, say("가중합", "weighted sum"), "z"),
        (258, 6, say("계단 함수", "step"), "a"),
        (336, 6, say("출력", "output"), "a"),
    ):
        write(axes, x, y, [Part(text, token)], anchor=(0.5, 0))
    return drawing


def _perceptron(axes: Axes) -> None:
    x, y = SUM
    for j, height in enumerate((y + 50, y - 50), start=1):
        axes.add_patch(Circle((22, height), 18, facecolor="none", edgecolor=colour("x")))
        write(axes, 22, height, [symbol(f"x_{j}", "x")])
        net.arrow(axes, (40, height), (x - 27, y + (7 if j == 1 else -7)))
        write(axes, 92, (height + y) / 2, [symbol(f"w_{j}", "w")], paper=True)
    axes.add_patch(Circle(SUM, 28, facecolor="none", edgecolor=colour("z"), linewidth=2))
    write(axes, x, y, [symbol(r"\Sigma", "z")])
    net.arrow(axes, (x, y + 56), (x, y + 28))
    write(axes, x + 8, y + 48, [symbol("b", "b")], anchor=(0, 0.5))
    net.arrow(axes, (x + 28, y), (232, y))
    write(axes, 214, y, [symbol("z", "z")], anchor=(0.5, 0), offset=(0, 3))
    corner, style = (232, y - 24), "round,pad=0,rounding_size=6"
    box = FancyBboxPatch(corner, 52, 48, boxstyle=style, facecolor="none", edgecolor=colour("a"))
    axes.add_patch(box)
    axes.plot((240, 258, 258, 276), (y - 12, y - 12, y + 12, y + 12), color=colour("a"))
    net.arrow(axes, (284, y), (322, y))
    write(axes, 336, y, [symbol(r"\hat{y}", "a")])


@figure
def bias_moves_line(say: Language) -> Figure:
    """Draw the lines of one pair of weights with three biases: parallel, moved by the bias."""
    drawing = blank(300)
    axes = panel(drawing, 40, 34, 250, 250)
    plane(axes)
    X, _ = xb.xor()
    for bias, style in ((-1.0, "-"), (-2.0, "--"), (-3.0, ":")):
        unit = xb.Perceptron([2, 2], bias)
        line(axes, unit, fill=False)
        axes.lines[-1].set(color=colour("b"), linestyle=style)
        write(axes, _across(unit, 0.35), 0.35, named("b", "b", bias), paper=True)
    points(axes, X, X[:, 0] * 0, size=8)
    net.arrow(axes, (0.45, 1.05), (0.65, 1.25), token="w")
    weights = ", ".join(number(weight) for weight in unit.weights)
    write(axes, 0.68, 1.25, [symbol("w", "w"), Part(f"({weights})", "w")], anchor=(0, 0.5))
    return drawing


@figure
def weights_turn_line(say: Language) -> Figure:
    """Draw the lines of three second weights: the point they share stays, line and arrow turn."""
    drawing = blank(300)
    axes = panel(drawing, 40, 34, 250, 250)
    plane(axes)
    X, _ = xb.xor()
    for second, style, height in ((2.0, "-", 0.38), (0.0, "--", 1.15), (-2.0, ":", 0.38)):
        unit = xb.Perceptron([2, second], -1)
        line(axes, unit, fill=False)
        axes.lines[-1].set(linestyle=style)
        write(axes, _across(unit, height), height, named("w_2", "w", second), paper=True)
        x, y = _across(unit, 0.7), 0.7
        across, up = 0.09 * unit.weights
        net.arrow(axes, (x, y), (x + across, y + up), token="w")
    axes.plot(_across(unit, 0), 0, "o", color=colour("w"), markersize=5, zorder=4)
    points(axes, X, X[:, 0] * 0, size=8)
    return drawing


def _across(unit: xb.Perceptron, height: float) -> float:
    """Return where along the first axis a perceptron's line has this height."""
    return float((-unit.bias - unit.weights[1] * height) / unit.weights[0])


def _curve(axes: Axes, token: str, width: float, *corners: tuple[float, float]) -> None:
    codes = [Path.MOVETO, *[Path.CURVE3] * (len(corners) - 1)]
    style = {"edgecolor": colour(token), "linewidth": width, "capstyle": "round"}
    axes.add_patch(PathPatch(Path(corners, codes), facecolor="none", **style))


def _neuron(axes: Axes) -> None:
    x, y = SOMA
    for end in ((40, 312), (40, 212)):  # as many as the perceptron has inputs
        bend = ((x + end[0]) / 2, end[1])
        _curve(axes, "x", 3, (x, y), bend, end)
        axes.add_patch(Circle(end, 5, color=colour("w")))
        _curve(axes, "muted", 1.2, (end[0] - 6, end[1]), (end[0] - 18, end[1] + 2), (4, end[1]))
    _curve(axes, "a", 4, (x, y), (230, 268), (290, 258))
    for height in (286, 262, 236):
        _curve(axes, "a", 2.5, (290, 258), (318, 258), (342, height))
        axes.add_patch(Circle((345, height), 4, color=colour("a")))
    axes.add_patch(Circle(SOMA, 30, facecolor=colour("paper"), edgecolor=colour("z"), linewidth=2))
    axes.add_patch(Circle(SOMA, 9, color=colour("z")))
