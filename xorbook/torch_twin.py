"""The twin of a network in PyTorch, with the same weights, and back.

PyTorch is imported inside the functions: whoever does not call them does not need it.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from xorbook._twins import installed, loaded, twin_names
from xorbook._validation import Floats, describe
from xorbook.activations import Activation, identity, relu, sigmoid, softmax, tanh
from xorbook.network import Network

if TYPE_CHECKING:
    import torch

NAMES: dict[Activation, str] = {
    identity: "Identity",
    sigmoid: "Sigmoid",
    tanh: "Tanh",
    relu: "ReLU",
    softmax: "Softmax",
}


def to_torch(net: Network) -> "torch.nn.Sequential":
    """Build the network's twin in PyTorch: same weights, same outputs, in float64.

    PyTorch's `Linear` computes x @ weight.T + bias and keeps its weight of shape (n_to, n_from):
    every W goes over transposed. What comes out is a copy: training one does not change the
    other. No random number is drawn.

    Parameters
    ----------
    net : Network

    Returns
    -------
    torch.nn.Sequential
        A `Linear` and its activation for each layer: `module[0]` and `module[1]` are layer 1.

    Raises
    ------
    TypeError
        If `net` is no Network.
    ValueError
        If an activation is the step: it has no gradient that a framework could train with.
    ImportError
        If PyTorch is not installed.

    Notes
    -----
    A. Paszke et al., "PyTorch: An Imperative Style, High-Performance Deep Learning Library",
    NeurIPS (2019).

    Examples
    --------
    >>> import torch
    >>> from xorbook import to_torch, worked_example, xor
    >>> X, t = xor()
    >>> module = to_torch(worked_example())
    >>> print(f"{module(torch.tensor(X))[2].item():.6f}")
    0.933156
    """
    names = twin_names(net, NAMES)
    torch = installed("torch", "PyTorch")
    modules = []
    for W, b, name in zip(net.W.values(), net.b.values(), names, strict=True):
        # A plain Linear would draw a random start first, only to have it replaced.
        linear = torch.nn.utils.skip_init(torch.nn.Linear, *W.shape, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W.T))
            linear.bias.copy_(torch.from_numpy(b))
        options = {"dim": -1} if name == "Softmax" else {}
        modules += [linear, getattr(torch.nn, name)(**options)]
    return torch.nn.Sequential(*modules)


def from_torch(module: "torch.nn.Sequential") -> Network:
    """Build a network from a PyTorch module: same weights, same outputs, in float64.

    Every weight is transposed back, as `to_torch` says. Narrower floats become float64 exactly.

    Parameters
    ----------
    module : torch.nn.Sequential
        `Linear` layers with a bias, each followed by at most one of `Identity`, `Sigmoid`,
        `Tanh`, `ReLU` and `Softmax` (over the last axis); by none means identity.

    Returns
    -------
    Network

    Raises
    ------
    TypeError
        If `module` is no Sequential, or a weight is not made of real floats.
    ValueError
        If it holds other layers or in another order, their shapes do not fit together, or a
        weight is not finite.

    Examples
    --------
    >>> from xorbook import from_torch, to_torch, worked_example
    >>> net = worked_example()
    >>> bool((from_torch(to_torch(net)).theta == net.theta).all())
    True
    """
    torch: Any = loaded("torch")
    if torch is None or not isinstance(module, torch.nn.Sequential):
        raise TypeError(f"module must be a torch.nn.Sequential, got {describe(module)}")
    known = {getattr(torch.nn, name): activation for activation, name in NAMES.items()}
    pairs: list[tuple[Floats, Floats]] = []
    activations: list[Activation] = []
    for layer in module:
        # A subclass can compute anything, so only the class itself is known.
        if type(layer) is torch.nn.Linear and layer.bias is not None:
            activations += [identity] * (len(pairs) - len(activations))
            pairs.append((_floats(layer.weight).T, _floats(layer.bias)))
        elif type(layer) in known and len(activations) < len(pairs) and _fits(layer):
            activations.append(known[type(layer)])
        else:
            raise _unknown(f"{describe(layer)} after {len(pairs)} Linear")
    if not pairs:
        raise _unknown("none")
    return Network(pairs, activations + [identity] * (len(pairs) - len(activations)))


def _fits(layer: Any) -> bool:
    # Samples are rows, so axis 1 is the last one, too.
    return getattr(layer, "dim", -1) in (-1, 1)


def _floats(tensor: Any) -> Floats:
    if not tensor.is_floating_point():
        raise TypeError(f"weights must be real floats, got {tensor.dtype}")
    return np.asarray(tensor.detach().cpu().double().numpy(), dtype=np.float64)


def _unknown(came: str) -> ValueError:
    return ValueError(
        "module must hold Linear layers with a bias, each followed by at most one of "
        f"{', '.join(NAMES.values())} (with dim=-1), got {came}"
    )
