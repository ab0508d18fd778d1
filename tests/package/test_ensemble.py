"""Many networks at once against each network alone."""

import copy
import math
import pickle
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xorbook as xb

X, t = xb.xor()
KINDS = [xb.identity, xb.sigmoid, xb.tanh, xb.relu]


def together(many: xb.Ensemble, **more) -> xb.EnsembleHistory:
    settings = {"loss": xb.binary_cross_entropy, "optimizer": xb.Adam(0.05), "steps": 30, **more}
    return many.train(X, t, **settings)


@given(
    hidden=st.lists(st.integers(1, 4), min_size=0, max_size=3),
    restarts=st.integers(1, 5),
    seed=st.integers(0, 2**32),
    data=st.data(),
)
def test_each_network_is_trained_as_if_alone(hidden, restarts, seed, data):
    sizes = (2, *hidden, 1)
    kinds = [data.draw(st.sampled_from(KINDS)) for _ in hidden] + [xb.sigmoid]
    optimizer = data.draw(
        st.sampled_from(
            [xb.SGD(0.5), xb.Momentum(0.1), xb.RMSProp(0.01), xb.Adam(0.05), xb.KerasAdam(0.05)]
        )
    )
    loss = data.draw(st.sampled_from([xb.binary_cross_entropy, xb.half_squared_error]))
    many = xb.Ensemble.random(
        sizes, restarts=restarts, rng=np.random.default_rng(seed), activations=kinds
    )
    alone = list(many)
    histories = together(many, loss=loss, optimizer=optimizer, record_every=7)
    for net, column, history in zip(alone, many, histories, strict=True):
        single = xb.train(net, X, t, loss=loss, optimizer=optimizer, steps=30, record_every=7)
        np.testing.assert_allclose(column.theta, net.theta, rtol=0, atol=1e-12)
        np.testing.assert_allclose(history.loss, single.loss, rtol=0, atol=1e-12)
        np.testing.assert_array_equal(history.steps, single.steps)


@pytest.mark.parametrize("kind", [xb.softmax, xb.tanh], ids=str)
def test_several_outputs_and_a_softmax_inside(kind: xb.Activation):
    rng = np.random.default_rng(0)
    inputs, targets = rng.normal(size=(5, 3)), np.eye(3)[[0, 1, 2, 1, 0]]
    many = xb.Ensemble.random((3, 4, 3), restarts=6, rng=rng, activations=[kind, xb.softmax])
    alone = list(many)
    plan = {"loss": xb.half_squared_error, "optimizer": xb.SGD(1.0), "steps": 50}
    many.train(inputs, targets, **plan)
    for net, column in zip(alone, many, strict=True):
        xb.train(net, inputs, targets, **plan)
        np.testing.assert_allclose(column.theta, net.theta, rtol=0, atol=1e-12)


def test_records_that_wait_for_each_other_do_not_show(monkeypatch: pytest.MonkeyPatch):
    whole = xb.Ensemble.random((2, 2, 1), restarts=50, rng=0)
    parts = copy.deepcopy(whole)
    histories = together(whole, record_every=1)
    monkeypatch.setattr("xorbook._training_loop.NUMBERS", 7 * 50 * 13)
    assert together(parts, record_every=1) == histories
    assert parts == whole


def test_a_history_of_many_is_a_sequence_of_histories():
    histories = together(xb.Ensemble.random((2, 2, 1), restarts=3, rng=0), record_every=10)
    assert len(histories) == len(list(histories)) == 3
    assert histories[2] == next(reversed(histories))
    assert histories[0] in histories
    assert histories.loss.shape == histories.accuracy.shape == (3, 4)
    assert (type(histories.loss[0, -1]), type(histories.steps[-1])) == (float, int)
    assert repr(histories) == "EnsembleHistory(30 steps, 0 of 3 restarts solved)"
    assert pickle.loads(pickle.dumps(histories)) == histories


def test_solved_is_what_the_outputs_say():
    many = xb.Ensemble.random((2, 3, 1), restarts=200, rng=np.random.default_rng(0))
    histories = together(many, steps=1000, optimizer=xb.Adam(0.1))
    right = (np.abs(many.predict(X) - t) < 0.5).all(axis=(1, 2))
    np.testing.assert_array_equal(histories.solved, right)
    assert 0 < histories.solved.sum() < 200
    np.testing.assert_array_equal(histories.solved, [history.solved for history in histories])


def test_one_that_diverges_stops_nobody_else():
    rng = np.random.default_rng(0)
    kinds = [xb.identity]
    calm = xb.Network([([[0.5], [0.5]], [0.0])], kinds)
    wild = xb.Network([([[1e200], [1.0]], [0.0])], kinds)
    many = xb.Ensemble([calm, wild, xb.Network.random((2, 1), rng=rng, activations=kinds)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        histories = together(
            many, loss=xb.half_squared_error, optimizer=xb.SGD(0.1), record_every=10
        )
    first, second, third = histories
    assert (first.stopped, second.stopped, third.stopped) == ("steps", "diverged", "steps")
    assert second.steps.tolist() == [0]
    np.testing.assert_array_equal(many[1].theta, wild.theta)
    xb.train(calm, X, t, loss=xb.half_squared_error, optimizer=xb.SGD(0.1), steps=30)
    np.testing.assert_allclose(many[0].theta, calm.theta, rtol=0, atol=1e-12)
    assert not histories.solved[1]


def test_an_ensemble_gives_back_its_networks():
    nets = [xb.Network.random((2, 2, 1), rng=np.random.default_rng(k)) for k in range(3)]
    many = xb.Ensemble(nets)
    assert len(many) == 3
    for net, column in zip(nets, many, strict=True):
        np.testing.assert_array_equal(net.theta, column.theta)
        assert column.activations == net.activations
    many[0].theta[:] = 0
    nets[1].theta[:] = 0
    assert (many.theta != 0).all()


def test_predictions_are_those_of_each_network():
    many = xb.Ensemble.random((2, 3, 2), restarts=4, rng=np.random.default_rng(0))
    assert many.predict(X).shape == (4, 4, 2)
    assert many.predict([1, 0]).shape == (4, 2)
    np.testing.assert_array_equal(many(X), many.predict(X))
    for net, output in zip(many, many.predict(X), strict=True):
        np.testing.assert_array_equal(net.forward(X).output, output)


def test_stuck_starts_stand_on_the_plateaus_of_the_book():
    many = xb.Ensemble.random((2, 2, 1), restarts=300, rng=np.random.default_rng(0))
    histories = together(many, steps=4000, optimizer=xb.Adam(0.05))
    stuck = histories.loss[~histories.solved, -1]
    third = -(math.log(1 / 3) + 2 * math.log(2 / 3)) / 4
    plateaus = np.array([math.log(2), third, math.log(2) / 2])
    distance = np.abs(stuck[:, None] - plateaus).min(axis=1)
    assert len(stuck) > 30
    assert (distance < 0.01).mean() > 0.9
