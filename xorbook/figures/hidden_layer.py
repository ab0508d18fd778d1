"""Figures of the chapter on the hidden layer."""

from itertools import combinations
from math import cos, radians, sin

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

import xorbook as xb
from xorbook._language import Language
from xorbook.figures import net
from xorbook.figures.canvas import Part, blank, diagram, panel, symbol, write
from xorbook.figures.plane import HIGH, LOW, line, plane, points, title
from xorbook.figures.registry import figure
from xorbook.figures.style import colour, number

Array = NDArray[np.float64]
Point = tuple[float, float]
SIDE = 122.0
SUMS = np.linspace(-3, 5, 801)  # of the two inputs: both hidden units look at nothing else


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


@figure
def logistic_planes(say: Language) -> Figure:
    """Draw the three logistic units in the plane of the inputs and in that of the hidden units."""
    network = xb.Network(
        [([[5, -7], [5, -7]], [-8, 3]), ([[-11], [-11]], [6])], [xb.sigmoid, xb.sigmoid]
    )
    drawing = blank(206)
    _input_plane(panel(drawing, 28, 34, SIDE, SIDE), network, say)
    _hidden_plane(panel(drawing, 224, 34, SIDE, SIDE), network, say)
    return drawing


def _input_plane(axes: Axes, network: xb.Network, say: Language) -> None:
    X, t = xb.xor()
    plane(axes)
    title(axes, say("입력", "inputs"), say("직선 하나로 못 나눔", "no one line parts them"))
    across, up = np.meshgrid(*2 * [np.linspace(LOW, HIGH, 181)])
    sums = network.forward(np.column_stack([across.ravel(), up.ravel()])).z[2]
    sums = sums.reshape(across.shape)
    axes.contourf(across, up, sums, (0, sums.max()), colors=[colour("w")], alpha=0.13)
    axes.contour(across, up, sums, (0,), colors=[colour("w")], linewidths=2)
    points(axes, X, t)


def _hidden_plane(axes: Axes, network: xb.Network, say: Language, *, small: bool = False) -> None:
    X, t = xb.xor()
    plane(axes, names=("a_1", "a_2") if small else ("a_1^{(1)}", "a_2^{(1)}"), token="a")
    if not small:
        title(axes, say("은닉층", "hidden layer"), say("직선 하나로 나뉨", "one line parts them"))
    line(axes, xb.Perceptron(network.W[2][:, 0], network.b[2][0]))
    thread = network.forward(np.column_stack([SUMS, 0 * SUMS])).a[1]
    axes.plot(*thread.T, color=colour("x"), linewidth=1.5)
    points(axes, network.forward(X).a[1], t, size=7 if small else 9)


@figure
def step_folding(say: Language) -> Figure:
    """Draw what NAND and OR make of the plane: three strips, three points, and the way there."""
    hidden = ([[-2, 2], [-2, 2]], [3, -1])
    drawing, whole = diagram(344)
    bottom = 182.0
    axes = panel(drawing, 28, bottom, SIDE, SIDE)
    X, t = xb.xor()
    plane(axes)
    title(axes, say("입력", "inputs"))
    steps = xb.Network([hidden, ([[1], [1]], [-1.5])], [xb.step, xb.step])
    across = np.array([LOW, HIGH])
    axes.fill_between(across, 0.5 - across, 1.5 - across, color=colour("w"), alpha=0.13, lw=0)
    for gate in (xb.OR, xb.NAND):
        line(axes, gate, fill=False)
    points(axes, X, t)
    axes = panel(drawing, 224, bottom, SIDE, SIDE)
    plane(axes, names=("a_1^{(1)}", "a_2^{(1)}"), token="a")
    title(axes, say("은닉층", "hidden layer"))
    line(axes, xb.Perceptron(steps.W[2][:, 0], steps.b[2][0]))
    points(axes, steps.forward(X).a[1], t)
    net.arrow(whole, (158, bottom + SIDE / 2), (192, bottom + SIDE / 2))
    for k, factor in enumerate((1, 2, 5, 20)):
        axes = panel(drawing, 22 + 88 * k, 32, 62, 62)
        scaled = xb.Network([hidden, ([[1], [1]], [-1.5])], [xb.sigmoid, xb.sigmoid])
        scaled.theta *= factor
        _hidden_plane(axes, scaled, say, small=True)
        title(axes, f"× {factor}")
    return drawing


@figure
def region_map(say: Language) -> Figure:
    """Draw the regions that two and three units cut, each with the outputs of the units in it."""
    drawing = blank(378)
    crossing = [xb.Perceptron([2, -1], -0.4), xb.Perceptron([1, 2], -1.4)]
    triangle = [xb.Perceptron([0, 1], -0.25), xb.Perceptron([2, -1], 0), xb.Perceptron([-2, -1], 2)]
    for place, units in (
        ((20.0, 222.0, 130.0), [xb.NAND, xb.OR]),
        ((206.0, 222.0, 130.0), crossing),
        ((90.0, 4.0, 180.0), triangle),
    ):
        left, bottom, side = place
        axes = panel(drawing, left, bottom, side, side)
        axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xticks=(), yticks=(), aspect="equal")
        axes.spines[:].set_color(colour("faint"))
        count = _regions(axes, units)
        korean, english = (
            f"유닛 {len(units)}개, 조각 {count}개",
            f"{len(units)} units, {count} regions",
        )
        title(axes, say(korean, english))
    return drawing


def _regions(axes: Axes, units: list[xb.Perceptron]) -> int:
    across, up = np.meshgrid(*2 * [np.linspace(LOW, HIGH, 181)])
    grid = np.column_stack([across.ravel(), up.ravel()])
    outputs = np.column_stack([np.asarray(unit(grid)) for unit in units])
    for unit in units:
        line(axes, unit, fill=False)
    patterns = np.unique(outputs, axis=0)
    for pattern in patterns:
        inside = grid[(outputs == pattern).all(axis=1)]
        write(axes, *_deepest(inside, units), [Part("".join(map(str, pattern)), "a")])
    return len(patterns)


def _deepest(inside: Array, units: list[xb.Perceptron]) -> Point:
    # The point of a region that lies farthest from every line and from the edges.
    edges = np.minimum(inside - LOW, HIGH - inside).min(axis=1)
    away = np.min([edges, *(np.abs(unit.distance(inside)) for unit in units)], axis=0)
    across, up = inside[away.argmax()]
    return float(across), float(up)


@figure
def matchsticks(say: Language) -> Figure:
    """Draw six matches that lie flat in two triangles, and six that stand as a tetrahedron."""
    drawing, axes = diagram(196)
    axes.set_aspect("equal")
    long = 104.0
    up = long * sin(radians(60))
    flat = [(22.0, 40.0), (22.0 + long, 40.0), (22.0 + long / 2, 40.0 + up)]
    flat.append((flat[2][0] + long, flat[2][1]))
    for start, end in ((0, 1), (1, 2), (2, 0), (1, 3), (2, 3)):
        _match(axes, flat[start], flat[end])
    _match(axes, (40.0, 16.0), (40.0 + long, 16.0))
    for corner_start, corner_end in combinations(_tetrahedron(1.15 * long), 2):
        _match(axes, corner_start, corner_end)
    write(axes, 100, 178, [Part(say("평면에서", "in the plane"))])
    write(axes, 282, 178, [Part(say("공간에서", "in space"))])
    return drawing


def _tetrahedron(long: float) -> list[Point]:
    # Seen from a little above, with no edge in front of another.
    base = [(cos(radians(angle)), sin(radians(angle)), 0.0) for angle in (-98, 22, 142)]
    corners = np.array([*base, (0.0, 0.0, 2**0.5)]) * long / 3**0.5
    tilt = radians(24)
    return [(282 + x, 68 + y * sin(tilt) + z * cos(tilt)) for x, y, z in corners]


def _match(axes: Axes, start: Point, end: Point) -> None:
    away = np.subtract(end, start) / np.hypot(*np.subtract(end, start))
    tail, head = np.array(start) + 4 * away, np.array(end) - 5 * away
    axes.plot(*zip(tail, head, strict=True), color=colour("b"), lw=3.5, solid_capstyle="butt")
    axes.plot(*head, "o", color=colour("l"), markersize=6)
