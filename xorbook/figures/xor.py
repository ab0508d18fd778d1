"""Figures of the chapter on XOR."""

from itertools import product
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d import Axes3D, proj3d
from numpy.typing import NDArray

import xorbook as xb
from xorbook._language import Language
from xorbook.figures import net
from xorbook.figures.canvas import Part, Row, blank, diagram, panel, symbol, write
from xorbook.figures.plane import HIGH, LOW, line, parameters, plane, points, title
from xorbook.figures.registry import figure
from xorbook.figures.style import colour, number

Array = NDArray[np.float64]
Point = tuple[float, float]


@figure
def xor_line_fails(say: Language) -> Figure:
    """Draw XOR's four points with the line of OR, and mark the point it gets wrong."""
    drawing = blank(300)
    axes = panel(drawing, 60, 34, 240, 240)
    plane(axes)
    X, t = xb.xor()
    line(axes, xb.OR)
    points(axes, X, t, size=14)
    write(
        axes,
        0.5,
        HIGH,
        [Part(say("켜지는 쪽", "this side fires"), "w")],
        anchor=(0.5, 1),
        offset=(0, -6),
    )
    for x, answer, target in zip(X, np.ravel(xb.OR(X)), t.ravel(), strict=True):
        place = f"({number(x[0])}, {number(x[1])})"
        rows = [[Part(place, "x")], [symbol("t", "ink"), Part(number(target))]]
        if answer != target:
            rows.append([Part(say(f"출력 {answer}: 틀림", f"output {answer}: wrong"), "l")])
            axes.plot(*x, "x", markersize=22, markeredgewidth=2, color=colour("l"))
        write(axes, *x, *rows[:1], anchor=(0.5, 0), offset=(0, 13))
        write(axes, *x, *rows[1:], anchor=(0.5, 1), offset=(0, -13))
    return drawing


NEAR, FAR = -0.8, 2.6  # the reach of the two weights, with the bias at −1


@figure
def xor_inequalities(say: Language) -> Figure:
    """Draw what the inequalities of OR, AND and XOR leave of the plane of the two weights."""
    drawing = blank(268)
    for name, (left, bottom, side) in {
        "XOR": (30.0, 34.0, 196.0),
        "OR": (266.0, 150.0, 80.0),
        "AND": (266.0, 34.0, 80.0),
    }.items():
        X, t = xb.truth_table(getattr(xb, name))
        axes = panel(drawing, left, bottom, side, side)
        _weight_plane(axes, name)
        inequalities = list(zip(X[1:], t[1:, 0] == 1, strict=True))
        _region(axes, inequalities, "w", 0.45)
        if name == "XOR":
            _region(axes, inequalities[:2], "x", 0.3)
            _region(axes, inequalities[2:], "b", 0.3)
            _say_halves(axes, say)
    return drawing


def _weight_plane(axes: Axes, name: str) -> None:
    axes.set(xlim=(NEAR, FAR), ylim=(NEAR, FAR), xticks=(0, 1), yticks=(0, 1), aspect="equal")
    axes.tick_params(length=0, pad=4)
    for spine in axes.spines.values():
        spine.set_color(colour("faint"))
    edge: dict[str, Any] = {"color": colour("muted"), "linewidth": 1}
    axes.axvline(1, **edge)
    axes.axhline(1, **edge)
    axes.plot((NEAR, FAR), (1 - NEAR, 1 - FAR), **edge)
    write(axes, FAR, NEAR, [symbol("w_1", "w")], anchor=(1, 1), offset=(0, -3))
    write(axes, NEAR, FAR, [symbol("w_2", "w")], anchor=(1, 1), offset=(-4, 0))
    write(axes, (NEAR + FAR) / 2, FAR, [Part(name)], anchor=(0.5, 0), offset=(0, 5))


def _region(axes: Axes, inequalities: list[tuple[Array, bool]], token: str, alpha: float) -> None:
    # Cut the square along the line of each inequality, and keep the side that satisfies it.
    corners: list[Point] = [(NEAR, NEAR), (FAR, NEAR), (FAR, FAR), (NEAR, FAR)]
    for x, fires in inequalities:
        kept: list[Point] = []
        side = 1 if fires else -1
        for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
            at_start, at_end = (side * (np.dot(weights, x) - 1) for weights in (start, end))
            if at_start > 0:
                kept.append(start)
            if at_start * at_end < 0:
                share = at_start / (at_start - at_end)
                across, up = np.array(start) + share * np.subtract(end, start)
                kept.append((float(across), float(up)))
        corners = kept
    if corners:
        axes.fill(*zip(*corners, strict=True), color=colour(token), alpha=alpha, linewidth=0)


def _say_halves(axes: Axes, say: Language) -> None:
    rows: list[tuple[Point, list[Row]]] = [
        ((1.8, 1.8), [[symbol("w_1>1", "ink")], [symbol("w_2>1", "ink")]]),
        ((-0.02, -0.1), [[symbol("w_1+w_2", "ink")], [symbol("\\leq 1", "ink")]]),
    ]
    for place, lines in rows:
        write(axes, *place, *lines)


@figure
def xor_rule_cycle(say: Language) -> Figure:
    """Draw an epoch of Rosenblatt's rule on XOR that ends where it began."""
    X, t = xb.xor()
    unit = xb.fit_perceptron(X, t, max_epochs=2).perceptron
    drawing, whole = diagram(404)
    side, lefts, bottoms = 108.0, (22.0, 222.0), (256.0, 54.0)
    places = [(lefts[0], bottoms[0]), (lefts[1], bottoms[0])]
    places += [(lefts[1], bottoms[1]), (lefts[0], bottoms[1])]
    for (left, bottom), x, goal in zip(places, X, t[:, 0], strict=True):
        axes = panel(drawing, left, bottom, side, side)
        plane(axes)
        line(axes, unit)
        points(axes, X, t)
        error = goal - unit(x)
        if error:
            axes.plot(*x, "x", markersize=18, markeredgewidth=2, color=colour("l"), clip_on=False)
        place = f"({number(x[0])}, {number(x[1])})"
        title(axes, say(f"{place}: 출력 {unit(x)}, 틀림", f"{place}: {unit(x)} is wrong"))
        parameters(axes, unit)
        unit = xb.Perceptron(unit.weights + error * x, unit.bias + error)
    middle = side / 2
    for start, end in (
        ((lefts[0] + side + 16, bottoms[0] + middle), (lefts[1] - 32, bottoms[0] + middle)),
        ((lefts[1] + middle, bottoms[0] - 46), (lefts[1] + middle, bottoms[1] + side + 24)),
        ((lefts[1] - 32, bottoms[1] + middle), (lefts[0] + side + 16, bottoms[1] + middle)),
        ((lefts[0] + middle, bottoms[1] + side + 24), (lefts[0] + middle, bottoms[0] - 46)),
    ):
        net.arrow(whole, start, end)
    return drawing


@figure
def sixteen_tables(say: Language) -> Figure:
    """Draw every truth table of two inputs, by how often it fires, with a line where one parts."""
    X, _ = xb.xor()
    tables = sorted(product((0, 1), repeat=4), key=sum)
    drawing = blank(388)
    for ones in range(5):
        row = [table for table in tables if sum(table) == ones]
        for k, table in enumerate(row):
            left = 180 + 59 * (k - len(row) / 2) + 8
            axes = panel(drawing, left, 320 - 78 * ones, 43, 43)
            axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xticks=(), yticks=(), aspect="equal")
            axes.spines[:].set_color(colour("faint"))
            unit = _widest(np.array(table))
            if unit:
                line(axes, unit)
            else:
                axes.plot(0.5, 0.5, "x", markersize=20, markeredgewidth=2, color=colour("l"))
            points(axes, X, np.array(table), size=6.5)
            title(axes, "".join(map(str, table)))
    return drawing


def _widest(table: NDArray[np.int_]) -> xb.Perceptron | None:
    # Of the perceptrons with small weights that compute the table, the one with the widest margin.
    X, _ = xb.xor()
    best, margin = None, 0.0
    for w1, w2, doubled in product((-1, 0, 1), (-1, 0, 1), range(-5, 6)):
        unit = xb.Perceptron([w1, w2], doubled / 2)
        if not np.array_equal(unit(X), table):
            continue
        away = float(np.min(np.abs(unit.distance(X)))) if w1 or w2 else np.inf
        if away > margin:
            best, margin = unit, away
    return best


@figure
def one_sigmoid(say: Language) -> Figure:
    """Draw the loss of one sigmoid unit on XOR from four starts, down to ln 2."""
    X, t = xb.xor()
    drawing = blank(230)
    axes = panel(drawing, 34, 40, 306, 170)
    for start in STARTS:
        unit = xb.Network([([[start[0]], [start[1]]], [start[2]])], [xb.sigmoid])
        history = xb.train(
            unit, X, t, loss=xb.binary_cross_entropy, optimizer=xb.SGD(1.0), steps=60
        )
        axes.plot(history.steps, history.loss, color=colour("l"), linewidth=1.5)
    axes.axhline(np.log(2), color=colour("ink"), linewidth=1, linestyle=(0, (4, 3)))
    axes.set(xlim=(0, 60), ylim=(0, 1.6), xticks=(0, 20, 40, 60), yticks=(0, 0.5, 1, 1.5))
    axes.grid(True, axis="y")
    write(axes, 60, np.log(2), [symbol(r"\ln 2", "l")], anchor=(1, 1), offset=(0, -5))
    write(axes, 0, 1.6, [symbol("L", "l")], anchor=(0, 1), offset=(6, 0))
    write(axes, 60, 0, [Part(say("걸음", "steps"), "muted")], anchor=(1, 1), offset=(0, -20))
    return drawing


STARTS = ((3.0, 3.0, -1.0), (-2.0, 4.0, 0.0), (1.0, -1.0, 2.0), (-3.0, -2.0, 4.0))
SADDLE = (-0.25, 1.25)  # the reach of both inputs


@figure
def product_saddle(say: Language) -> Figure:
    """Draw XOR on the saddle of x1·x2 with a plane that parts it, and what the plane cuts out."""
    drawing = blank(486)
    unit = xb.Perceptron([1, 1, -2], -0.5)
    _saddle(drawing, unit)
    learned = xb.fit_perceptron(*_with_product()).perceptron
    for left, part in ((26.0, unit), (214.0, learned)):
        _cut(panel(drawing, left, 50, 120, 120), part)
    return drawing


def _with_product() -> tuple[Array, Array]:
    X, t = xb.xor()
    return np.column_stack([X, X.prod(axis=1)]), t


def _saddle(drawing: Figure, unit: xb.Perceptron) -> None:
    axes = drawing.add_axes((-0.06, 0.34, 1.12, 0.74), projection="3d", computed_zorder=False)
    assert isinstance(axes, Axes3D)
    axes.set_box_aspect((1, 1, 0.9), zoom=1.2)
    axes.set_axis_off()
    axes.view_init(elev=14, azim=-68)
    ends = np.array([SADDLE[0], SADDLE[1]])
    corners = np.meshgrid(ends, ends)
    flat = (unit.weights[0] * corners[0] + unit.weights[1] * corners[1] + unit.bias) / 2
    look: dict[str, Any] = {"shade": False, "rstride": 1, "cstride": 1}
    axes.plot_surface(
        *corners, flat, color=colour("ink"), alpha=0.1, edgecolor=colour("muted"), lw=0.6, **look
    )
    steps = np.linspace(*SADDLE, 15)
    across, up = np.meshgrid(steps, steps)
    sums = _sums(unit, across, up)
    quarters = (sums[1:, 1:] + sums[:-1, :-1] > 0).astype(int)
    faces = np.array([to_rgba(colour(token), 0.28) for token in "xw"])[quarters]
    axes.plot_surface(
        across, up, across * up, facecolors=faces, edgecolor=colour("faint"), lw=0.4, **look
    )
    middle = np.full(2, 0.5)
    for cut in ((middle, ends), (ends, middle)):
        axes.plot(*cut, cut[0] * cut[1], color=colour("w"))
    X, t = _with_product()
    for x, goal in zip(X, t[:, 0], strict=True):
        _point(axes, x, bool(goal))
    for place, tex, anchor in (
        ((0.5, SADDLE[0], SADDLE[0] / 2 - 0.1), "x_1", (0.5, 1)),
        ((SADDLE[1], 0.5, SADDLE[1] / 2 - 0.5), "x_2", (0, 1)),
    ):
        right, top, _ = proj3d.proj_transform(*place, axes.get_proj())
        write(axes, float(right), float(top), [symbol(tex, "x")], anchor=anchor)


def _point(axes: Axes3D, x: Array, fires: bool) -> None:
    axes.plot(
        *([v] for v in x),
        "o",
        markersize=10,
        markeredgewidth=1.5,
        markeredgecolor=colour("ink"),
        markerfacecolor=colour("ink" if fires else "paper"),
        zorder=5,
    )
    right, top, _ = proj3d.proj_transform(*x, axes.get_proj())
    place = [Part(f"({', '.join(number(v) for v in x)})", "x")]
    up = 1 if x.any() else -1
    write(axes, float(right), float(top), place, anchor=(0.5, (1 - up) / 2), offset=(0, 10 * up))


def _sums(unit: xb.Perceptron, across: Array, up: Array) -> Array:
    lifted = np.column_stack([across.ravel(), up.ravel(), (across * up).ravel()])
    return np.reshape(unit.weighted_sum(lifted), across.shape)


def _cut(axes: Axes, unit: xb.Perceptron) -> None:
    X, t = xb.xor()
    plane(axes)
    ticks = np.linspace(LOW, HIGH, 361)
    across, up = np.meshgrid(ticks, ticks)
    sums = _sums(unit, across, up)
    axes.contourf(across, up, sums, (0, sums.max()), colors=[colour("w")], alpha=0.13)
    axes.contour(across, up, sums, (0,), colors=[colour("w")], linewidths=2)
    points(axes, X, t)
    parameters(axes, unit)
