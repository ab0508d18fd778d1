"""Derivatives measured by small steps, to check the ones that were derived."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_float, as_floats
from xorbook.losses import Loss
from xorbook.network import Network


def numerical_gradient(
    function: Callable[[Floats], float], point: ArrayLike, *, step: float = 1e-5
) -> Floats:
    """Measure a gradient by central differences: (f(x + h) − f(x − h)) / 2h, entry by entry.

    Parameters
    ----------
    function : callable
        From an array of the point's shape to a number. It gets a fresh array each time.
    point : array-like of any shape
    step : float, default 1e-5
        h, above 0. The error shrinks as h² until rounding, which grows as 1/h, takes over.

    Returns
    -------
    ndarray of the point's shape

    Raises
    ------
    ValueError
        If `step` is not positive.

    Examples
    --------
    >>> from xorbook import numerical_gradient
    >>> gradient = numerical_gradient(lambda x: x[0] ** 2 * x[1], [3.0, 2.0])
    >>> print(f"{gradient[0]:.6f} {gradient[1]:.6f}")
    12.000000 9.000000
    """
    h = as_float(step, "step")
    if h <= 0:
        raise ValueError(f"step must be positive, got {h}")
    x = as_floats(point, "point")
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += h
        below[index] -= h
        gradient[index] = (
            as_float(function(above), "function(point)")
            - as_float(function(below), "function(point)")
        ) / (2 * h)
    return gradient


class GradientCheck(NamedTuple):
    """How well backpropagation and measured differences agree.

    Attributes
    ----------
    relative_error : float
        Largest difference over all parameters, divided by the largest gradient entry.
    parameter : str
        Where that difference is.
    backward, numerical : ndarray of shape (n_parameters,)
        The two gradients.
    """

    relative_error: float
    parameter: str
    backward: Floats
    numerical: Floats


def check_gradient(
    net: Network, x: ArrayLike, target: ArrayLike, *, loss: Loss, step: float = 1e-5
) -> GradientCheck:
    """Compare `net.backward` with central differences of the loss, parameter by parameter.

    Parameters
    ----------
    net : Network
        It is left unchanged.
    x : array-like of shape (n_samples, n_inputs) or (n_inputs,)
    target : array-like of the output's shape
    loss : Loss
    step : float, default 1e-5

    Returns
    -------
    GradientCheck

    Examples
    --------
    >>> from xorbook import binary_cross_entropy, check_gradient, worked_example, xor
    >>> X, t = xor()
    >>> check_gradient(worked_example(), X, t, loss=binary_cross_entropy).relative_error < 1e-8
    True
    """
    probe = net.copy()

    def loss_at(theta: Floats) -> float:
        probe.theta = theta
        return probe.loss(x, target, loss=loss)

    backward = net.backward(net.forward(x), target, loss=loss).theta
    numerical = numerical_gradient(loss_at, net.theta, step=step)
    difference = np.abs(backward - numerical)
    largest = max(np.abs(backward).max(), np.abs(numerical).max())
    error = float(difference.max() / largest) if largest > 0 else 0.0
    return GradientCheck(error, net.parameters.names[int(difference.argmax())], backward, numerical)
