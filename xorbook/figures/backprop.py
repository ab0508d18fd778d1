"""Figures of the chapter on backpropagation."""

from matplotlib.figure import Figure

import xorbook as xb
from xorbook.figures import net
from xorbook.figures.canvas import Part, Row, diagram, symbol, write
from xorbook.figures.registry import Language, figure
from xorbook.figures.style import number


@figure
def worked_net_gradients(say: Language) -> Figure:
    """Draw the worked network with every gradient of ½(ŷ−t)² for the sample (1, 0)."""
    network = xb.worked_example()
    X, t = xb.xor()
    trace, loss = network.forward(X[2]), xb.half_squared_error
    gradients = network.backward(trace, t[2], loss=loss)
    deltas = network.deltas(trace, t[2], loss=loss)
    drawing, axes = diagram(net.HEIGHT)
    net.layer_names(axes, say)
    for name in network.parameters.names:
        rows = slope(net.SYMBOLS[name], gradients[name])
        if name.startswith("b1"):
            rows = [rows[0] + rows[1]]
        net.parameter(axes, name, *rows, backward=True)
    for j in (0, 1):
        net.unit(axes, f"x{j + 1}", [symbol(f"x_{j + 1}", "x"), Part(number(X[2, j]), "x")])
        net.unit(axes, f"h{j + 1}", *slope(f"z_{j + 1}^{{(1)}}", deltas[1][j]))
    net.unit(axes, "y", *slope("z^{(2)}", deltas[2][0]))
    net.arrow(axes, net.PLACES["y"].at(0, -1), net.LOSS, backward=True)
    rows = slope(r"\hat{y}", loss.gradient(trace.output, t[2])[0])
    write(axes, *net.LOSS, *rows, anchor=(0.5, 1))
    return drawing


def slope(tex: str, value: float) -> list[Row]:
    """Return two rows: the symbol of the derivative of the loss, and its value."""
    text = number(value, 6) if value else number(value)
    return [[symbol(rf"\partial L/\partial {tex}", "g")], [Part(text, "g")]]
