"""One gradient written out as the product that the chain rule makes of it."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, check_type
from xorbook.activations import Softmax
from xorbook.losses import Loss
from xorbook.network import Network
from xorbook.trace import Trace, check_trace


def chain_factors(
    net: Network, trace: Trace, target: ArrayLike, parameter: str, *, loss: Loss
) -> dict[str, float]:
    """Name the factors of one gradient, from the loss back to the parameter.

    Parameters
    ----------
    net : Network
        From the parameter's unit to the output there must be one path only: every later layer
        has a single unit.
    trace : Trace
        From `net.forward` with one sample.
    target : array-like of shape (1,)
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
        target does not fit, the slope of the loss is infinite, or several paths lead to the
        output: then the gradient is a sum of products.

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
    check_type(net, Network, "net")
    check_type(loss, Loss, "loss")
    check_trace(trace, net.sizes)
    net.parameters.position(parameter)
    layer, row, unit = _parsed(parameter)
    _check_single_path(net, trace, parameter, layer)
    last = len(net.sizes) - 1
    slope = loss._first_factor(net.activations[-1], trace.output, target)
    factors = {f"dL/da{last}[0]": float(slope[0])}
    for k in range(last, layer - 1, -1):
        j = unit if k == layer else 0
        factors[f"da{k}[{j}]/dz{k}[{j}]"] = _slope(net, trace, k)[j]
        if k > layer:
            below = unit if k - 1 == layer else 0
            factors[f"dz{k}[{j}]/da{k - 1}[{below}]"] = float(net.W[k][below, 0])
    factors[f"dz{layer}[{unit}]/d{parameter}"] = (
        1.0 if row is None else float(trace.a[layer - 1][row])
    )
    return factors


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


def _check_single_path(net: Network, trace: Trace, parameter: str, layer: int) -> None:
    if trace.output.ndim != 1:
        raise ValueError(f"trace must hold one sample, got a batch of {len(trace.output)}")
    if any(size != 1 for size in net.sizes[layer + 1 :]) or net.sizes[-1] != 1:
        raise ValueError(
            f"parameter must reach the output on one path only, got {parameter} of {net}: "
            "its gradient is a sum of products"
        )
