"""Figures of the chapter on the forward pass."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import xorbook as xb
from xorbook.figures import net
from xorbook.figures.canvas import Part, blank, diagram, named, panel, symbol, write
from xorbook.figures.registry import Language, figure
from xorbook.figures.style import colour, number


@figure
def worked_net_forward(say: Language) -> Figure:
    """Draw the worked network with every value of the forward pass of (1, 0)."""
    network = xb.worked_example()
    X, t = xb.xor()
    trace = network.forward(X[2])
    drawing, axes = diagram(net.HEIGHT)
    net.layer_names(axes, say)
    for name in network.parameters.names:
        net.parameter(
            axes, name, named(net.SYMBOLS[name], name[0].lower(), network.parameters[name])
        )
    for j in (0, 1):
        net.unit(axes, f"x{j + 1}", named(f"x_{j + 1}", "x", trace.a[0][j]))
        z = named(f"z_{j + 1}^{{(1)}}", "z", trace.z[1][j])
        net.unit(axes, f"h{j + 1}", z, named(f"a_{j + 1}^{{(1)}}", "a", trace.a[1][j]))
    z = named("z^{(2)}", "z", trace.z[2][0])
    net.unit(axes, "y", z, named(r"\hat{y}", "a", trace.output[0]))
    _losses(axes, float(trace.output[0]), float(t[2, 0]))
    return drawing


def _losses(axes: Axes, output: float, target: float) -> None:
    place = net.PLACES["y"]
    half_squared = xb.half_squared_error([output], [target])
    cross_entropy = xb.binary_cross_entropy([output], [target])
    net.arrow(axes, place.at(0, -1), net.LOSS)
    write(axes, net.LOSS[0] + 6, 104, named("t", "ink", target), anchor=(0, 0.5))
    write(
        axes,
        place.at(1)[0],
        net.LOSS[1] - 4,
        [symbol(r"\frac{1}{2}(\hat{y}-t)^2", "l"), Part(number(half_squared, 4), "l")],
        [Part("BCE", "l"), Part(number(cross_entropy, 4), "l")],
        anchor=(1, 1),
        align="right",
    )


@figure
def two_losses(say: Language) -> Figure:
    """Draw ½(ŷ−t)² and binary cross-entropy against ŷ for the target 1."""
    outputs = np.linspace(0.02, 1, 200)
    drawing = blank(250)
    axes = panel(drawing, 30, 40, 310, 196)
    axes.set(xlim=(0, 1.02), ylim=(0, 4), xticks=(0, 0.5, 1), yticks=range(5))
    axes.grid(True, axis="y")
    output = xb.worked_example().forward([1, 0]).output
    for loss, style in ((xb.binary_cross_entropy, "-"), (xb.half_squared_error, "--")):
        axes.plot(outputs, [loss([y], [1]) for y in outputs], style, color=colour("l"))
        axes.plot(output, loss(output, [1]), "o", color=colour("l"), markersize=6)
    write(axes, 0.23, 1.5, [Part("BCE", "l"), symbol(r"-\ln\hat{y}", "l")], anchor=(0, 0))
    half = [symbol(r"\frac{1}{2}(\hat{y}-1)^2", "l")]
    write(axes, 0.1, 0.5, half, anchor=(0, 0), offset=(0, 2))
    write(axes, 1.02, 0, [symbol(r"\hat{y}", "a")], anchor=(1, 1), offset=(0, -18))
    return drawing
