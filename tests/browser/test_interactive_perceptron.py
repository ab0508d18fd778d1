"""The perceptron to work with, on three pages: what it shows, and how readers move its line."""

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

GATES = {"AND": xb.AND, "OR": xb.OR, "NAND": xb.NAND, "XOR": xb.XOR}
GRID = np.arange(-4, 4.25, 0.25)
ROWS = ".rows [role=row]:not(:first-child)"
HANDLE = """([root, grip, share]) => {
  const line = document.querySelector(`${root} [data-grip=${grip}]`);
  const {left, top, width, height} = line.getBoundingClientRect();
  return [left + width * share[0], top + height * share[1]];
}"""


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Figure]:
    """The figure of the chapter on gates, for all tests that begin with a state of their own."""
    with opened_figure(browser, f"{address}en/gates/", "gates") as figure:
        yield figure


def random_states(count: int) -> Iterator[tuple[str, np.ndarray]]:
    rng = np.random.default_rng(3)
    for case in range(count):
        yield [*GATES][case % 4], rng.choice(GRID, 3) * (case != 5)


def query(gate: str, theta: np.ndarray) -> str:
    return f"gate={gate}&theta={','.join(map(str, theta))}"


def handle(figure: Figure, grip: str, *share: float) -> tuple[float, float]:
    x, y = figure.page.evaluate(HANDLE, [figure.root, grip, share or (0.5, 0.5)])
    return x, y


def theta(figure: Figure) -> list[float]:
    return [value for row in figure.values(".unit-plane label") for value in row]


def tallies(gate: str) -> np.ndarray:
    """How many of all settings of the sliders get 0, 1, … 4 corners right."""
    X, t = xb.truth_table(GATES[gate])
    w1, w2, b = np.meshgrid(GRID, GRID, GRID)
    z = np.stack([w1 * x1 + w2 * x2 + b for x1, x2 in X])
    right = ((z > 0) == t.reshape(4, 1, 1, 1)).sum(axis=0)
    return np.bincount(right.ravel(), minlength=5)


def test_the_gates_are_right_everywhere_and_xor_never(desk: Figure) -> None:
    desk.to("theta=1,1,-1.25")
    for name, gate in GATES.items():
        desk.page.click(f"{desk.root} [data-gate={name}]")
        unit = gate if isinstance(gate, xb.Perceptron) else xb.NAND  # the gate before stays
        assert theta(desk) == [*unit.weights, unit.bias]
        pressed = desk.page.locator(f"{desk.root} [data-gate][aria-pressed=true]")
        assert pressed.all_inner_texts() == [name]
        right = int((unit(xb.xor()[0]) == gate(xb.xor()[0])).sum())
        assert right == (3 if name == "XOR" else 4)
        assert desk.text(".score").startswith(f"{right} of 4 right.")
        counts = tallies(name)
        told = [int(number) for number in re.findall(r"\d+", desk.text(".count"))]
        assert told == [counts.sum(), counts[3 if name == "XOR" else 4]]
    assert counts[4] == 0
    assert "none gets four" in desk.text(".count")


def test_xor_says_why(desk: Figure) -> None:
    for _, (w1, w2, b) in random_states(8):
        desk.to(query("XOR", np.array([w1, w2, b])))
        *discs, total = desk.values(".why")[0][:3]
        *rings, same = desk.values(".why")[0][3:]
        unit = xb.Perceptron([w1, w2], b)
        assert [*discs, *rings] == unit.weighted_sum([[0, 1], [1, 0], [0, 0], [1, 1]]).tolist()
        assert total == same == w1 + w2 + 2 * b == sum(discs) == sum(rings)
        desk.to(query("OR", np.array([w1, w2, b])))
        assert not desk.values(".why")


def test_all_numbers_are_those_of_the_package_and_of_the_code(
    desk: Figure, site: Path, tmp_path: Path
) -> None:
    codes, shown = [], []
    for gate, parameters in random_states(20):
        desk.to(query(gate, parameters))
        unit = xb.Perceptron(parameters[:2], parameters[2])
        X, t = xb.truth_table(GATES[gate])
        rows = desk.values(ROWS)
        columns = [unit.weighted_sum(X), unit(X)]
        if parameters.any():
            columns.insert(1, unit.distance(X))
            margin = desk.values(".score")[0]
            np.testing.assert_allclose(margin, [abs(unit.distance(X)).min()], rtol=1e-12)
        np.testing.assert_allclose(rows, np.column_stack(columns), rtol=1e-12)
        names = "[...document.querySelectorAll('{} .rows [role=img]')].map(e => e.ariaLabel)"
        ticks = desk.page.evaluate(names.format(desk.root))
        assert ticks == ["right" if right else "wrong" for right in unit(X) == t.ravel()]
        codes.append(desk.code())
        shown.append((rows, t.ravel().tolist(), ticks.count("right")))
    for (rows, target, right), text in zip(shown, printed(codes, site, tmp_path), strict=True):
        told = {
            name: ast.literal_eval(value)
            for name, value in (line.split(" ", 1) for line in text.splitlines())
        }
        named = [told[name] for name in ("z", "distance", "output") if name in told]
        np.testing.assert_allclose(rows, np.transpose(named), rtol=1e-12)
        assert (told["target"], told["right"]) == (target, right)
    assert len(set(codes)) == len(codes)


def test_the_line_moves_by_the_bias_and_the_arrow_by_the_weights(desk: Figure) -> None:
    desk.to("gate=AND&theta=1,1,-1")
    size = desk.page.locator(f"{desk.root} svg").bounding_box()["width"] / 1.8
    # On the line, away from the corners: half a unit to the right asks for a bias lower by 0.5.
    drag(desk.page, handle(desk, "line", 0.6, 0.6), (0.5 * size, 0))
    assert theta(desk) == [1, 1, -1.5]
    assert desk.state == "", "the state that the figure starts from"
    drag(desk.page, handle(desk, "tip"), (0.15 * size, -0.3 * size))
    assert theta(desk) == [2, 3, -1.5]
    assert desk.state == "theta=2,3,-1.5"
    drag(desk.page, handle(desk, "tip"), (size, 0))
    assert theta(desk) == [4, 3, -1.5], "as far as the slider goes"
    box = desk.page.locator(f"{desk.root} svg").bounding_box()
    drag(desk.page, (box["x"] + box["width"] - 8, box["y"] + 40), (0, 60))
    assert theta(desk) == [4, 3, -1.5]


def test_everything_is_reached_by_keys(desk: Figure) -> None:
    page = desk.page
    desk.to("theta=1,1,-1")
    page.focus(f"{desk.root} [data-gate=OR]")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert desk.state == "gate=XOR&theta=2,2,-1"
    labels = set()
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press("Tab")
        page.keyboard.press(key)
        labels.add(page.get_attribute(f"{desk.root} .plane", "aria-label"))
    assert desk.state == "gate=XOR&theta=2.25,1.75,-1.25"
    assert len(labels) == 3
    desk.says("XOR: 3 of 4 right. Margin 0.175412. w₁ = 2.25, w₂ = 1.75, b = −1.25.")
    names = []
    for _ in range(3):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.dataset.do"))
    assert names == ["reset", "python", "link"]


def test_the_gate_that_is_chosen_is_marked_and_nothing_moves(desk: Figure) -> None:
    desk.to("gate=AND&theta=1,1,-1")
    places = desk.places()
    for gate in GATES:
        desk.page.click(f"{desk.root} [data-gate={gate}]")
        assert desk.places() == places, gate
        borders = "getComputedStyle(e).borderTopWidth"
        assert desk.all("[data-gate]", borders) == ["2px" if g == gate else "1px" for g in GATES]


def test_a_slider_has_a_name_that_stays_when_its_value_changes(desk: Figure) -> None:
    desk.to("gate=OR&theta=1,1,-1")
    names = desk.names()
    assert [name for role, name in names if role == "slider"] == ["w 1", "w 2", "b"]
    desk.page.focus(desk.find("[data-k='2']"))
    desk.page.keyboard.press("ArrowRight")
    assert theta(desk) == [1, 1, -0.75]
    assert desk.names() == names


def test_a_senseless_address_is_refused_with_a_word(desk: Figure) -> None:
    for state in ("theta=1,2", "theta=1,1,0.3", "theta=5,1,1", "gate=NOR", "gate=toString", "a=1"):
        desk.to("gate=OR")
        desk.to(state)
        desk.says("The address holds no state")
        assert theta(desk) == [1, 1, -1.5]


def test_a_finger_moves_what_it_holds_and_scrolls_elsewhere(browser: Browser, address: str) -> None:
    with opened_figure(browser, f"{address}xor/", "xor", "theta=2,2,-2", **TOUCH) as figure:
        page = figure.page
        page.wait_for_timeout(200)
        before = page.evaluate("scrollY")
        size = page.locator(f"{figure.root} svg").bounding_box()["width"] / 1.8
        drag(page, handle(figure, "line", 0.3, 0.3), (0, -0.25 * size), touch=True)
        assert theta(figure) == [2, 2, -2.5]
        drag(page, handle(figure, "tip"), (0, 0.3 * size), touch=True)
        assert theta(figure) == [2, 0, -2.5]
        page.wait_for_timeout(100)
        assert page.evaluate("scrollY") == before
        plane = page.locator(f"{figure.root} svg").bounding_box()
        drag(page, (plane["x"] + 20, plane["y"] + 250), (0, -200), touch=True)
        page.wait_for_function("before => scrollY > before + 100", arg=before)
        assert theta(figure) == [2, 0, -2.5]


@pytest.mark.parametrize(
    ("path", "size"), [("perceptron/", PHONE), ("en/gates/", PHONE), ("en/gates/", DESK)]
)
def test_in_every_look(browser: Browser, address: str, path: str, size: dict[str, int]) -> None:
    name = path.split("/")[-2]
    with opened_figure(browser, address + path, name, viewport=size, bypass_csp=True) as figure:
        assert figure.is_korean() == (not path.startswith("en/"))
        states = ("gate=AND&theta=0,0,1", "gate=XOR&theta=-1.25,-2.25,-3.75", "gate=NAND")
        figure.check_room(states)
        figure.check_looks(states[1:2])
