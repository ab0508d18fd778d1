"""Measured derivatives, and whether the check finds a gradient that is wrong."""

import math

import numpy as np
import pytest

import xorbook as xb
from xorbook.activations import Sigmoid


class WrongSigmoid(Sigmoid):
    """A sigmoid whose author forgot half of σ(1 − σ)."""

    def _pull_back(self, z, a, gradient):
        return gradient * a


class WrongNetwork(xb.Network):
    """A network that adds up one bias gradient wrongly."""

    def backward(self, trace, target, *, loss):
        gradients = super().backward(trace, target, loss=loss)
        gradients.b[1][1] *= 1.001
        return gradients


def check(net: xb.Network, loss: xb.Loss = xb.half_squared_error) -> xb.GradientCheck:
    return xb.check_gradient(net, *xb.xor(), loss=loss)


def test_gradient_of_a_polynomial():
    def f(x: np.ndarray) -> float:
        return x[0] ** 3 * x[1] + 2 * x[1]

    np.testing.assert_allclose(xb.numerical_gradient(f, [2.0, 5.0]), [60.0, 10.0], rtol=1e-9)


def test_it_is_exact_on_a_line():
    assert xb.numerical_gradient(lambda x: 3 * x[0] - x[1], [1.0, 2.0], step=0.5).tolist() == [
        3,
        -1,
    ]


def test_a_number_gives_a_python_float_and_the_function_one_too():
    slope = xb.numerical_gradient(math.exp, 1)
    assert type(slope) is float
    assert slope == pytest.approx(math.e, rel=1e-9)


def test_shape_follows_the_point():
    point = np.arange(6.0).reshape(2, 3)
    gradient = xb.numerical_gradient(lambda x: float((x**2).sum()), point)
    np.testing.assert_allclose(gradient, 2 * point, atol=1e-9)


def test_error_shrinks_with_the_square_of_the_step():
    large, small = (xb.numerical_gradient(math.exp, 0.0, step=h) - 1 for h in (1e-1, 1e-2))
    assert large / small == pytest.approx(100, rel=1e-2)
    assert large == pytest.approx(0.1**2 / 6, rel=1e-2)


def test_the_function_may_spoil_what_it_gets():
    def spoil(x: np.ndarray) -> float:
        x *= 2.0
        return float(x.sum())

    point = np.array([1.0, 2.0])
    assert xb.numerical_gradient(spoil, point) == pytest.approx([2.0, 2.0])
    assert point.tolist() == [1.0, 2.0]


def test_integers_are_moved_by_less_than_one():
    assert xb.numerical_gradient(lambda x: x[0] ** 2, np.array([3]))[0] == pytest.approx(6)


@pytest.mark.parametrize("loss", [xb.half_squared_error, xb.binary_cross_entropy])
def test_a_right_gradient_passes(loss: xb.Loss):
    net = xb.worked_example()
    result = check(net, loss)
    assert result.relative_error < 1e-9
    assert type(result.relative_error) is float
    np.testing.assert_allclose(result.backward, result.numerical, rtol=1e-7)
    assert net.theta.tolist() == xb.worked_example().theta.tolist()


def test_a_forgotten_factor_is_found():
    wrong = WrongSigmoid()
    net = xb.worked_example()
    net = xb.Network(list(zip(net.W.values(), net.b.values(), strict=True)), [wrong, wrong])
    assert check(net).relative_error > 0.1


def test_a_tenth_of_a_percent_in_one_bias_is_found_and_named():
    net = xb.worked_example()
    result = check(
        WrongNetwork(list(zip(net.W.values(), net.b.values(), strict=True)), net.activations)
    )
    assert result.relative_error > 1e-4
    assert result.parameter == "b1[1]"


def test_the_error_is_relative_to_the_largest_entry():
    net, (X, t) = xb.worked_example(), xb.xor()
    right = net.backward(net.forward(X), t, loss=xb.half_squared_error)
    result = check(
        WrongNetwork(list(zip(net.W.values(), net.b.values(), strict=True)), net.activations)
    )
    expected = 0.001 * right["b1[1]"] / right["b2[0]"]
    assert result.relative_error == pytest.approx(expected, rel=1e-4)


def test_no_derivative_is_no_agreement():
    net = xb.Network([([[1.0], [1.0]], [-1.0])], [xb.step])
    assert math.isnan(check(net).relative_error)


def test_two_gradients_of_nothing_but_zeros_agree():
    net = xb.Network([([[1.0], [1.0]], [-0.5])], [xb.step])
    assert check(net).relative_error == 0.0


def test_one_sample_will_do():
    result = xb.check_gradient(xb.worked_example(), [1, 0], [1], loss=xb.half_squared_error)
    assert f"{result.backward[0]:.8f}" == f"{result.numerical[0]:.8f}" == "-0.00043844"


def test_two_gradients_too_small_to_measure_agree():
    """Far out on a sigmoid both are next to nothing, and their ratio is rounding alone."""
    net = xb.Network([([[60.0], [60.0]], [30.0]), ([[1.0]], [34.0])], [xb.sigmoid, xb.sigmoid])
    result = xb.check_gradient(net, *xb.xor(), loss=xb.half_squared_error)
    assert 0 < np.abs(result.backward).max() < 1e-15
    assert result.relative_error == 0.0


def test_rounding_excuses_no_gradient_that_can_be_measured():
    net = xb.Network([([[2.0], [2.0]], [3.0]), ([[1.0]], [6.0])], [WrongSigmoid(), xb.sigmoid])
    result = check(net)
    assert np.abs(result.numerical).max() < 1e-2
    assert result.relative_error > 0.01
