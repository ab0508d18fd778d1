"""The two figures of the chapter on activations: a point on the sigmoid, and a gate sharpened."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

import xorbook as xb
from tests.browser.figures import DESK, PHONE, TOUCH, Figure, drag, opened_figure, printed

pytestmark = pytest.mark.browser

PAGE = "en/activations/"
GATES = {"OR": xb.OR, "NAND": xb.NAND, "AND": xb.AND, "roomy": xb.Perceptron([1, 1], bias=-1.5)}
X = np.array([[0, 0], [1, 0], [1, 1]])
STEP = 21
ROWS = ".rows [role=row]:not(:first-child)"
CLOSE = {"rtol": 1e-12, "atol": 1e-14}
SLIDE = """([selector, value]) => {
  const range = document.querySelector(selector);
  range.value = value;
  range.dispatchEvent(new Event('input', {bubbles: true}));
}"""
TANGENT = """root => {
  const {x1, y1, x2, y2} = document.querySelector(`${root} .tangent`);
  return [x1, y1, x2, y2].map(value => value.baseVal.value);
}"""


@pytest.fixture(scope="module")
def point(browser: Browser, address: str) -> Iterator[Figure]:
    """The English page, for all tests that begin with a state of their own."""
    with opened_figure(browser, address + PAGE, "activations") as figure:
        yield figure


@pytest.fixture(scope="module")
def gate(point: Figure) -> Figure:
    """The other figure of the same page."""
    point.page.locator("#interactive-sharpening").scroll_into_view_if_needed()
    point.page.wait_for_selector("#interactive-sharpening > [data-live]")
    return Figure(point.page, "sharpening")


def told(text: str) -> dict[str, object]:
    """What the code for Python prints: a name and a value a line."""
    lines = [re.match(r"(.+?) (-?[\d\[].*)", line) for line in text.splitlines()]
    return {line[1]: ast.literal_eval(line[2].replace("nan", "None")) for line in lines if line}


# ---- a point and its tangent --------------------------------------------------------------------


@pytest.mark.parametrize("z", [0, 1, -2.35, 5, 40, -40, 1000, -1000])
def test_the_slope_is_the_product_and_the_central_difference(point: Figure, z: float) -> None:
    point.to(f"z={z}")
    (shown,), (a,), (left, right, slope), (measured,), (apart,) = point.values(".equations > div")
    assert "NaN" not in point.page.inner_html(f"{point.root} .idea")
    assert shown == z
    np.testing.assert_allclose([a, left, right], xb.sigmoid([z, z, -z]), **CLOSE)
    np.testing.assert_allclose(slope, xb.sigmoid.derivative(float(z)), **CLOSE)
    np.testing.assert_allclose(slope, left * right, rtol=1e-15)
    assert abs(measured - xb.numerical_gradient(xb.sigmoid, float(z))) < 1e-10
    assert apart == abs(slope - measured) <= 1e-8
    if z == 0:
        assert (a, slope) == (0.5, 0.25)
    if abs(z) <= 6:
        x1, y1, x2, y2 = point.page.evaluate(TANGENT, point.root)
        np.testing.assert_allclose((y1 - y2) / (x2 - x1), slope, rtol=1e-5)
        assert "beyond" not in point.text(".equations")
    else:
        assert "beyond" in point.text(".equations")


def test_a_point_is_dragged_slid_and_typed(point: Figure) -> None:
    page = point.page
    point.to("z=0")
    page.locator(f"{point.root} .graph").scroll_into_view_if_needed()
    box = page.locator(f"{point.root} [data-grip]").bounding_box()
    size = page.locator(f"{point.root} .graph").bounding_box()["width"] / 12
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    drag(page, start, (-2 * size, 30))
    assert point.state == "z=-2"
    drag(page, (start[0] - 2 * size, box["y"] - 60), (size, 0))
    assert point.state == "z=-2", "beside the point nothing is held"
    page.focus(f"{point.root} [type=range]")
    page.keyboard.press("ArrowRight")
    assert point.state == "z=-1.95"
    label = page.get_attribute(f"{point.root} .graph", "aria-label")
    a, slope = xb.sigmoid(-1.95), xb.sigmoid.derivative(-1.95)
    assert label.endswith(f"z = −1.95: σ(z) = {a:.6f}, σ′(z) = {slope:.6f}.")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("−12,5")
    page.keyboard.press("Enter")
    assert point.state == "z=-12.5"
    field = "getComputedStyle(e).boxShadow"
    plain = point.one("[type=text]", field)
    places = point.places()
    for text in ("x", "1001"):
        page.fill(f"{point.root} [type=text]", text)
        page.press(f"{point.root} [type=text]", "Enter")
        point.says("Expected a number")
        assert page.get_attribute(f"{point.root} [type=text]", "aria-invalid") == "true"
        assert point.one("[type=text]", field) != plain
        assert point.places() == places
    assert point.state == "z=-12.5"
    page.click(f"{point.root} [data-do=reset]")
    assert point.state == ""


# ---- a gate, sharpened --------------------------------------------------------------------------


def expected(name: str, k: int) -> np.ndarray:
    """The rows of the table: sums, outputs, distances to the targets, slopes."""
    target = np.asarray({"roomy": xb.AND}.get(name, GATES[name])(X), float)
    function, factor = (xb.step, 1) if k == STEP else (xb.sigmoid, k)
    z = factor * GATES[name].weighted_sum(X)
    output = np.asarray(function(z))
    return np.transpose(
        [z, output, abs(output - target), factor * np.asarray(function.derivative(z))]
    )


def test_every_gate_at_every_sharpness(gate: Figure) -> None:
    for name in GATES:
        gate.page.click(f"{gate.root} [data-gate={name}]")
        for k in (1, 2, 5, 20, STEP):
            gate.page.evaluate(SLIDE, [f"{gate.root} [type=range]", k])
            assert gate.state == "&".join([f"gate={name}"] * (name != "OR") + [f"k={k}"] * (k != 1))
            for got, row in zip(gate.values(ROWS), expected(name, k), strict=True):
                np.testing.assert_allclose(got, row[: len(got)], **CLOSE)
                assert len(got) == (3 if np.isnan(row[3]) else 4)


def test_without_a_margin_sharpening_does_not_help(gate: Figure) -> None:
    """Why AND needs another bias than the step's: at (1, 0) its sum is 0."""
    distances = {}
    for name in ("AND", "roomy"):
        for k in (1, 5, 20):
            gate.to(f"gate={name}&k={k}")
            distances[name, k] = gate.values(ROWS)[1][2]
        said = gate.text(".why")
        assert said.startswith("At (1, 0) z is 0" if name == "AND" else "No input lies on the")
    assert {distances["AND", k] for k in (1, 5, 20)} == {0.5}
    assert distances["roomy", 1] > distances["roomy", 5] > distances["roomy", 20]
    assert distances["roomy", 20] < 1e-4
    gate.to(f"gate=AND&k={STEP}")
    assert "convention" in gate.text(".why")
    assert "none" in gate.text(".rows")


def test_the_gate_that_is_chosen_is_marked_and_nothing_moves(gate: Figure) -> None:
    gate.to("gate=OR&k=3")
    places = gate.places()
    for name in GATES:
        gate.page.click(gate.find(f"[data-gate={name}]"))
        assert gate.places() == places, name
        borders = gate.all("[data-gate]", "getComputedStyle(e).borderTopWidth")
        assert sorted(borders) == ["1px"] * 3 + ["2px"]


# ---- both ---------------------------------------------------------------------------------------


def test_a_senseless_address_is_refused_with_a_word(point: Figure, gate: Figure) -> None:
    for figure, states in (
        (point, ("z=x", "z=1001", "z=", "y=1")),
        (gate, ("gate=XOR", "gate=toString", "k=0", "k=22", "k=1.5", "k=", "a=1")),
    ):
        for state in states:
            figure.to("z=3" if figure is point else "k=3")
            figure.to(state)
            figure.says("The address holds no state")
            assert figure.values(".equations > div, .rows [role=row]:nth-child(3)")[0] == (
                [1] if figure is point else [1, *expected("OR", 1)[1, 1:]]
            )


def test_pasted_into_python_a_state_prints_the_numbers_of_the_figure(
    point: Figure, gate: Figure, site: Path, tmp_path: Path
) -> None:
    rng = np.random.default_rng(5)
    codes, shown = [], []
    for case in range(20):
        point.to(f"z={round(rng.normal(0, 10), case % 5)}")
        codes.append(point.code())
        (z,), (a,), (_, rest, slope), (measured,), _ = point.values(".equations > div")
        shown.append({"z": z, "sigmoid": a, "1 - sigmoid": rest, "derivative": slope})
        shown[-1]["measured"] = measured
        gate.to(f"gate={[*GATES][case % 4]}&k={rng.integers(1, STEP + 1)}")
        codes.append(gate.code())
        columns = np.transpose([[*row, *[np.nan] * (4 - len(row))] for row in gate.values(ROWS)])
        shown.append(dict(zip(("sum", "output", "apart", "slope"), columns, strict=True)))
    for numbers, text in zip(shown, printed(codes, site, tmp_path), strict=True):
        printed_numbers = told(text)
        assert printed_numbers.keys() == numbers.keys()
        for name, value in numbers.items():
            close = {"atol": 1e-10} if name == "measured" else CLOSE
            got = np.array(printed_numbers[name], float)
            np.testing.assert_allclose(got, value, **close, err_msg=name)


@pytest.mark.parametrize(("path", "size"), [("activations/", PHONE), (PAGE, DESK)])
def test_in_every_look(browser: Browser, address: str, path: str, size: dict[str, int]) -> None:
    states = {
        "activations": ("z=-1000", "z=0.3"),
        "sharpening": (f"gate=AND&k={STEP}", "gate=AND&k=7", "gate=roomy&k=20"),
    }
    for name in states if size is PHONE else reversed(states):
        with opened_figure(browser, address + path, name, viewport=size, bypass_csp=True) as figure:
            assert figure.is_korean() == (not path.startswith("en/"))
            figure.check_room(states[name])
            figure.check_looks(states[name][:1])


def test_a_finger_moves_the_point_and_scrolls_elsewhere(browser: Browser, address: str) -> None:
    with opened_figure(browser, f"{address}activations/", "activations", "z=0", **TOUCH) as figure:
        page = figure.page
        page.wait_for_timeout(200)
        before = page.evaluate("scrollY")
        box = page.locator(f"{figure.root} [data-grip]").bounding_box()
        plot = page.locator(f"{figure.root} .graph").bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        drag(page, middle, (plot["width"] / 4, 40), touch=True)
        assert figure.state == "z=3"
        page.wait_for_timeout(100)
        assert page.evaluate("scrollY") == before
        drag(page, (plot["x"] + 20, plot["y"] + 150), (0, -140), touch=True)
        page.wait_for_function("before => scrollY > before + 60", arg=before)
        assert figure.state == "z=3"
