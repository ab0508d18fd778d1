"""Backpropagation on random networks, against two oracles that know nothing of it."""

import numpy as np
import pytest

import xorbook as xb
from tests.package import dual
from tests.package.random_networks import ACTIVATIONS, CASES, LOSSES, Case

every_case = pytest.mark.parametrize("case", CASES, ids=str)


def relative(found: np.ndarray, expected: np.ndarray) -> float:
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def backward(case: Case) -> xb.Parameters:
    net, X, t = case.draw()
    return net.backward(net.forward(X), t, loss=LOSSES[case.loss])


def test_the_cases_cover_every_activation_that_can_learn_in_hidden_and_output_layers():
    assert {name for case in CASES for name in case.names[:-1]} == set(ACTIVATIONS)
    assert {case.names[-1] for case in CASES} == set(ACTIVATIONS)


@every_case
def test_backward_agrees_with_dual_numbers(case: Case):
    net, X, t = case.draw()
    expected = dual.gradient(
        case.sizes, case.names, net.theta.tolist(), X.tolist(), t.tolist(), case.loss
    )
    assert relative(backward(case).theta, np.array(expected)) < 1e-12


@every_case
def test_backward_agrees_with_central_differences(case: Case):
    net, X, t = case.draw()

    def loss_at(theta: np.ndarray) -> float:
        moved = net.copy()
        moved.theta = theta
        return moved.loss(X, t, loss=LOSSES[case.loss])

    h = 1e-5
    moves = h * np.eye(len(net.theta))
    differences = [(loss_at(net.theta + m) - loss_at(net.theta - m)) / (2 * h) for m in moves]
    assert relative(backward(case).theta, np.array(differences)) < 1e-7


@every_case
def test_the_loss_agrees_with_plain_python(case: Case):
    net, X, t = case.draw()
    theta = [dual.Dual(value) for value in net.theta.tolist()]
    expected = dual.mean_loss(case.sizes, case.names, theta, X.tolist(), t.tolist(), case.loss)
    assert net.loss(X, t, loss=LOSSES[case.loss]) == pytest.approx(expected.value, rel=1e-14)


@every_case
def test_deltas_are_the_gradients_of_the_biases_before_they_are_summed(case: Case):
    net, X, t = case.draw()
    deltas = net.deltas(net.forward(X), t, loss=LOSSES[case.loss])
    for layer, gradient in backward(case).b.items():
        np.testing.assert_allclose(deltas[layer].sum(axis=0), gradient, rtol=1e-13, atol=1e-16)


@every_case
def test_the_order_of_the_samples_does_not_matter(case: Case):
    net, X, t = case.draw()
    loss = LOSSES[case.loss]
    order = np.random.default_rng(5).permutation(len(X))
    shuffled = net.backward(net.forward(X[order]), t[order], loss=loss)
    assert relative(shuffled.theta, backward(case).theta) < 1e-13
    assert net.loss(X[order], t[order], loss=loss) == pytest.approx(net.loss(X, t, loss=loss))


@every_case
def test_a_batch_is_the_mean_of_its_samples(case: Case):
    net, X, t = case.draw()
    loss = LOSSES[case.loss]
    singles = [
        net.backward(net.forward(x), row, loss=loss).theta for x, row in zip(X, t, strict=True)
    ]
    assert relative(backward(case).theta, np.mean(singles, axis=0)) < 1e-13


@every_case
def test_one_sample_equals_a_batch_of_one(case: Case):
    net, X, t = case.draw()
    loss = LOSSES[case.loss]
    one, batch = net.forward(X[0]), net.forward(X[:1])
    assert one.output.shape == (case.sizes[-1],)
    assert batch.output.shape == (1, case.sizes[-1])
    np.testing.assert_allclose(one.output, batch.output[0], rtol=1e-15)
    np.testing.assert_allclose(
        net.backward(one, t[0], loss=loss).theta,
        net.backward(batch, t[:1], loss=loss).theta,
        rtol=1e-12,
        atol=1e-16,
    )


def test_a_saturated_sigmoid_still_gets_its_gradient_from_cross_entropy():
    net = xb.Network([([[1000.0]], [0.0])], [xb.sigmoid])
    gradients = net.backward(net.forward([[1.0], [-1.0]]), [[0], [1]], loss=xb.binary_cross_entropy)
    assert gradients.W[1].item() == 1.0
    assert gradients.b[1].item() == 0.0


def test_an_infinite_slope_is_refused_where_it_would_become_nan():
    net = xb.Network([([[1.0]], [0.0])], [xb.relu])
    with pytest.raises(ValueError, match="must have a finite slope to be passed back, got infinit"):
        net.backward(net.forward([0.0]), [1], loss=xb.BinaryCrossEntropy(clip=0))


def test_a_step_passes_back_nothing_and_nan_where_it_jumps():
    net = xb.Network([([[1.0]], [0.0])], [xb.step])
    backward = [
        net.backward(net.forward([x]), [1], loss=xb.half_squared_error)["b1[0]"]
        for x in (-1.0, 0.0, 1.0)
    ]
    np.testing.assert_array_equal(backward, [0.0, np.nan, 0.0])
