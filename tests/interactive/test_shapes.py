"""The figure on shapes, without a browser: its start and its address."""

from __future__ import annotations

import numpy as np
import pytest

import xorbook as xb
from tests.interactive.engine import Engine

READ = """(() => {
  const { read, start } = ideas.shapes;
  try { return read(new Map(Object.entries(given)), start()) } catch (error) { return error.name }
})()"""


def test_an_address_gives_back_its_state(js: Engine) -> None:
    rng = np.random.default_rng(0)
    for layers in (1, 2, 3, 4) * 3:
        net = xb.Network.random(rng.integers(1, 9, size=layers + 1).tolist(), rng=rng)
        state = {"sizes": [*net.sizes], "at": str(rng.choice(net.parameters.names))}
        assert js(READ, given=js("ideas.shapes.write(state)", state=state)) == state


@pytest.mark.parametrize(
    "given",
    [
        {"sizes": "2"}, {"sizes": "2-9-1", "at": "W1[0,0]"}, {"sizes": "2-0-1", "at": "W1[0,0]"},
        {"sizes": "1-1-1-1-1-1", "at": "W1[0,0]"}, {"sizes": ""}, {"sizes": "2-x"},
        {"at": "W3[0,0]"}, {"at": "W2[3,0]"}, {"at": "b2[2]"}, {"at": "toString"}, {"at": ""},
        {"sizes": "2-1"}, {"other": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_senseless_address_is_refused(js: Engine, given: dict[str, str]) -> None:
    assert js(READ, given=given) == "RangeError"
