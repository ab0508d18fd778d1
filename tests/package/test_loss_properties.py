"""What holds for every loss and any batch, tried on drawn examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xorbook as xb
from tests.package.plain_losses import LOSSES, PLAIN

losses = st.sampled_from(LOSSES)
samples = st.integers(1, 6)
outputs = st.integers(1, 5)
seeds = st.integers(0, 2**32)


def draw(loss: xb.Loss, seed: int, *shape: int) -> np.ndarray:
    return PLAIN[loss.name].draw(np.random.default_rng(seed), shape)


@given(losses, samples, outputs, seeds)
def test_agrees_with_plain_python_in_any_shape(loss: xb.Loss, n: int, k: int, seed: int):
    y, t = draw(loss, seed, n, k), draw(loss, seed + 1, n, k)
    expected = PLAIN[loss.name].cost(y.tolist(), t.tolist())
    assert loss(y, t) == pytest.approx(expected, rel=1e-12, abs=1e-14)
    assert loss(y, t) >= 0
    assert loss.gradient(y, t).shape == (n, k)


@given(losses, samples, outputs, seeds)
def test_the_order_of_the_samples_does_not_matter(loss: xb.Loss, n: int, k: int, seed: int):
    y, t = draw(loss, seed, n, k), draw(loss, seed + 1, n, k)
    order = np.random.default_rng(seed).permutation(n)
    assert loss(y[order], t[order]) == pytest.approx(loss(y, t), rel=1e-13, abs=1e-15)
    np.testing.assert_array_equal(loss.gradient(y[order], t[order]), loss.gradient(y, t)[order])


@given(losses, samples, outputs, seeds)
def test_a_batch_is_the_mean_of_its_samples(loss: xb.Loss, n: int, k: int, seed: int):
    y, t = draw(loss, seed, n, k), draw(loss, seed + 1, n, k)
    pairs = list(zip(y, t, strict=True))
    singles = [loss(*pair) for pair in pairs]
    assert loss(y, t) == pytest.approx(np.mean(singles), rel=1e-13, abs=1e-15)
    slopes = [loss.gradient(*pair) / n for pair in pairs]
    np.testing.assert_allclose(loss.gradient(y, t), slopes, rtol=1e-13)


@given(losses, samples, outputs, seeds)
def test_the_gradient_is_the_slope_in_a_drawn_direction(loss: xb.Loss, n: int, k: int, seed: int):
    y, t = draw(loss, seed, n, k), draw(loss, seed + 1, n, k)
    direction = np.random.default_rng(seed).normal(size=(n, k))
    if PLAIN[loss.name].shares:
        direction -= direction.mean(axis=1, keepdims=True)
    elif "absolute" in loss.name:
        direction *= np.minimum(np.abs(y - t), 1.0)  # never over the corner
    step = 1e-6 * direction
    difference = loss(y + step, t) - loss(y - step, t)
    assert 2 * (loss.gradient(y, t) * step).sum() == pytest.approx(difference, rel=1e-5, abs=1e-12)


ENDS = st.sampled_from([xb.sigmoid, xb.softmax])


@given(losses, ENDS, st.integers(1, 4), samples, outputs, seeds)
def test_many_networks_at_once_cost_what_each_costs_alone(
    loss: xb.Loss, end: xb.Activation, networks: int, n: int, k: int, seed: int
):
    if PLAIN[loss.name].shares:
        end = xb.softmax
    z = 3 * np.random.default_rng(seed).normal(size=(n, k, networks))
    y, t, out = end._value(z), draw(loss, seed + 1, n, k), loss._behind(end)
    values = out.values(z, y, t[..., np.newaxis])
    deltas = out.delta(z, y, t[..., np.newaxis])
    assert values.shape == (networks,)
    assert deltas.shape == z.shape
    for r in range(networks):
        alone = z[..., r], y[..., r], t
        assert values[r] == pytest.approx(out.values(*alone), rel=1e-12, abs=1e-15)
        np.testing.assert_allclose(deltas[..., r], out.delta(*alone), rtol=1e-12, atol=1e-15)
        assert values[r] == pytest.approx(loss(y[..., r], t), rel=1e-9, abs=1e-12)


@given(st.integers(1, 5), seeds, st.floats(-1e3, 1e3))
def test_a_shift_of_every_logit_changes_nothing(n: int, seed: int, shift: float):
    rng = np.random.default_rng(seed)
    z, t = 5 * rng.normal(size=(n, 3)), np.eye(3)[rng.integers(3, size=n)]
    out = xb.categorical_cross_entropy._behind(xb.softmax)
    moved = out.values(z + shift, None, t)
    assert moved == pytest.approx(out.values(z, None, t), rel=1e-9, abs=1e-11)
