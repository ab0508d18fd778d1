"""What the book's letters mean: values for symbols, drawn at random or taken from a page.

A world gives every symbol that it knows a value, and can say what another would be if one of them
were changed: so that a partial derivative is measured, not looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

import xorbook as xb
from tests.pages.formulas.tree import Symbol

Array = np.ndarray


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def step(z: Array) -> Array:
    return (np.asarray(z) > 0).astype(float)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ln": np.log,
    "log": np.log,
    "exp": np.exp,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "max": lambda *x: np.maximum.reduce(np.broadcast_arrays(*x)),
    "min": lambda *x: np.minimum.reduce(np.broadcast_arrays(*x)),
    "step": step,
    "ReLU": lambda z: np.maximum(z, 0.0),
    "sign": np.sign,
    "\\sigma": sigmoid,
}
ACTIVATIONS = {"sigmoid": sigmoid, "tanh": np.tanh, "identity": lambda z: z, "step": step}


def half_squared(prediction: Array, target: Array) -> Array:
    return 0.5 * (prediction - target) ** 2


def binary_cross_entropy(prediction: Array, target: Array) -> Array:
    return -(target * np.log(prediction) + (1 - target) * np.log(1 - prediction))


def squared_logarithmic(prediction: Array, target: Array) -> Array:
    return (np.log(1 + prediction) - np.log(1 + target)) ** 2


LOSSES = {
    "half squared": half_squared,
    "BCE": binary_cross_entropy,
    "squared": lambda prediction, target: (prediction - target) ** 2,
    "absolute": lambda prediction, target: np.abs(prediction - target),
    "MSLE": squared_logarithmic,
}
# Of these a network alone is drawn, and after all others.
MORE_LOSSES = {
    "absolute percentage": lambda prediction, target: 100 * np.abs((prediction - target) / target),
    "categorical": lambda prediction, target: -target * np.log(prediction),
}


class MeaninglessError(LookupError):
    """A symbol that means nothing here, or an index outside what it is an index of."""


@dataclass
class World:
    """A world of letters alone: each is a number."""

    name: str = "letters"
    changed: dict[Symbol, Any] = field(default_factory=dict)
    seed: int = 0
    # Where a and z are the same, most slips are true: only for statements of plain algebra.
    is_identity: bool = False
    # A step fires or not, and on its line a sum is 0: only for statements without smooth functions.
    is_stepped: bool = False
    # Half the squared error and BCE are the book's; others only where the loss is spelled out.
    is_common: bool = True

    def value(self, symbol: Symbol) -> Any | None:
        """Return what a symbol is here, or None when it is nothing to this world."""
        if symbol not in self.changed and not symbol.layer:
            seed = [self.seed, *f"{symbol}".encode()]
            self.changed[symbol] = float(np.random.default_rng(seed).uniform(-2, 2))
        return self.changed.get(symbol)

    def with_changed(self, symbol: Symbol, value: Any) -> World:
        raise MeaninglessError("nothing depends on a letter alone")


def _integer(text: str) -> int | None:
    return int(text) if text.isdigit() else None


@dataclass
class Net(World):
    """A network with a sample, or with a batch: everything between input and loss."""

    weights: list[Array] = field(default_factory=list)  # W of layer 1, 2, …
    biases: list[Array] = field(default_factory=list)  # rows
    activations: list[Callable[[Array], Array]] = field(default_factory=list)
    inputs: Array = field(default_factory=lambda: np.zeros((1, 2)))  # (N, n)
    targets: Array = field(default_factory=lambda: np.zeros((1, 1)))
    loss: Callable[[Array, Array], Array] = half_squared
    any_weight: tuple[int, int, int] = (1, 1, 1)  # what `w` without an index stands for
    learning_rate: float = 0.3

    @property
    def batch(self) -> bool:
        return len(self.inputs) > 1

    def with_changed(self, symbol: Symbol, value: Any) -> Net:
        copy = Net(**{**self.__dict__, "changed": {**self.changed, self._same(symbol): value}})
        return copy

    def _same(self, symbol: Symbol) -> Symbol:
        """Name a quantity the one way, whichever of its names is used."""
        last = str(len(self.weights))
        if symbol.letter == "w" and not symbol.index and not symbol.layer:
            layer, i, j = self.any_weight
            return Symbol("w", f"{i}{j}", str(layer))
        if symbol.letter == "x" and symbol.index:
            return Symbol("a", symbol.index, "0")
        if symbol in (Symbol("\\hat y".removeprefix("\\")), Symbol("hat y")):
            return Symbol("a", "1", last)
        one = symbol.letter in "az" and symbol.layer == last and not symbol.index
        if one and self.biases[-1].shape[-1] == 1 and not self.batch:
            return Symbol(symbol.letter, "1", last)
        if symbol.letter == "b" and symbol.layer and not symbol.index:
            layer = _integer(symbol.layer)
            if layer and 1 <= layer <= len(self.biases) and self.biases[layer - 1].shape[-1] == 1:
                return Symbol("b", "1", symbol.layer)
        return symbol

    def _replaced(self, row: Array, letter: str, layer: int) -> Array:
        row = row.copy()
        for symbol, value in self.changed.items():
            if symbol.letter == letter and symbol.layer == str(layer):
                for unit in [_integer(symbol.index)]:
                    if unit is not None:
                        row[..., unit - 1] = value
        return row

    def _parameters(self, layer: int) -> tuple[Array, Array]:
        W = self.weights[layer - 1].copy()
        for symbol, value in self.changed.items():
            if symbol.letter == "w" and symbol.layer == str(layer):
                i, j = (int(digit) for digit in symbol.index)
                W[i - 1, j - 1] = value
        return W, self._replaced(self.biases[layer - 1], "b", layer)

    def passed(self) -> tuple[list[Array], list[Array]]:
        """Return z and a of every layer; a of layer 0 is the input."""
        a = [self._replaced(self.inputs, "a", 0)]
        z = [a[0]]
        for layer in range(1, len(self.weights) + 1):
            W, b = self._parameters(layer)
            z.append(self._replaced(a[-1] @ W + b, "z", layer))
            a.append(self._replaced(self.activations[layer - 1](z[-1]), "a", layer))
        return z, a

    def total_loss(self) -> float:
        _, a = self.passed()
        return float(np.sum(self.loss(a[-1], self.targets)) / len(self.inputs))

    def slopes(self, letter: str, layer: int) -> Array:
        """Measure the loss's slopes over all z of a layer, at every sample."""
        z, _ = self.passed()
        found = np.zeros_like(z[layer])
        for n in range(len(self.inputs)):
            alone = Net(
                **{**self.__dict__, "inputs": self.inputs[[n]], "targets": self.targets[[n]]}
            )
            for unit in range(found.shape[1]):
                here = Symbol(letter, str(unit + 1), str(layer))
                found[n, unit] = slope(alone, Symbol("L"), here) / len(self.inputs)
        return found

    def value(self, symbol: Symbol) -> Any | None:
        same = self._same(symbol)
        if same in self.changed:
            return self.changed[same]
        letter, index, layer = same.letter, same.index, same.layer
        if not layer:
            return self._without_layer(same)
        number = _integer(layer)
        if number is None or letter not in ("w", "W", "b", "z", "Z", "a", "A", "\\delta"):
            return None
        if not 0 <= number <= len(self.weights):
            raise MeaninglessError(f"{symbol}: the network has {len(self.weights)} layers")
        return self._of_layer(symbol, letter, index, number)

    def _without_layer(self, symbol: Symbol) -> Any | None:
        z, a = self.passed()
        first = {"W": self.weights[0], "b": self.biases[0], "z": z[1], "Z": z[1]}
        match symbol.letter:
            case "x" | "X" if not symbol.index:
                return a[0]
            case "W" | "b" | "z" | "Z" if not symbol.index and self.name.startswith("1 layer"):
                return first[symbol.letter]
            case "hat Y":
                return a[-1]
            case "t" | "T" if not symbol.index:
                return self.targets if self.batch else float(self.targets[0, 0])
            case "L" if not symbol.index:
                return self.total_loss()
            case "N" if not symbol.index:
                return float(len(self.inputs))
            case "\\eta":
                return self.learning_rate
        return None

    def _of_layer(self, symbol: Symbol, letter: str, index: str, layer: int) -> Any:
        if letter == "w":
            W, _ = self._parameters(layer) if layer else (np.zeros((0, 0)), None)
            if len(index) != 2 or not index.isdigit():
                raise MeaninglessError(f"{symbol}: expected the two units of a weight")
            return float(_at(W, symbol, *(int(digit) for digit in index)))
        if letter in ("W", "b", "\\delta") and layer == 0:
            raise MeaninglessError(f"{symbol}: layers with weights are counted from 1")
        if letter == "W":
            return self._parameters(layer)[0]
        if letter in ("z", "Z") and layer == 0:
            raise MeaninglessError(f"{symbol}: the input has no weighted sum")
        z, a = self.passed()
        rows = {
            "b": lambda: self._parameters(layer)[1],
            "\\delta": lambda: self.slopes("z", layer),
        }
        row = rows[letter]() if letter in rows else (z if letter in "zZ" else a)[layer]
        if not index:
            return row
        if not index.isdigit():
            return None
        one = float(_at(row, symbol, 1, int(index)))
        return row[:, [int(index) - 1]] if self.batch and letter != "b" else one


def _at(matrix: Array, symbol: Symbol, i: int, j: int) -> float:
    if not (1 <= i <= matrix.shape[0] and 1 <= j <= matrix.shape[1]):
        raise MeaninglessError(
            f"{symbol}: outside a matrix of {matrix.shape[0]} × {matrix.shape[1]}"
        )
    return matrix[i - 1, j - 1]


def slope(world: World, of: Symbol, over: Symbol, h: float = 1e-5) -> float:
    """Measure how one symbol changes with another, by central differences."""
    here = world.value(over)
    if here is None or np.ndim(here) != 0:
        raise MeaninglessError(f"∂{of}/∂{over}: {over} is no number here")
    ends = [world.with_changed(over, float(here) + s * h).value(of) for s in (1, -1)]
    if ends[0] is None:
        raise MeaninglessError(f"∂{of}/∂{over}: {of} means nothing here")
    return float((np.squeeze(ends[0]) - np.squeeze(ends[1])) / (2 * h))


@dataclass
class Unit(World):
    """One unit, or a layer of softmax: letters without layers."""

    w: Array = field(default_factory=lambda: np.zeros(2))
    x: Array = field(default_factory=lambda: np.zeros(2))
    b: float = 0.0
    activation: Callable[[Array], Array] = sigmoid
    t: float = 1.0
    loss: Callable[[Array, Array], Array] = half_squared

    def with_changed(self, symbol: Symbol, value: Any) -> Unit:
        return Unit(**{**self.__dict__, "changed": {**self.changed, symbol: value}})

    def _vector(self, letter: str) -> Array:
        values = {"w": self.w, "x": self.x}[letter].copy()
        for symbol, value in self.changed.items():
            if symbol.letter == letter and symbol.index.isdigit():
                values[int(symbol.index) - 1] = value
        return values

    def value(self, symbol: Symbol) -> Any | None:
        if symbol in self.changed:
            return self.changed[symbol]
        if symbol.layer:
            return None
        letter, index = symbol.letter, symbol.index
        if letter in ("w", "x") and index.isdigit():
            vector = self._vector(letter)
            if not 1 <= int(index) <= len(vector):
                raise MeaninglessError(f"{symbol}: the unit has {len(vector)} inputs")
            return float(vector[int(index) - 1])
        if index:
            return None
        b = self.changed.get(Symbol("b"), self.b)
        z = self.changed.get(Symbol("z"), float(self._vector("w") @ self._vector("x") + b))
        a = self.changed.get(Symbol("hat y"), self.changed.get(Symbol("a"), self.activation(z)))
        values = {
            "w": lambda: self._vector("w")[None],
            "x": lambda: self._vector("x")[None],
            "b": lambda: b,
            "\\theta": lambda: -b,
            "z": lambda: z,
            "a": lambda: float(a),
            "hat y": lambda: float(a),
            "t": lambda: self.t,
            "L": lambda: float(self.loss(a, self.t)),
            "n": lambda: float(len(self.w)),
            "d": lambda: float(xb.Perceptron(self.w, b).distance(self._vector("x"))),
            "\\eta": lambda: 0.3,
        }
        return values[letter]() if letter in values else None


@dataclass
class Softmax(World):
    """A layer whose outputs are shares: z and a by index."""

    z: Array = field(default_factory=lambda: np.zeros(3))

    def with_changed(self, symbol: Symbol, value: Any) -> Softmax:
        return Softmax(**{**self.__dict__, "changed": {**self.changed, symbol: value}})

    def value(self, symbol: Symbol) -> Any | None:
        if symbol in self.changed:
            return self.changed[symbol]
        if symbol.letter not in ("z", "a") or symbol.layer:
            return None
        z = self.z.copy()
        for one, value in self.changed.items():
            if one.letter == "z" and one.index.isdigit():
                z[int(one.index) - 1] = value
        a = np.exp(z) / np.exp(z).sum()
        if not symbol.index:
            return None
        if not symbol.index.isdigit():
            return None
        if not 1 <= int(symbol.index) <= len(z):
            raise MeaninglessError(f"{symbol}: the layer has {len(z)} units")
        return float((z if symbol.letter == "z" else a)[int(symbol.index) - 1])


def on_the_line(rng: np.random.Generator, w: Array, b: float, name: str = "a unit") -> Unit:
    """Draw an input where the weighted sum is 0."""
    x = rng.normal(size=len(w))
    last = int(np.argmax(np.abs(w)))
    x[last] -= (w @ x + b) / w[last]
    return Unit(name=f"{name} on its line", is_stepped=True, w=w, x=x, b=b, activation=step)


@dataclass
class Put(World):
    """The numbers that a formula has put in the place of letters."""

    name: str = "the numbers put in"
    values: dict[Symbol, float] = field(default_factory=dict)

    def with_changed(self, symbol: Symbol, value: Any) -> Put:
        return Put(values={**self.values, symbol: value})

    def value(self, symbol: Symbol) -> Any | None:
        return self.values.get(symbol)


@dataclass
class Names(World):
    """What a page's own code calls by the letters of its formulas."""

    namespace: dict[str, Any] = field(default_factory=dict)

    def with_changed(self, symbol: Symbol, value: Any) -> Names:
        return Names(**{**self.__dict__, "changed": {**self.changed, symbol: value}})

    def value(self, symbol: Symbol) -> Any | None:
        if symbol in self.changed:
            return self.changed[symbol]
        name = symbol.letter.removeprefix("\\").removeprefix("hat ")
        found = self.namespace.get(name)
        if symbol.index.isdigit() and len(symbol.index) == 1 and np.ndim(found) == 1:
            found = found[int(symbol.index) - 1] if int(symbol.index) <= len(found) else None
        elif symbol.index:
            found = self.namespace.get(name + symbol.index)
        if symbol.layer or isinstance(found, bool | str) or not np.isrealobj(found):
            return None
        try:
            return float(np.squeeze(found)) if np.size(found) == 1 else None
        except (TypeError, ValueError):
            return None


COMMON = ("half squared", "BCE")


def random_net(rng: np.random.Generator, sizes: list[int], samples: int, **given: Any) -> Net:
    """Draw a network of these sizes with its inputs and targets."""
    pairs = list(pairwise(sizes))
    return Net(
        weights=[rng.normal(size=pair) for pair in pairs],
        biases=[rng.normal(size=(1, pair[1])) for pair in pairs],
        inputs=rng.normal(size=(samples, sizes[0])),
        targets=rng.uniform(0.1, 0.9, size=(samples, sizes[-1])),
        any_weight=(1, int(rng.integers(1, sizes[0] + 1)), int(rng.integers(1, sizes[1] + 1))),
        **given,
    )


def families(rng: np.random.Generator, sizes: list[list[int]]) -> Iterator[list[World]]:
    """Yield worlds of a kind, three draws of each: a statement has to hold in all of a kind."""
    for size in sizes:
        for samples in (1, 4):
            for loss_name, loss in LOSSES.items():
                for name, activation in (("sigmoid", sigmoid), ("identity", lambda z: z)):
                    activations = [activation] * (len(size) - 1)
                    if loss is not half_squared and name == "identity":
                        continue
                    yield [
                        random_net(
                            rng, size, samples,
                            name=f"a {'-'.join(map(str, size))} network, {name}, {loss_name}",
                            activations=activations, loss=loss, is_identity=name == "identity",
                            is_common=loss_name in COMMON,
                        )
                        for _ in range(3)
                    ]  # fmt: skip
    for inputs in (2, 3, 1):
        for name, activation in ACTIVATIONS.items():
            for loss_name, loss in LOSSES.items():
                if loss is not half_squared and name != "sigmoid":
                    continue
                yield [
                    Unit(
                        name=f"a {name} unit of {inputs} inputs, {loss_name}",
                        is_identity=name == "identity", is_stepped=name == "step",
                        is_common=loss_name in COMMON,
                        w=rng.normal(size=inputs), x=rng.normal(size=inputs), b=float(rng.normal()),
                        activation=activation, loss=loss, t=float(rng.uniform(0.1, 0.9)),
                    )
                    for _ in range(40 if name == "step" else 8)
                ]  # fmt: skip
    for samples in (1, 4):
        yield [
            random_net(
                rng, [2, 3], samples, name="1 layer", activations=[sigmoid], loss=half_squared
            )
            for _ in range(3)
        ]  # fmt: skip
    yield [on_the_line(rng, rng.normal(size=2), float(rng.normal())) for _ in range(3)]
    yield [Softmax(name="softmax", z=rng.normal(size=3)) for _ in range(3)]
    yield [World(seed=seed) for seed in (1, 2, 3)]
    for loss_name, loss in MORE_LOSSES.items():
        for samples in (1, 4):
            yield [
                random_net(
                    rng, [2, 2, 1], samples, name=f"a 2-2-1 network, sigmoid, {loss_name}",
                    activations=[sigmoid] * 2, loss=loss, is_common=False,
                )
                for _ in range(3)
            ]  # fmt: skip


@lru_cache(maxsize=1)
def all_families() -> list[list[World]]:
    """Every kind of world, drawn once."""
    rng = np.random.default_rng(1986)
    return list(families(rng, [[2, 2, 1], [2, 3, 2], [1, 1, 1]]))
