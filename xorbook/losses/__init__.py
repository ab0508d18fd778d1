"""Losses: how far predictions are from their targets, as one number.

`base` holds what all have in common, `errors` those of the difference, `cross_entropy` those of
probabilities.
"""

from xorbook.losses.base import Loss
from xorbook.losses.cross_entropy import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    binary_cross_entropy,
    categorical_cross_entropy,
)
from xorbook.losses.errors import (
    half_squared_error,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
)

__all__ = [
    "BinaryCrossEntropy",
    "CategoricalCrossEntropy",
    "Loss",
    "binary_cross_entropy",
    "categorical_cross_entropy",
    "half_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
]
