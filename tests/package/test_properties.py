"""What holds for every input, tried on inputs that Hypothesis finds."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import xorbook as xb

SMOOTH = [xb.identity, xb.sigmoid, xb.tanh]
EVERY = [*SMOOTH, xb.relu, xb.step]
moderate = st.floats(-30, 30)


@given(st.sampled_from(EVERY), arrays(float, array_shapes(max_dims=4), elements=moderate))
def test_activations_keep_the_shape_and_work_entry_by_entry(kind: xb.Activation, z: np.ndarray):
    for function in (kind, kind.derivative):
        values = function(z)
        assert values.shape == z.shape
        index = tuple(size - 1 for size in z.shape)
        np.testing.assert_equal(values[index], function(float(z[index])))


@given(st.sampled_from(SMOOTH), st.floats(-8, 8))
def test_derivatives_are_the_measured_ones(kind: xb.Activation, z: float):
    measured = xb.numerical_gradient(kind, z, step=1e-5)
    assert kind.derivative(z) == pytest.approx(measured, abs=1e-9)


@given(st.sampled_from([xb.relu, xb.step]), moderate)
def test_derivatives_with_a_corner_are_the_measured_ones_off_it(kind: xb.Activation, z: float):
    assume(abs(z) > 1e-4)
    assert kind.derivative(z) == pytest.approx(xb.numerical_gradient(kind, z), abs=1e-9)


@given(moderate)
def test_the_two_sides_of_the_sigmoid_sum_to_one(z: float):
    assert xb.sigmoid(z) + xb.sigmoid(-z) == pytest.approx(1, abs=1e-15)
    assert xb.sigmoid(z) == pytest.approx((1 + math.tanh(z / 2)) / 2, abs=1e-15)


scores = arrays(float, st.integers(1, 6), elements=st.floats(-700, 700))


@given(scores, st.floats(-300, 300))
def test_a_shift_of_all_scores_leaves_softmax_as_it_is(z: np.ndarray, shift: float):
    shares = xb.softmax(z)
    np.testing.assert_allclose(xb.softmax(z + shift), shares, rtol=1e-9, atol=1e-300)
    assert shares.sum() == pytest.approx(1, abs=1e-12)
    assert (np.argsort(shares[np.argsort(z)], kind="stable") == np.arange(len(z))).all()


@given(arrays(float, st.integers(2, 5), elements=st.floats(-4, 4)))
def test_the_jacobian_of_softmax_is_the_measured_one(z: np.ndarray):
    for unit in range(len(z)):
        measured = xb.numerical_gradient(lambda v, unit=unit: xb.softmax(v)[unit], z)
        np.testing.assert_allclose(xb.softmax.derivative(z)[unit], measured, rtol=0, atol=1e-9)


networks = st.builds(
    lambda sizes, seed: xb.Network.random(sizes, rng=np.random.default_rng(seed)),
    st.lists(st.integers(1, 4), min_size=2, max_size=4),
    st.integers(0, 2**32),
)


@given(networks, st.integers(1, 6), st.randoms(use_true_random=False))
def test_the_order_of_samples_changes_the_order_of_outputs_and_no_gradient(net, count, random):
    rng = np.random.default_rng(count)
    x, t = rng.normal(size=(count, net.sizes[0])), rng.uniform(size=(count, net.sizes[-1]))
    order = random.sample(range(count), count)
    trace, mixed = net.forward(x), net.forward(x[order])
    np.testing.assert_allclose(mixed.output, trace.output[order], rtol=1e-13)
    for loss in (xb.half_squared_error, xb.binary_cross_entropy):
        gradient = net.backward(trace, t, loss=loss).theta
        other = net.backward(mixed, t[order], loss=loss).theta
        np.testing.assert_allclose(other, gradient, rtol=0, atol=1e-13)


@given(networks, st.integers(1, 6))
def test_a_batch_is_its_samples_and_its_gradient_their_mean(net: xb.Network, count: int):
    rng = np.random.default_rng(count)
    x, t = rng.normal(size=(count, net.sizes[0])), rng.uniform(size=(count, net.sizes[-1]))
    singles = [net.forward(row) for row in x]
    np.testing.assert_allclose(net.forward(x).output, [s.output for s in singles], rtol=1e-13)
    loss = xb.binary_cross_entropy
    gradients = [
        net.backward(single, row, loss=loss).theta for single, row in zip(singles, t, strict=True)
    ]
    whole = net.backward(net.forward(x), t, loss=loss).theta
    np.testing.assert_allclose(whole, np.mean(gradients, axis=0), rtol=0, atol=1e-13)


@given(networks)
def test_renaming_hidden_units_changes_nothing_but_their_order(net: xb.Network):
    assume(len(net.sizes) == 3)
    order = np.arange(net.sizes[1])[::-1]
    (W1, b1), (W2, b2) = zip(net.W.values(), net.b.values(), strict=True)
    other = xb.Network([(W1[:, order], b1[order]), (W2[order], b2)], net.activations)
    x = np.random.default_rng(0).normal(size=(3, net.sizes[0]))
    np.testing.assert_allclose(other.forward(x).output, net.forward(x).output, rtol=1e-12)
