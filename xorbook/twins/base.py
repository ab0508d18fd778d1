"""What the twins share: the frameworks' names for things, what is refused, and in which words."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from xorbook._validation import Floats, check_type, describe
from xorbook.activations import Activation
from xorbook.network import Network


@dataclass(frozen=True)
class Framework:
    """A framework in which a network is a `Sequential` of layers: what it calls things.

    `module` is what Python imports, `needed` what must be installed, `sequential` the class, and
    `names` are those of the activations that it can train with.
    """

    module: str
    needed: str
    sequential: str
    names: dict[Activation, str]

    def layers(self, net: Network) -> list[tuple[Floats, Floats, str]]:
        """Return W, b and the name of the activation, layer by layer."""
        check_type(net, Network, "net")
        for activation in net.activations:
            if activation not in self.names:
                known = ", ".join(known.name for known in self.names)
                raise ValueError(
                    f"net must have activations with a gradient to train with ({known}), "
                    f"got {describe(activation)}"
                )
        names = [self.names[activation] for activation in net.activations]
        return list(zip(net.W.values(), net.b.values(), names, strict=True))

    def installed(self) -> Any:
        """Import the framework, or say what to install."""
        try:
            return import_module(self.module)
        except ModuleNotFoundError as error:
            raise ImportError(
                f"{self.needed} must be installed (pip install 'xorbook[{self.module}]'), "
                f"got: {error}"
            ) from error

    def of(self, model: object, name: str) -> Any:
        """Return the framework that a model is from; refuse what is no Sequential of it."""
        # Nothing can come from a framework that was never imported.
        framework = sys.modules.get(self.module)
        if framework is None or not isinstance(model, _attribute(framework, self.sequential)):
            whole = f"{self.module}.{self.sequential}"
            raise TypeError(f"{name} must be a {whole}, got {describe(model)}")
        return framework

    def known(self, namespace: Any) -> dict[Any, Activation]:
        """Return the activations by what stands under their names in the framework."""
        return {getattr(namespace, name): activation for activation, name in self.names.items()}

    def __str__(self) -> str:
        return ", ".join(self.names.values())


def _attribute(thing: Any, path: str) -> Any:
    for name in path.split("."):
        thing = getattr(thing, name)
    return thing


def network(layers: Iterable[tuple[Any, Any, Activation]]) -> Network:
    """Build a network from arrays W and b and activations; narrower floats widen exactly."""
    pairs, activations = [], []
    for W, b, activation in layers:
        pairs.append((_widened(W), _widened(b)))
        activations.append(activation)
    return Network(pairs, activations)


def _widened(array: Any) -> Any:
    # Of complex numbers it would keep half: Network refuses them as they are.
    return array if array.dtype.kind == "c" else array.astype(np.float64)
