"""Figures of the chapter on depth."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

import xorbook as xb
from xorbook import studies
from xorbook._language import Language
from xorbook.figures.canvas import Part, blank, diagram, named, panel, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import SMALL, SYMBOL, WIDTH, colour, number

Array = NDArray[np.float64]


def powers(axes: Axes, low: int, high: int, every: int = 1) -> None:
    """Give the axes a logarithmic height from 10^low to 10^high, with a line every so many."""
    axes.set_yscale("log")
    axes.set_ylim(10.0**low, 10.0**high)
    exponents = [*range(low, high + 1, every)]
    axes.set_yticks([10.0**n for n in exponents], [f"$10^{{{n}}}$" for n in exponents])
    axes.minorticks_off()
    axes.tick_params(axis="y", length=0, labelsize=SYMBOL)
    axes.grid(True, axis="y")


class Chain(NamedTuple):
    """A chain of sigmoid units, all with the weight w and the bias −w/2, and its input."""

    weight: float
    x: float
    style: str


CHAINS = (
    Chain(8, 0.5, "-"),
    Chain(4, 0.5, "--"),
    Chain(2, 0.5, "-."),
    Chain(1, 0.5, "-"),
    Chain(8, 1.0, ":"),
)
LENGTHS = range(1, 9)


def first_slope(weight: float, layers: int, x: float) -> float:
    """Return the derivative of ½(ŷ − 1)² for the first weight of a chain."""
    net = xb.Network([([[weight]], [-weight / 2])] * layers, [xb.sigmoid] * layers)
    return net.backward(net.forward([x]), [1.0], loss=xb.half_squared_error)["W1[0,0]"]


@figure
def chain_slopes(say: Language) -> Figure:
    """Draw how the first slope of a chain fades, stays or grows with the number of its layers."""
    drawing = blank(290)
    axes = panel(drawing, 42, 38, 250, 226)
    powers(axes, -10, 1, every=2)
    axes.set(xlim=(0.7, 8.2), xticks=LENGTHS)
    for weight, x, style in CHAINS:
        sizes = [abs(first_slope(weight, layers, x)) for layers in LENGTHS]
        axes.plot(LENGTHS, sizes, style, color=colour("g"), marker="o", markersize=3.5)
        rows = [named("w=", "w", weight)]
        if x != CHAINS[0].x:
            rows.append(named("x=", "x", x))
        write(axes, LENGTHS[-1], sizes[-1], *rows, anchor=(0, 0.5), offset=(7, 0), gap=0)
    slope = symbol(r"|\partial L/\partial w^{(1)}|", "g")
    write(axes, 0.7, 10.0, [slope], anchor=(0, 0), offset=(0, 4))
    name = [Part(say("층의 수", "layers"), "ink")]
    write(axes, 4.5, 1e-10, name, anchor=(0.5, 1), offset=(0, -20))
    return drawing


NORMS = (
    ("relu He", "ReLU, He", "-"),
    ("tanh Glorot", "tanh, Glorot", "--"),
    ("sigmoid Normal", "sigmoid, normal", "-"),
    ("sigmoid Glorot", "sigmoid, Glorot", "--"),
    ("sigmoid PyTorchLinear", "sigmoid, PyTorch", ":"),
)


@figure
def gradient_norms(say: Language) -> Figure:
    """Draw the norm of every layer's gradient at the start, from the last layer to the first."""
    drawing = blank(310)
    axes = panel(drawing, 42, 44, 214, 240)
    powers(axes, -5, 0)
    axes.set(xlim=(4.3, 0.8), xticks=(4, 3, 2, 1))
    shifts = (0.08, -0.08, 0.0, 0.0, 0.0)
    for (name, label, style), shift in zip(NORMS, shifts, strict=True):
        lower, median, upper = studies.load_gradient_norms()[name]
        layers = np.arange(1, 5) + shift
        token = "g" if name.startswith("sigmoid") else "ink"
        axes.plot(layers, median, style, color=colour(token), marker="o", markersize=5)
        axes.vlines(layers, lower, upper, color=colour(token), linewidth=1)
        text = label.replace("normal", say("정규분포", "normal"))
        row = [Part(text, token)]
        write(axes, 1, median[0], row, anchor=(0, 0.5), offset=(14, 0))
    norm = symbol(r"\|\partial L/\partial W^{(l)}\|", "g")
    write(axes, 4.3, 1.0, [norm], anchor=(0, 0), offset=(0, 4))
    name_of_axis = [Part(say("층, 마지막부터 첫째까지", "layer, from the last to the first"))]
    write(axes, 2.55, 1e-5, name_of_axis, anchor=(0.5, 1), offset=(0, -22))
    return drawing


class Stack(NamedTuple):
    """Ten layers of a hundred units: their activation and n·V(w)."""

    name: str
    activation: xb.Activation
    scale: float
    style: str


STACKS = (
    Stack("ReLU 2", xb.relu, 2, "-"),
    Stack("tanh 1", xb.tanh, 1, "--"),
    Stack("ReLU 1", xb.relu, 1, "-."),
    Stack("tanh 1/3", xb.tanh, 1 / 3, ":"),
    Stack("sigmoid 1", xb.sigmoid, 1, "-"),
)
UNITS, LAYERS = 100, 10


def _spread(kind: Stack, rng: np.random.Generator) -> tuple[list[float], list[float]]:
    """Return V(z) of every layer, and the mean square of δ of every layer for random last δ."""
    deviation = np.sqrt(kind.scale / UNITS)
    pairs = [(rng.normal(0, deviation, (UNITS, UNITS)), np.zeros(UNITS)) for _ in range(LAYERS)]
    net = xb.Network(pairs, [kind.activation] * LAYERS)
    trace = net.forward(rng.normal(size=(200, UNITS)))
    delta = rng.normal(size=(200, UNITS))
    squares = [float((delta**2).mean())]
    for layer in range(LAYERS - 1, 0, -1):
        delta = delta @ net.W[layer + 1].T * kind.activation.derivative(trace.z[layer])
        squares.insert(0, float((delta**2).mean()))
    return [float(z.var()) for z in trace.z.values()], squares


@figure
def variance_by_layer(say: Language) -> Figure:
    """Draw the variance of z layer by layer, and of δ on the way back, for five starts."""
    rng = np.random.default_rng(0)
    drawing = blank(520)
    forward = panel(drawing, 42, 320, 226, 170)
    powers(forward, -6, 1)
    backward = panel(drawing, 42, 40, 226, 210)
    powers(backward, -12, 1, every=2)
    layers = range(1, LAYERS + 1)
    for kind in STACKS:
        z, delta = _spread(kind, rng)
        if kind.activation is not xb.sigmoid:
            forward.plot(layers, z, kind.style, color=colour("z"), marker="o", markersize=3.5)
            _label(forward, LAYERS, z[-1], kind.name, "z")
        backward.plot(layers, delta, kind.style, color=colour("g"), marker="o", markersize=3.5)
        _label(backward, 1, delta[0], kind.name, "g")
    forward.set(xlim=(0.5, 10.5), xticks=layers)
    backward.set(xlim=(10.5, 0.5), xticks=layers)
    variance = symbol(r"\mathrm{V}(z^{(l)})", "z")
    write(forward, 0.5, 10.0, [variance], anchor=(0, 0), offset=(0, 4))
    mean_square = symbol(r"\mathrm{E}((\delta^{(l)})^2)", "g")
    write(backward, 10.5, 10.0, [mean_square], anchor=(0, 0), offset=(0, 4))
    names = say("순전파: 층", "forward: layer"), say("역전파: 층", "backward: layer")
    for axes, name in zip((forward, backward), names, strict=True):
        low = axes.get_ylim()[0]
        write(axes, 5.5, low, [Part(name)], anchor=(0.5, 1), offset=(0, -20))
    return drawing


def _label(axes: Axes, layer: float, height: float, name: str, token: str) -> None:
    write(axes, layer, height, [Part(name, token)], anchor=(0, 0.5), offset=(8, 0))


HIDDEN = (2, 3, 4, 6, 8)
DEEPER = (
    ("sigmoid Normal", "sigmoid", "normal", "정규분포"),
    ("sigmoid Glorot Adam", "sigmoid", "Glorot, Adam", "Glorot, Adam"),
    ("tanh PyTorchLinear", "tanh", "PyTorch", "PyTorch"),
    ("tanh Glorot", "tanh", "Glorot", "Glorot"),
    ("relu PyTorchLinear", "ReLU", "PyTorch", "PyTorch"),
    ("relu He", "ReLU", "He", "He"),
)


@figure
def learned_by_depth(say: Language) -> Figure:
    """Draw the share of starts that solve XOR, for six settings and five depths."""
    row_height, column, left = 52.0, 52.0, 104.0
    drawing, axes = diagram(row_height * len(DEEPER) + 44)
    top = row_height * len(DEEPER)
    outcomes = studies.load("deeper")
    for k, layers in enumerate(HIDDEN):
        write(axes, left + column * (k + 0.5), top + 6, [Part(str(layers))], anchor=(0.5, 0))
    head = say("은닉층의 수", "hidden layers")
    write(axes, left, top + 26, [Part(head, "muted")], anchor=(0, 0))
    for row, (name, activation, start, korean) in enumerate(DEEPER):
        base = top - row_height * (row + 1) + 4
        rows = [Part(activation)], [Part(say(korean, start), "muted", SMALL)]
        write(axes, 0, base + 20, *rows, anchor=(0, 0.5), align="left", gap=2)
        axes.plot((left, WIDTH), (base, base), color=colour("faint"), linewidth=0.8)
        for k, layers in enumerate(HIDDEN):
            share = outcomes[f"{name}, {layers} hidden"].share.value
            _bar(axes, (left + column * k + 5, base), column - 10, share)
    return drawing


def _bar(axes: Axes, corner: tuple[float, float], width: float, share: float) -> None:
    height = 26.0 * share
    face: dict[str, Any] = {"facecolor": colour("a"), "edgecolor": "none", "alpha": 0.55}
    axes.add_patch(Rectangle(corner, width, height, **face))
    text = f"{100 * share:.1f}"
    x, y = corner
    write(axes, x + width / 2, y + height + 2, [Part(text, "a", SMALL)], anchor=(0.5, 0))


STEPS = (0.0, 1.0, 4.0)


@figure
def dead_relu(say: Language) -> Figure:
    """Draw a ReLU unit's sums on its graph at the start, after a good and after a wide step."""
    X, t = xb.xor()
    drawing = blank(190)
    z_all = np.linspace(-3.4, 2.6, 200)
    for k, eta in enumerate(STEPS):
        net = xb.Network([([[1], [1]], [0]), ([[2]], [0])], [xb.relu, xb.sigmoid])
        gradient = net.backward(net.forward(X), t, loss=xb.binary_cross_entropy)
        net.theta -= eta * gradient.theta
        z = net.forward(X).z[1].ravel()
        axes = panel(drawing, 18 + 116 * k, 54, 100, 96)
        axes.set(xlim=(-3.4, 2.6), ylim=(-0.35, 2.6), xticks=(-2, 0, 2), yticks=())
        axes.axvline(0, color=colour("faint"), linewidth=0.8, zorder=0)
        axes.spines["left"].set_visible(False)
        axes.plot(z_all, np.asarray(xb.relu(z_all)), color=colour("a"))
        for value in z:
            _sample(axes, value)
        alive = int((z > 0).sum())
        count = say(f"기울기 1: {alive}개", f"slope 1: {alive} inputs")
        step = [symbol(r"\eta=", "ink"), Part(number(eta))]
        name = step if eta else [Part(say("처음", "start"))]
        write(axes, -0.4, 2.6, name, anchor=(0.5, 0), offset=(0, 12))
        write(axes, -0.4, -0.35, [Part(count, "g")], anchor=(0.5, 1), offset=(0, -34))
        write(axes, 2.6, -0.35, [symbol("z", "z")], anchor=(1, 1), offset=(4, -2))
    return drawing


def _sample(axes: Axes, z: float) -> None:
    face = colour("ink" if z > 0 else "paper")
    style: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": colour("ink")}
    axes.plot(z, max(z, 0.0), "o", markersize=6.5, zorder=4, **style)


SCALE = 4.4  # points for a unit
NETS = ((2, 10, 10, 1), (2, 10, 10, 10, 1), (2, 20, 20, 1))


@figure
def cost_as_area(say: Language) -> Figure:
    """Draw the weight matrices of three networks to scale: their areas are multiplications."""
    heights = [SCALE * max(sizes[:-1]) for sizes in NETS]
    drawing, axes = diagram(sum(heights) + 34 * len(NETS))
    top = sum(heights) + 34 * len(NETS)
    for sizes, height in zip(NETS, heights, strict=True):
        _matrices(axes, sizes, top - 26, say)
        top -= height + 34
    return drawing


def _matrices(axes: Axes, sizes: Sequence[int], top: float, say: Language) -> None:
    total = sum(m * n for m, n in pairwise(sizes))
    name = "-".join(str(n) for n in sizes)
    write(axes, 0, top + 6, [Part(name)], anchor=(0, 0))
    count = say(f"곱셈 {total}번", f"{total} multiplications")
    write(axes, WIDTH, top + 6, [Part(count, "w")], anchor=(1, 0))
    left = 0.0
    for m, n in pairwise(sizes):
        width, height = SCALE * n, SCALE * m
        face: dict[str, Any] = {"facecolor": colour("w"), "alpha": 0.2, "linewidth": 0}
        axes.add_patch(Rectangle((left, top - height), width, height, **face))
        edge: dict[str, Any] = {"fill": False, "edgecolor": colour("w"), "linewidth": 1.2}
        axes.add_patch(Rectangle((left, top - height), width, height, **edge))
        if min(m, n) >= 10:
            write(axes, left + width / 2, top - height / 2, [Part(f"{m}×{n}", "w")])
        left += width + 12
