"""The landscape of the loss as readers use it: nine slices, and a map over two parameters.

What comes with every figure (fetched when near, without scripts, on paper, from a disk) is tried
with the stepper; the numbers of slices and maps, without a browser.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

import xorbook as xb
from tests.browser.figures import DESK, PHONE, Figure, drag, opened_figure, printed
from tests.browser.test_accessibility import SCHEMES, show
from tests.interactive.test_landscape import LOSSES, REACH, START, states

pytestmark = pytest.mark.browser

VALUE = "Number(e.dataset.v)"
PLACES = "e.getAttribute('points').split(' ').map(point => point.split(',').map(Number))"
CLOSE = {"rtol": 1e-12, "atol": 1e-14}
# Each pixel that belongs to a band: where it is, and which colour of the legend it has.
PIXELS = """([selector, places]) => {
  const find = name => document.querySelectorAll(`${selector} ${name}`);
  const context = find('canvas')[0].getContext('2d');
  const paper = Object.assign(document.createElement('canvas'), {width: 1, height: 1});
  const one = paper.getContext('2d');
  const colours = [...find('.legend i')].map(swatch => {
    one.fillStyle = getComputedStyle(swatch).backgroundColor;
    one.fillRect(0, 0, 1, 1);
    return String(one.getImageData(0, 0, 1, 1).data);
  });
  return places.map(([x, y]) => colours.indexOf(String(context.getImageData(x, y, 1, 1).data)));
}"""
# How long it takes to compute and to draw, in exponentials: a machine that is slow, or has others
# to serve, counts slowly as well. An exponential faster than 15 ns counts as that. The best of
# some, taken in turn.
COST = """async selector => {
  const slider = document.querySelector(`${selector} [data-k='6']`);
  const taken = work => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  let sum = 0;
  const units = () => { for (let i = 0; i < 2e5; i += 1) sum += Math.exp(-i * 1e-5); };
  const redraw = value => {
    slider.value = value;
    slider.dispatchEvent(new Event('input', {bubbles: true}));
  };
  const [redraws, exponentials] = [[], []];
  for (let n = 0; n < 40; n += 1) {
    exponentials.push(taken(units));
    redraws.push(taken(() => redraw(-3 + n / 10)));
    await new Promise(done => setTimeout(done));
  }
  return Math.min(...redraws) / Math.max(15e-6, Math.min(...exponentials) / 2e5);
}"""
# 16 ms on a machine a fourth as fast as one on which an exponential takes 15 ns.
MOST = 16e-3 / 4 / 15e-9


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Figure]:
    """The figure of the English page, for all tests that begin with a state of their own."""
    with opened_figure(browser, f"{address}en/backprop/", "landscape") as figure:
        yield figure


def query(state: dict[str, Any]) -> str:
    texts = {k: ",".join(map(str, v)) if isinstance(v, list) else v for k, v in state.items()}
    return "&".join(f"{key}={text}" for key, text in texts.items())


def worked(state: dict[str, Any]) -> tuple[float, np.ndarray]:
    """The loss and the nine slopes, from the package."""
    net, (X, t), loss = xb.worked_example(), xb.xor(), LOSSES[state["loss"]]
    net.theta = state["theta"]
    return net.loss(X, t, loss=loss), net.backward(net.forward(X), t, loss=loss).theta


def of_slices(figure: Figure, selector: str, of: str = VALUE) -> list[Any]:
    """Something of the nine slices, in the order of theta."""
    names = figure.all(".slice", "Number(e.dataset.slice)")
    return [figure.all(f".slice {selector}", of)[names.index(k)] for k in range(9)]


def test_all_numbers_are_those_of_the_package_and_of_its_python(
    desk: Figure, site: Path, tmp_path: Path
) -> None:
    codes, told = [], []
    for state in states(20):
        desk.to(query(state))
        loss, slopes = worked(state)
        np.testing.assert_allclose(of_slices(desk, ".qg"), slopes, **CLOSE)
        places = np.reshape(desk.all(".points [data-v]", VALUE), (4, 3))
        np.testing.assert_allclose(places[0], [*np.take(state["theta"], state["pair"]), loss])
        for (*place, found), axes in zip(places[1:], ([0], [1], [0, 1]), strict=True):
            there = dict(enumerate(state["theta"]))
            there.update((state["pair"][n], place[n]) for n in (0, 1))
            assert np.isclose(worked({**state, "theta": [*there.values()]})[0], found, **CLOSE)
            assert all(place[n] == places[0, n] for n in {0, 1} - {*axes})
        codes.append(desk.code())
        told.append((loss, np.column_stack([state["theta"], slopes]), places[1:, 2]))
    for (loss, slopes, heights), text in zip(told, printed(codes, site, tmp_path), strict=True):
        first, *rows = [[*map(float, line.split()[1:])] for line in text.splitlines()]
        np.testing.assert_allclose(first, [loss], **CLOSE)
        np.testing.assert_allclose(rows[:9], slopes, **CLOSE)
        # Where a slice is flat its lowest point is a matter of the last digit; its height is not.
        np.testing.assert_allclose(heights, [row[-1] for row in rows[9:]], **CLOSE)


def test_nine_slices_share_one_loss_and_their_tangents_have_the_slopes(desk: Figure) -> None:
    ends = {"theta": [k + (-1) ** n * REACH for n, k in enumerate(START)], "loss": "squared"}
    for state in [*states(6), states(1)[0] | ends]:
        desk.to(query(state))
        loss, slopes = worked(state)
        low, high = desk.all(".row > span > span", VALUE)
        unit = (600 - 60) / (high - low)
        dots, tangents = of_slices(desk, ".dot", PLACES), of_slices(desk, ".slope", PLACES)
        for k in range(9):
            ((x, y), _), ((x1, y1), (x2, y2)) = dots[k], tangents[k]
            np.testing.assert_allclose(y, 570 - unit * (loss - low), rtol=1e-9)
            np.testing.assert_allclose(x, 500 + 1000 * (state["theta"][k] - START[k]) / (2 * REACH))
            slope = -(y2 - y1) / unit / ((x2 - x1) * 2 * REACH / 1000)
            np.testing.assert_allclose(slope, slopes[k], rtol=1e-8, atol=1e-12)
            # Both halves end at the dot, and are as long as the rest or end where the slice does.
            for end in tangents[k]:
                far = np.subtract(end, (x, y))
                assert abs(np.linalg.det([far, (x2 - x1, y2 - y1)])) < 1e-6
                assert math.hypot(*far) < 200 + 1e-6
                walls = [*end, 1000 - end[0], 600 - end[1]]
                assert min(walls) > -1e-6
                assert math.isclose(math.hypot(*far), 200) or min(walls) < 1e-6
        assert desk.all(".slice:not([data-axis='']) input", "Number(e.dataset.k)") == sorted(
            state["pair"], key=[0, 2, 4, 1, 3, 5, 6, 7, 8].index
        )


def test_the_map_shows_the_surface_in_eight_bands_with_lines_between(desk: Figure) -> None:
    rng = np.random.default_rng(1)
    for state in states(4):
        desk.to(query(state))
        surface = np.array(
            desk.page.evaluate("state => bookModules.landscape.surfaceOf(state)", state)
        )
        low, high = desk.all(".legend [data-v]", VALUE)
        assert (low, high) == (surface.min(), surface.max())
        places = rng.integers(1, 240, (150, 2))
        across, up = (places[:, 0] + 0.5) / 4, (239 - places[:, 1] + 0.5) / 4
        i, j = across.astype(int), up.astype(int)
        u, v = across - i, up - j
        heights = (1 - v) * ((1 - u) * surface[j, i] + u * surface[j, i + 1])
        heights += v * ((1 - u) * surface[j + 1, i] + u * surface[j + 1, i + 1])
        bands = np.minimum(7, (heights - low) / (high - low) * 8)
        shown = np.array(desk.page.evaluate(PIXELS, [desk.root, places.tolist()]))
        lines = shown == -1
        assert 0 < lines.sum() < 75
        np.testing.assert_allclose(shown[~lines], np.floor(bands)[~lines], atol=0)


def test_everything_is_done_by_keys(desk: Figure) -> None:
    desk.to("theta=-0.5,2,0.5,-3,3,-2,1.5,2.5,0")
    keys = desk.page.keyboard
    desk.page.focus(desk.find("[data-k='6']"))
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert desk.state == "theta=-0.5,2,0.5,-3,3,-2,1.7,2.5,0"
    told = desk.one("[data-k='6']", "e.ariaValueText")
    loss, slopes = worked({"theta": [*START[:6], 1.7, *START[7:]], "loss": "half"})
    assert told == f"1.7; slope {slopes[6]:.6f}; L {loss:.6f}"
    desk.page.focus(desk.find("[data-set='0']"))
    keys.press("End")
    assert desk.state.endswith("&pair=8,7")
    desk.page.focus(desk.find("[data-set='1']"))
    keys.press("End")
    assert desk.state.endswith("&pair=7,8")
    desk.page.focus(desk.find("[data-set=loss]"))
    keys.press("End")
    assert desk.state.endswith("&loss=bce")
    for _ in range(9):
        desk.tab()
        assert desk.page.evaluate("document.activeElement.ariaLabel")


def test_the_dot_is_dragged_and_a_click_brings_it(desk: Figure) -> None:
    desk.to("theta=-0.5,2,0.5,-3,3,-2,1.5,2.5,0")
    box = desk.box(".map")
    mouse = desk.page.mouse

    def at(x: float, y: float) -> tuple[float, float]:
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    mouse.move(*at(0.5, 0.5))
    mouse.down()
    mouse.move(*at(0.25, 0.25))
    assert desk.all(".points [data-v]", VALUE)[:2] == [-1.5, 5.5]
    mouse.move(*at(0.75, 1.5))
    mouse.up()
    assert desk.state == "theta=-0.5,2,0.5,-3,3,-2,4.5,-3.5,0"
    mouse.click(*at(0.1, 0.1))
    values = desk.all(".points [data-v]", VALUE)[:2]
    np.testing.assert_allclose(values, np.add(START[6:8], [-4.8, 4.8]), atol=0.051)


def test_the_map_changes_its_colours_at_once(desk: Figure) -> None:
    desk.to("pair=6,7")
    seen = []
    for scheme in SCHEMES:
        show(desk.page, scheme)
        desk.page.wait_for_timeout(0)
        pixel = "String(e.getContext('2d').getImageData(90, 90, 1, 1).data)"
        seen.append(desk.one("canvas", pixel))
        places = [[90, 90], [20, 50], [150, 30], [60, 60]]
        assert max(desk.page.evaluate(PIXELS, [desk.root, places])) >= 0
    assert seen[0] != seen[1]


def test_a_redraw_fits_into_a_frame_of_a_slow_machine(desk: Figure) -> None:
    desk.to("pair=0,3")
    assert desk.page.evaluate(COST, desk.root) <= MOST


def test_a_screen_reader_hears_the_point_and_the_minimum(desk: Figure) -> None:
    desk.to("pair=0,1")
    for state in ("theta=1", "pair=6,6"):
        desk.to(state)
        desk.says("The address holds no state")
        desk.page.click(desk.find("[data-do=reset]"))
        desk.says("now: L 0.179994. lowest of all: L 0.102782, W2[0,0] −0.9, W2[1,0] 4.5.")
    label = desk.one(".map", "e.ariaLabel")
    assert label.startswith("Map of the loss over W2[0,0] and W2[1,0]. now: L 0.179994.")
    assert desk.page.evaluate("location.hash") == "#interactive-landscape"


def test_coming_and_going_leaves_nothing_behind(desk: Figure) -> None:
    assert desk.left_behind() < 25


@pytest.mark.parametrize(("path", "size"), [("backprop/", DESK), ("en/backprop/", PHONE)])
def test_it_looks_right(browser: Browser, address: str, path: str, size: dict[str, int]) -> None:
    context = {"has_touch": size is PHONE, "viewport": size, "bypass_csp": True}
    with opened_figure(browser, address + path, "landscape", **context) as figure:
        if size is PHONE:
            figure.page.locator(figure.find(".map")).scroll_into_view_if_needed()
            box = figure.box(".map")
            before = figure.page.evaluate("scrollY")
            middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            drag(figure.page, middle, (-60, -90), touch=True)
            figure.page.wait_for_function("() => location.hash.includes('theta')")
            assert figure.page.evaluate("scrollY") == before
            beside = box["x"] + 40, box["y"] + box["height"] - 30
            drag(figure.page, beside, (0, -200), touch=True)
            figure.page.wait_for_function("before => scrollY > before + 100", arg=before)
        assert figure.is_korean() == (path == "backprop/")
        looks = ["pair=6,7", query(states(3)[2])]
        figure.check_room(looks)
        figure.check_looks(looks)
