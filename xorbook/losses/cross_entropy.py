"""Cross-entropies: from probabilities, and exactly from what goes into a sigmoid or a softmax."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, store_floats
from xorbook.activations import Activation, Sigmoid, Softmax
from xorbook.losses.base import Loss, OutputLoss

DEFAULT_CLIP = 1e-7
TOLERANCE = 1e-6  # by how much shares may miss a sum of 1


@dataclass(frozen=True, repr=False)
class CrossEntropy(Loss):
    """What both share: a clip for probabilities, δ = (ŷ − t)/n, and 0 · log 0 = 0."""

    made_for: ClassVar[type[Activation]]
    _no_slope = "a prediction is exactly 0 or 1 and wrong"

    clip: float = DEFAULT_CLIP

    def __post_init__(self) -> None:
        store_floats(self)
        # 1 − clip must be below 1, or only one of the two ends would be clipped.
        if self.clip != 0 and not 0.5 < 1 - self.clip < 1:
            raise ValueError(
                f"clip must be 0, or below 0.5 and visible in 1 − clip, got {self.clip!r}"
            )

    def _fused(self, activation: Activation) -> OutputLoss | None:
        if not isinstance(activation, self.made_for):
            return None
        return OutputLoss(
            lambda z, y, t: self._values_from_logits(z, t), lambda z, y, t: (y - t) / len(y)
        )

    def _first_factor(
        self, activation: Activation, prediction: Floats, target: ArrayLike
    ) -> Floats:
        # Behind its own activation δ is the product of the bare slopes, not of a clipped one.
        loss = self if self._fused(activation) is None else type(self)(clip=0)
        return loss._finite_gradient(prediction, target)

    @abstractmethod
    def _values_from_logits(self, z: Floats, t: Floats) -> Any: ...

    def __repr__(self) -> str:
        clip = "" if self.clip == DEFAULT_CLIP else f" clip={self.clip:g}"
        return f"<loss {self.name}{clip}>"


@dataclass(frozen=True, repr=False)
class BinaryCrossEntropy(CrossEntropy):
    """−(t ln ŷ + (1 − t) ln(1 − ŷ)), summed over the outputs, mean over the samples.

    From probabilities, as here, a prediction is first moved into [clip, 1 − clip], so that one
    that is certain and wrong has a finite loss and, as its gradient, the finite slope of the
    formula where it was moved to. A network whose output is a sigmoid needs no clip and uses
    none: its loss comes from z, exact even where ŷ rounds to 0 or 1, with ∂L/∂z = ŷ − t.

    Parameters
    ----------
    clip : float, default 1e-7
        `binary_cross_entropy` is `BinaryCrossEntropy()`. A clip of 0 leaves the bare formula,
        infinite where a prediction is certain and wrong.

    Raises
    ------
    TypeError
        If `clip`, a prediction or a target is not a number.
    ValueError
        If `clip` is negative, at least one half, or too small to be seen in 1 − clip; if a
        prediction or a target lies outside [0, 1].

    Notes
    -----
    The likelihood of D. R. Cox, "The regression analysis of binary sequences", Journal of the
    Royal Statistical Society B 20 (1958).

    Examples
    --------
    >>> from xorbook import BinaryCrossEntropy, binary_cross_entropy
    >>> print(round(binary_cross_entropy([0.5], [1.0]), 6))
    0.693147
    >>> print(binary_cross_entropy.gradient([0.5], [1.0]))
    [-2.]
    >>> print(round(binary_cross_entropy([0.0], [1.0]), 6))
    16.118096
    >>> BinaryCrossEntropy(clip=0)([0.0], [1.0])
    inf
    """

    name = "binary_cross_entropy"
    made_for = Sigmoid

    def _check_prediction(self, y: Floats) -> None:
        self._check_range(y, "prediction")

    def _check_target(self, t: Floats) -> None:
        self._check_range(t, "target")

    def _check_range(self, values: Floats, name: str) -> None:
        if (values < 0).any() or (values > 1).any():
            raise ValueError(
                f"{name} must lie in [0, 1] for {self.name}, "
                f"got values from {values.min():g} to {values.max():g}"
            )

    def _clipped(self, y: Floats) -> Floats:
        return np.where((y >= 0) & (y <= 1), y.clip(self.clip, 1 - self.clip), np.nan)

    def _values(self, y: Floats, t: Floats) -> Any:
        y = self._clipped(y)
        costs = _times_log(t, y, np.log) + _times_log(1 - t, -y, np.log1p)
        return -costs.sum(axis=(0, 1)) / len(y) + 0.0  # 0, not −0, for a perfect prediction

    def _slope(self, y: Floats, t: Floats) -> Floats:
        y = self._clipped(y)
        return (_ratio(1 - t, 1 - y) - _ratio(t, y)) / len(y)

    def _values_from_logits(self, z: Floats, t: Floats) -> Any:
        # ln(1 + e^z) − tz, with an exponent that cannot overflow.
        costs = np.maximum(z, 0.0) - z * t + np.log1p(np.exp(-np.abs(z)))
        return costs.sum(axis=(0, 1)) / len(z)


@dataclass(frozen=True, repr=False)
class CategoricalCrossEntropy(CrossEntropy):
    """−Σ t ln ŷ over the outputs of a sample, mean over the samples.

    Targets are one-hot or shares that sum to 1; so are predictions, up to a millionth. From
    probabilities, as here, a share below `clip` counts as `clip`, so that a class held for
    impossible has a finite loss when it comes, and a finite slope. The gradient is −t/ŷ, the slope
    for each share alone, although shares cannot move alone. A network whose output is a softmax
    needs no clip and uses none: its loss comes from z, with ∂L/∂z = ŷ − t.

    Parameters
    ----------
    clip : float, default 1e-7
        `categorical_cross_entropy` is `CategoricalCrossEntropy()`. A clip of 0 leaves the bare
        formula, infinite where a share is 0 and its target is not.

    Raises
    ------
    TypeError
        If `clip`, a prediction or a target is not a number.
    ValueError
        If `clip` is negative, at least one half, or too small to be seen in 1 − clip; if
        predictions or targets are negative or do not sum to 1.

    Notes
    -----
    With softmax: J. S. Bridle, "Probabilistic interpretation of feedforward classification network
    outputs, with relationships to statistical pattern recognition", Neurocomputing: Algorithms,
    Architectures and Applications (1990).

    Examples
    --------
    >>> from xorbook import CategoricalCrossEntropy, categorical_cross_entropy
    >>> print(round(categorical_cross_entropy([0.25, 0.25, 0.5], [1, 0, 0]), 6))
    1.386294
    >>> print(categorical_cross_entropy.gradient([0.25, 0.25, 0.5], [1, 0, 0]))
    [-4.  0.  0.]
    >>> CategoricalCrossEntropy(clip=0)([0.0, 1.0], [1, 0])
    inf
    """

    name = "categorical_cross_entropy"
    made_for = Softmax

    def _check_prediction(self, y: Floats) -> None:
        self._check_shares(y, "prediction")

    def _check_target(self, t: Floats) -> None:
        self._check_shares(t, "target")

    def _check_shares(self, values: Floats, name: str) -> None:
        with np.errstate(over="ignore"):
            sums = values.sum(axis=1)
        wrong = (values < 0).any(axis=1) | (np.abs(sums - 1) > TOLERANCE)
        if wrong.any():
            row = values[wrong.argmax()]
            raise ValueError(
                f"{name} must be shares that sum to 1 for {self.name}, "
                f"got {row.tolist()} with sum {sums[wrong.argmax()]:g}"
            )

    def _clipped(self, y: Floats) -> Floats:
        off = np.abs(y.sum(axis=1, keepdims=True) - 1) > TOLERANCE
        return np.where((y < 0) | off, np.nan, np.maximum(y, self.clip))

    def _values(self, y: Floats, t: Floats) -> Any:
        return -_times_log(t, self._clipped(y), np.log).sum(axis=(0, 1)) / len(y) + 0.0

    def _slope(self, y: Floats, t: Floats) -> Floats:
        return _ratio(-t, self._clipped(y)) / len(y)

    def _values_from_logits(self, z: Floats, t: Floats) -> Any:
        # ln Σ e^z − z, counted from the largest z, whose e^0 = 1 goes into log1p.
        top = z.argmax(axis=1, keepdims=True)
        below = z - np.take_along_axis(z, top, axis=1)
        others = np.exp(below)
        np.put_along_axis(others, top, 0.0, axis=1)
        costs = t * (np.log1p(others.sum(axis=1, keepdims=True)) - below)
        return costs.sum(axis=(0, 1)) / len(z)


def _times_log(factor: Floats, x: Floats, log: np.ufunc) -> Floats:
    """Return factor · log(x), with 0 · log 0 = 0: an event that cannot happen costs nothing."""
    with np.errstate(divide="ignore"):
        return np.asarray(factor * log(x, where=factor != 0, out=np.zeros_like(x)))


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Return numerator / denominator, with 0 / 0 = 0 for the same reason."""
    out = np.zeros_like(denominator)
    with np.errstate(divide="ignore", over="ignore"):
        return np.divide(numerator, denominator, out=out, where=numerator != 0)


binary_cross_entropy = BinaryCrossEntropy()
categorical_cross_entropy = CategoricalCrossEntropy()
