"""Networks to compare, and the package's parameter order read off a PyTorch module."""

import os
from importlib import import_module
from importlib.util import find_spec

import numpy as np
import pytest

import xorbook as xb

ACTIVATIONS = (xb.identity, xb.sigmoid, xb.tanh, xb.relu, xb.softmax)
SIZES = [(2, 1), (2, 3, 1), (3, 4, 3, 2)]
AGREE = {"rtol": 1e-12, "atol": 1e-12}

# In `make test-frameworks` a framework that is not there fails.
REQUIRED = os.environ.get("XORBOOK_REQUIRE_FRAMEWORKS") == "1"


def installed(name):
    """Import a framework; without it, skip the tests of a module unless it is required."""
    if find_spec(name) is None and not REQUIRED:
        pytest.skip(f"{name} is not installed: make test-frameworks", allow_module_level=True)
    return import_module(name)


def random_net(sizes, hidden, output=xb.sigmoid):
    if output is xb.softmax and sizes[-1] == 1:
        sizes = (*sizes[:-1], 2)  # one share alone is always 1
    activations = [hidden] * (len(sizes) - 2) + [output]
    return xb.Network.random(sizes, rng=np.random.default_rng(0), activations=activations)


def as_theta(module, attribute):
    """Flatten weights or gradients in the package's order, without its help."""
    linear = [layer for layer in module if hasattr(layer, "weight")]
    pairs = [(attribute(layer.weight).T, attribute(layer.bias)) for layer in linear]
    return np.concatenate([part.detach().numpy().ravel() for pair in pairs for part in pair])
