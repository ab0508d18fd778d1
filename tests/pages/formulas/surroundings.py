"""What surrounds a formula on its page: what its code has made, what its text has defined."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

import xorbook as xb
from tests.pages.formulas.evaluate import Definitions
from tests.pages.formulas.tree import Expression, Symbol
from tests.pages.formulas.worlds import (
    COMMON,
    LOSSES,
    Names,
    Net,
    Put,
    Unit,
    World,
    on_the_line,
    step,
)

# Larger arrays are no numbers that a formula names.
FEW = 8


@dataclass
class Surroundings:
    """What a page has said up to a formula, and what its code has made."""

    namespace: dict[str, Any] = field(default_factory=dict)
    definitions: Definitions = field(default_factory=dict)
    put: Put = field(default_factory=Put)
    local: dict[Symbol, Expression] = field(default_factory=dict)

    def copied(self) -> Surroundings:
        """The same, where letters may be given other meanings."""
        other = copy.copy(self)  # with the worlds, which take time to make
        other.definitions, other.local = dict(self.definitions), dict(self.local)
        other.put = Put(values=dict(self.put.values))
        return other

    @cached_property
    def worlds(self) -> list[list[World]]:
        """The networks and units of the namespace, made when a formula first asks for them."""
        return worlds_of(self.namespace)

    @cached_property
    def whole_networks(self) -> list[list[World]]:
        """The same networks, each with all its samples: for what is said of every input."""
        return [[net for net in nets(v) if not net.batch] for v in networks(self.namespace)]

    def numbers(self) -> Iterator[list[World]]:
        """Yield what the page's code calls by its letters, with the numbers that were put in."""
        for group in self.worlds[:1]:
            if isinstance(group[0], Names):
                yield [replace(group[0], changed=dict(self.put.values))]


def worlds_of(namespace: dict[str, Any]) -> list[list[World]]:
    """Every network of the namespace with every sample in play, one by one and as a batch.

    And every unit of it, or of the package, at points of its line and at the inputs of a gate.
    """
    found: list[list[World]] = [[Names(name="the page's code", namespace=namespace)]]
    rng = np.random.default_rng(1958)
    units = {**{name: getattr(xb, name) for name in ("AND", "OR", "NAND")}, **namespace}
    for name, unit in units.items():
        if isinstance(unit, xb.Perceptron):
            w, b = np.array(unit.weights, float), float(unit.bias)
            if np.any(w):
                found.append([on_the_line(rng, w, b, name) for _ in range(3)])
            found += [
                [Unit(name=f"{name} at {x}", w=w, b=b, x=np.array(x, float), activation=step)]
                for x in itertools.product((0, 1), repeat=len(w))
            ]
    return found + [[net] for given in networks(namespace) for net in nets(given)]


def networks(namespace: dict[str, Any]) -> list[xb.Network]:
    """Return the networks of a namespace, each once, the last first."""
    found = {_signed(v): v for v in namespace.values() if isinstance(v, xb.Network)}
    return list(reversed(found.values()))


def nets(net: xb.Network) -> Iterator[Net]:
    """Put a network of the page into worlds: with each sample of XOR, or with one that fits."""
    X, t = xb.xor()
    samples = [*((X[[k]], t[[k]]) for k in range(len(X))), (X, t)]
    if net.sizes[0] != X.shape[1] or net.sizes[-1] != t.shape[1]:
        samples = [(np.arange(net.sizes[0], 0.0, -1)[None], np.zeros((1, net.sizes[-1])))]
    layers = range(1, len(net.sizes))
    for inputs, targets in samples:
        for name in COMMON:
            yield Net(
                name=f"the page's network, {inputs.tolist()}, {name}",
                weights=[np.array(net.W[k]) for k in layers],
                biases=[np.array(net.b[k])[None] for k in layers],
                activations=list(net.activations),
                inputs=inputs,
                targets=targets,
                loss=LOSSES[name],
                learning_rate=1.0,
            )


def signature(namespace: dict[str, Any]) -> int:
    """Tell namespaces apart as far as formulas can: by their numbers, units and networks."""
    return hash(tuple((name, _signed(value)) for name, value in namespace.items()))


def _signed(value: Any) -> Any:
    if isinstance(value, xb.Network):
        return value.sizes, tuple(a.name for a in value.activations), value.theta.tobytes()
    if isinstance(value, xb.Perceptron):
        return np.array(value.weights).tobytes(), float(value.bias)
    if isinstance(value, int | float | np.number | np.ndarray) and np.size(value) <= FEW:
        return np.asarray(value).tobytes()
    return None
