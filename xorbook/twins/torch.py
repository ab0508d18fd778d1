"""The twin of a network in PyTorch: every W transposed, a layer and its activation apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xorbook._validation import describe
from xorbook.activations import Activation, identity, relu, sigmoid, softmax, tanh
from xorbook.network import Network
from xorbook.twins.base import Framework, network

if TYPE_CHECKING:
    import torch

TORCH = Framework(
    module="torch",
    needed="PyTorch",
    sequential="nn.Sequential",
    names={
        identity: "Identity",
        sigmoid: "Sigmoid",
        tanh: "Tanh",
        relu: "ReLU",
        softmax: "Softmax",
    },
)


def to_torch(net: Network) -> torch.nn.Sequential:
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
    layers = TORCH.layers(net)
    torch = TORCH.installed()
    modules = []
    for W, b, name in layers:
        # A plain Linear would draw a random start first, only to have it replaced.
        linear = torch.nn.utils.skip_init(torch.nn.Linear, *W.shape, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W.T))
            linear.bias.copy_(torch.from_numpy(b))
        options = {"dim": -1} if name == "Softmax" else {}
        modules += [linear, getattr(torch.nn, name)(**options)]
    return torch.nn.Sequential(*modules)


def from_torch(module: torch.nn.Sequential) -> Network:
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
        If `module` is no Sequential, or a weight is complex.
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
    torch = TORCH.of(module, "module")
    known = TORCH.known(torch.nn)
    layers: list[tuple[Any, Any, Activation]] = []
    open_ended = False  # whether an activation may follow
    for layer in module:
        # A subclass can compute anything, so only the class itself is known.
        if type(layer) is torch.nn.Linear and layer.bias is not None:
            layers.append((_array(layer.weight).T, _array(layer.bias), identity))
            open_ended = True
        elif type(layer) in known and open_ended and _fits(layer):
            layers[-1] = (*layers[-1][:2], known[type(layer)])
            open_ended = False
        else:
            raise _unknown(f"{describe(layer)} after {len(layers)} Linear")
    if not layers:
        raise _unknown("none")
    return network(layers)


def _fits(layer: Any) -> bool:
    # Samples are rows, so axis 1 is the last one, too.
    return getattr(layer, "dim", -1) in (-1, 1)


def _array(tensor: Any) -> Any:
    # NumPy knows no bfloat16.
    return (tensor.double() if tensor.is_floating_point() else tensor).detach().cpu().numpy()


def _unknown(came: str) -> ValueError:
    return ValueError(
        "module must hold Linear layers with a bias, each followed by at most one of "
        f"{TORCH} (with dim=-1), got {came}"
    )
