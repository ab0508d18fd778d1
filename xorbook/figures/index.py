"""The figure of the first page: the whole story at a glance."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

import xorbook as xb
from xorbook._language import Language
from xorbook.figures import net
from xorbook.figures.canvas import Part, diagram, panel, symbol, write
from xorbook.figures.plane import line, plane, points, title
from xorbook.figures.registry import figure
from xorbook.figures.style import number

SIDE = 118.0
PLANES = 196.0  # the height of the two planes above the network


@figure
def xor_worked_net(say: Language) -> Figure:
    """Draw XOR, what the hidden layer of a 2-2-1 step network makes of it, and the network."""
    network = xb.Network([([[-2, 2], [-2, 2]], [3, -1]), ([[1], [1]], [-1])], [xb.step, xb.step])
    X, t = xb.xor()
    trace = network.forward(X)
    drawing, axes = diagram(net.HEIGHT + PLANES)
    bottom = net.HEIGHT + 36

    given = panel(drawing, 28, bottom, SIDE, SIDE)
    plane(given)
    title(given, say("입력", "inputs"), say("직선 하나로 못 나눔", "no one line parts them"))
    for j in (0, 1):
        line(given, xb.Perceptron(network.W[1][:, j], network.b[1][j]), fill=False)
    points(given, X, t)

    hidden = panel(drawing, 222, bottom, SIDE, SIDE)
    plane(hidden, names=("a_1^{(1)}", "a_2^{(1)}"), token="a")
    title(hidden, say("은닉층", "hidden layer"), say("직선 하나로 나뉨", "one line parts them"))
    line(hidden, xb.Perceptron(network.W[2][:, 0], network.b[2][0]))
    points(hidden, trace.a[1], t)
    net.arrow(axes, (158, bottom + SIDE / 2), (192, bottom + SIDE / 2))
    _network(axes, network, trace)
    return drawing


def _network(axes: Axes, network: xb.Network, trace: xb.Trace) -> None:
    for name in network.parameters.names:
        net.parameter(axes, name, [Part(number(network.parameters[name]), name[0].lower())])
    for j in (0, 1):
        net.unit(axes, f"x{j + 1}", [symbol(f"x_{j + 1}", "x")])
        above = 1.5 - 3 * j
        write(axes, *net.PLACES[f"x{j + 1}"].at(0, above), net.answers(trace.a[0][:, j], "x"))
        rows = [symbol(f"a_{j + 1}^{{(1)}}", "a")], net.answers(trace.a[1][:, j], "a")
        net.unit(axes, f"h{j + 1}", *rows)
    net.unit(axes, "y", [symbol(r"\hat{y}", "a")], net.answers(trace.output[:, 0], "a"))
