"""Training without backpropagation: every slope measured by two more forward passes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from xorbook._training_loop import Passes, with_ones
from xorbook._validation import Floats, as_float, check_count, check_positive, check_type
from xorbook.activations import sigmoid
from xorbook.history import History, history_of
from xorbook.losses import binary_cross_entropy
from xorbook.network import Network
from xorbook.parameters import layer_views
from xorbook.plateau import End, plateau_of
from xorbook.training import check_slopes, checked_data

# Keeps the logarithms finite where a prediction reaches 0 or 1.
INSIDE_LOGARITHM = 1e-7


def train_numerically(
    net: Network,
    x: ArrayLike,
    target: ArrayLike,
    *,
    learning_rate: float = 0.01,
    steps: int = 10_001,
    difference: float = 0.0001,
) -> History:
    """Train a network in place by central differences, as the deep-learning lecture's class does.

    The loss is the sum over the samples of −(t ln(ŷ + 1e-7) + (1 − t) ln(1 − ŷ + 1e-7)). A step
    moves W1, then b1, then W2, then b2, and so on through the layers, each by its own measured
    gradient, θ ← θ − η (L(θ + h) − L(θ − h)) / 2h. Two things differ from gradient descent on the
    mean: a sum is n_samples times as steep, and each array is measured where those before
    it have just moved to. For n parameters, a step costs 2n forward passes. Ctrl-C ends the run
    after the last whole step and returns what there is.

    Parameters
    ----------
    net : Network
        It is changed. Its last activation must be the sigmoid; the lecture's has sizes 2-6-1 and
        starts from `Uniform()`.
    x : array-like of shape (n_samples, n_inputs) or (n_inputs,)
    target : array-like of the output's shape
        In [0, 1].
    learning_rate : float, default 0.01
        η, above 0.
    steps : int, default 10001
        How many times to go through all arrays, at least 0.
    difference : float, default 0.0001
        h, above 0.

    Returns
    -------
    History
        The loss is the sum above. What the lecture's listing prints as step k is after k + 1 here.

    Raises
    ------
    TypeError
        If `net` is no Network, `steps` no integer, or another argument not made of real numbers.
    ValueError
        If the net does not end in a sigmoid or holds a step, shapes do not fit, a target lies
        outside [0, 1], or a setting is out of its range.

    Notes
    -----
    The order of the arrays, the constants and the number of steps are those of the lecture's
    code, which trains XOR with them.

    Examples
    --------
    >>> import xorbook as xb
    >>> X, t = xb.xor()
    >>> net = xb.Network.random((2, 6, 1), rng=0, initializer=xb.Uniform())
    >>> history = xb.train_numerically(net, X, t, steps=100)
    >>> print(f"{history.loss[0]:.4f} {history.loss[100]:.4f}")
    4.8700 2.7692
    """
    check_type(net, Network, "net")
    if net.activations[-1] != sigmoid:
        raise ValueError(f"net must end in a sigmoid, got {net.activations[-1].name}")
    check_slopes(net.activations)
    samples, targets = checked_data(x, target, net.sizes, binary_cross_entropy)
    rate, h = _positive(learning_rate, "learning_rate"), _positive(difference, "difference")
    check_count(steps, "steps", least=0)
    predict = _predictor(net, samples)
    arrays = _arrays(net)

    ones, zeros = targets, 1 - targets

    def loss() -> float:
        return _summed_cross_entropy(predict(), ones, zeros)

    predictions, stopped = [predict()], "steps"
    theta = net.parameters._theta
    whole = theta.copy()
    try:
        for _ in range(steps):
            for array in arrays:
                gradient = [_slope(loss, theta, k, h) for k in array]
                theta[array.start : array.stop] -= rate * np.array(gradient)
            predictions.append(predict())
            whole[:] = theta
    except KeyboardInterrupt:
        theta[:], stopped = whole, "interrupted"
    passes = Passes(theta, net.sizes, net.activations, binary_cross_entropy)
    with np.errstate(all="ignore"):
        _, pull = passes.pull(with_ones(samples), targets)
    return _history(predictions, targets, stopped, pull)


def _slope(loss: Callable[[], float], theta: Floats, k: int, h: float) -> float:
    """Measure ∂L/∂θ_k with two forward passes, and put θ_k back."""
    value = theta[k]
    theta[k] = value + h
    above = loss()
    theta[k] = value - h
    below = loss()
    theta[k] = value
    return (above - below) / (2 * h)


def _summed_cross_entropy(y: Floats, ones: Floats, zeros: Floats) -> float:
    """Return the lecture's loss for targets t = `ones`, 1 − t = `zeros`."""
    at_ones = np.vdot(ones, np.log(y + INSIDE_LOGARITHM))
    at_zeros = np.vdot(zeros, np.log(1 - y + INSIDE_LOGARITHM))
    return -float(at_ones + at_zeros)


def _predictor(net: Network, x: Floats) -> Callable[[], Floats]:
    """Return the forward pass for `x` alone, without the checks that 2n of them need not repeat."""
    views = layer_views(net.parameters._theta, net.sizes)
    layers = list(zip(views, net.activations, strict=True))

    def predict() -> Floats:
        a = x
        for (W, b), activation in layers:
            # np.dot takes half the time of @ on matrices this small.
            with np.errstate(over="ignore"):
                a = activation._value(np.dot(a, W) + b)
        return a

    return predict


def _arrays(net: Network) -> list[range]:
    """Return where in `theta` each W and b stands, in the order of the updates."""
    arrays, start = [], 0
    for pair in zip(net.W.values(), net.b.values(), strict=True):
        for part in pair:
            arrays.append(range(start, start + part.size))
            start += part.size
    return arrays


def _history(predictions: list[Floats], t: Floats, stopped: str, pull: float) -> History:
    loss = np.array([_summed_cross_entropy(y, t, 1 - t) for y in predictions])
    accuracy = np.array([(np.abs(y - t) < 0.5).all(axis=1).mean() for y in predictions])
    plateau = plateau_of(End(predictions[-1], loss[-1], accuracy[-1], pull), t, _lowest)
    return history_of(np.arange(len(predictions)), loss, accuracy, {}, stopped, plateau)


def _lowest(answers: Floats, t: Floats) -> float:
    """Return the loss of the best common answers, for the plateau."""
    return _summed_cross_entropy(answers, t, 1 - t)


def _positive(value: float, name: str) -> float:
    number = as_float(value, name)
    check_positive(number, name)
    return number
