"""Where a run stands that did not solve its task: said where it is known, and only there."""

import math

import numpy as np
import pytest

import xorbook as xb
from xorbook import studies
from xorbook.studies.plateau import standing_on

X, t = xb.xor()
PARITY = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
ODD = PARITY.sum(axis=1, keepdims=True) % 2
LN2 = math.log(2)


def train(sizes, seed: int, inputs, targets, **more) -> tuple[xb.Network, xb.History]:
    net = xb.Network.random(sizes, rng=seed, **more.pop("drawn", {}))
    plan = {"loss": xb.binary_cross_entropy, "optimizer": xb.Adam(0.1), "steps": 2000, **more}
    return net, xb.train(net, inputs, targets, **plan)


def test_two_alike_on_xor():
    net, history = train((2, 2, 1), 1, X, t)
    assert net(X).ravel() == pytest.approx([0, 0.5, 1, 0.5], abs=0.01)
    assert history.plateau == (2, 4, (2,), pytest.approx(LN2 / 2, rel=1e-14))
    assert history.accuracy[-1] == 2 / 4
    assert repr(history).endswith("plateau at 0.34657: 2 of 4 right, 2 alike)")


def test_four_alike_on_xor():
    _, history = train((2, 1), 0, X, t)
    assert history.plateau[1:] == (4, (4,), pytest.approx(LN2, rel=1e-14))


@pytest.mark.parametrize(
    ("loss", "share"), [(xb.mean_squared_error, 1), (xb.half_squared_error, 1 / 2)]
)
def test_squared_errors(loss: xb.Loss, share: float):
    _, history = train((2, 1), 0, X, t, loss=loss)
    assert history.plateau.loss == pytest.approx(share / 4)
    _, signs = train((2, 1), 0, X, 2 * t - 1, loss=loss, drawn={"activations": [xb.tanh]})
    assert signs.plateau.alike == (4,)
    assert signs.plateau.loss == pytest.approx(share)


def test_another_binary_task():
    """Of eight samples, four are told apart; of the others three have one target, one the other."""
    _, history = train((3, 3, 1), 3, PARITY, ODD, optimizer=xb.Adam(0.05), steps=3000)
    entropy = -(3 / 4 * math.log(3 / 4) + 1 / 4 * math.log(1 / 4))
    assert history.plateau == (7, 8, (4,), pytest.approx(entropy / 2, rel=1e-14))


def test_groups_are_told_apart():
    """Three inputs, of which each has both targets: nothing can tell these samples apart."""
    inputs = [[0.0], [0.0], [0.0], [1.0], [1.0], [5.0]]
    targets = [[1.0], [0.0], [0.0], [1.0], [0.0], [0.0]]
    _, history = train((1, 5, 1), 0, inputs, targets, loss=xb.mean_squared_error)
    assert history.plateau.alike == (3, 2)
    assert history.plateau.loss == pytest.approx((3 * 2 / 9 + 2 / 4) / 6)
    assert "right, 3 and 2 alike)" in repr(history)


def test_the_numerical_way_names_the_plateau_of_its_sum():
    net = xb.Network.random((2, 2, 1), rng=1)
    history = xb.train_numerically(net, X, t, learning_rate=0.5, steps=3000)
    assert history.plateau == (2, 4, (2,), pytest.approx(2 * LN2, rel=1e-6))


def logistic(steps: int) -> xb.History:
    """Train on classes that overlap, from zeros: at the start every output is one half."""
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(200, 2))
    targets = inputs[:, :1] + rng.normal(size=(200, 1)) > 0
    net = xb.Network([(np.zeros((2, 1)), [0.0])], [xb.sigmoid])
    plan = {"loss": xb.binary_cross_entropy, "optimizer": xb.SGD(0.1), "steps": steps}
    return xb.train(net, inputs, targets, **plan)


@pytest.mark.parametrize(
    ("steps", "said"),
    [(0, ""), (1, ", the loss falls slowly"), (2, ", the loss falls slowly"), (5000, "")],
)
def test_a_run_that_has_only_begun_or_has_nothing_better_is_on_no_plateau(steps: int, said: str):
    history = logistic(steps)
    assert (history.solved, history.plateau) == (False, None)
    assert repr(history).endswith(f"not solved{said})")


def test_a_loss_that_still_falls():
    history = logistic(20)
    assert (history.plateau, history.falling) == (None, True)
    assert repr(history).endswith("not solved, the loss still falls)")
    assert not logistic(5000).falling


def course(steps: list[int], loss: list[float]) -> xb.History:
    return xb.History(np.array(steps), np.array(loss), np.zeros(len(steps)), {}, "steps")


STILL, SLOWLY = ", the loss still falls", ", the loss falls slowly"


@pytest.mark.parametrize(
    ("steps", "loss", "said"),
    [
        ([0], [1.0], ""),
        ([0, 1], [1.0, 0.9], STILL),
        ([0, 1], [1.0, 0.96], SLOWLY),
        ([0, 1], [1.0, 0.99999], ""),
        ([0, 1], [1.0, 1.0], ""),
        ([0, 1], [1.0, 1.1], ""),
        ([0, 1], [1.0, math.inf], ""),
        ([0, 90, 100], [1.0, 0.9, 0.89], STILL),
        ([0, 90, 100], [1.0, 0.9, 0.896], SLOWLY),
        ([0, 90, 100], [1.0, 0.9, 0.8999], SLOWLY),
        ([0, 90, 100], [1.0, 0.9, 0.899995], ""),
        ([0, 90, 100], [0.5, 0.9, 0.8], ""),
        ([0, 100], [1.0, 0.1], ""),
        ([0, 1], [0.0, 0.0], ""),
    ],
)
def test_falling_is_measured_over_the_last_tenth(steps, loss, said: str):
    history = course(steps, loss)
    assert history.falling == (said == STILL)
    assert repr(history).endswith(f", not solved{said})")


UNKNOWN = {
    "another loss": (t, {"loss": xb.mean_absolute_error}),
    "two outputs": (np.column_stack([t, t]), {}),
    "three targets": ([[0], [1], [1], [0.5]], {}),
    "one target": (np.full((4, 1), 0.5), {"loss": xb.mean_squared_error}),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_nothing_is_said_where_nothing_is_known(name: str):
    targets, more = UNKNOWN[name]
    net, history = train((2, np.shape(targets)[1]), 0, X, targets, **more)
    assert history.plateau is None
    many = xb.Ensemble([net])
    plan = {"loss": xb.mean_squared_error, "optimizer": xb.SGD(0.1), "steps": 0, **more}
    assert list(many.train(X, targets, **plan).plateaus) == [None]


def test_who_solves_the_task_or_diverges_stands_nowhere():
    _, solved = train((2, 4, 1), 1, X, t)
    assert (solved.solved, solved.plateau) == (True, None)
    with pytest.warns(RuntimeWarning, match="diverged"):
        _, wild = train(
            (2, 1),
            0,
            X,
            t,
            loss=xb.half_squared_error,
            optimizer=xb.SGD(1e3),
            drawn={"activations": [xb.identity]},
        )
    assert wild.plateau is None


@pytest.mark.parametrize("name", ["2-2-1", "2-3-1"])
def test_the_study_finds_the_same_plateaus_by_the_loss_alone(name: str):
    setting = studies.TABLES["width"][name]
    many = setting.draw(100, 0)
    histories = many.train(
        X, t, loss=setting.loss, optimizer=setting.optimizer, steps=setting.steps
    )
    alike = {"four alike": (4,), "three alike": (3,), "two alike": (2,)}
    for kind, stands in standing_on(histories.loss[:, -1], setting.loss).items():
        found = [place is not None and place.alike == alike[kind] for place in histories.plateaus]
        assert (stands & ~histories.solved).tolist() == found


def test_where_many_stand_is_told_one_by_one_and_of_some():
    def trained(targets):
        many = xb.Ensemble.random((2, 2, 1), restarts=20, rng=0)
        plan = {"loss": xb.binary_cross_entropy, "optimizer": xb.Adam(0.1), "steps": 500}
        return many.train(X, targets, **plan).plateaus

    targets = np.array(t)
    plateaus = trained(targets)
    places = list(plateaus)
    assert len(places) == len(plateaus) == 20
    assert any(places)
    assert plateaus[-1] == places[-1]
    assert plateaus[3:9:2] == tuple(places[3:9:2])
    assert repr(plateaus) == repr(tuple(places))
    assert plateaus == trained(t)
    targets[:] = 0
    assert list(plateaus) == places, "they are of the targets of the run"


def test_one_of_many_stands_where_it_would_alone():
    many = xb.Ensemble.random((2, 2, 1), restarts=20, rng=0)
    alone = [net.copy() for net in many]
    plan = {"loss": xb.binary_cross_entropy, "optimizer": xb.Adam(0.1), "steps": 1000}
    histories = many.train(X, t, **plan)
    places = [xb.train(net, X, t, **plan, record_every=100).plateau for net in alone]
    assert [history.plateau for history in histories] == places
    assert len({place.alike for place in places if place}) == 2
