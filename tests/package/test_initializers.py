"""Where the starts lie, and that many at once are many in a row."""

import math

import numpy as np
import pytest

import xorbook as xb

SIZES = (50, 40, 30)
EVERY = [
    xb.Uniform(),
    xb.Uniform(-2.0, 0.5),
    xb.Normal(),
    xb.Normal(3.0, 0.1),
    xb.Glorot(),
    xb.Glorot("normal"),
    xb.He(),
    xb.He("uniform"),
    xb.PyTorchLinear(),
]
every = pytest.mark.parametrize("initializer", EVERY, ids=repr)


@every
def test_starts_at_once_are_starts_in_a_row(initializer: xb.Initializer):
    together = initializer((2, 3, 1), rng=np.random.default_rng(5), restarts=4)
    rng = np.random.default_rng(5)
    assert together.shape == (13, 4)
    for column in together.T:
        np.testing.assert_array_equal(column, initializer((2, 3, 1), rng=rng))


@every
def test_networks_and_ensembles_start_from_it(initializer: xb.Initializer):
    theta = initializer(SIZES, rng=np.random.default_rng(1))
    net = xb.Network.random(SIZES, rng=np.random.default_rng(1), initializer=initializer)
    many = xb.Ensemble.random(
        SIZES, restarts=1, rng=np.random.default_rng(1), initializer=initializer
    )
    np.testing.assert_array_equal(net.theta, theta)
    np.testing.assert_array_equal(many.theta[:, 0], theta)


def layers(initializer: xb.Initializer) -> list[tuple[np.ndarray, np.ndarray]]:
    parameters = xb.Parameters(SIZES, initializer(SIZES, rng=np.random.default_rng(0)))
    return list(zip(parameters.W.values(), parameters.b.values(), strict=True))


@pytest.mark.parametrize(
    ("initializer", "bound"),
    [
        (xb.Glorot(), lambda m, n: math.sqrt(6 / (m + n))),
        (xb.He("uniform"), lambda m, n: math.sqrt(6 / m)),
        (xb.PyTorchLinear(), lambda m, n: 1 / math.sqrt(m)),
    ],
    ids=["Glorot", "He", "PyTorch"],
)
def test_uniform_weights_fill_their_interval(initializer, bound):
    for W, _ in layers(initializer):
        assert 0.99 * bound(*W.shape) < np.abs(W).max() < bound(*W.shape)
        assert abs(W.mean()) < 0.05 * bound(*W.shape)


@pytest.mark.parametrize(
    ("initializer", "variance"),
    [(xb.Glorot("normal"), lambda m, n: 2 / (m + n)), (xb.He(), lambda m, n: 2 / m)],
    ids=["Glorot", "He"],
)
def test_normal_weights_have_their_variance(initializer, variance):
    for W, _ in layers(initializer):
        assert W.var() == pytest.approx(variance(*W.shape), rel=0.1)
        assert np.abs(W).max() > 2.5 * math.sqrt(variance(*W.shape))


def test_biases_start_at_zero_where_the_paper_says_so():
    for initializer in (xb.Glorot(), xb.Glorot("normal"), xb.He(), xb.He("uniform")):
        assert all((b == 0).all() for _, b in layers(initializer))
    for initializer in (xb.Uniform(), xb.Normal(), xb.PyTorchLinear()):
        assert all((b != 0).all() for _, b in layers(initializer))


def test_uniform_and_normal_draw_what_their_settings_say():
    uniform = xb.Uniform(-2.0, 0.5)(SIZES, rng=np.random.default_rng(0))
    assert (uniform.min(), uniform.max()) == pytest.approx((-2.0, 0.5), abs=0.01)
    normal = xb.Normal(3.0, 0.1)(SIZES, rng=np.random.default_rng(0))
    assert (normal.mean(), normal.std()) == pytest.approx((3.0, 0.1), rel=0.05)
