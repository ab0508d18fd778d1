"""The numbers of the interactive figures are those of the package, for random networks."""

from __future__ import annotations

import numpy as np
import pytest

import xorbook as xb
from tests.interactive.engine import Engine

CLOSE = {"rtol": 1e-12, "atol": 1e-14}
LOSSES = [xb.half_squared_error, xb.mean_squared_error, xb.binary_cross_entropy]
HIDDEN = [xb.sigmoid, xb.tanh, xb.relu, xb.identity]
SIZES = [(2, 2, 1), (1, 1), (3, 4, 2), (2, 3, 3, 1), (2, 8, 1)]
OPTIMIZERS = {
    "sgd": (xb.SGD(0.5), {"rate": 0.5}),
    "momentum": (xb.Momentum(0.5, momentum=0.8), {"rate": 0.5, "momentum": 0.8}),
    "adam": (xb.Adam(0.05), {"rate": 0.05}),
}
PASS = """(() => {
  const net = core.network(sizes, theta, names);
  const trace = core.forward(net, X);
  return {z: trace.z.slice(1), a: trace.a, loss: core.lossOf(net, trace, T, loss),
          deltas: core.deltas(net, trace, T, loss).slice(1),
          gradients: core.gradients(net, trace, T, loss)};
})()"""
PATHS = """(() => {
  const net = core.network(sizes, theta, names);
  return core.parameterNames(sizes).map(name => [name,
    core.chainPaths(net, core.forward(net, X), T, loss, name)]);
})()"""
STEPS = (1, 10, 100, 1000)
TRAIN = """(() => {
  const update = core.optimizers[optimizer](settings);
  const kept = [];
  for (let step = 1; step <= steps.at(-1); step += 1) {
    const net = core.network(sizes, theta);
    update(theta, core.gradients(net, core.forward(net, X), T, loss));
    if (steps.includes(step)) kept.push([...theta]);
  }
  return kept;
})()"""


def drawn(
    case: int, samples: int, loss: xb.Loss | None = None
) -> tuple[xb.Network, np.ndarray, np.ndarray, dict]:
    """Return a random network, inputs and targets, and the same as JavaScript takes it.

    Binary cross-entropy is the core's behind a sigmoid alone, as in the book.
    """
    rng = np.random.default_rng(case)
    sizes = SIZES[case % len(SIZES)]
    activations = [HIDDEN[rng.integers(len(HIDDEN))] for _ in sizes[1:]]
    if loss is xb.binary_cross_entropy:
        activations[-1] = xb.sigmoid
    net = xb.Network.random(sizes, rng=rng, activations=activations, initializer=xb.Normal(0, 1.5))
    X, T = rng.normal(size=(samples, sizes[0])), rng.uniform(size=(samples, sizes[-1]))
    given = {"sizes": sizes, "theta": net.theta.tolist(), "X": X.tolist(), "T": T.tolist()}
    given["names"] = [activation.name for activation in activations]
    return net, X, T, given


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_forward_deltas_losses_and_gradients(js: Engine, loss: xb.Loss) -> None:
    for case in range(40):
        net, X, T, given = drawn(case, 1 + case % 4, loss)
        got = js(PASS, **given, loss=loss.name)
        trace = net.forward(X)
        deltas = net.deltas(trace, T, loss=loss)
        for layer in range(1, len(net.sizes)):
            np.testing.assert_allclose(got["z"][layer - 1], trace.z[layer], **CLOSE)
            np.testing.assert_allclose(got["a"][layer], trace.a[layer], **CLOSE)
            np.testing.assert_allclose(got["deltas"][layer - 1], deltas[layer], **CLOSE)
        np.testing.assert_allclose(got["loss"], net.loss(X, T, loss=loss), **CLOSE)
        expected = net.backward(trace, T, loss=loss).theta
        np.testing.assert_allclose(got["gradients"], expected, **CLOSE)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_the_loss_of_a_sum_behind_a_sigmoid(js: Engine, loss: xb.Loss) -> None:
    rng = np.random.default_rng(0)
    sums, targets = rng.normal(0, 8, 50), rng.integers(0, 2, 50)
    got = js("z.map((z, n) => core.losses[loss].ofSum(z, t[n]))",
             z=sums.tolist(), t=targets.tolist(), loss=loss.name)  # fmt: skip
    unit = xb.Network([([[1.0]], [0.0])], [xb.sigmoid])
    expected = [unit.loss([z], [t], loss=loss) for z, t in zip(sums, targets, strict=True)]
    np.testing.assert_allclose(got, expected, **CLOSE)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_factors_on_every_path(js: Engine, loss: xb.Loss) -> None:
    for case in range(20):
        net, X, T, given = drawn(case, 1, loss)
        trace = net.forward(X[0])
        for name, paths in js(PATHS, **given, loss=loss.name):
            expected = xb.chain_paths(net, trace, T[0], name, loss=loss)
            assert [[name for name, _ in path] for path in paths] == [[*path] for path in expected]
            for path, factors in zip(paths, expected, strict=True):
                np.testing.assert_allclose(
                    [value for _, value in path], [*factors.values()], **CLOSE
                )
        assert name == net.parameters.names[-1]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers_step_by_step(js: Engine, name: str) -> None:
    optimizer, settings = OPTIMIZERS[name]
    X, t = xb.xor()
    loss = xb.binary_cross_entropy
    net = xb.worked_example()
    given = {"sizes": net.sizes, "theta": net.theta.tolist(), "X": X.tolist(), "T": t.tolist()}
    history = xb.train(
        net, X, t, loss=loss, optimizer=optimizer, steps=STEPS[-1], parameters_at=STEPS
    )
    got = js(TRAIN, **given, optimizer=name, settings=settings, steps=STEPS, loss=loss.name)
    for step, theta in zip(STEPS, got, strict=True):
        np.testing.assert_allclose(
            theta, history.parameters[step].theta, rtol=1e-12, atol=1e-12, err_msg=f"step {step}"
        )


@pytest.mark.parametrize("seed", [0, 1, 42, 2**32 - 1, 2**32, 2**53 - 1])
def test_the_generator_draws_what_numpy_draws(js: Engine, seed: int) -> None:
    draws = (
        "(() => { const rng = core.generator(seed); return [...Array(20)].map(() => f(rng)); })()"
    )
    uniform = js(draws.replace("f(rng)", "rng.uniform(-2, 3)"), seed=seed)
    assert uniform == np.random.default_rng(seed).uniform(-2, 3, size=20).tolist()
    plain = js(draws.replace("f(rng)", "rng.random()"), seed=seed)
    assert plain == np.random.default_rng(seed).random(20).tolist()


def test_a_sum_far_from_zero_is_no_trouble(js: Engine) -> None:
    slopes = js("[-800, -40, 0, 40, 800].map(core.activations.sigmoid.slope)")
    expected = xb.sigmoid.derivative([-800.0, -40.0, 0.0, 40.0, 800.0])
    np.testing.assert_allclose(slopes, expected, **CLOSE)
    loss = js("core.losses.binary_cross_entropy.valueOfSum([[800], [-800]], [[0], [0]])")
    assert loss == 400


def test_the_step_fires_above_zero_and_has_no_slope_there(js: Engine) -> None:
    sums = [-2.0, 0.0, 5e-324, 2.0]
    assert js("sums.map(core.activations.step.value)", sums=sums) == xb.step(sums).tolist()
    got = js("sums.map(core.activations.step.slope).map(String)", sums=sums)
    np.testing.assert_array_equal([float(slope) for slope in got], xb.step.derivative(sums))


def test_too_many_parameters_are_refused(js: Engine) -> None:
    refused = """(() => {
      try { core.network([2, 2, 1], Array(count).fill(0)) } catch (error) { return error.message }
    })()"""
    assert js(refused, count=10) == "expected 9 parameters, got 10"
    assert js("core.parameterNames(sizes)", sizes=[2, 2, 1]) == [
        *xb.worked_example().parameters.names
    ]
