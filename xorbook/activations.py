"""Activation functions, each with its derivative, numerically stable far from 0.

Softmax, the last, is one of a whole layer: its derivative is a matrix.
"""

from __future__ import annotations  # help() then shows ArrayLike by its name

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import FloatOrFloats, Floats, as_floats, describe, float_or_array, settings


class Activation(ABC):
    """A function from pre-activations z to activations a, and its derivative.

    Call it with a number, or with an array of any shape. A number in gives a Python `float` out.
    Infinities are numbers here: σ(∞) = 1. Two are equal when class and settings are.

    Raises
    ------
    TypeError
        If `z` is not made of numbers.
    ValueError
        If `z` contains NaN.
    """

    __slots__ = ()
    name: ClassVar[str]

    def __call__(self, z: ArrayLike) -> FloatOrFloats:
        """Return the activation of `z`, an array of the same shape."""
        return float_or_array(self._value(as_floats(z, "z", finite=False)))

    def derivative(self, z: ArrayLike) -> FloatOrFloats:
        """Return the derivative at `z`, an array of the same shape (for softmax: the Jacobian)."""
        return float_or_array(self._derivative(as_floats(z, "z", finite=False)))

    def _pull_back(self, z: Floats, a: Floats, gradient: Floats) -> Floats:
        """Turn ∂L/∂a into ∂L/∂z, the chain rule through a = f(z), with the units on axis 1."""
        return gradient * self._derivative(z)

    def _value(self, z: Floats) -> Floats:
        # What overflows on the way leads to the right limit: 1/∞ = 0.
        with np.errstate(over="ignore"):
            return self._fill(z, np.empty_like(z))

    @abstractmethod
    def _fill(self, z: Floats, out: Floats) -> Floats:
        """Write the activations of `z` into `out` and return it; the caller ignores overflow."""

    @abstractmethod
    def _derivative(self, z: Floats) -> Floats: ...

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and settings(self) == settings(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        return f"<activation {self.name}>"


class Step(Activation):
    """The step function: 1 where z > 0, else 0.

    Its derivative is 0 everywhere but at 0, where it has none (NaN): nothing to learn from.

    Examples
    --------
    >>> from xorbook import step
    >>> print(step(0.5), step(0.0), step(-2.0))
    1.0 0.0 0.0
    >>> step.derivative([-2.0, 0.0, 0.5])
    array([ 0., nan,  0.])
    """

    __slots__ = ()
    name = "step"

    def _fill(self, z: Floats, out: Floats) -> Floats:
        return np.heaviside(z, 0.0, out=out)

    def _derivative(self, z: Floats) -> Floats:
        return np.where(z == 0, np.nan, 0.0)


class Identity(Activation):
    """The identity: a = z, derivative 1.

    Examples
    --------
    >>> from xorbook import identity
    >>> identity(2.5), identity.derivative(2.5)
    (2.5, 1.0)
    """

    __slots__ = ()
    name = "identity"

    def _fill(self, z: Floats, out: Floats) -> Floats:
        return np.positive(z, out=out)

    def _derivative(self, z: Floats) -> Floats:
        return np.ones_like(z)


class Sigmoid(Activation):
    """The logistic sigmoid σ(z) = 1 / (1 + e^−z), with σ′ = σ(1 − σ).

    Examples
    --------
    >>> from xorbook import sigmoid
    >>> print(sigmoid(0.0), sigmoid.derivative(0.0))
    0.5 0.25
    >>> sigmoid([-1000.0, 1000.0])
    array([0., 1.])
    """

    __slots__ = ()
    name = "sigmoid"

    def _fill(self, z: Floats, out: Floats) -> Floats:
        # Steps in memory of their own: `out` may be a part of an array, and slower.
        power = np.asarray(np.negative(z))
        np.exp(power, out=power)
        power += 1.0
        a: Floats = np.divide(1.0, power, out=out)
        return a

    def _derivative(self, z: Floats) -> Floats:
        # σ(1 − σ) would lose every digit of 1 − σ for large z.
        small = np.exp(-np.abs(z))
        return small / (1.0 + small) ** 2

    def _pull_back(self, z: Floats, a: Floats, gradient: Floats) -> Floats:
        slope = np.asarray(1.0 - a)
        slope *= a
        slope *= gradient
        return slope


class Tanh(Activation):
    """The hyperbolic tangent, with derivative 1 − tanh².

    Examples
    --------
    >>> from xorbook import tanh
    >>> tanh(0.0), tanh.derivative(0.0)
    (0.0, 1.0)
    """

    __slots__ = ()
    name = "tanh"

    def _fill(self, z: Floats, out: Floats) -> Floats:
        return np.tanh(z, out=out)

    def _derivative(self, z: Floats) -> Floats:
        # 1 − tanh² would lose every digit for large z; 1/cosh² with s = e^−|z| does not.
        small = np.exp(-np.abs(z))
        return 4.0 * (small / (1.0 + small * small)) ** 2

    def _pull_back(self, z: Floats, a: Floats, gradient: Floats) -> Floats:
        return gradient * (1.0 - a * a)


class ReLU(Activation):
    """The rectified linear unit max(0, z). At z = 0 the derivative is taken to be 0.

    Examples
    --------
    >>> from xorbook import relu
    >>> print(relu([-2.0, 3.0]))
    [0. 3.]
    >>> relu.derivative([-2.0, 3.0])
    array([0., 1.])
    """

    __slots__ = ()
    name = "relu"

    def _fill(self, z: Floats, out: Floats) -> Floats:
        return np.maximum(z, 0.0, out=out)

    def _derivative(self, z: Floats) -> Floats:
        return np.heaviside(z, 0.0)


class Softmax(Activation):
    """Softmax over the last axis: positive shares that sum to 1.

    `derivative` returns Jacobians, `J[..., i, j] = ∂a_i/∂z_j = a_i (δ_ij − a_j)`.

    Raises
    ------
    ValueError
        If `z` is a single number, or contains an infinity.

    Examples
    --------
    >>> from xorbook import softmax
    >>> print(softmax([1000.0, 1000.0]))
    [0.5 0.5]
    >>> softmax.derivative([0.0, 0.0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """

    __slots__ = ()
    name = "softmax"

    def __call__(self, z: ArrayLike) -> Floats:
        """Return the shares of `z`, an array of the same shape."""
        rows, shape = self._rows(z)
        return self._value(rows).reshape(shape)

    def derivative(self, z: ArrayLike) -> Floats:
        """Return the Jacobians at `z`, an array of shape (..., n, n)."""
        rows, shape = self._rows(z)
        return self._derivative(rows).reshape(*shape, shape[-1])

    def _rows(self, z: ArrayLike) -> tuple[Floats, tuple[int, ...]]:
        floats = as_floats(z, "z", finite=False)
        if floats.ndim == 0 or floats.shape[-1] == 0:
            raise ValueError(f"z must have shape (..., n) with n >= 1, got {floats.shape}")
        if not np.isfinite(floats).all():
            raise ValueError(f"z must be finite for softmax, got {describe(floats.tolist())}")
        return floats.reshape(-1, floats.shape[-1]), floats.shape

    def _fill(self, z: Floats, out: Floats) -> Floats:
        units = 1 if z.ndim > 1 else 0
        np.subtract(z, z.max(axis=units, keepdims=True), out=out)
        np.exp(out, out=out)
        shares: Floats = np.divide(out, out.sum(axis=units, keepdims=True), out=out)
        return shares

    def _derivative(self, z: Floats) -> Floats:
        a = self._value(z)
        return a[..., :, np.newaxis] * (np.eye(a.shape[-1]) - a[..., np.newaxis, :])

    def _pull_back(self, z: Floats, a: Floats, gradient: Floats) -> Floats:
        units = 1 if z.ndim > 1 else 0
        return np.asarray(a * (gradient - (gradient * a).sum(axis=units, keepdims=True)))


step = Step()
identity = Identity()
sigmoid = Sigmoid()
tanh = Tanh()
relu = ReLU()
softmax = Softmax()
