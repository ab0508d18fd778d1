"""Networks in plain Python on dual numbers: no NumPy, no backpropagation, no formula for a slope.

A dual number carries a value and its derivative with respect to one parameter; sums, products,
quotients, exp and log are all it needs to know.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Dual:
    value: float
    slope: float = 0.0

    def __add__(self, other: "Dual | float") -> "Dual":
        other = lift(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other: "Dual | float") -> "Dual":
        other = lift(other)
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def __truediv__(self, other: "Dual") -> "Dual":
        slope = (self.slope * other.value - self.value * other.slope) / other.value**2
        return Dual(self.value / other.value, slope)

    def __neg__(self) -> "Dual":
        return self * -1.0

    def __sub__(self, other: "Dual | float") -> "Dual":
        return self + -lift(other)


Row: TypeAlias = list[Dual]


def lift(number: Dual | float) -> Dual:
    return number if isinstance(number, Dual) else Dual(number)


def exp(x: Dual) -> Dual:
    return Dual(math.exp(x.value), math.exp(x.value) * x.slope)


def log(x: Dual) -> Dual:
    return Dual(math.log(x.value), x.slope / x.value)


def total(numbers: Sequence[Dual]) -> Dual:
    result = Dual(0.0)
    for number in numbers:
        result = result + number
    return result


def softmax(z: Row) -> Row:
    shares = [exp(entry) for entry in z]
    return [share / total(shares) for share in shares]


def tanh(z: Dual) -> Dual:
    return (exp(z) - exp(-z)) / (exp(z) + exp(-z))


def each(function: Callable[[Dual], Dual]) -> Callable[[Row], Row]:
    return lambda z: [function(entry) for entry in z]


ACTIVATIONS: dict[str, Callable[[Row], Row]] = {
    "identity": each(lambda z: z),
    "sigmoid": each(lambda z: Dual(1.0) / (Dual(1.0) + exp(-z))),
    "tanh": each(tanh),
    "relu": each(lambda z: z if z.value > 0 else Dual(0.0)),
    "softmax": softmax,
}


def half_squared_error(y: Dual, t: float) -> Dual:
    return (y - t) * (y - t) * 0.5


def binary_cross_entropy(y: Dual, t: float) -> Dual:
    return -(log(y) * t + log(Dual(1.0) - y) * (1.0 - t))


LOSSES: dict[str, Callable[[Dual, float], Dual]] = {
    "half_squared_error": half_squared_error,
    "binary_cross_entropy": binary_cross_entropy,
}


def forward(
    sizes: Sequence[int], names: Sequence[str], theta: Sequence[Dual], x: Sequence[float]
) -> Row:
    """Run one sample; `theta` holds W1 row by row, b1, W2, b2, …"""
    rest = list(theta)
    a = [Dual(entry) for entry in x]
    for m, n, name in zip(sizes, sizes[1:], names, strict=False):
        weights, biases, rest = rest[: m * n], rest[m * n : m * n + n], rest[m * n + n :]
        z = [total([a[i] * weights[i * n + j] for i in range(m)]) + biases[j] for j in range(n)]
        a = ACTIVATIONS[name](z)
    assert not rest
    return a


def mean_loss(
    sizes: Sequence[int],
    names: Sequence[str],
    theta: Sequence[Dual],
    X: Sequence[Sequence[float]],
    targets: Sequence[Sequence[float]],
    loss: str,
) -> Dual:
    costs = []
    for x, row in zip(X, targets, strict=True):
        y = forward(sizes, names, theta, x)
        costs += [LOSSES[loss](unit, t) for unit, t in zip(y, row, strict=True)]
    return total(costs) * (1.0 / len(X))


def gradient(
    sizes: Sequence[int],
    names: Sequence[str],
    theta: Sequence[float],
    X: Sequence[Sequence[float]],
    targets: Sequence[Sequence[float]],
    loss: str,
) -> list[float]:
    """Move one parameter at a time and read off the slope it causes."""
    slopes = []
    for moved in range(len(theta)):
        duals = [Dual(value, float(k == moved)) for k, value in enumerate(theta)]
        slopes.append(mean_loss(sizes, names, duals, X, targets, loss).slope)
    return slopes
