"""Softmax: shares, their Jacobian, and numbers far apart."""

import math

import numpy as np
import pytest

import xorbook as xb

Z = np.array([[0.3, -1.2, 2.5], [10.0, 10.0, -3.0]])


def test_shares_agree_with_plain_python():
    for z, shares in zip(Z.tolist(), xb.softmax(Z), strict=True):
        powers = [math.exp(entry) for entry in z]
        assert shares.tolist() == pytest.approx([p / sum(powers) for p in powers], rel=1e-14)


def test_shares_sum_to_one_over_the_last_axis():
    for z in (Z, Z[0], Z.reshape(1, 2, 3), [1e-300, 5.0], [4.0]):
        np.testing.assert_allclose(np.sum(xb.softmax(z), axis=-1), 1.0, rtol=1e-15)


@pytest.mark.parametrize("shift", [-1000.0, 0.5, 1000.0])
def test_adding_a_number_to_all_changes_nothing(shift: float):
    np.testing.assert_allclose(xb.softmax(Z + shift), xb.softmax(Z), rtol=1e-12)


def test_two_units_are_a_sigmoid_of_the_difference():
    for difference in (-30.0, -1.0, 0.0, 4.0):
        share = xb.softmax([difference + 2.0, 2.0])[0]
        assert share == pytest.approx(xb.sigmoid(difference), rel=1e-14)


@pytest.mark.parametrize("far", [1000.0, 1e308])
def test_far_apart_one_unit_takes_all_without_a_warning(far: float):
    assert xb.softmax([far, 0.0]).tolist() == [1.0, 0.0]
    assert xb.softmax([-far, 0.0]).tolist() == [0.0, 1.0]
    assert xb.softmax([-far, far]).tolist() == [0.0, 1.0]
    assert xb.softmax([far, far]).tolist() == [0.5, 0.5]
    assert not xb.softmax.derivative([far, 0.0]).any()


def test_jacobian_agrees_with_differences():
    h = 1e-5
    for z, jacobian in zip(Z, xb.softmax.derivative(Z), strict=True):
        columns = [(xb.softmax(z + m) - xb.softmax(z - m)) / (2 * h) for m in h * np.eye(3)]
        np.testing.assert_allclose(jacobian, np.transpose(columns), atol=1e-10)


def test_jacobian_has_one_matrix_per_sample_and_rows_that_sum_to_zero():
    assert xb.softmax.derivative(Z).shape == (2, 3, 3)
    assert xb.softmax.derivative(Z[0]).shape == (3, 3)
    np.testing.assert_allclose(xb.softmax.derivative(Z).sum(axis=-1), 0.0, atol=1e-16)
