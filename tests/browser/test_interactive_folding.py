"""XOR folded from steps to sigmoids: which biases of the output unit work, and why."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

import xorbook as xb
from tests.browser.figures import DESK, PHONE, Figure, opened_figure, printed

pytestmark = pytest.mark.browser

STEP = 21
ROWS = ".rows [role=row]:not(:first-child)"
CLOSE = {"rtol": 1e-12, "atol": 1e-14}
# Points of an SVG drawing, in the coordinates of its plane.
POINTS = """([root, plane, what]) =>
  [...document.querySelectorAll(`${root} .folds > :nth-child(${plane}) ${what}`)].map(e =>
    e.points ? [...e.points].map(({x, y}) => [x / 100, -y / 100])
             : [e.cx.baseVal.value / 100, -e.cy.baseVal.value / 100])"""


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Figure]:
    """The figure of the English page, for all tests that begin with a state of their own."""
    with opened_figure(browser, f"{address}en/hidden-layer/", "hidden-layer") as figure:
        yield figure


def network(k: int, b: float) -> xb.Network:
    weights = np.column_stack([xb.NAND.weights, xb.OR.weights])
    hidden = (weights, [xb.NAND.bias, xb.OR.bias])
    kind = xb.step if k == STEP else xb.sigmoid
    net = xb.Network([hidden, (xb.AND.weights.reshape(2, 1), [b])], [kind, kind])
    net.theta *= 1 if k == STEP else k
    return net


def points(figure: Figure, plane: int, what: str) -> list:
    found: list = figure.page.evaluate(POINTS, [figure.root, plane, what])
    return found


def random_states(count: int) -> Iterator[tuple[int, float]]:
    rng = np.random.default_rng(2)
    for _ in range(count):
        yield int(rng.integers(1, STEP + 1)), round(0.05 * int(rng.integers(-40, -9)), 2)


def test_the_biases_that_work_and_those_that_fail(desk: Figure) -> None:
    """The slides' −1 works with the step alone, −1.5 from k = 2 on, as the chapter says."""
    X, t = xb.xor()
    right = {}
    for b in (-1, -1.35, -1.5):
        for k in (1, 2, 5, 10, 20, STEP):
            desk.to(f"k={k}&b={b}")
            right[b, k] = int(re.findall(r"(\d) of 4", desk.text(".score"))[0])
            assert right[b, k] == int(((network(k, b)(X) > 0.5) == t).sum())
            rings, discs, line = desk.values(".reasons p:first-child")[0]
            parted = "parts the rings" in desk.text(".reasons")
            assert parted == (rings <= line < discs) == (right[b, k] == 4)
            assert ("whatever k is" in desk.text(".reasons")) == (b == -1 and k != STEP)
    assert [right[-1, k] for k in (1, 2, 5, 10, 20, STEP)] == [2, 2, 2, 2, 2, 4]
    assert [right[-1.5, k] for k in (1, 2, 5, 10, 20, STEP)] == [2, 4, 4, 4, 4, 4]
    assert right[-1.35, 1] == 4


def test_numbers_planes_and_code_are_those_of_the_package(
    desk: Figure, site: Path, tmp_path: Path
) -> None:
    X, _ = xb.xor()
    codes, shown = [], []
    for k, b in random_states(20):
        desk.to(f"k={k}&b={b}")
        net = network(k, b)
        trace = net.forward(X)
        rows = np.array(desk.values(ROWS))
        np.testing.assert_allclose(rows, np.hstack([trace.a[1], trace.output]), **CLOSE)
        np.testing.assert_allclose(points(desk, 2, "circle"), trace.a[1], rtol=1e-6, atol=1e-6)
        for end in points(desk, 2, ".boundary")[0]:
            np.testing.assert_allclose(sum(end), -b, atol=2e-4)
        for thread in points(desk, 2, ".thread"):
            sums = np.linspace(-0.8, 2.8, len(thread))
            a = net.forward(np.column_stack([sums, sums]) / 2).a[1]
            np.testing.assert_allclose(thread, a, atol=2e-4)
        codes.append(desk.code())
        shown.append((rows, desk.text(".score")))
    for (rows, score), text in zip(shown, printed(codes, site, tmp_path), strict=True):
        lines = [line.split(" ", 1) for line in text.splitlines()]
        told = {name: np.array(ast.literal_eval(value)) for name, value in lines}
        np.testing.assert_allclose(rows, np.column_stack([told["hidden"], told["output"]]), **CLOSE)
        np.testing.assert_allclose(told["sums"], rows[:, :2].sum(axis=1), **CLOSE)
        assert f"{told['right']} of 4" in score


def test_what_is_shaded_is_where_the_network_answers_one(desk: Figure) -> None:
    for state in ((1, -1.35), (2, -1.5), (20, -1.5), (1, -1.5), (1, -1.0), (STEP, -1.0)):
        desk.to("k={}&b={}".format(*state))
        strips = [[sum(point) for point in strip] for strip in points(desk, 1, ".fires")]
        sums = np.linspace(-0.79, 2.79, 200)
        fires = network(*state)(np.column_stack([sums, sums]) / 2).ravel() > 0.5
        shaded = np.any([(min(s) <= sums) & (sums <= max(s)) for s in [*strips, [9]]], axis=0)
        assert (fires != shaded).sum() <= 2, state  # a piece at either edge


def test_both_sliders_by_keys(desk: Figure) -> None:
    page = desk.page
    page.click(f"{desk.root} [data-do=reset]")
    page.focus(f"{desk.root} [data-key=k]")
    labels = {page.get_attribute(f"{desk.root} .folds", "aria-label")}
    page.keyboard.press("ArrowLeft")
    labels.add(page.get_attribute(f"{desk.root} .folds", "aria-label"))
    assert desk.state == "k=20"
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert desk.state == "k=20&b=-0.85"
    labels.add(page.get_attribute(f"{desk.root} .folds", "aria-label"))
    assert len(labels) == 3
    desk.says("k: 20, b: −0.85. Read at 0.5, 2 of 4 are right.")
    for state in ("k=0", "k=22", "k=1.5", "b=-0.4", "b=-1.33", "b=x", "c=1"):
        desk.to("k=3")
        desk.to(state)
        desk.says("The address holds no state")
        assert desk.values(ROWS)[0] == [1, 0, 0]


@pytest.mark.parametrize(("path", "size"), [("hidden-layer/", PHONE), ("en/hidden-layer/", DESK)])
def test_in_every_look(browser: Browser, address: str, path: str, size: dict[str, int]) -> None:
    with opened_figure(
        browser, address + path, "hidden-layer", viewport=size, bypass_csp=True
    ) as figure:
        assert figure.is_korean() == (not path.startswith("en/"))
        figure.check_room(("k=1", "k=1&b=-2", "b=-1.5"))
        figure.check_looks(["k=1"])
