"""Rosenblatt's rule: how a perceptron finds its weights."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import (
    Floats,
    as_float,
    as_floats,
    check_count,
    check_no_overflow,
    check_positive,
    check_type,
    describe,
    overflow_shown,
    quantity,
)
from xorbook.perceptron import Perceptron


@dataclass(frozen=True, repr=False)
class PerceptronFit:
    """What Rosenblatt's rule did.

    Attributes
    ----------
    perceptron : Perceptron
        The unit after the last epoch.
    mistakes : tuple of int
        Wrong answers per epoch, once through the data; the rule has succeeded when the last is 0.
    epochs : tuple of Perceptron
        The unit after each epoch.

    Examples
    --------
    >>> from xorbook import fit_perceptron, xor
    >>> fit = fit_perceptron(*xor(), max_epochs=6)
    >>> fit.mistakes, fit.converged
    ((2, 3, 4, 4, 4, 4), False)
    """

    perceptron: Perceptron
    mistakes: tuple[int, ...]
    epochs: tuple[Perceptron, ...]

    def __repr__(self) -> str:
        found = f"no mistake in epoch {len(self.epochs)}"
        end = found if self.converged else f"{quantity(self.mistakes[-1], 'mistake')} left"
        return f"PerceptronFit({self.perceptron}, {quantity(len(self.epochs), 'epoch')}, {end})"

    @property
    def converged(self) -> bool:
        """Whether a whole epoch went by without a mistake."""
        return self.mistakes[-1] == 0


def fit_perceptron(
    x: ArrayLike,
    target: ArrayLike,
    *,
    learning_rate: float = 1.0,
    max_epochs: int = 100,
    start: Perceptron | None = None,
) -> PerceptronFit:
    """Learn by Rosenblatt's rule: after a wrong answer, move the weights towards the right one.

    For an answer y to a sample x whose target is t, add η(t − y)x to w and η(t − y) to b.

    Samples come in the given order, epoch after epoch, until one has no mistake.

    Parameters
    ----------
    x : array-like of shape (n_samples, n_inputs)
    target : array-like of shape (n_samples,) or (n_samples, 1)
        Each 0 or 1.
    learning_rate : float, default 1.0
        η, above 0. From zeros it only scales the weights: take a power of 2, which scales them
        exactly. One tenth is no binary fraction, and its rounding can move a point off the line.
    max_epochs : int, default 100
        When to give up.
    start : Perceptron, optional
        Where to begin; all zeros when left out.

    Returns
    -------
    PerceptronFit

    Raises
    ------
    TypeError
        If data or η are no real numbers, `max_epochs` is no integer, or `start` no Perceptron.
    ValueError
        If shapes do not fit, a target is not 0 or 1, or η or `max_epochs` is not positive.

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
    samples, targets = _checked_data(x, target)
    rate = as_float(learning_rate, "learning_rate")
    check_positive(rate, "learning_rate")
    check_count(max_epochs, "max_epochs")
    unit = _checked_start(start, samples.shape[1])
    mistakes: list[int] = []
    epochs: list[Perceptron] = []
    while len(epochs) < max_epochs and (not mistakes or mistakes[-1] > 0):
        unit, wrong = _one_epoch(unit, samples, targets, rate)
        mistakes.append(wrong)
        epochs.append(unit)
    return PerceptronFit(unit, tuple(mistakes), tuple(epochs))


def _one_epoch(
    unit: Perceptron, samples: Floats, targets: Floats, rate: float
) -> tuple[Perceptron, int]:
    # A Perceptron for each correction, and a call of it for each answer, would more than double
    # the time.
    weights, bias, mistakes = unit.weights, unit.bias, 0
    with overflow_shown():
        for x, target in zip(samples, targets.tolist(), strict=True):
            total = float(x @ weights) + bias
            if not isfinite(total):
                check_no_overflow(total, "x")
            error = target - (total >= 0 if unit.fires_at_zero else total > 0)
            if error != 0:
                mistakes += 1
                weights, bias = weights + rate * error * x, bias + rate * error
                check_no_overflow([*weights, bias], "learning_rate")
    if mistakes:
        unit = Perceptron(weights, bias, fires_at_zero=unit.fires_at_zero)
    return unit, mistakes


def _checked_start(start: Perceptron | None, inputs: int) -> Perceptron:
    if start is None:
        return Perceptron(np.zeros(inputs), 0.0)
    check_type(start, Perceptron, "start")
    if start.weights.shape != (inputs,):
        raise ValueError(f"start must have weights of shape ({inputs},), got {start.weights.shape}")
    return start


def _checked_data(x: ArrayLike, target: ArrayLike) -> tuple[Floats, Floats]:
    samples, targets = as_floats(x, "x"), as_floats(target, "target")
    if samples.ndim != 2 or samples.size == 0:
        raise ValueError(f"x must have shape (n_samples, n_inputs), got {samples.shape}")
    n = len(samples)
    if targets.shape not in ((n,), (n, 1)):
        raise ValueError(f"target must have shape ({n},) or ({n}, 1), got {targets.shape}")
    if not np.isin(targets, (0.0, 1.0)).all():
        raise ValueError(f"target must hold only 0 and 1, got {describe(target)}")
    return samples, targets.ravel()
