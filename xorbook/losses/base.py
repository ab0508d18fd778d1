"""What every loss has in common.

Inside, predictions have shape `(n_samples, n_outputs)` or, for many networks at once,
`(n_samples, n_outputs, n_networks)`; targets broadcast against them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_floats, same_shape, settings
from xorbook.activations import Activation


class OutputLoss(NamedTuple):
    """A loss behind one output activation: two functions of (z, y, t), which check nothing.

    `values` is one number a network, `delta` is ∂L/∂z.
    """

    values: Callable[[Floats, Floats, Floats], Any]
    delta: Callable[[Floats, Floats, Floats], Floats]


class Loss(ABC):
    """How far predictions are from their targets, as one number.

    Call it with predictions and targets of the same shape: `(n_outputs,)` for one sample,
    `(n_samples, n_outputs)` for a batch. What is summed and what is averaged, each loss says. Two
    are equal when class and settings are.

    Raises
    ------
    TypeError
        If predictions or targets are not made of numbers.
    ValueError
        If the shapes differ, are not one- or two-dimensional, or hold nothing; if a value is
        not finite or outside the loss's domain.
    """

    __slots__ = ()
    name: ClassVar[str]
    # Why a slope can be infinite, for the error that says so.
    _no_slope: ClassVar[str] = "it is too large for a float"

    def __call__(self, prediction: ArrayLike, target: ArrayLike) -> float:
        """Return the loss of one sample or of a batch, a Python float."""
        y, t = self._checked(prediction, target)
        with np.errstate(over="ignore"):  # inf says that a loss is too large for a float
            return float(self._values(y, t))

    def gradient(self, prediction: ArrayLike, target: ArrayLike) -> Floats:
        """Return ∂L/∂ŷ at each prediction for its target. The 1/n of a mean is in it."""
        y, t = self._checked(prediction, target)
        with np.errstate(over="ignore"):
            return self._slope(y, t).reshape(np.shape(prediction))

    def _behind(self, activation: Activation) -> OutputLoss:
        """Return the functions to train with, when the output layer has this activation.

        A prediction outside the loss's domain has the value NaN there, not an error.
        """
        return self._fused(activation) or OutputLoss(
            lambda z, y, t: self._values(y, t),
            lambda z, y, t: activation._pull_back(z, y, self._slope(y, t)),
        )

    def _fused(self, activation: Activation) -> OutputLoss | None:
        """Return the forms straight from z, where loss and activation are made for each other."""
        return None

    def _of_output(
        self, activation: Activation, z: Floats, prediction: Floats, target: ArrayLike
    ) -> float:
        """Return the loss of a network's output, from z where that is exact."""
        y, t = self._checked(prediction, target)
        with np.errstate(over="ignore"):
            return float(self._behind(activation).values(z.reshape(y.shape), y, t))

    def _delta(
        self, activation: Activation, z: Floats, prediction: Floats, target: ArrayLike
    ) -> Floats:
        """Return ∂L/∂z of the output layer, an array of the predictions' shape."""
        y, t = self._checked(prediction, target)
        if self._fused(activation) is None:
            self._finite_gradient(prediction, target)
        return self._behind(activation).delta(z.reshape(y.shape), y, t).reshape(prediction.shape)

    def _first_factor(
        self, activation: Activation, prediction: Floats, target: ArrayLike
    ) -> Floats:
        """Return ∂L/∂ŷ whose product with the activation's slope is `_delta`."""
        return self._finite_gradient(prediction, target)

    def _finite_gradient(self, prediction: Floats, target: ArrayLike) -> Floats:
        """Return ∂L/∂ŷ for the chain rule, where infinity times a slope of 0 would be NaN."""
        slope = self.gradient(prediction, target)
        if not np.isfinite(slope).all():
            raise ValueError(
                f"{self.name} must have a finite slope to be passed back, got infinity: "
                f"{self._no_slope}"
            )
        return slope

    def _checked(self, prediction: ArrayLike, target: ArrayLike) -> tuple[Floats, Floats]:
        """Return both as checked arrays of shape (n_samples, n_outputs)."""
        y, t = as_floats(prediction, "prediction"), as_floats(target, "target")
        same_shape(y, t, "prediction and target")
        if y.ndim not in (1, 2) or y.size == 0:
            raise ValueError(
                f"prediction must have shape (n_samples, n_outputs) or (n_outputs,), got {y.shape}"
            )
        y, t = np.atleast_2d(y), np.atleast_2d(t)
        self._check_prediction(y)
        self._check_target(t)
        return y, t

    def _check_prediction(self, y: Floats) -> None:
        """Refuse predictions outside the loss's domain."""
        return

    def _check_target(self, t: Floats) -> None:
        """Refuse targets of shape (n_samples, n_outputs) outside the loss's domain."""
        return

    @abstractmethod
    def _values(self, y: Floats, t: Floats) -> Any: ...

    @abstractmethod
    def _slope(self, y: Floats, t: Floats) -> Floats: ...

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and settings(self) == settings(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        return f"<loss {self.name}>"
