"""The trainer's runs are those of the package: starts, steps, where they stand, and the address."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

import xorbook as xb
from tests.interactive.engine import Engine
from xorbook import studies
from xorbook.studies.settings import BASE, SEED

STEPS = (1, 10, 100, 1000)
CLOSE = {"rtol": 1e-12, "atol": 1e-12}
LOSSES = {
    "bce": xb.binary_cross_entropy,
    "squared": xb.mean_squared_error,
    "half": xb.half_squared_error,
}
RULES = {"sgd": xb.SGD, "momentum": xb.Momentum, "adam": xb.Adam}
KINDS = {
    "sigmoid": (xb.sigmoid, xb.sigmoid),
    "tanh": (xb.tanh, xb.sigmoid),
    "relu": (xb.relu, xb.sigmoid),
    "linear": (xb.sigmoid, xb.identity),
}
X, T = xb.xor()

RUN = """(() => {
  const { begun, reached, verdict } = bookModules.trainer;
  const run = reached(begun(state), Math.max(...steps));
  return steps.map((step) => [[...run.thetas[step]], run.losses[step], verdict(run, step)]);
})()"""
THETA = "[...bookModules.trainer.begun(state).thetas[0]]"
READ = """(() => {
  const { read, start } = ideas.trainer;
  try { return read(new Map(Object.entries(given)), start()) } catch (error) { return error.name }
})()"""
WRITTEN = """Object.fromEntries(
  Object.entries(ideas.trainer.write(state)).map(([key, value]) => [key, String(value)]))"""


def stated(js: Engine, **parts: Any) -> dict[str, Any]:
    """Return the state at the start, with these parts of it."""
    return js("ideas.trainer.start()") | parts


def network_of(state: dict[str, Any]) -> xb.Network:
    """Return the network from which a run of the trainer starts."""
    sizes = (2, state["units"], 1)
    net = xb.Network.random(sizes, rng=state["seed"], activations=KINDS[state["kind"]])
    if state["start"] == "book":
        net.theta = xb.worked_example().theta
    if state["start"] == "own":
        net.theta = state["theta"]
    return net


def trained(
    state: dict[str, Any], steps: int, keep: tuple[int, ...] = ()
) -> tuple[xb.Network, xb.History]:
    """Do the same run with the package."""
    net = network_of(state)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        history = xb.train(
            net,
            X,
            T,
            loss=LOSSES[state["loss"]],
            optimizer=RULES[state["rule"]](state["eta"]),
            steps=steps,
            parameters_at=keep,
        )
    return net, history


def test_a_start_is_the_packages(js: Engine) -> None:
    assert js(THETA, state=stated(js)) == xb.worked_example().theta.tolist()
    for seed, units in ((0, 2), (27, 2), (7, 3), (2**53 - 1, 8)):
        state = stated(js, start="seed", seed=seed, units=units)
        assert js(THETA, state=state) == network_of(state).theta.tolist()
    for name, setting in studies.TABLES["width"].items():
        if setting.sizes[1] <= 8:
            many = setting.draw(12, SEED)
            state = stated(js, start="study", seed=11, units=setting.sizes[1])
            assert js(THETA, state=state) == many[11].theta.tolist(), name


def test_the_starts_of_the_study_that_stay_on_a_plateau(js: Engine) -> None:
    many = BASE.draw(50, SEED)
    chosen = {"loss": BASE.loss, "optimizer": BASE.optimizer, "steps": BASE.steps}
    ends = many.train(X, T, **chosen, record_every=BASE.steps)
    stuck = np.flatnonzero(~ends.solved).tolist()
    assert js("bookModules.trainer.STUCK") == stuck
    setting = js("bookModules.trainer.STUDY")
    assert (2, setting["units"], 1) == BASE.sizes
    assert LOSSES[setting["loss"]] == BASE.loss
    assert RULES[setting["rule"]](setting["eta"]) == BASE.optimizer
    for number in (*stuck[:2], 9, 16):
        state = stated(js, start="study", seed=number, **setting)
        ((_, _, found),) = js(RUN, state=state, steps=[BASE.steps])
        assert found["kind"] == "plateau"
        assert tuple(found["alike"]) == ends[number].plateau.alike


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"rule": "momentum", "eta": 0.1},
        {"rule": "adam", "eta": 0.01},
        {"start": "seed", "seed": 1, "units": 8, "rule": "adam", "eta": 0.01},
        {"start": "seed", "seed": 4, "units": 8, "loss": "squared"},
        {"start": "seed", "seed": 5, "units": 3, "kind": "tanh", "rule": "momentum", "eta": 0.05},
        {"start": "seed", "seed": 6, "units": 4, "kind": "relu", "loss": "half"},
        {"start": "seed", "seed": 6, "kind": "linear", "loss": "half", "eta": 0.2},
    ],
    ids=str,
)
def test_a_run_is_the_packages_step_by_step(js: Engine, parts: dict[str, Any]) -> None:
    state = stated(js, **parts)
    _, history = trained(state, STEPS[-1], STEPS)
    for step, (theta, loss, _) in zip(STEPS, js(RUN, state=state, steps=STEPS), strict=True):
        np.testing.assert_allclose(theta, history.parameters[step].theta, **CLOSE, err_msg=step)
        np.testing.assert_allclose(loss, history.loss[step], **CLOSE, err_msg=step)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"rule": "adam", "eta": 0.01},
        {"eta": 10},
        {"eta": 100},
        {"start": "own", "theta": [0.0] * 9},
        {"start": "seed", "seed": 2, "rule": "adam", "eta": 0.01},
        {"start": "seed", "seed": 27, "rule": "adam", "eta": 0.01, "loss": "squared"},
        {"start": "seed", "seed": 3, "units": 6, "eta": 0.1},
        {"start": "seed", "seed": 8, "kind": "relu", "loss": "half"},
        {"start": "seed", "seed": 8, "kind": "linear", "loss": "squared", "eta": 0.1},
    ],
    ids=str,
)
def test_where_a_run_stands_is_what_its_history_says(js: Engine, parts: dict[str, Any]) -> None:
    state, steps = stated(js, **parts), (0, 1, 2, 10, 28, 200, 343, 344, 1500)
    for step, (_, _, found) in zip(steps, js(RUN, state=state, steps=steps), strict=True):
        _, history = trained(state, step)
        shown = {
            "solved": lambda f: f"solved at {f['solved']}",
            "falling": lambda _: "not solved, the loss still falls",
            "slow": lambda _: "not solved, the loss falls slowly",
            "unsolved": lambda _: "not solved",
            "plateau": lambda f: (
                f"plateau at {f['loss']:.5f}: {f['right']} of 4 right, "
                f"{' and '.join(map(str, f['alike']))} alike"
            ),
        }[found["kind"]](found)
        assert repr(history).endswith(f", {shown})"), (step, history)
        assert found["right"] == 4 * history.accuracy[-1]


def test_while_the_loss_falls_at_each_step_that_is_said_at_each(js: Engine) -> None:
    steps = range(1, 60)
    _, history = trained(stated(js), steps[-1])
    assert (np.diff(history.loss) < 0).all()
    kinds = [found["kind"] for _, _, found in js(RUN, state=stated(js), steps=[*steps])]
    assert {*kinds} == {"falling", "slow"}
    for labels in js("Object.values(ideas.trainer.labels).map(l => [l.verdicts.falling(),"
                     " l.verdicts.slow(), l.verdicts.unsolved()])"):  # fmt: skip
        assert len({*labels}) == 3


@pytest.mark.parametrize(
    "parts",
    [
        {"start": "seed", "seed": 0, "kind": "linear", "loss": "squared", "eta": 100},
        {"start": "own", "theta": [1e200, -1e200, 1e200, 1e200, 0, 0, 1e200, 1e200, 0],
         "kind": "relu"},
    ],
    ids=["rate", "weights"],
)  # fmt: skip
def test_a_run_that_diverges_ends_where_the_packages_does(
    js: Engine, parts: dict[str, Any]
) -> None:
    state = stated(js, **parts)
    net, history = trained(state, 500)
    assert history.stopped == "diverged"
    last = len(history.steps) - 1
    assert js("bookModules.trainer.reached(bookModules.trainer.begun(state), 500).losses.length",
              state=state) == last + 1  # fmt: skip
    ((theta, _, found),) = js(RUN, state=state, steps=[last])
    assert found["kind"] == "diverged"
    np.testing.assert_allclose(theta, net.theta, **CLOSE)


def test_what_is_frozen_stays_and_the_rest_moves_as_it_would(js: Engine) -> None:
    frozen = [0, 3, 8]
    for rule, eta in (("sgd", 1), ("momentum", 0.1), ("adam", 0.05)):
        state = stated(js, frozen=frozen, rule=rule, eta=eta)
        net = network_of(state)
        theta = net.theta.copy()
        update = RULES[rule](eta).start(theta)
        for _ in range(100):
            slopes = net.backward(net.forward(X), T, loss=xb.binary_cross_entropy).theta.copy()
            slopes[frozen] = 0
            update(slopes)
            net.theta = theta
        ((got, _, _),) = js(RUN, state=state, steps=[100])
        np.testing.assert_allclose(got, net.theta, **CLOSE)
        assert [got[k] for k in frozen] == xb.worked_example().theta[frozen].tolist()


def random_states(js: Engine, count: int) -> list[dict[str, Any]]:
    """Return states of every kind."""
    rng = np.random.default_rng(3)
    states = []
    for case in range(count):
        start = ["book", "seed", "study", "own"][case % 4]
        units = 2 if start == "book" else 2 + case % 7
        theta = rng.normal(0, 2, 4 * units + 1).round(case % 5).tolist() if start == "own" else []
        frozen = sorted(rng.choice(4 * units + 1, case % 3, replace=False).tolist())
        parts = {"start": start, "seed": 0 if theta or start == "book" else case, "theta": theta}
        parts |= {"units": units, "kind": [*KINDS][case % 4], "loss": [*LOSSES][1 + case % 2]}
        parts |= {"rule": [*RULES][case // 3 % 3], "eta": round(float(rng.uniform(0.01, 2)), 3)}
        parts |= {"frozen": frozen, "step": 7 * case, "made": 7 * case + case % 2}
        parts |= {"stride": [1, 10, 100][case % 3], "axes": [[0, 1], [1, 0]][case % 2]}
        states.append(stated(js, **parts))
    return states


def test_an_address_gives_back_its_state(js: Engine) -> None:
    for state in random_states(js, 24):
        assert js(READ, given=js(WRITTEN, state=state)) == state


@pytest.mark.parametrize(
    "given",
    [
        {"step": "10001"}, {"step": "-1"}, {"step": "1.5"}, {"step": "x"}, {"step": ""},
        {"made": "1e9"}, {"seed": "-1"}, {"seed": "9007199254740992"}, {"start": "x"},
        {"start": "study", "seed": "1000"}, {"units": "9"}, {"units": "1"}, {"units": "3"},
        {"start": "own"}, {"start": "own", "theta": "1,2"}, {"kind": "step"}, {"kind": "linear"},
        {"start": "own", "theta": "1,2,3,4,5,6,7,8,x"}, {"loss": "toString"}, {"rule": "x"},
        {"eta": "0"}, {"eta": "1e9"}, {"frozen": "9"}, {"frozen": "3,3"}, {"frozen": "3,1"},
        {"stride": "2"}, {"axes": "0,0"}, {"axes": "0"}, {"axes": "0,2"}, {"other": "1"},
        {"toString": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_senseless_address_is_refused(js: Engine, given: dict[str, str]) -> None:
    assert js(READ, given=given) == "RangeError"
