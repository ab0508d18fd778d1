"""Where a logarithm is infinite: the clip, the bare formula, and the exact forms from z."""

import math
from decimal import Decimal, localcontext
from time import process_time

import numpy as np
import pytest

import xorbook as xb

BARE = xb.BinaryCrossEntropy(clip=0)
BARE_SHARES = xb.CategoricalCrossEntropy(clip=0)


def logit(z: float | list[float], output: xb.Activation = xb.sigmoid) -> xb.Network:
    """Return a network whose output gets this z, whatever goes in."""
    b = np.atleast_1d(z)
    return xb.Network([(np.zeros((1, b.size)), b)], [output])


def test_cross_entropy_keeps_its_digits_near_the_edges():
    for y in (1e-300, 1e-12, 0.3, 1 - 1e-12):
        with localcontext(prec=400):
            off, on = float(-(1 - Decimal(y)).ln()), float(-Decimal(y).ln())
        assert BARE([y], [0]) == pytest.approx(off, rel=1e-15, abs=0)
        assert BARE([y], [1]) == pytest.approx(on, rel=1e-15, abs=0)


def test_a_coin_costs_the_logarithm_of_two():
    assert xb.binary_cross_entropy([[0.5]] * 4, xb.xor()[1]) == math.log(2)
    assert xb.categorical_cross_entropy([[0.5, 0.5]], [[0, 1]]) == math.log(2)


def test_zero_times_log_zero_is_zero():
    right = [[0.0, 1.0], [1.0, 0.0]]
    assert str(BARE(right, right)) == str(BARE_SHARES(right, right)) == "0.0"
    assert BARE.gradient(right, right).tolist() == [[0.5, -0.5], [-0.5, 0.5]]
    assert BARE_SHARES.gradient(right, right).tolist() == [[0.0, -0.5], [-0.5, 0.0]]


def test_bare_a_certain_wrong_answer_costs_infinity_and_says_which_way_to_go():
    assert BARE([0.0], [1.0]) == BARE([1.0], [0.0]) == BARE([0.0], [0.5]) == math.inf
    assert BARE.gradient([0.0, 1.0], [1.0, 0.0]).tolist() == [-math.inf, math.inf]
    assert BARE_SHARES([0.0, 1.0], [1.0, 0.0]) == math.inf
    assert BARE_SHARES.gradient([0.0, 1.0], [1.0, 0.0]).tolist() == [-math.inf, 0.0]


def test_a_slope_too_steep_for_a_float_is_infinite_without_a_warning():
    assert BARE.gradient([5e-324], [1.0]).tolist() == [-math.inf]


@pytest.mark.parametrize("clip", [1e-7, 0.25])
def test_clipped_it_costs_what_a_prediction_at_the_edge_costs(clip: float):
    loss, share = xb.BinaryCrossEntropy(clip), xb.CategoricalCrossEntropy(clip)
    for y in (0.0, clip / 2, clip):
        assert loss([y], [1]) == -math.log(clip)
        assert loss([1 - y], [0]) == pytest.approx(-math.log(clip), rel=1e-9)
        assert share([y, 1 - y], [1, 0]) == -math.log(clip)
        assert loss.gradient([y], [1]).tolist() == [-1 / clip]
        assert loss.gradient([1 - y], [0]) == pytest.approx([1 / clip], rel=1e-9)
        assert share.gradient([y, 1 - y], [1, 0]).tolist() == [-1 / clip, 0.0]


def test_the_default_clip_is_a_ten_millionth_and_changes_nothing_further_in():
    assert xb.binary_cross_entropy([0.0], [1.0]) == -math.log(1e-7)
    assert xb.categorical_cross_entropy([0.0, 1.0], [1, 0]) == -math.log(1e-7)
    for y in (1e-7, 0.25, 1 - 1e-7):
        assert xb.binary_cross_entropy([y], [0.3]) == BARE([y], [0.3])
        assert xb.binary_cross_entropy.gradient([y], [0.3]) == BARE.gradient([y], [0.3])


@pytest.mark.parametrize("outside", [-1e-12, 1 + 1e-12, 7.0])
def test_cross_entropy_is_defined_between_0_and_1_only(outside: float):
    for function in (xb.binary_cross_entropy, xb.binary_cross_entropy.gradient):
        with pytest.raises(ValueError, match=r"^prediction must lie in \[0, 1\] for .*, got "):
            function([outside], [1.0])
        with pytest.raises(ValueError, match=r"^target must lie in \[0, 1\] for .*, got "):
            function([0.5], [outside])


def test_shares_may_miss_a_sum_of_1_by_rounding_only():
    near, far = [1 / 3 + 5e-7, 1 / 3, 1 / 3], [1 / 3 + 2e-6, 1 / 3, 1 / 3]
    assert xb.categorical_cross_entropy(near, [1, 0, 0]) == -math.log(near[0])
    with pytest.raises(ValueError, match=r"^prediction must be shares that sum to 1 for .*, got "):
        xb.categorical_cross_entropy(far, [1, 0, 0])


@pytest.mark.parametrize("sign", [1, -1])
def test_from_logits_it_is_exact_at_1000(sign: int):
    net, binary = logit(1000.0 * sign), xb.binary_cross_entropy
    wrong, right = ([0], [1]) if sign > 0 else ([1], [0])
    assert net.loss([0], wrong, loss=binary) == 1000.0
    assert net.loss([0], right, loss=binary) == 0.0
    assert net.backward(net.forward([0]), wrong, loss=binary).b[1].tolist() == [sign]
    assert net.backward(net.forward([0]), right, loss=binary).b[1].tolist() == [0.0]


def test_from_logits_softmax_is_exact_at_1000():
    net, loss = logit([1000.0, 0.0, -1000.0], xb.softmax), xb.categorical_cross_entropy
    costs = [net.loss([0], t, loss=loss) for t in np.eye(3)]
    assert costs == [0.0, 1000.0, 2000.0]
    gradient = net.backward(net.forward([0]), [0, 0, 1], loss=loss)
    assert gradient.b[1].tolist() == [1.0, 0.0, -1.0]


@pytest.mark.parametrize("z", [-700.0, -40.0, -1.0, 0.0, 1e-9, 3.0, 40.0, 700.0])
@pytest.mark.parametrize("t", [0.0, 0.25, 1.0])
def test_from_logits_both_keep_their_digits(z: float, t: float):
    with localcontext(prec=700):
        y = 1 / (1 + (-Decimal(z)).exp())
        expected = float(-(Decimal(t) * y.ln() + (1 - Decimal(t)) * (1 - y).ln()))
    binary = logit(z).loss([0], [t], loss=xb.binary_cross_entropy)
    pair = logit([z, 0.0], xb.softmax).loss([0], [t, 1 - t], loss=xb.categorical_cross_entropy)
    assert binary == pytest.approx(expected, rel=1e-15, abs=0)
    assert pair == pytest.approx(expected, rel=1e-15, abs=0)


def test_from_logits_the_clip_plays_no_part():
    wide = xb.BinaryCrossEntropy(clip=0.4)
    net, other = logit(5.0), logit(5.0)
    assert net.loss([0], [0], loss=wide) == other.loss([0], [0], loss=xb.binary_cross_entropy)
    assert net.deltas(net.forward([0]), [0], loss=wide)[1] == net.forward([0]).output
    assert wide(net.forward([0]).output, [0]) == pytest.approx(-math.log(0.4), rel=1e-15)


def test_behind_another_activation_a_certain_wrong_output_still_learns():
    net = logit([0.0], xb.identity)
    assert net.backward(net.forward([0]), [1], loss=xb.binary_cross_entropy).b[1] == -1e7
    with pytest.raises(ValueError, match="must have a finite slope to be passed back, got infinit"):
        net.backward(net.forward([0]), [1], loss=BARE)


def test_chain_factors_multiply_to_the_gradient_where_the_clip_would_bite():
    net = logit(20.0)
    trace = net.forward([0])
    factors = xb.chain_factors(net, trace, [0], "b1[0]", loss=xb.binary_cross_entropy)
    gradient = net.backward(trace, [0], loss=xb.binary_cross_entropy)["b1[0]"]
    assert factors["dL/da1[0]"] > 1e8
    assert math.prod(factors.values()) == pytest.approx(gradient, rel=1e-6)


def test_a_large_batch_of_shares_is_checked_at_once():
    """As many rows as MNIST has: row by row in Python this took forty times the binary check."""
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.ones(10), size=60_000)
    seconds = {}
    for loss in (xb.categorical_cross_entropy, xb.binary_cross_entropy):
        begun = process_time()
        loss(shares, shares)
        seconds[loss.name] = process_time() - begun
    assert seconds["categorical_cross_entropy"] < 5 * seconds["binary_cross_entropy"]


def test_the_first_row_that_is_no_share_is_named():
    rows = np.full((5, 2), 0.5)
    rows[3] = [0.5, 0.25]
    with pytest.raises(ValueError, match=r"got \[0.5, 0.25\] with sum 0.75"):
        xb.categorical_cross_entropy(np.full((5, 2), 0.5), rows)
