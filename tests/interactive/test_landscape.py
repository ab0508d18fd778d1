"""The landscape of the loss, without a browser: its slices, its map and its address."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import xorbook as xb
from tests.interactive.engine import Engine

LOSSES = {
    "half": xb.half_squared_error,
    "squared": xb.mean_squared_error,
    "bce": xb.binary_cross_entropy,
}
START = xb.worked_example().theta
REACH, POINTS = 6, 61
GRIDS = START[:, np.newaxis] + np.linspace(-REACH, REACH, POINTS)
READ = """(() => {
  const { read, start } = ideas.landscape;
  try { return read(new Map(Object.entries(given)), start()) } catch (error) { return error.name }
})()"""


def states(count: int) -> list[dict[str, Any]]:
    """Return random states; the values of every second one lie on the points of the slices."""
    rng = np.random.default_rng(5)
    found = []
    for case in range(count):
        free, whole = rng.uniform(-REACH, REACH, 9), rng.integers(-REACH, REACH + 1, 9)
        moves = free.round(case % 4) if case % 2 else whole
        pair = rng.choice(9, size=2, replace=False).tolist()
        theta = (START + moves).tolist()
        found.append({"theta": theta, "pair": pair, "loss": [*LOSSES][case % 3]})
    return found


def loss_at(state: dict[str, Any], changes: dict[int, float]) -> float:
    net, (X, t) = xb.worked_example(), xb.xor()
    net.theta = [changes.get(k, value) for k, value in enumerate(state["theta"])]
    return net.loss(X, t, loss=LOSSES[state["loss"]])


def test_it_starts_from_the_network_of_the_book(js: Engine) -> None:
    start = js("ideas.landscape.start()")
    assert start["theta"] == START.tolist()
    names = xb.worked_example().parameters.names
    assert [names[k] for k in start["pair"]] == ["W2[0,0]", "W2[1,0]"]
    values = js("core.parameterNames([2, 2, 1]).map((_, k) => "
                "[...Array(count).keys()].map(n => bookModules.landscape.valueAt(k, n)))",
                count=POINTS)  # fmt: skip
    np.testing.assert_allclose(values, GRIDS, rtol=0, atol=1e-14)


def test_slices_and_maps_are_those_of_the_package(js: Engine) -> None:
    rng = np.random.default_rng(6)
    for state in states(9):
        slices = js("[0,1,2,3,4,5,6,7,8].map(k => bookModules.landscape.sliceOf(s, k))", s=state)
        surface = js("bookModules.landscape.surfaceOf(s)", s=state)
        across, up = state["pair"]
        assert np.shape(slices) == (9, POINTS)
        assert np.shape(surface) == (POINTS, POINTS)
        for n, m in rng.integers(0, POINTS, (4, 2)):
            got = [*np.array(slices)[:, n], surface[m][n]]
            places = [*({k: GRIDS[k, n]} for k in range(9))]
            places.append({across: GRIDS[across, n], up: GRIDS[up, m]})
            expected = [loss_at(state, place) for place in places]
            np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-14)


def test_a_cut_through_the_map_is_a_slice(js: Engine) -> None:
    for state in states(8)[::2]:
        across, up = state["pair"]
        theta = np.array(state["theta"])
        column, row = (int(np.argmin(abs(GRIDS[k] - theta[k]))) for k in (across, up))
        surface = np.array(js("bookModules.landscape.surfaceOf(s)", s=state))
        first, second = (
            js("bookModules.landscape.sliceOf(s, k)", s=state, k=k) for k in state["pair"]
        )
        np.testing.assert_allclose(surface[row], first, rtol=1e-13, atol=1e-15)
        np.testing.assert_allclose(surface[:, column], second, rtol=1e-13, atol=1e-15)


def test_an_address_gives_back_its_state(js: Engine) -> None:
    for state in states(12):
        parts = js("Object.fromEntries(Object.entries(ideas.landscape.write(s))"
                   ".map(([key, value]) => [key, String(value)]))", s=state)  # fmt: skip
        assert js(READ, given=parts) == state


@pytest.mark.parametrize(
    "given",
    [
        {"theta": "1,2"}, {"theta": "6,2,0.5,-3,3,-2,1.5,2.5,0"}, {"theta": "x,2,3,4,5,6,7,8,9"},
        {"pair": "6"}, {"pair": "6,6"}, {"pair": "6,9"}, {"pair": "1.5,2"}, {"pair": "a,b"},
        {"loss": "mse"}, {"loss": "toString"}, {"other": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_senseless_address_is_refused(js: Engine, given: dict[str, str]) -> None:
    assert js(READ, given=given) == "RangeError"
