"""What the cross-entropies share: a clip for probabilities, δ = (ŷ − t)/n, and 0 · log 0 = 0."""

from abc import abstractmethod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_float
from xorbook.activations import Activation
from xorbook.losses import Loss, OutputLoss

DEFAULT_CLIP = 1e-7


class CrossEntropy(Loss):
    made_for: type[Activation]

    def __init__(self, clip: float = DEFAULT_CLIP) -> None:
        self.clip = as_float(clip, "clip")
        # 1 − clip must be below 1, or only one of the two ends would be clipped.
        if self.clip != 0 and not 0.5 < 1 - self.clip < 1:
            raise ValueError(f"clip must be 0, or below 0.5 and visible in 1 − clip, got {clip!r}")

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


def times_log(factor: Floats, x: Floats, log: np.ufunc) -> Floats:
    """Return factor · log(x), with 0 · log 0 = 0: an event that cannot happen costs nothing."""
    with np.errstate(divide="ignore"):
        return np.asarray(factor * log(x, where=factor != 0, out=np.zeros_like(x)))


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Return numerator / denominator, with 0 / 0 = 0 for the same reason."""
    out = np.zeros_like(denominator)
    with np.errstate(divide="ignore", over="ignore"):
        return np.divide(numerator, denominator, out=out, where=numerator != 0)
