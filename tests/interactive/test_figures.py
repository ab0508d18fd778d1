"""What every interactive figure has to have, looked at without a browser."""

from __future__ import annotations

import gzip
import re

import numpy as np
import pytest

import xorbook as xb
from site_build.finishing.interactive import SHARED, rooms, script
from tests.interactive.engine import FIGURES, FOLDER, MODULES, Engine

EACH = pytest.mark.parametrize("name", FIGURES)
KEYS = """(() => {
  const keys = (labels) => Object.entries(labels).flatMap(([key, value]) =>
    typeof value === "object" ? keys(value).map((inner) => `${key}.${inner}`)
      : [`${key}: ${typeof value}`]);
  const each = Object.entries(ideas[name].labels);
  return Object.fromEntries(each.map(([language, labels]) => [language, keys(labels)]));
})()"""
WRITTEN = """Object.fromEntries(
  Object.entries(ideas.backprop.write(state)).map(([key, value]) => [key, String(value)]))"""
READ = """(() => {
  const parts = new Map(Object.entries(given));
  const { read, start } = ideas.backprop;
  try { return read(parts, start()) } catch (error) { return error.name }
})()"""


def weight(code: str) -> int:
    return len(gzip.compress(code.encode(), 9))


def test_scripts_are_light() -> None:
    assert weight((FOLDER / "loader.js").read_text("utf-8")) <= 1024
    assert weight("".join(script(FOLDER / f"{name}.mjs") for name in SHARED)) <= 7 * 1024
    assert MODULES
    for name in MODULES:
        assert weight(script(FOLDER / f"{name}.mjs")) <= 12 * 1024, name


@EACH
def test_both_languages_have_the_same_labels(js: Engine, name: str) -> None:
    keys = js(KEYS, name=name)
    assert keys["ko"] == keys["en"]
    assert keys["ko"]


def test_a_figure_says_its_room() -> None:
    for module in MODULES:
        for narrow, wide in rooms(FOLDER / f"{module}.mjs").values():
            assert 10 < wide <= narrow < 100


@EACH
def test_the_address_of_the_start_is_empty(js: Engine, name: str) -> None:
    assert js("ideas[name].write(ideas[name].start())", name=name) == {}


@pytest.mark.parametrize("name", [*MODULES, "host"])
def test_a_figure_brings_no_colour_and_no_motion_of_its_own(name: str) -> None:
    source = (FOLDER / f"{name}.mjs").read_text("utf-8")
    assert not re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", source)
    assert not re.findall(r"\b(?:animation|transition)\b", source)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"), (-0.0, "0"), (1.5, "1.5"), (-3.0, "−3"), (0.9331561181, "0.933156"),
        (-0.00043843841, "−0.000438"), (1.23456789e-5, "1.23457·10⁻⁵"), (-2.5e7, "−2.50000·10⁷"),
        (0.1 + 0.2, "0.300000"), (999999.25, "999999.25"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_in_the_book(js: Engine, value: float, shown: str) -> None:
    assert js("host.number(value)", value=value) == shown


@pytest.mark.parametrize(
    ("text", "value"),
    [("0,5", 0.5), (" −2 ", -2), ("–2.5", -2.5), ("1e-3", 0.001), (".5", 0.5), ("+3", 3)],
)
def test_numbers_are_read_as_people_type_them(js: Engine, text: str, value: float) -> None:
    assert js("host.typed(text)", text=text) == value
    assert all(
        js("Number.isNaN(host.typed(text))", text=t) for t in ("", "x", "1,2,3", "--1", "1e")
    )


def test_the_stepper_starts_from_the_network_of_the_book(js: Engine) -> None:
    start = js("ideas.backprop.start()")
    X, t = xb.xor()
    assert start["theta"] == xb.worked_example().theta.tolist()
    assert np.reshape(start["data"], (4, 3)).tolist() == np.hstack([X, t]).tolist()
    assert X[start["sample"]].tolist() == [1, 0]


def test_an_address_gives_back_its_state(js: Engine) -> None:
    rng = np.random.default_rng(0)
    for case in range(20):
        state = {
            "theta": rng.normal(0, 3, 9).tolist(), "data": rng.uniform(0, 1, 12).tolist(),
            "sample": case % 5, "loss": ["half", "squared", "bce"][case % 3],
            "eta": rng.uniform(0.1, 5), "step": case,
        }  # fmt: skip
        parts = js(WRITTEN, state=state)
        assert js(READ, given=parts) == state


@pytest.mark.parametrize(
    "given",
    [
        {"step": "24"}, {"step": "1.5"}, {"step": "x"}, {"step": ""}, {"sample": "5"},
        {"loss": "mse"}, {"loss": "toString"}, {"eta": "0"}, {"eta": "-1"},
        {"theta": "1,2"}, {"theta": "1,2,3,4,5,6,7,8,x"}, {"theta": "1,2,3,4,5,6,7,8,1000"},
        {"data": "0,0,2,0,1,1,1,0,1,1,1,0", "loss": "bce"},
        {"other": "1"}, {"toString": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_senseless_address_is_refused(js: Engine, given: dict[str, str]) -> None:
    assert js(READ, given=given) in ("RangeError", "TypeError")
