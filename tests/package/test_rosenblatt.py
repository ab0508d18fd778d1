"""Rosenblatt's rule, against a version on integers and lists."""

import inspect
from itertools import product

import pytest

import xorbook as xb


def by_hand(table: list[tuple[tuple[int, int], int]], epochs: int) -> tuple[list[int], list[int]]:
    """Mistakes per epoch and the last weights w1, w2, b, in integers; η = 1, from zeros."""
    w, mistakes = [0, 0, 0], []
    while len(mistakes) < epochs and (not mistakes or mistakes[-1]):
        wrong = 0
        for (x1, x2), t in table:
            y = int(w[0] * x1 + w[1] * x2 + w[2] > 0)
            wrong += y != t
            w = [w[0] + (t - y) * x1, w[1] + (t - y) * x2, w[2] + (t - y)]
        mistakes.append(wrong)
    return mistakes, w


TABLES = [
    list(zip(product((0, 1), repeat=2), answers, strict=True))
    for answers in product((0, 1), repeat=4)
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: "".join(str(t) for _, t in table))
def test_all_sixteen_truth_tables_go_as_by_hand(table):
    mistakes, w = by_hand(table, epochs=30)
    fit = xb.fit_perceptron([x for x, _ in table], [t for _, t in table], max_epochs=30)
    assert fit.mistakes == tuple(mistakes)
    assert [*fit.perceptron.weights, fit.perceptron.bias] == w


def test_only_xor_and_its_complement_are_never_learned():
    failed = [
        "".join(str(t) for _, t in table)
        for table in TABLES
        if not xb.fit_perceptron([x for x, _ in table], [t for _, t in table]).converged
    ]
    assert failed == ["0110", "1001"]


@pytest.mark.parametrize("gate", [xb.AND, xb.OR, xb.NAND], ids=["AND", "OR", "NAND"])
def test_the_learned_gate_answers_like_the_taught_one(gate: xb.Perceptron):
    X, t = xb.truth_table(gate)
    fit = xb.fit_perceptron(X, t)
    assert fit.converged
    assert fit.mistakes[-1] == 0
    assert all(wrong > 0 for wrong in fit.mistakes[:-1])
    assert fit.perceptron(X).tolist() == t.ravel().tolist()


def test_xor_cycles():
    fit = xb.fit_perceptron(*xb.xor(), max_epochs=50)
    assert not fit.converged
    assert fit.mistakes == (2, 3, *[4] * 48)
    ends = [(*unit.weights, unit.bias) for unit in fit.epochs]
    assert len(set(ends[2:])) == 1


@pytest.mark.parametrize("rate", [2.0**-20, 0.5, 8.0])
@pytest.mark.parametrize("gate", [xb.AND, xb.OR, xb.NAND, xb.XOR])
def test_the_learning_rate_only_scales_what_starts_at_zero(gate, rate: float):
    X, t = xb.truth_table(gate)
    one = xb.fit_perceptron(X, t, max_epochs=12)
    scaled = xb.fit_perceptron(X, t, max_epochs=12, learning_rate=rate)
    assert scaled.mistakes == one.mistakes
    for unit, other in zip(one.epochs, scaled.epochs, strict=True):
        assert other.weights.tolist() == (rate * unit.weights).tolist()
        assert other.bias == rate * unit.bias


def test_a_rate_that_is_no_binary_fraction_can_differ_by_its_rounding():
    """0.1 + 0.1 + 0.1 − 0.1 is a little more than 0.2: a point on the line comes to fire."""
    X, t = xb.truth_table(xb.NAND)
    assert xb.fit_perceptron(X, t).mistakes == (2, 3, 3, 2, 1, 0)
    assert xb.fit_perceptron(X, t, learning_rate=0.1).mistakes == (2, 3, 3, 0)


def test_it_matters_from_another_start():
    X, t = xb.truth_table(xb.AND)
    start = xb.Perceptron([3, -2], 1)
    small = xb.fit_perceptron(X, t, start=start, learning_rate=0.25)
    large = xb.fit_perceptron(X, t, start=start)
    assert small.mistakes != large.mistakes


def test_a_start_that_is_right_already_is_kept():
    X, t = xb.truth_table(xb.OR)
    fit = xb.fit_perceptron(X, t, start=xb.OR)
    assert fit.mistakes == (0,)
    assert fit.perceptron is xb.OR


def test_the_start_decides_what_a_point_on_the_line_is():
    X, t = xb.truth_table(xb.AND)
    start = xb.Perceptron([0, 0], 0, fires_at_zero=True)
    fit = xb.fit_perceptron(X, t, start=start)
    assert fit.perceptron.fires_at_zero
    assert fit.mistakes != xb.fit_perceptron(X, t).mistakes
    assert fit.perceptron(X).tolist() == t.ravel().tolist()


def test_one_unit_per_epoch_is_kept():
    fit = xb.fit_perceptron(*xb.truth_table(xb.NAND))
    assert len(fit.epochs) == len(fit.mistakes)
    assert fit.epochs[-1] is fit.perceptron


def test_max_epochs_is_a_limit():
    assert xb.fit_perceptron(*xb.truth_table(xb.AND), max_epochs=2).mistakes == (1, 3)
    assert xb.fit_perceptron(*xb.truth_table(xb.AND), max_epochs=1).mistakes == (1,)
    assert len(xb.fit_perceptron(*xb.xor()).epochs) == 100


def test_a_column_and_a_row_of_targets_mean_the_same():
    X, t = xb.truth_table(xb.AND)
    assert xb.fit_perceptron(X, t).mistakes == xb.fit_perceptron(X, t.ravel()).mistakes


def test_a_fit_of_a_hundred_epochs_is_shown_in_one_line():
    fit = xb.fit_perceptron(*xb.xor())
    assert len(fit.epochs) == 100
    assert repr(fit) == f"PerceptronFit({fit.perceptron}, 100 epochs, 4 mistakes left)"
    fit = xb.fit_perceptron(*xb.truth_table(xb.OR))
    assert repr(fit) == f"PerceptronFit({fit.perceptron}, 4 epochs, no mistake in epoch 4)"
    fit = xb.fit_perceptron([[0], [1]], [0, 1], max_epochs=1)
    assert repr(fit) == f"PerceptronFit({fit.perceptron}, 1 epoch, 1 mistake left)"


def test_data_is_named_as_in_train():
    names = [list(inspect.signature(f).parameters) for f in (xb.fit_perceptron, xb.train)]
    assert names[0][:2] == names[1][1:3] == ["x", "target"]
