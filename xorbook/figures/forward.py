"""Figures of the chapter on the forward pass."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

import xorbook as xb
from xorbook._language import Language
from xorbook.figures import net
from xorbook.figures.canvas import Part, diagram, named, symbol, write
from xorbook.figures.registry import figure
from xorbook.figures.style import number


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
