"""Figures of the chapter on TensorFlow."""

from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from numpy.typing import NDArray

import xorbook as xb
from xorbook import studies
from xorbook._language import Language
from xorbook.figures.canvas import Part, Row, blank, diagram, panel, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import SMALL, SYMBOL, WIDTH, colour, number

Array = NDArray[np.float64]
BCE = xb.binary_cross_entropy
SEED = 777
MATRICES, DEEP = "notes, matrices", "notes, deep"
CELL, LINE = 46.0, 24.0  # of a drawn matrix, in points


def _start(listing: str) -> xb.Network:
    return studies.load_seeded_starts(listing)[SEED]


# ── Three units and two matrices ────────────────────────────────────────────────────────────────


def _cells(axes: Axes, left: float, top: float, values: Array, token: str, head: Row) -> None:
    """Draw a matrix as a grid of numbers, with its name above."""
    write(axes, left + values.shape[1] * CELL / 2, top + 3, head, anchor=(0.5, 0))
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            corner = (left + j * CELL, top - (i + 1) * LINE)
            axes.add_patch(Rectangle(corner, CELL, LINE, facecolor="none", edgecolor=colour(token)))
            middle = corner[0] + CELL / 2, corner[1] + LINE / 2
            write(axes, *middle, [Part(number(value, 2), token)])


@figure
def units_as_matrices(say: Language) -> Figure:
    """Draw the variables of three units, and where the same numbers stand in two layers."""
    net = _start("notes, three units")
    drawing, axes = diagram(294)
    units = (
        (18, net.W[1][:, :1], net.b[1][:1], say("첫째 유닛", "first unit")),
        (138, net.W[1][:, 1:], net.b[1][1:], say("둘째 유닛", "second unit")),
        (258, net.W[2], net.b[2], say("셋째 유닛", "third unit")),
    )
    for k, (left, weights, bias, name) in enumerate(units, start=1):
        write(axes, left + CELL - 3, 282, [Part(name, "muted")], anchor=(0.5, 0.5))
        _cells(axes, left - 7, 246, weights, "w", [Part(f"W{k}", "w")])
        _cells(axes, left + CELL + 1, 246, bias[None], "b", [Part(f"b{k}", "b")])
        target = 82 if k < 3 else 284
        arrow = FancyArrowPatch(
            (left + CELL - 3, 190), (target + (k - 1.5) * 70 * (k < 3), 134),
            arrowstyle="-|>", mutation_scale=12, color=colour("muted"),
        )  # fmt: skip
        axes.add_patch(arrow)
    _cells(axes, 6, 96, net.W[1], "w", [symbol("W^{(1)}", "w")])
    _cells(axes, 112, 96, net.b[1][None], "b", [symbol("b^{(1)}", "b")])
    _cells(axes, 251, 96, net.W[2], "w", [symbol("W^{(2)}", "w")])
    _cells(axes, 305, 96, net.b[2][None], "b", [symbol("b^{(2)}", "b")])
    write(axes, 105, 24, [Part(say("은닉층", "hidden layer"), "muted")])
    write(axes, 301, 24, [Part(say("출력층", "output layer"), "muted")])
    axes.set_xlim(0, WIDTH)
    return drawing


# ── A rate that has been through float32 ────────────────────────────────────────────────────────


@figure
def rate_through_float32(say: Language) -> Figure:
    """Draw how far the loss departs where only the learning rate was rounded to float32."""
    exact = _losses(MATRICES, xb.SGD(0.1), 10_000)
    rounded = _losses(MATRICES, xb.SGD(float(np.float32(0.1))), 10_000)
    shown = np.unique(np.geomspace(1, 10_000, 240).round().astype(int))
    gap = abs(rounded - exact)[shown] / exact[shown]
    drawing = blank(250)
    axes = panel(drawing, 58, 42, 286, 176)
    axes.set(xlim=(1, 10_000), ylim=(1e-12, 1e-6), xscale="log", yscale="log")
    axes.set_xticks((1, 10, 100, 1000, 10_000), ("1", "10", "100", "1000", "10 000"))
    powers = (-12, -10, -8, -6)
    axes.set_yticks([10.0**p for p in powers], [f"$10^{{{p}}}$" for p in powers])
    axes.tick_params(axis="y", labelsize=SYMBOL)
    axes.minorticks_off()
    axes.grid(True, axis="y")
    axes.plot(shown, gap, color=colour("l"))
    rate = abs(float(np.float32(0.1)) - 0.1) / 0.1
    axes.axhline(rate, color=colour("ink"), linestyle=(0, (4, 2)), linewidth=1)
    write(axes, 1.3, rate, [Part(say("학습률의 차이", "gap of the rates"))], anchor=(0, 0),
          offset=(0, 3))  # fmt: skip
    loss = [symbol("L", "l"), Part(say("의 차이", "gap"), "l")]
    write(axes, 4, 4e-10, loss, anchor=(0, 1))
    _steps(axes, 100, 1e-12, say)
    return drawing


def _losses(listing: str, rule: xb.Optimizer, steps: int) -> Array:
    """Train from the seed's start and return every loss."""
    run = xb.train(_start(listing), *xb.xor(), loss=BCE, optimizer=rule, steps=steps)
    return np.asarray(run.loss)


def _steps(axes: Axes, x: float, y: float, say: Language) -> None:
    write(axes, x, y, [Part(say("걸음", "steps"))], anchor=(0.5, 1), offset=(0, -20))


# ── The deep network ────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def _deep_run() -> xb.History:
    """Train the deep network of the notes as they do; keep its parameters at 41 moments."""
    net, (X, t) = _start(DEEP), xb.xor()
    kept = range(0, 3001, 75)
    return xb.train(net, X, t, loss=BCE, optimizer=xb.SGD(0.1), steps=3000, parameters_at=kept)


@figure
def deep_losses(say: Language) -> Figure:
    """Draw the loss of the deep network by gradient descent and by Adam, from one start."""
    drawing = blank(250)
    axes = panel(drawing, 44, 42, 260, 184)
    axes.set(xlim=(0, 5000), ylim=(5e-4, 2), yscale="log")
    axes.set_xticks(range(0, 5001, 1000))
    axes.set_yticks((1e-3, 1e-2, 1e-1, 1), ("0.001", "0.01", "0.1", "1"))
    axes.minorticks_off()
    axes.grid(True, axis="y")
    runs = (
        ("SGD", np.asarray(_deep_run().loss), "-"),
        ("Adam", _losses(DEEP, xb.Adam(0.001), 5000), (0, (4, 2))),
    )
    for name, losses, dashes in runs:
        across = np.arange(0, len(losses), 20)
        axes.plot(across, losses[across], color=colour("l"), linestyle=dashes)
        write(axes, len(losses) - 1, losses[-1], [Part(name, "l")], anchor=(0, 0.5), offset=(7, 0))
    write(axes, 0, 2, [symbol("L", "l")], anchor=(1, 0.5), offset=(-10, 2))
    _steps(axes, 2500, 5e-4, say)
    return drawing


@figure
def weight_histograms(say: Language) -> Figure:
    """Draw histograms of the weights of each layer over the steps, one behind the other."""
    run, drawing = _deep_run(), blank(400)
    for layer in range(1, 5):
        left, bottom = 14 + 178 * ((layer - 1) % 2), 220 - 184 * ((layer - 1) // 2)
        axes = panel(drawing, left, bottom, 138, 140)
        _ridges(axes, run, layer)
        write(axes, *_corner(axes), [symbol(f"W^{{({layer})}}", "w")], anchor=(0, 1))
    for axes in drawing.axes[1::2]:
        for step in RIDGES[::5]:
            write(axes, axes.get_xlim()[1], -step, [Part(str(step), "ink", SMALL)],
                  anchor=(0, 0), offset=(3, -1))  # fmt: skip
    steps = [Part(say("걸음", "steps"), "muted", SMALL)]
    top = drawing.axes[1]
    write(top, top.get_xlim()[1], 800, steps, anchor=(0, 0.5), offset=(3, 0))
    return drawing


RIDGES = range(0, 3001, 600)


def _ridges(axes: Axes, run: xb.History, layer: int) -> None:
    """Draw one histogram a ridge, the start behind and the end in front."""
    weights = {step: run.parameters[step].W[layer].ravel() for step in RIDGES}
    low, high = (f([f(w) for w in weights.values()]) for f in (min, max))
    most = max(np.histogram(w, bins=30)[0].max() for w in weights.values())
    for step, values in weights.items():
        counts, edges = np.histogram(values, bins=30)
        heights = counts * 800 / most
        across = np.repeat(edges, 2)
        up = -step + np.concatenate([[0], np.repeat(heights, 2), [0]])
        axes.fill(across, up, facecolor=colour("paper"), edgecolor=colour("w"), linewidth=0.9)
    spread = high - low
    axes.set(xlim=(low - 0.04 * spread, high + 0.04 * spread), ylim=(-3060, 1000), yticks=())
    axes.spines["left"].set_visible(False)


def _corner(axes: Axes) -> tuple[float, float]:
    return axes.get_xlim()[0], axes.get_ylim()[1]


# ── What TensorBoard makes of a curve ───────────────────────────────────────────────────────────


def smoothed(values: Array, weight: float) -> Array:
    """Return the line that TensorBoard draws: a running mean, divided by the sum of its weights."""
    mean, found = 0.0, []
    for count, value in enumerate(values, start=1):
        mean = weight * mean + (1 - weight) * value
        found.append(mean / (1 - weight**count))
    return np.array(found)


@figure
def smoothed_loss(say: Language) -> Figure:
    """Draw the recorded losses of the deep network, and the line that smoothing makes of them."""
    steps = np.array([*_deep_run().parameters])
    losses = np.asarray(_deep_run().loss)[steps]
    drawing = blank(240)
    axes = panel(drawing, 34, 42, 308, 176)
    axes.set(xlim=(0, 3000), ylim=(0, 1.1), xticks=(0, 1000, 2000, 3000), yticks=(0, 0.5, 1))
    axes.grid(True, axis="y")
    axes.plot(steps, losses, "o", color=colour("l"), markersize=3)
    for weight, dashes, nearby, up in ((0.6, "-", 1750, 3), (0.9, (0, (4, 2)), 2100, 5)):
        line = smoothed(losses, weight)
        axes.plot(steps, line, color=colour("l"), linestyle=dashes, linewidth=1.4)
        height = float(np.interp(nearby, steps, line))
        write(axes, nearby, height, [Part(number(weight), "l")], anchor=(0, 0), offset=(3, up))
    write(axes, 0, 1.1, [symbol("L", "l")], anchor=(1, 0.5), offset=(-10, 2))
    _steps(axes, 1500, 0, say)
    return drawing
