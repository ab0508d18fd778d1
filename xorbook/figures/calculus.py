"""Figures of the chapter on derivatives."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from numpy.typing import NDArray

import xorbook as xb
from xorbook._language import Language
from xorbook.figures import net
from xorbook.figures.canvas import Part, Row, blank, diagram, named, panel, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import colour, number

Array = NDArray[np.float64]

AT = 2.0  # where the tangent touches


def cube(x: Any) -> Any:
    """Return x³ by multiplications alone, whose rounding is the same on every machine."""
    return x * x * x


@figure
def secants_and_tangent(say: Language) -> Figure:
    """Draw x³ with three secants through the point at 2, and the tangent they turn into."""
    drawing = blank(290)
    axes = panel(drawing, 26, 34, 220, 236)
    left, right = 0.7, 3.1
    axes.set(xlim=(left, right), ylim=(-4, 31), xticks=(1, 2, 2.5, 3), yticks=(0, 8, 27))
    axes.tick_params(length=0)
    x = np.linspace(left, right, 200)
    ends = np.array([left, right])
    height = cube(AT)
    for h, style in ((1.0, ":"), (0.5, "-."), (-1.0, "--")):
        slope = (cube(AT + h) - height) / h
        line = height + slope * (ends - AT)
        axes.plot(ends, line, style, color=colour("muted"), linewidth=1.4)
        axes.plot(AT + h, cube(AT + h), "o", color=colour("muted"), markersize=6)
        row = [symbol(f"h={h:g}", "muted"), Part(f"→ {number(slope)}", "g")]
        write(axes, right, line[1], row, anchor=(0, 0.5), offset=(6, 0))
    slope = xb.numerical_gradient(cube, AT)
    line = height + slope * (ends - AT)
    axes.plot(ends, line, color=colour("g"), linewidth=2.4)
    tangent = [Part(f"{say('접선', 'tangent')} {number(slope)}", "g")]
    write(axes, right, line[1], tangent, anchor=(0, 0.5), offset=(6, 0))
    axes.plot(x, cube(x), color=colour("ink"))
    axes.plot(AT, height, "o", color=colour("ink"), markersize=7)
    write(axes, left, 31, [symbol("f(x)=x^3", "ink")], anchor=(0, 1), offset=(8, 0))
    write(axes, right, -4, [symbol("x", "ink")], anchor=(0, 0.5), offset=(6, 0))
    return drawing


# The way of a unit's weighted sum to the loss, from above: what stands in each box, and how high.
MIDDLE = 180.0
SUM, OUTPUT, LOSS = 232.0, 136.0, 40.0
PARAMETERS = 346.0
ACROSS = {"w": 60.0, "x": MIDDLE, "b": 300.0}


@figure
def unit_graph(say: Language) -> Figure:
    """Draw z = wx + b, its sigmoid and its loss, with values, slopes, and the products of these."""
    unit = xb.Network([([[-2.0]], [3.0])], [xb.sigmoid])
    x, target, loss = [5.0], [1.0], xb.half_squared_error
    trace = unit.forward(x)
    z, a = trace.z[1][0], trace.output[0]
    w, b = unit.W[1][0, 0], unit.b[1][0]
    delta = unit.deltas(trace, target, loss=loss)[1][0]
    factors = [*xb.chain_factors(unit, trace, target, "b1[0]", loss=loss).values()]
    drawing, axes = diagram(416)
    below = {"w": (w, named("x", "x", x[0])), "x": (x[0], named("w", "w", w)), "b": (b, None)}
    for name, (value, inner) in below.items():
        across = ACROSS[name]
        _box(axes, across, PARAMETERS, 84, named(name, name, value))
        slope = delta * (x[0] if name == "w" else w if name == "x" else 1)
        rows = [[symbol(rf"\partial L/\partial {name}", "g")], [Part(number(slope), "g")]]
        write(axes, across, PARAMETERS + 20, *rows, anchor=(0.5, 0))
        start, end = (across, PARAMETERS - 15), (MIDDLE + (across - MIDDLE) / 8, SUM + 15)
        net.arrow(axes, start, end)
        label = [[symbol(rf"\partial z/\partial {name}", "g")], inner or [Part(number(1), "g")]]
        side = (across > MIDDLE) - (across < MIDDLE)
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        anchor = (0.5 - side / 2, 0.5)
        write(axes, *middle, *label, anchor=anchor, offset=(18 * side, -6), paper=not side)
    _box(axes, MIDDLE, SUM, 132, [symbol("z=wx+b=", "z"), Part(number(z), "z")])
    _box(axes, MIDDLE, OUTPUT, 158, [symbol(r"a=\sigma(z)=", "a"), Part(number(a), "a")])
    value = loss(trace.output, target)
    row = [symbol(r"L=\frac{1}{2}(a-t)^2=", "l"), Part(number(value), "l")]
    _box(axes, MIDDLE, LOSS, 190, row)
    for above, under, local, factor, back, product in (
        (SUM, OUTPUT, r"\partial a/\partial z=a(1-a)", factors[1], "z", delta),
        (OUTPUT, LOSS, r"\partial L/\partial a=a-t", factors[0], "a", factors[0]),
    ):
        ends = above - 15, under + 15
        net.arrow(axes, (MIDDLE + 10, ends[0]), (MIDDLE + 10, ends[1]))
        net.arrow(axes, (MIDDLE - 10, ends[0]), (MIDDLE - 10, ends[1]), backward=True)
        rows = [[symbol(local, "a")], [Part(number(factor), "a")]]
        height = (above + under) / 2
        write(axes, MIDDLE + 18, height, *rows, anchor=(0, 0.5), align="left")
        rows = [[symbol(rf"\partial L/\partial {back}", "g")], [Part(number(product), "g")]]
        write(axes, MIDDLE - 18, height, *rows, anchor=(1, 0.5), align="right")
    return drawing


def _box(axes: Axes, x: float, y: float, width: float, row: Row) -> None:
    style = "round,pad=0,rounding_size=12"
    corner = (x - width / 2, y - 15)
    line: dict[str, Any] = {"facecolor": "none", "edgecolor": colour("muted")}
    axes.add_patch(FancyBboxPatch(corner, width, 30, boxstyle=style, **line))
    write(axes, x, y, row)


@figure
def two_paths(say: Language) -> Figure:
    """Draw one weight that reaches the loss through two samples, and the sum of both products."""
    w, b, inputs = -2.0, 3.0, (5.0, 1.0)
    sums = [w * x + b for x in inputs]
    products = [z * x for z, x in zip(sums, inputs, strict=True)]
    drawing, axes = diagram(300)
    top, middle, bottom = 236.0, 136.0, 36.0
    _box(axes, MIDDLE, top, 84, named("w", "w", w))
    loss = sum(z * z for z in sums) / 2
    row = [symbol(r"L=\frac{1}{2}z_1^2+\frac{1}{2}z_2^2=", "l"), Part(number(loss), "l")]
    _box(axes, MIDDLE, bottom, 214, row)
    for k, (x, z, product) in enumerate(zip(inputs, sums, products, strict=True), start=1):
        side = 2 * k - 3
        across = MIDDLE + 124 * side
        _box(axes, across, middle, 84, named(f"z_{k}", "z", z))
        net.arrow(axes, (MIDDLE + 14 * side, top - 15), (across, middle + 15))
        net.arrow(axes, (across, middle - 15), (MIDDLE + 14 * side, bottom + 15))
        anchor = (0.5 - side / 2, 0.5)
        inner = MIDDLE + 72 * side
        upper = named(rf"\partial z_{k}/\partial w=", "x", x)
        lower = named(rf"\partial L/\partial z_{k}=", "z", z)
        write(axes, inner, (top + middle) / 2, upper, anchor=anchor, offset=(14 * side, 2))
        write(axes, inner, (bottom + middle) / 2, lower, anchor=anchor, offset=(14 * side, -2))
        text = f"{number(z)} · {number(x)} = {number(product)}"
        write(axes, MIDDLE + 41 * side, middle, [Part(text, "g")])
    total = f"{number(products[0])} + {number(products[1])} = {number(sum(products))}"
    row = [symbol(r"\partial L/\partial w=", "g"), Part(total, "g")]
    write(axes, MIDDLE, top + 22, row, anchor=(0.5, 0))
    return drawing


POINTS = np.linspace(1, 2, 101)
STEPS = 10.0 ** (np.arange(-104, -7) / 8)


def worst(h: float, *, central: bool) -> float:
    """Return the largest error of a difference of x³, over POINTS, against 3x²."""
    below = cube(POINTS - h) if central else cube(POINTS)
    width = 2 * h if central else h
    return float(np.abs((cube(POINTS + h) - below) / width - 3 * POINTS * POINTS).max())


@figure
def step_size_errors(say: Language) -> Figure:
    """Draw the errors of forward and central differences of x³ against the step, on log axes."""
    drawing = blank(330)
    axes = panel(drawing, 48, 46, 290, 264)
    axes.set(xscale="log", yscale="log", xlim=(1e-13, 0.2), ylim=(2e-11, 3))
    axes.set(xticks=(), yticks=())
    axes.minorticks_off()
    for power in (-12, -9, -6, -3):
        axes.axvline(10.0**power, color=colour("faint"), linewidth=0.6, zorder=0)
        text = [symbol(f"10^{{{power}}}", "muted")]
        write(axes, 10.0**power, 2e-11, text, anchor=(0.5, 1), offset=(0, -4))
    for power in (-9, -6, -3, 0):
        axes.axhline(10.0**power, color=colour("faint"), linewidth=0.6, zorder=0)
        text = [symbol(f"10^{{{power}}}" if power else "1", "muted")]
        write(axes, 1e-13, 10.0**power, text, anchor=(1, 0.5), offset=(-4, 0))
    for central, style, token in ((False, "--", "muted"), (True, "-", "g")):
        errors = [worst(h, central=central) for h in STEPS]
        axes.plot(STEPS, errors, style, color=colour(token), linewidth=1.8)
        best = int(np.argmin(errors))
        axes.plot(STEPS[best], errors[best], "o", color=colour(token), markersize=7)
    forward = [Part(say("전진 차분", "forward"), "muted"), symbol("6h", "muted")]
    central_rows = [Part(say("중앙 차분", "central"), "g"), symbol("h^2", "g")]
    write(axes, 1.5e-6, 4e-5, forward, anchor=(1, 0), paper=True)
    write(axes, 1e-4, 1e-9, central_rows, anchor=(0, 0.5), paper=True)
    rounding, truncation = say("반올림 오차", "rounding"), say("절단 오차", "truncation")
    write(axes, 3e-11, 1.5e-1, [Part(rounding)], paper=True)
    write(axes, 2e-4, 1.5e-1, [Part(truncation)], anchor=(1, 0.5), paper=True)
    write(axes, 0.2, 2e-11, [symbol("h", "ink")], anchor=(0.5, 1), offset=(0, -8))
    write(axes, 1e-13, 3, [Part(say("오차", "error"))], anchor=(0, 1), offset=(8, 0))
    return drawing
