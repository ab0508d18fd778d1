"""Gates answer as their truth tables say, one point or many at a time."""

import numpy as np
import pytest

import xorbook as xb

INPUTS = [(0, 0), (0, 1), (1, 0), (1, 1)]
ANSWERS = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0], "XOR": [0, 1, 1, 0]}

every_gate = pytest.mark.parametrize("name", ANSWERS)


@every_gate
def test_answers_to_single_points_are_ints(name: str):
    gate = getattr(xb, name)
    answers = [gate(*x) for x in INPUTS]
    assert answers == ANSWERS[name] == [gate(x) for x in INPUTS]
    assert {type(answer) for answer in answers} == {int}


@every_gate
def test_a_batch_gets_an_array(name: str):
    answers = getattr(xb, name)(np.array(INPUTS))
    assert answers.tolist() == ANSWERS[name]
    assert answers.shape == (4,)


@every_gate
def test_truth_table(name: str):
    X, t = xb.truth_table(getattr(xb, name))
    assert X.tolist() == [list(x) for x in INPUTS]
    assert t.tolist() == [[answer] for answer in ANSWERS[name]]


def test_truth_table_accepts_a_column_of_answers():
    assert xb.truth_table(lambda X: X[:, :1])[1].ravel().tolist() == [0, 0, 1, 1]


def test_xor_data_are_fresh_each_time():
    X, t = xb.xor()
    X[:], t[:] = 9.0, 9.0
    assert xb.xor()[0].tolist() == [list(x) for x in INPUTS]
    assert xb.xor()[1].ravel().tolist() == ANSWERS["XOR"]


def test_the_source_weights():
    gates = {"AND": ([1, 1], -1), "OR": ([2, 2], -1), "NAND": ([-2, -2], 3)}
    for name, (weights, bias) in gates.items():
        gate = getattr(xb, name)
        assert (gate.weights.tolist(), gate.bias, gate.fires_at_zero) == (weights, bias, False)


def test_weighted_sums_are_exact():
    assert [xb.NAND.weighted_sum(*x) for x in INPUTS] == [3.0, 1.0, 1.0, -1.0]
    assert xb.OR.weighted_sum(INPUTS).tolist() == [-1.0, 1.0, 1.0, 3.0]


def test_and_has_two_points_on_its_line():
    assert xb.AND.distance(INPUTS)[1:3].tolist() == [0.0, 0.0]


def test_points_on_the_line_fire_only_when_told_to():
    strict, loose = xb.Perceptron([1, 1], -1), xb.Perceptron([1, 1], -1, fires_at_zero=True)
    assert strict(INPUTS).tolist() == [0, 0, 0, 1]
    assert loose(INPUTS).tolist() == [0, 1, 1, 1]


def test_distance_is_the_one_to_the_nearest_point_of_the_line():
    unit = xb.Perceptron([3, 4], -10)
    foot = np.array([1.2, 1.6])
    assert unit.weighted_sum(foot) == pytest.approx(0.0, abs=1e-12)
    for steps in (-2.0, 0.5, 3.0):
        assert unit.distance(foot + steps * np.array([0.6, 0.8])) == pytest.approx(steps)


def test_distance_does_not_overflow():
    assert xb.Perceptron([3e200, 4e200], 0).distance(1, 0) == pytest.approx(0.6)


@pytest.mark.parametrize("attribute", ["weights", "bias", "fires_at_zero"])
def test_a_gate_cannot_be_changed_for_everyone(attribute: str):
    with pytest.raises(AttributeError):
        setattr(xb.AND, attribute, 0)


def test_its_weights_cannot_be_changed_in_place():
    with pytest.raises(ValueError, match="read-only"):
        xb.AND.weights[0] = 5.0


def test_a_perceptron_keeps_its_own_weights():
    weights = np.array([1.0, 1.0])
    unit = xb.Perceptron(weights, -1)
    weights[:] = 0.0
    assert unit(1, 1) == 1


def test_repr_is_the_expression_that_makes_it():
    unit = xb.Perceptron([1.5, -2], 0.25, fires_at_zero=True)
    assert repr(unit) == "Perceptron([1.5, -2.0], bias=0.25, fires_at_zero=True)"
    assert repr(xb.OR) == "Perceptron([2.0, 2.0], bias=-1.0)"


def test_a_unit_of_one_input_takes_a_number():
    NOT = xb.Perceptron([-2.0], bias=1)
    assert (NOT(0), NOT(1), NOT([0])) == (1, 0, 1)
    assert NOT([[0], [1]]).tolist() == [1, 0]
    assert NOT.weighted_sum(1) == -1.0
    assert NOT.distance(1) == -0.5
