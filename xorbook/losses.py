"""Loss functions, each with its gradient with respect to the predictions.

A loss sums over the output units of a sample and takes the mean over the samples.
"""

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_floats, same_shape
from xorbook.activations import Activation, Sigmoid


class Loss(ABC):
    """How far predictions are from their targets, as one number.

    Call it with predictions and targets of the same shape: `(n_outputs,)` for one sample,
    `(n_samples, n_outputs)` for a batch.

    Raises
    ------
    TypeError
        If predictions or targets are not made of numbers.
    ValueError
        If the shapes differ, are not one- or two-dimensional, or hold nothing; if a value is
        not finite or outside the loss's domain.
    """

    name: str

    def __call__(self, prediction: ArrayLike, target: ArrayLike) -> float:
        """Return the mean over the samples, a Python float."""
        y, t = self._checked(prediction, target)
        return float(self._per_unit(y, t).sum() / _samples(y))

    def gradient(self, prediction: ArrayLike, target: ArrayLike) -> Floats:
        """Return ∂L/∂ŷ at each prediction for its target. The 1/n of the mean is in it."""
        y, t = self._checked(prediction, target)
        return self._slope(y, t) / _samples(y)

    def _delta(
        self, activation: Activation, z: Floats, prediction: Floats, target: ArrayLike
    ) -> Floats:
        """Return ∂L/∂z of the output layer, an array of the predictions' shape."""
        return activation._pull_back(z, prediction, self._finite_gradient(prediction, target))

    def _finite_gradient(self, prediction: Floats, target: ArrayLike) -> Floats:
        """Return ∂L/∂ŷ for the chain rule, where infinity times a slope of 0 would be NaN."""
        slope = self.gradient(prediction, target)
        if not np.isfinite(slope).all():
            raise ValueError(
                f"{self.name} must have a finite slope to be passed back, got infinity: "
                "a prediction is exactly 0 or 1 and wrong"
            )
        return slope

    def _checked(self, prediction: ArrayLike, target: ArrayLike) -> tuple[Floats, Floats]:
        y, t = as_floats(prediction, "prediction"), as_floats(target, "target")
        same_shape(y, t, "prediction and target")
        if y.ndim not in (1, 2) or y.size == 0:
            raise ValueError(
                f"prediction must have shape (n_samples, n_outputs) or (n_outputs,), got {y.shape}"
            )
        return y, t

    @abstractmethod
    def _per_unit(self, y: Floats, t: Floats) -> Floats: ...

    @abstractmethod
    def _slope(self, y: Floats, t: Floats) -> Floats: ...

    def __repr__(self) -> str:
        return f"<loss {self.name}>"


class HalfSquaredError(Loss):
    """½(ŷ − t)², summed over the outputs, mean over the samples. Its slope is ŷ − t.

    Examples
    --------
    >>> from xorbook import half_squared_error
    >>> half_squared_error([0.5], [1.0])
    0.125
    >>> half_squared_error.gradient([0.5], [1.0])
    array([-0.5])
    """

    name = "half_squared_error"

    def _per_unit(self, y: Floats, t: Floats) -> Floats:
        return 0.5 * (y - t) ** 2

    def _slope(self, y: Floats, t: Floats) -> Floats:
        return y - t


class BinaryCrossEntropy(Loss):
    """−(t ln ŷ + (1 − t) ln(1 − ŷ)), summed over the outputs, mean over the samples.

    Nothing is clipped: a prediction of exactly 0 for a target of 1 costs infinity, as the formula
    says. Behind a sigmoid, backpropagation uses ∂L/∂z = ŷ − t, in which nothing overflows.

    Raises
    ------
    ValueError
        If a prediction or a target lies outside [0, 1].

    Examples
    --------
    >>> from xorbook import binary_cross_entropy
    >>> round(binary_cross_entropy([0.5], [1.0]), 6)
    0.693147
    >>> binary_cross_entropy.gradient([0.5], [1.0])
    array([-2.])
    """

    name = "binary_cross_entropy"

    def _checked(self, prediction: ArrayLike, target: ArrayLike) -> tuple[Floats, Floats]:
        y, t = super()._checked(prediction, target)
        for values, name in ((y, "prediction"), (t, "target")):
            if (values < 0).any() or (values > 1).any():
                raise ValueError(
                    f"{name} must lie in [0, 1] for binary_cross_entropy, "
                    f"got values from {values.min():g} to {values.max():g}"
                )
        return y, t

    def _per_unit(self, y: Floats, t: Floats) -> Floats:
        return -(_times_log(t, y, np.log) + _times_log(1 - t, -y, np.log1p))

    def _slope(self, y: Floats, t: Floats) -> Floats:
        return _ratio(1 - t, 1 - y) - _ratio(t, y)

    def _delta(
        self, activation: Activation, z: Floats, prediction: Floats, target: ArrayLike
    ) -> Floats:
        if isinstance(activation, Sigmoid):
            y, t = self._checked(prediction, target)
            return (y - t) / _samples(y)
        return super()._delta(activation, z, prediction, target)


def _samples(y: Floats) -> int:
    return y.shape[0] if y.ndim == 2 else 1


def _times_log(factor: Floats, x: Floats, log: np.ufunc) -> Floats:
    """Return factor · log(x), with 0 · log 0 = 0: an event that cannot happen costs nothing."""
    with np.errstate(divide="ignore"):
        return np.asarray(factor * log(x, where=factor != 0, out=np.zeros_like(x)))


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Return numerator / denominator, with 0 / 0 = 0 for the same reason."""
    out = np.zeros_like(numerator)
    with np.errstate(divide="ignore", over="ignore"):
        return np.divide(numerator, denominator, out=out, where=numerator != 0)


half_squared_error = HalfSquaredError()
binary_cross_entropy = BinaryCrossEntropy()
