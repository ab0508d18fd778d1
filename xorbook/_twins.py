"""What the twins in PyTorch and Keras share."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from xorbook._validation import check_type, describe
from xorbook.activations import Activation
from xorbook.network import Network


def installed(name: str, needed: str) -> Any:
    """Import a framework, or say what to install."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{needed} must be installed (pip install 'xorbook[{name}]'), got: {error}"
        ) from error


def loaded(name: str) -> ModuleType | None:
    """Return a framework that is in use. Nothing can come from one that was never imported."""
    return sys.modules.get(name)


def twin_names(net: Network, names: dict[Activation, str]) -> list[str]:
    """Return what the framework calls the network's activations, layer by layer."""
    check_type(net, Network, "net")
    for activation in net.activations:
        if activation not in names:
            known = ", ".join(known.name for known in names)
            raise ValueError(
                f"net must have activations with a gradient to train with ({known}), "
                f"got {describe(activation)}"
            )
    return [names[activation] for activation in net.activations]
