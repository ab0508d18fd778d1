"""Derivatives measured by small steps, to check the ones that were derived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xorbook._validation import (
    FloatOrFloats,
    Floats,
    alike,
    as_float,
    as_floats,
    check_callable,
    check_type,
    float_or_array,
)
from xorbook.losses import Loss
from xorbook.network import Network


@overload
def numerical_gradient(
    function: Callable[[float], float], point: float, *, step: float = ...
) -> float: ...


@overload
def numerical_gradient(
    function: Callable[[Floats], float], point: Sequence[Any] | NDArray[Any], *, step: float = ...
) -> Floats: ...


def numerical_gradient(
    function: Callable[[Any], float], point: ArrayLike, *, step: float = 1e-5
) -> FloatOrFloats:
    """Measure a gradient by central differences: (f(x + h) − f(x − h)) / 2h, entry by entry.

    Parameters
    ----------
    function : callable
        From an array of the point's shape (a float, if the point is one) to a number. It gets a
        fresh array each time.
    point : float, or array-like of any shape
    step : float, default 1e-5
        h, above 0. The error shrinks as h² until rounding, which grows as 1/h, takes over.

    Returns
    -------
    float, or ndarray of the point's shape

    Raises
    ------
    TypeError
        If `function` cannot be called, or it, `point` or `step` gives anything but real numbers.
    ValueError
        If `step` is not positive or too small to change the point, or the function gives more
        than one number or none that is finite.

    Examples
    --------
    >>> from xorbook import numerical_gradient
    >>> gradient = numerical_gradient(lambda x: x[0] ** 2 * x[1], [3.0, 2.0])
    >>> print(f"{gradient[0]:.6f} {gradient[1]:.6f}")
    12.000000 9.000000
    >>> print(f"{numerical_gradient(lambda x: x**2, 3.0):.6f}")
    6.000000
    """
    check_callable(function, "function")
    h = as_float(step, "step")
    if h <= 0:
        raise ValueError(f"step must be positive, got {h}")
    x = as_floats(point, "point")
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += h
        below[index] -= h
        if above[index] == below[index]:
            raise ValueError(f"step must be large enough to change {x[index]}, got {h}")
        gradient[index] = (_value(function, above) - _value(function, below)) / (2 * h)
    return float_or_array(gradient)


def _value(function: Callable[[Any], float], point: Floats) -> float:
    return as_float(function(float_or_array(point)), "function(point)")


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """How well backpropagation and measured differences agree.

    Attributes
    ----------
    relative_error : float
        Largest difference over all parameters, divided by the largest gradient entry; 0 where the
        difference is no larger than the rounding of the two measured losses can make it.
    parameter : str
        Where that difference is.
    backward, numerical : ndarray of shape (n_parameters,)
        The two gradients.

    Examples
    --------
    >>> from xorbook import check_gradient, half_squared_error, worked_example
    >>> check = check_gradient(worked_example(), [1, 0], [1], loss=half_squared_error)
    >>> check.backward.shape, check.numerical.shape
    ((9,), (9,))
    """

    relative_error: float
    parameter: str
    backward: Floats
    numerical: Floats

    def __eq__(self, other: object) -> bool:
        return alike(self, other) if isinstance(other, GradientCheck) else NotImplemented


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
        Its `relative_error` is NaN where an activation has no derivative.

    Raises
    ------
    TypeError, ValueError
        As for `Network.backward` and `numerical_gradient`.

    Examples
    --------
    >>> from xorbook import binary_cross_entropy, check_gradient, worked_example, xor
    >>> X, t = xor()
    >>> check_gradient(worked_example(), X, t, loss=binary_cross_entropy).relative_error < 1e-8
    True
    """
    check_type(net, Network, "net")
    probe = net.copy()

    def loss_at(theta: Floats) -> float:
        probe.theta = theta
        return probe.loss(x, target, loss=loss)

    backward = net.backward(net.forward(x), target, loss=loss)._theta
    numerical = numerical_gradient(loss_at, net.theta, step=step)
    difference = np.abs(backward - numerical)
    largest = np.abs([backward, numerical]).max()
    # A loss is off by a few units of its last digit, and a difference divides that by the step.
    rounding = 4 * np.spacing(probe.loss(x, target, loss=loss)) / step
    error = 0.0 if difference.max() <= rounding else float(difference.max() / largest)
    return GradientCheck(error, net.parameters.names[int(difference.argmax())], backward, numerical)
