"""Activations and their derivatives, to the last digits and far from 0."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

import xorbook as xb

SMOOTH = [xb.identity, xb.sigmoid, xb.tanh]
ELEMENTWISE = [xb.step, *SMOOTH, xb.relu]
POINTS = [-700.0, -40.0, -5.5, -1.0, -1e-3, 0.0, 1e-9, 0.3, 2.5, 20.0, 37.0, 350.0]
EPSILON = np.finfo(float).eps

by_name = pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda a: a.name)


def exact(formula, z: float) -> float:
    """Evaluate a formula of e^z, with a hundred digits wherever it might cancel."""
    with localcontext(prec=800):
        return float(formula(Decimal(z).exp()))


EXACT = {
    "sigmoid": (lambda e: e / (1 + e), lambda e: e / (1 + e) ** 2),
    "tanh": (lambda e: (e * e - 1) / (e * e + 1), lambda e: 4 * e * e / (e * e + 1) ** 2),
}


@pytest.mark.parametrize("z", POINTS)
@pytest.mark.parametrize("name", EXACT)
def test_value_and_derivative_agree_with_exact_arithmetic(name: str, z: float):
    activation, (value, derivative) = getattr(xb, name), EXACT[name]
    assert activation(z) == pytest.approx(exact(value, z), rel=8 * EPSILON, abs=0)
    assert activation.derivative(z) == pytest.approx(exact(derivative, z), rel=8 * EPSILON, abs=0)


@pytest.mark.parametrize("activation", SMOOTH, ids=lambda a: a.name)
@pytest.mark.parametrize("z", [-4.0, -0.7, 0.0, 0.2, 3.0])
def test_derivative_agrees_with_differences(activation: xb.Activation, z: float):
    h = 1e-5
    difference = (activation(z + h) - activation(z - h)) / (2 * h)
    assert activation.derivative(z) == pytest.approx(difference, rel=1e-8)


def test_sigmoid_derivative_is_the_product_and_peaks_at_a_quarter():
    z = np.linspace(-8, 8, 321)
    slopes = xb.sigmoid.derivative(z)
    np.testing.assert_allclose(slopes, xb.sigmoid(z) * (1 - xb.sigmoid(z)), rtol=1e-11)
    assert slopes.max() == xb.sigmoid.derivative(0.0) == 0.25
    assert z[slopes.argmax()] == 0.0


def test_sigmoid_is_point_symmetric_and_tanh_is_a_sigmoid():
    z = np.linspace(-30, 30, 101)
    np.testing.assert_allclose(xb.sigmoid(z) + xb.sigmoid(-z), 1.0, rtol=1e-15)
    np.testing.assert_allclose(xb.tanh(z), 2 * xb.sigmoid(2 * z) - 1, atol=1e-15)


def test_table_of_powers_of_e():
    """The source's e^−1 … e^−10, by way of the odds of a sigmoid."""
    ratios = [xb.sigmoid(-power) / xb.sigmoid(power) for power in range(1, 11)]
    assert " ".join(f"{ratio:.4f}" for ratio in ratios) == (
        "0.3679 0.1353 0.0498 0.0183 0.0067 0.0025 0.0009 0.0003 0.0001 0.0000"
    )


@by_name
@pytest.mark.parametrize("far", [1000.0, 1e308, np.inf])
def test_far_from_zero_there_is_no_warning_and_no_nan(activation: xb.Activation, far: float):
    ends = {"step": (0.0, 1.0), "sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}
    ends |= {"relu": (0.0, far), "identity": (-far, far)}
    slopes = {"relu": (0.0, 1.0), "identity": (1.0, 1.0)}
    assert (activation(-far), activation(far)) == ends[activation.name]
    found = (activation.derivative(-far), activation.derivative(far))
    assert found == slopes.get(activation.name, (0.0, 0.0))


@by_name
def test_numbers_give_python_floats(activation: xb.Activation):
    for z in (1, 1.0, True, np.float64(1.0), np.float32(1.0), np.array(1.0), np.int64(1)):
        assert type(activation(z)) is float
        assert type(activation.derivative(z)) is float


@by_name
@pytest.mark.parametrize("shape", [(0,), (1,), (3,), (2, 3), (2, 1, 3)])
def test_arrays_keep_their_shape_and_are_not_touched(activation: xb.Activation, shape):
    z = np.linspace(-2, 2, int(np.prod(shape))).reshape(shape)
    before = z.copy()
    for result in (activation(z), activation.derivative(z)):
        assert result.shape == shape
        assert result.dtype == np.float64
        result[...] = 7.0
    np.testing.assert_array_equal(z, before)


def test_step_jumps_after_zero():
    assert [xb.step(z) for z in (-1e-300, -0.0, 0.0, 1e-300)] == [0.0, 0.0, 0.0, 1.0]
    np.testing.assert_array_equal(xb.step.derivative([-1.0, 0.0, 1.0]), [0.0, np.nan, 0.0])


def test_relu_takes_zero_for_its_derivative_at_zero():
    assert [xb.relu(z) for z in (-2.0, 0.0, 3.0)] == [0.0, 0.0, 3.0]
    assert [xb.relu.derivative(z) for z in (-2.0, 0.0, 3.0)] == [0.0, 0.0, 1.0]


def test_repr_names_the_activation():
    assert repr(xb.sigmoid) == "<activation sigmoid>"
