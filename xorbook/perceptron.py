"""The perceptron, and Rosenblatt's rule that finds its weights."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xorbook._validation import Floats, as_float, as_floats, as_samples, describe


class Perceptron:
    """One unit with a step: it fires (1) when w · x + b > 0.

    Parameters
    ----------
    weights : array-like of shape (n_inputs,)
    bias : float
        Minus the threshold, b = −θ.
    fires_at_zero : bool, default False
        Whether a weighted sum of exactly 0 fires: `>=` in place of `>`.

    Examples
    --------
    >>> from xorbook import Perceptron
    >>> AND = Perceptron([1, 1], bias=-1)
    >>> AND(1, 1), AND(1, 0)
    (1, 0)
    >>> AND([[0, 0], [0, 1], [1, 0], [1, 1]])
    array([0, 0, 0, 1])
    """

    def __init__(self, weights: ArrayLike, bias: float, *, fires_at_zero: bool = False) -> None:
        self.weights = as_floats(weights, "weights")
        if self.weights.ndim != 1 or self.weights.size == 0:
            raise ValueError(f"weights must have shape (n_inputs,), got {self.weights.shape}")
        self.bias = as_float(bias, "bias")
        self.fires_at_zero = fires_at_zero

    def weighted_sum(self, *x: ArrayLike) -> float | Floats:
        """Return w · x + b: a float for one point, shape (n_samples,) for a batch.

        Examples
        --------
        >>> from xorbook import AND
        >>> AND.weighted_sum(1, 0)
        0.0
        """
        points = self._points(x)
        sums = points @ self.weights + self.bias
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
            raise ValueError("weights are all 0: no line to measure a distance from")
        return self.weighted_sum(*x) / length

    def _points(self, x: tuple[ArrayLike, ...]) -> Floats:
        # p(1, 0) and p([1, 0]) are the same question.
        point = x[0] if len(x) == 1 else np.array([as_float(entry, "x") for entry in x])
        return as_samples(point, len(self.weights), "x")

    def __repr__(self) -> str:
        at_zero = ", fires_at_zero=True" if self.fires_at_zero else ""
        return f"Perceptron({self.weights.tolist()}, bias={self.bias}{at_zero})"


@dataclass(frozen=True)
class PerceptronFit:
    """What Rosenblatt's rule did.

    Attributes
    ----------
    perceptron : Perceptron
        The unit after the last pass.
    mistakes : tuple of int
        Wrong answers per pass over the data; the rule has succeeded when the last is 0.
    passes : tuple of Perceptron
        The unit after each pass.
    """

    perceptron: Perceptron
    mistakes: tuple[int, ...]
    passes: tuple[Perceptron, ...]

    @property
    def converged(self) -> bool:
        """Whether a whole pass went by without a mistake."""
        return self.mistakes[-1] == 0


def fit_perceptron(
    X: ArrayLike,
    t: ArrayLike,
    *,
    learning_rate: float = 1.0,
    max_passes: int = 100,
    start: Perceptron | None = None,
) -> PerceptronFit:
    """Learn by Rosenblatt's rule: after a wrong answer, move the weights towards the right one.

    For an answer y to x where t was right, add η(t − y)x to w and η(t − y) to b.

    Samples come in the given order, pass after pass, until a pass has no mistake.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_inputs)
    t : array-like of shape (n_samples,) or (n_samples, 1)
        Targets, each 0 or 1.
    learning_rate : float, default 1.0
        η, above 0.
    max_passes : int, default 100
    start : Perceptron, optional
        Where to begin; all zeros when left out.

    Returns
    -------
    PerceptronFit

    Raises
    ------
    ValueError
        If shapes do not fit, a target is not 0 or 1, or η or `max_passes` is not positive.

    Notes
    -----
    F. Rosenblatt, "The perceptron", Psychological Review 65 (1958).

    Examples
    --------
    >>> from xorbook import OR, fit_perceptron, truth_table
    >>> X, t = truth_table(OR)
    >>> fit = fit_perceptron(X, t)
    >>> fit.mistakes, fit.perceptron
    ((1, 2, 1, 0), Perceptron([1.0, 1.0], bias=0.0))
    """
    samples, targets = _checked_data(X, t)
    rate = as_float(learning_rate, "learning_rate")
    if rate <= 0:
        raise ValueError(f"learning_rate must be positive, got {rate}")
    if isinstance(max_passes, bool) or not isinstance(max_passes, int) or max_passes < 1:
        raise ValueError(f"max_passes must be a positive integer, got {describe(max_passes)}")
    unit = Perceptron(np.zeros(samples.shape[1]), 0.0) if start is None else start
    mistakes: list[int] = []
    passes: list[Perceptron] = []
    while len(passes) < max_passes and (not mistakes or mistakes[-1] > 0):
        unit, wrong = _one_pass(unit, samples, targets, rate)
        mistakes.append(wrong)
        passes.append(unit)
    return PerceptronFit(unit, tuple(mistakes), tuple(passes))


def _one_pass(
    unit: Perceptron, samples: Floats, targets: Floats, rate: float
) -> tuple[Perceptron, int]:
    mistakes = 0
    for x, target in zip(samples, targets, strict=True):
        error = target - unit(x)
        if error != 0:
            mistakes += 1
            unit = Perceptron(
                unit.weights + rate * error * x,
                unit.bias + rate * error,
                fires_at_zero=unit.fires_at_zero,
            )
    return unit, mistakes


def _checked_data(X: ArrayLike, t: ArrayLike) -> tuple[Floats, Floats]:
    samples, targets = as_floats(X, "X"), as_floats(t, "t")
    if samples.ndim != 2 or samples.size == 0:
        raise ValueError(f"X must have shape (n_samples, n_inputs), got {samples.shape}")
    n = len(samples)
    if targets.shape not in ((n,), (n, 1)):
        raise ValueError(f"t must have shape ({n},) or ({n}, 1), got {targets.shape}")
    if not np.isin(targets, (0.0, 1.0)).all():
        raise ValueError(f"t must hold only 0 and 1, got {describe(t)}")
    return samples, targets.ravel()
