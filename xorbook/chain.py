"""One gradient written out as the chain rule makes it: a product, or one for every path."""

from __future__ import annotations

import math
import re
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, check_type
from xorbook.activations import Softmax
from xorbook.losses import Loss
from xorbook.network import Network
from xorbook.trace import Trace, check_trace

# More paths than this nobody writes out; a deep wide network has more than fit into memory.
MANY = 10_000


def chain_factors(
    net: Network, trace: Trace, target: ArrayLike, parameter: str, *, loss: Loss
) -> dict[str, float]:
    """Name the factors of one gradient, from the loss back to the parameter.

    Parameters
    ----------
    net : Network
        From the parameter's unit to the loss there must be one path only: every later layer has
        a single unit. `chain_paths` takes any.
    trace : Trace
        From `net.forward` with one sample.
    target : array-like of shape (n_outputs,)
    parameter : str
        A name from `net.parameters.names`, such as `"W1[0,0]"` or `"b2[0]"`.
    loss : Loss

    Returns
    -------
    dict of str to float
        In order, from ∂L/∂ŷ on; the product is the gradient.

    Raises
    ------
    TypeError
        If an argument is of another type, or the target is not made of real numbers.
    ValueError
        If there is no such parameter, the trace is not from this network or holds a batch, the
        target does not fit, the slope of the loss is infinite, a layer on the way is a softmax, or
        several paths lead to the loss: then the gradient is a sum of products.

    Examples
    --------
    >>> from xorbook import chain_factors, half_squared_error, worked_example
    >>> net = worked_example()
    >>> factors = chain_factors(net, net.forward([1, 0]), [1], "W1[0,0]", loss=half_squared_error)
    >>> for name, value in factors.items():
    ...     print(f"{name:15} {value:9.6f}")
    ...
    dL/da2[0]       -0.066844
    da2[0]/dz2[0]    0.062376
    dz2[0]/da1[0]    1.500000
    da1[0]/dz1[0]    0.070104
    dz1[0]/dW1[0,0]  1.000000
    """
    _check_chain(net, trace, parameter, loss)
    if _path_count(net, parameter) > 1:
        raise ValueError(
            f"parameter must reach the loss on one path only, got {parameter} of {net}: "
            "its gradient is a sum of products, which chain_paths gives"
        )
    (factors,) = _factors_of_paths(net, trace, target, parameter, loss)
    return factors


def chain_paths(
    net: Network, trace: Trace, target: ArrayLike, parameter: str, *, loss: Loss
) -> list[dict[str, float]]:
    """Name the factors of one gradient on every path from the loss back to the parameter.

    The gradient is the sum, over the paths, of the product of a path's factors.

    Parameters
    ----------
    net : Network
    trace : Trace
        From `net.forward` with one sample.
    target : array-like of shape (n_outputs,)
    parameter : str
        A name from `net.parameters.names`, such as `"W1[0,0]"` or `"b2[0]"`.
    loss : Loss

    Returns
    -------
    list of dict of str to float
        One path after another: those through the first output first. In each, as in
        `chain_factors`, the factors in order, from ∂L/∂ŷ on.

    Raises
    ------
    TypeError
        If an argument is of another type, or the target is not made of real numbers.
    ValueError
        If there is no such parameter, the trace is not from this network or holds a batch, the
        target does not fit, the slope of the loss is infinite, a layer on the way is a softmax, or
        there are more than ten thousand paths.

    Examples
    --------
    >>> import math
    >>> import xorbook as xb
    >>> net = xb.Network([([[2.0]], [0.0]), ([[1.0, -1.0]], [0.0, 0.0])], [xb.identity] * 2)
    >>> trace = net.forward([3])
    >>> paths = xb.chain_paths(net, trace, [1, 0], "W1[0,0]", loss=xb.half_squared_error)
    >>> for factors in paths:
    ...     print(" · ".join(factors), "=", math.prod(factors.values()))
    ...
    dL/da2[0] · da2[0]/dz2[0] · dz2[0]/da1[0] · da1[0]/dz1[0] · dz1[0]/dW1[0,0] = 15.0
    dL/da2[1] · da2[1]/dz2[1] · dz2[1]/da1[0] · da1[0]/dz1[0] · dz1[0]/dW1[0,0] = 18.0
    >>> net.backward(trace, [1, 0], loss=xb.half_squared_error)["W1[0,0]"]
    33.0
    """
    _check_chain(net, trace, parameter, loss)
    count = _path_count(net, parameter)
    if count > MANY:
        raise ValueError(
            f"parameter must reach the loss on at most {MANY} paths to be written out, "
            f"got {parameter} of {net} with {count}"
        )
    return _factors_of_paths(net, trace, target, parameter, loss)


def _check_chain(net: Network, trace: Trace, parameter: str, loss: Loss) -> None:
    """Refuse what no chain of factors leads through."""
    check_type(net, Network, "net")
    check_type(loss, Loss, "loss")
    check_trace(trace, net.sizes)
    net.parameters.position(parameter)
    if trace.output.ndim != 1:
        raise ValueError(f"trace must hold one sample, got a batch of {len(trace.output)}")


def _path_count(net: Network, parameter: str) -> int:
    layer, _, _ = _parsed(parameter)
    return math.prod(net.sizes[layer + 1 :])


def _factors_of_paths(
    net: Network, trace: Trace, target: ArrayLike, parameter: str, loss: Loss
) -> list[dict[str, float]]:
    layer, row, unit = _parsed(parameter)
    last = len(net.sizes) - 1
    to_loss = loss._first_factor(net.activations[-1], trace.output, target)
    slopes = {k: _slope(net, trace, k) for k in range(last, layer - 1, -1)}
    of_parameter = 1.0 if row is None else float(trace.a[layer - 1][row])
    found = []
    for units in product(*(range(net.sizes[k]) for k in range(last, layer, -1))):
        path = dict(zip(slopes, (*units, unit), strict=True))
        factors = {f"dL/da{last}[{path[last]}]": float(to_loss[path[last]])}
        for k, j in path.items():
            factors[f"da{k}[{j}]/dz{k}[{j}]"] = slopes[k][j]
            if k > layer:
                below = path[k - 1]
                factors[f"dz{k}[{j}]/da{k - 1}[{below}]"] = float(net.W[k][below, j])
        factors[f"dz{layer}[{unit}]/d{parameter}"] = of_parameter
        found.append(factors)
    return found


def _parsed(parameter: str) -> tuple[int, int | None, int]:
    numbers = [int(digits) for digits in re.findall(r"[0-9]+", parameter)]
    if parameter.startswith("b"):
        return numbers[0], None, numbers[1]
    return numbers[0], numbers[1], numbers[2]


def _slope(net: Network, trace: Trace, layer: int) -> list[float]:
    activation = net.activations[layer - 1]
    if isinstance(activation, Softmax):
        raise ValueError(f"layer {layer} must work unit by unit to have factors, got softmax")
    slopes: Floats = np.asarray(activation.derivative(trace.z[layer]))
    return [float(slope) for slope in slopes]
