"""Every loss again, one entry at a time in plain Python, and where each of them is defined."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import xorbook as xb


@dataclass(frozen=True)
class Plain:
    """What one entry costs, over what it is averaged, and which entries it may have."""

    entry: Callable[[float, float], float]
    over_outputs: bool
    low: float
    high: float
    shares: bool = False

    def cost(self, y: list[list[float]], t: list[list[float]]) -> float:
        rows = [sum(map(self.entry, *pair)) for pair in zip(y, t, strict=True)]
        return sum(rows) / len(y) / (len(y[0]) if self.over_outputs else 1)

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        """Draw predictions or targets with the outputs on axis 1."""
        if self.shares:
            raw = rng.uniform(0.1, 1.0, shape)
            return raw / raw.sum(axis=1, keepdims=True)
        return rng.uniform(self.low, self.high, shape)


PLAIN = {
    "half_squared_error": Plain(lambda y, t: (y - t) ** 2 / 2, False, -3, 3),
    "mean_squared_error": Plain(lambda y, t: (y - t) ** 2, True, -3, 3),
    "mean_absolute_error": Plain(lambda y, t: abs(y - t), True, -3, 3),
    "mean_absolute_percentage_error": Plain(lambda y, t: 100 * abs((t - y) / t), True, 0.5, 3),
    "mean_squared_logarithmic_error": Plain(
        lambda y, t: (math.log(1 + y) - math.log(1 + t)) ** 2, True, -0.5, 3
    ),
    "binary_cross_entropy": Plain(
        lambda y, t: -(t * math.log(y) + (1 - t) * math.log(1 - y)), False, 0.1, 0.9
    ),
    "categorical_cross_entropy": Plain(lambda y, t: -t * math.log(y), False, 0.1, 0.9, shares=True),
}
LOSSES = [getattr(xb, name) for name in PLAIN]
