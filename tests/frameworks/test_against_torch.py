"""Losses, gradients and optimisers against PyTorch, from the same weights."""

import numpy as np
import pytest

import xorbook as xb
from tests.frameworks.networks import ACTIVATIONS, AGREE, SIZES, as_theta, installed, random_net

torch = installed("torch")
functional = torch.nn.functional

SHARES = (xb.sigmoid, xb.softmax)
ABOVE_MINUS_ONE = (xb.sigmoid, xb.tanh, xb.relu, xb.softmax)

# The loss in PyTorch's words, and the output activations whose values lie in its domain.
LOSSES = {
    "half_squared_error": (
        lambda y, t: functional.mse_loss(y, t, reduction="sum") / (2 * len(y)),
        ACTIVATIONS,
    ),
    "mean_squared_error": (functional.mse_loss, ACTIVATIONS),
    "mean_absolute_error": (functional.l1_loss, ACTIVATIONS),
    "mean_absolute_percentage_error": (
        lambda y, t: 100 * functional.l1_loss(y / t, torch.ones_like(t)),
        ACTIVATIONS,
    ),
    "mean_squared_logarithmic_error": (
        lambda y, t: functional.mse_loss(torch.log1p(y), torch.log1p(t)),
        ABOVE_MINUS_ONE,
    ),
    "binary_cross_entropy": (
        lambda y, t: functional.binary_cross_entropy(y, t, reduction="sum") / len(y),
        SHARES,
    ),
    "categorical_cross_entropy": (
        lambda y, t: (
            functional.kl_div(torch.log(y), t, reduction="batchmean")
            - torch.xlogy(t, t).sum() / len(t)
        ),
        (xb.softmax,),
    ),
}
OPTIMIZERS = [
    (xb.SGD(0.5), lambda p: torch.optim.SGD(p, lr=0.5)),
    (xb.Momentum(0.1), lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)),
    (xb.Momentum(0.1, momentum=0.5), lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.5)),
    (xb.RMSProp(), lambda p: torch.optim.RMSprop(p)),
    (
        xb.RMSProp(0.1, decay=0.9, epsilon=0.01),
        lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9, eps=0.01),
    ),
    (xb.Adam(), lambda p: torch.optim.Adam(p)),
    (
        xb.Adam(0.1, beta1=0.8, beta2=0.9, epsilon=0.01),
        lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.9), eps=0.01),
    ),
]


def targets(name, shape, rng):
    if name == "binary_cross_entropy":
        return rng.integers(0, 2, size=shape).astype(float)
    values = rng.uniform(0.5, 2, size=shape)
    return values / values.sum(axis=1, keepdims=True) if "categorical" in name else values


def test_every_loss_is_compared():
    assert set(LOSSES) == {n for n in xb.__all__ if isinstance(getattr(xb, n), xb.Loss)}


CASES = [(name, output) for name, (_, outputs) in LOSSES.items() for output in outputs]


@pytest.mark.parametrize(("name", "output"), CASES, ids=str)
def test_loss_and_gradients(name, output):
    loss, torch_loss = getattr(xb, name), LOSSES[name][0]
    rng = np.random.default_rng(1)
    for sizes in SIZES:
        for hidden in ACTIVATIONS if len(sizes) > 2 else ACTIVATIONS[:1]:
            for samples in (1, 7):
                net = random_net(sizes, hidden, output)
                module = xb.to_torch(net)
                x = rng.normal(size=(samples, sizes[0]))
                t = targets(name, (samples, net.sizes[-1]), rng)
                measured = torch_loss(module(torch.tensor(x)), torch.tensor(t))
                measured.backward()
                np.testing.assert_allclose(net.loss(x, t, loss=loss), measured.item(), **AGREE)
                gradients = net.backward(net.forward(x), t, loss=loss).theta
                np.testing.assert_allclose(gradients, as_theta(module, lambda p: p.grad), **AGREE)


@pytest.mark.parametrize("z", [-1000.0, -30.0, 30.0, 1000.0])
def test_cross_entropy_from_certain_and_wrong_answers(z):
    net = xb.Network([([[z]], [0])], [xb.sigmoid])
    x, t = [[1.0]], [[float(z < 0)]]
    logits = xb.to_torch(net)[:1]
    measured = functional.binary_cross_entropy_with_logits(
        logits(torch.tensor(x, dtype=torch.float64)), torch.tensor(t, dtype=torch.float64)
    )
    measured.backward()
    loss = xb.binary_cross_entropy
    np.testing.assert_allclose(net.loss(x, t, loss=loss), measured.item(), **AGREE)
    gradients = net.backward(net.forward(x), t, loss=loss).theta
    np.testing.assert_allclose(gradients, as_theta(logits, lambda p: p.grad), **AGREE)


def test_every_optimizer_is_compared():
    named = {
        name
        for name in xb.__all__
        if isinstance(thing := getattr(xb, name), type) and issubclass(thing, xb.Optimizer)
    }
    elsewhere = {"Optimizer", "KerasAdam"}  # what Keras does is compared with Keras
    assert {type(optimizer).__name__ for optimizer, _ in OPTIMIZERS} == named - elsewhere


@pytest.mark.parametrize(("optimizer", "in_torch"), OPTIMIZERS, ids=[str(o) for o, _ in OPTIMIZERS])
def test_two_hundred_steps(optimizer, in_torch):
    X, t = xb.xor()
    net = random_net((2, 3, 1), xb.tanh)
    module = xb.to_torch(net)
    follow = in_torch(module.parameters())
    losses = []
    for _ in range(200):
        follow.zero_grad()
        measured = functional.binary_cross_entropy(module(torch.tensor(X)), torch.tensor(t))
        measured.backward()
        losses.append(measured.item())
        follow.step()
    history = xb.train(net, X, t, loss=xb.binary_cross_entropy, optimizer=optimizer, steps=200)
    np.testing.assert_allclose(history.loss[:-1], losses, rtol=0, atol=1e-9)
    np.testing.assert_allclose(net.theta, as_theta(module, lambda p: p), rtol=0, atol=1e-9)
    assert history.loss[-1] < 0.95 * history.loss[0]
