"""Rosenblatt's rule: how a perceptron finds its weights."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_float, as_floats, check_type, describe, is_integer
from xorbook.perceptron import Perceptron


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

    Examples
    --------
    >>> from xorbook import fit_perceptron, xor
    >>> fit = fit_perceptron(*xor(), max_passes=6)
    >>> fit.mistakes, fit.converged
    ((2, 3, 4, 4, 4, 4), False)
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
        η, above 0. From zeros it only scales the weights: take a power of 2, which scales them
        exactly. One tenth is no binary fraction, and its rounding can move a point off the line.
    max_passes : int, default 100
        When to give up.
    start : Perceptron, optional
        Where to begin; all zeros when left out.

    Returns
    -------
    PerceptronFit

    Raises
    ------
    TypeError
        If data or η are no real numbers, `max_passes` is no integer, or `start` no Perceptron.
    ValueError
        If shapes do not fit, a target is not 0 or 1, or η or `max_passes` is not positive.

    Notes
    -----
    F. Rosenblatt, "Principles of Neurodynamics", Spartan Books (1962).

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
    if not is_integer(max_passes):
        raise TypeError(f"max_passes must be an integer, got {describe(max_passes)}")
    if max_passes < 1:
        raise ValueError(f"max_passes must be positive, got {max_passes}")
    unit = _checked_start(start, samples.shape[1])
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


def _checked_start(start: Perceptron | None, inputs: int) -> Perceptron:
    if start is None:
        return Perceptron(np.zeros(inputs), 0.0)
    check_type(start, Perceptron, "start")
    if start.weights.shape != (inputs,):
        raise ValueError(f"start must have weights of shape ({inputs},), got {start.weights.shape}")
    return start


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
