"""The perceptron: a weighted sum, a bias and a step."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xorbook._validation import (
    Floats,
    as_float,
    as_floats,
    as_samples,
    check_no_overflow,
    check_type,
    overflow_shown,
)


class Perceptron:
    """One unit with a step: it fires (1) when w · x + b > 0.

    Parameters
    ----------
    weights : array-like of shape (n_inputs,)
    bias : float
        Minus the threshold, b = −θ.
    fires_at_zero : bool, default False
        Whether a weighted sum of exactly 0 fires: `>=` in place of `>`.

    Raises
    ------
    TypeError
        If a weight, the bias or an input is no real number, or `fires_at_zero` no bool.
    ValueError
        If weights or inputs have another shape or are not finite.

    Examples
    --------
    >>> from xorbook import Perceptron
    >>> AND = Perceptron([1, 1], bias=-1)
    >>> print(AND(1, 1), AND(1, 0))
    1 0
    >>> AND([[0, 0], [0, 1], [1, 0], [1, 1]])
    array([0, 0, 0, 1])
    """

    def __init__(self, weights: ArrayLike, bias: float, *, fires_at_zero: bool = False) -> None:
        self._weights = as_floats(weights, "weights")
        if self._weights.ndim != 1 or self._weights.size == 0:
            raise ValueError(f"weights must have shape (n_inputs,), got {self._weights.shape}")
        self._bias = as_float(bias, "bias")
        check_type(fires_at_zero, bool, "fires_at_zero")
        self._fires_at_zero = fires_at_zero

    @property
    def weights(self) -> Floats:
        """The weights, read-only, of shape (n_inputs,)."""
        # `AND.weights[0] = 5` would change the gate for everyone.
        weights = self._weights.view()
        weights.setflags(write=False)
        return weights

    @property
    def bias(self) -> float:
        """The bias, minus the threshold."""
        return self._bias

    @property
    def fires_at_zero(self) -> bool:
        """Whether a weighted sum of exactly 0 fires."""
        return self._fires_at_zero

    def weighted_sum(self, *x: ArrayLike) -> float | Floats:
        """Return w · x + b: a float for one point, shape (n_samples,) for a batch.

        Examples
        --------
        >>> from xorbook import AND
        >>> AND.weighted_sum(1, 0)
        0.0
        """
        points = self._points(x)
        with overflow_shown():
            sums = points @ self.weights + self.bias
        check_no_overflow(sums, "x")
        return float(sums) if points.ndim == 1 else sums

    def __call__(self, *x: ArrayLike) -> int | NDArray[np.int_]:
        """Return 0 or 1 for one point (`p(1, 0)` or `p([1, 0])`), an array for a batch."""
        sums = np.asarray(self.weighted_sum(*x))
        fired = (sums >= 0 if self.fires_at_zero else sums > 0).astype(int)
        return int(fired) if fired.ndim == 0 else fired

    def distance(self, *x: ArrayLike) -> float | Floats:
        """Return the signed distance to the line w · x + b = 0, positive where the unit fires.

        Raises
        ------
        ValueError
            If every weight is 0: then there is no line.

        Examples
        --------
        >>> from xorbook import OR
        >>> print(f"{OR.distance(1, 0):.6f}")
        0.353553
        """
        length = float(np.hypot.reduce(self.weights))
        if length == 0:
            raise ValueError(f"weights must not all be 0 to draw a line, got {self}")
        return self.weighted_sum(*x) / length

    def _points(self, x: tuple[ArrayLike, ...]) -> Floats:
        # p(1, 0) and p([1, 0]) are the same question.
        alone = len(x) == 1 and (len(self.weights) > 1 or np.ndim(x[0]) > 0)
        point = x[0] if alone else np.array([as_float(entry, "x") for entry in x])
        return as_samples(point, len(self.weights), "x")

    def _key(self) -> tuple[object, ...]:
        return type(self), *self.weights.tolist(), self.bias, self.fires_at_zero

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Perceptron) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        at_zero = ", fires_at_zero=True" if self.fires_at_zero else ""
        return f"Perceptron({self.weights.tolist()}, bias={self.bias}{at_zero})"
