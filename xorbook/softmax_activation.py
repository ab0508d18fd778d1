"""Softmax, the activation function of a whole layer."""

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_floats, describe
from xorbook.activations import Activation


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
    >>> softmax([1000.0, 1000.0])
    array([0.5, 0.5])
    >>> softmax.derivative([0.0, 0.0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """

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


softmax = Softmax()
