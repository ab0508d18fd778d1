"""The network that the book works through by hand."""

from xorbook.activations import sigmoid
from xorbook.network import Network


def worked_example() -> Network:
    """Return a new 2-2-1 sigmoid network with the nine numbers of the XOR visualisation slides.

    It is not trained: it answers 1 to all four inputs.

    Returns
    -------
    Network

    Examples
    --------
    >>> from xorbook import worked_example
    >>> worked_example().forward([1, 0]).output
    array([0.93315612])
    """
    W1, b1 = [[-0.5, 2.0], [0.5, -3.0]], [3.0, -2.0]
    W2, b2 = [[1.5], [2.5]], [0.0]
    return Network([(W1, b1), (W2, b2)], [sigmoid, sigmoid])
