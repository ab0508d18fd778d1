"""Losses in closed form, their slopes, and the edges where a logarithm is infinite."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

import xorbook as xb

BARE = xb.BinaryCrossEntropy(clip=0)
LOSSES = [xb.half_squared_error, xb.binary_cross_entropy]
both = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)

Y = np.array([[0.2, 0.9], [0.5, 0.01], [0.7, 0.3]])
T = np.array([[0.0, 1.0], [0.5, 0.25], [1.0, 0.0]])


def cost(loss: xb.Loss, y: float, t: float) -> float:
    if loss is xb.half_squared_error:
        return (y - t) ** 2 / 2
    return -(t * math.log(y) + (1 - t) * math.log(1 - y))


@both
def test_a_sample_costs_the_sum_over_its_outputs(loss: xb.Loss):
    for y, t in zip(Y, T, strict=True):
        expected = sum(cost(loss, *pair) for pair in zip(y, t, strict=True))
        assert loss(y, t) == pytest.approx(expected, rel=1e-14)


@both
def test_a_batch_costs_the_mean_over_its_samples(loss: xb.Loss):
    samples = [loss(y, t) for y, t in zip(Y, T, strict=True)]
    assert loss(Y, T) == pytest.approx(sum(samples) / 3, rel=1e-14)
    assert type(loss(Y, T)) is float


@both
@pytest.mark.parametrize("rows", [0, slice(0, 1), slice(None)], ids=["one", "batch of 1", "all"])
def test_gradient_agrees_with_differences(loss: xb.Loss, rows):
    y, t, h = Y[rows], T[rows], 1e-6
    gradient = loss.gradient(y, t)
    assert gradient.shape == y.shape
    for index in np.ndindex(y.shape):
        move = np.zeros_like(y)
        move[index] = h
        difference = (loss(y + move, t) - loss(y - move, t)) / (2 * h)
        assert gradient[index] == pytest.approx(difference, rel=1e-6, abs=1e-9)


@both
def test_nothing_that_came_in_is_changed(loss: xb.Loss):
    y, t = Y.copy(), T.copy()
    loss(y, t)
    loss.gradient(y, t)[...] = 7.0
    np.testing.assert_array_equal((y, t), (Y, T))


def test_half_squared_error_takes_any_finite_number():
    assert xb.half_squared_error([-3.0], [5.0]) == 32.0
    assert xb.half_squared_error.gradient([-3.0], [5.0]).tolist() == [-8.0]


def test_cross_entropy_keeps_its_digits_near_the_edges():
    for y in (1e-300, 1e-12, 0.3, 1 - 1e-12):
        with localcontext(prec=400):
            off, on = float(-(1 - Decimal(y)).ln()), float(-Decimal(y).ln())
        assert BARE([y], [0]) == pytest.approx(off, rel=1e-15, abs=0)
        assert BARE([y], [1]) == pytest.approx(on, rel=1e-15, abs=0)


def test_a_coin_costs_the_logarithm_of_two():
    assert xb.binary_cross_entropy([[0.5]] * 4, xb.xor()[1]) == math.log(2)


def test_zero_times_log_zero_is_zero():
    right = [[0.0], [1.0]]
    assert str(BARE(right, right)) == "0.0"
    assert BARE.gradient(right, right).tolist() == [[0.5], [-0.5]]


def test_a_certain_wrong_answer_costs_infinity_and_says_which_way_to_go():
    assert BARE([0.0], [1.0]) == math.inf
    assert BARE([1.0], [0.0]) == math.inf
    assert BARE([0.0], [0.5]) == math.inf
    assert BARE.gradient([0.0, 1.0], [1.0, 0.0]).tolist() == [
        -math.inf,
        math.inf,
    ]


def test_a_slope_too_steep_for_a_float_is_infinite_without_a_warning():
    assert BARE.gradient([5e-324], [1.0]).tolist() == [-math.inf]


@pytest.mark.parametrize("outside", [-1e-12, 1 + 1e-12, 7.0])
def test_cross_entropy_is_defined_between_0_and_1_only(outside: float):
    for function in (xb.binary_cross_entropy, xb.binary_cross_entropy.gradient):
        with pytest.raises(ValueError, match=r"^prediction must lie in \[0, 1\] for .*, got "):
            function([outside], [1.0])
        with pytest.raises(ValueError, match=r"^target must lie in \[0, 1\] for .*, got "):
            function([0.5], [outside])


def test_repr_names_the_loss():
    assert repr(xb.binary_cross_entropy) == "<loss binary_cross_entropy>"
