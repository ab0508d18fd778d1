"""The figure on shapes as readers use it.

What comes with every figure (fetched when near, without scripts, on paper, from a disk, coming and
going) is tried with the stepper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

import xorbook as xb
from tests.browser.figures import DESK, PHONE, Figure, drag, opened_figure, printed
from tests.browser.test_keyboard import STOP

pytestmark = pytest.mark.browser

LOOKS = ("sizes=8-8-8-8-8&at=W3[4,5]", "sizes=1-3&at=b1[0]")
ENDS = "['x1', 'y1', 'x2', 'y2'].map(name => Number(e.getAttribute(name)))"
PLACE = "[parseFloat(e.style.left), parseFloat(e.style.top), Number(e.textContent)]"


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Figure]:
    """The figure of the English page, for all tests that begin with a state of their own."""
    with opened_figure(browser, f"{address}en/shapes/", "shapes") as figure:
        yield figure


def networks(count: int) -> Iterator[tuple[list[int], str, xb.Network]]:
    """Random sizes, one of the parameters, and the network."""
    rng = np.random.default_rng(3)
    for case in range(count):
        sizes = rng.integers(1, 9, size=2 + case % 4).tolist()
        net = xb.Network.random(sizes, rng=rng)
        yield sizes, str(rng.choice(net.parameters.names)), net


def query(sizes: list[int], at: str) -> str:
    return f"sizes={'-'.join(map(str, sizes))}&at={at}"


def chosen(figure: Figure) -> str:
    """The state in the address, whose brackets are written there as %5B and %5D."""
    return figure.state.replace("%5B", "[").replace("%5D", "]")


def lines(net: xb.Network) -> list[list[int]]:
    """The numbers of every layer's line, from the arrays themselves."""
    trace = net.forward(np.zeros((1, net.sizes[0])))
    return [
        [
            *trace.a[layer - 1].shape, *W.shape, *net.b[layer][np.newaxis].shape,
            *trace.z[layer].shape, W.size + net.b[layer].size,
        ]
        for layer, W in net.W.items()
    ]  # fmt: skip


def test_lines_counts_and_addresses_are_those_of_the_package_and_of_its_python(
    desk: Figure, site: Path, tmp_path: Path
) -> None:
    codes, told = [], []
    for sizes, at, net in networks(20):
        desk.to(query(sizes, at))
        shown = []
        for text in desk.all(".lines button"):
            shapes, total = re.findall(r"\((\d+)×(\d+)\)", text), re.findall(r"= (\d+)", text)
            m, n, biases = re.findall(r"(\d+)·(\d+) \+ (\d+) =", text)[0]
            shown.append([*map(int, sum(shapes, ())), *map(int, total)])
            assert int(m) * int(n) + int(biases) == shown[-1][-1]
        assert shown == lines(net)
        name = "-".join(map(str, sizes))
        assert desk.one(".count") == f"{name}: {len(net.theta)} parameters"
        entry, flat = desk.all(".where code")
        assert eval(entry, {"net": net}) == eval(flat, {"net": net}) == net.parameters[at]
        codes.append(desk.code())
        told.append((shown, f"parameters {len(net.theta)}", f"{at} {flat[10:-1]} True"))
    for (shown, *ends), text in zip(told, printed(codes, site, tmp_path), strict=True):
        *rows, count, where = text.splitlines()
        assert [[*map(int, re.findall(r"\d+", row))][1:] for row in rows] == shown
        assert [count, where] == ends


def marked(figure: Figure) -> str:
    """The one arrow or bias that is marked in the drawing, by the places of its ends."""
    arrows, biases = figure.all(".net .on:not(.unit)", ENDS), figure.all(".unit.bias", PLACE)
    columns = sorted({place[0] for place in figure.all(".unit", PLACE)})
    ends = {(x, y): k for x, y, k in figure.all(".unit.on", PLACE)}
    assert len(arrows) + len(biases) == 1
    if biases:
        ((x, y, k),) = biases
        assert ends == {(x, y): k}
        return f"b{columns.index(x)}[{k - 1}]"
    ((x1, y1, x2, y2),) = np.round(arrows, 4).tolist()
    rounded = {(round(x, 4), round(y, 4)): k for (x, y), k in ends.items()}
    assert {*rounded} == {(x1, y1), (x2, y2)}
    layer = [round(x, 4) for x in columns].index(x2)
    return f"W{layer}[{rounded[x1, y1] - 1},{rounded[x2, y2] - 1}]"


def test_an_arrow_is_its_entry_and_an_entry_its_arrow(desk: Figure) -> None:
    entries = "[role=gridcell]"
    mark = "e.getAttribute('aria-selected') === 'true' ? e.dataset.at : null"
    for sizes, at, net in networks(6):
        desk.to(query(sizes, at))
        layer = at[1]
        names = [name for name in net.parameters.names if name[1] == layer]
        assert desk.all(entries, "e.dataset.at") == names
        texts = [re.sub(r"\D", "", text) for text in desk.all(entries)]
        assert texts == ["".join(str(int(k) + 1) for k in re.findall(r"\d", n[2:])) for n in names]
        for name in [at, *names[:: max(1, len(names) // 3)]]:
            desk.one(f"[data-at='{name}']", "e.click()")
            assert marked(desk) == name
            assert [one for one in desk.all(entries, mark) if one] == [name]
            assert chosen(desk).endswith(f"at={name}")


def test_a_click_chooses_the_nearest_arrow_or_a_units_bias(desk: Figure) -> None:
    for sizes, _, net in networks(6):
        desk.to(query(sizes, "W1[0,0]"))
        box = desk.box(".net")
        places = iter(desk.all(".unit", PLACE))
        units = [[next(places)[:2] for _ in range(n)] for n in net.sizes]
        for name in net.parameters.names[:: max(1, len(net.theta) // 3)]:
            layer, *place = map(int, re.findall(r"\d+", name))
            ends = [units[layer][place[-1]]] * 2
            if name[0] == "W":
                ends[0] = units[layer - 1][place[0]]
            # Near its start an arrow is alone: elsewhere others cross it.
            x, y = (
                np.add(*np.multiply(ends, [[0.82], [0.18]])) * [box["width"], box["height"]] / 100
            )
            desk.page.mouse.click(box["x"] + x, box["y"] + y)
            assert marked(desk) == name == chosen(desk).rpartition("at=")[2]


def test_everything_is_done_by_keys(desk: Figure) -> None:
    desk.to("at=W1[0,0]")
    keys = desk.page.keyboard
    desk.page.focus(desk.find("[tabindex='0']"))
    stood = desk.page.evaluate("scrollY")
    for key, at in (
        ("ArrowRight", "W1[0,1]"), ("ArrowDown", "W1[1,1]"), ("ArrowDown", "b1[1]"),
        ("ArrowDown", "b1[1]"), ("PageDown", "b2[1]"), ("ArrowUp", "W2[2,1]"),
        ("ArrowRight", "W2[2,1]"), ("PageDown", "W2[2,1]"), ("PageUp", "W1[1,1]"),
        ("ArrowLeft", "W1[1,0]"), ("End", "W1[1,2]"), ("End", "W1[1,2]"), ("Home", "W1[1,0]"),
        ("Control+End", "b1[2]"), ("Home", "b1[0]"), ("End", "b1[2]"), ("Control+Home", "W1[0,0]"),
    ):  # fmt: skip
        keys.press(key)
        assert desk.page.evaluate("scrollY") == stood, key
        assert marked(desk) == at == desk.page.evaluate("document.activeElement.dataset.at"), key
        assert desk.page.evaluate(STOP)["ringed"]
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    assert marked(desk) == "W2[0,0]"
    assert desk.page.evaluate("document.activeElement.dataset.layer") == "2"
    desk.page.focus(desk.find("[data-set='2']"))
    keys.press("1")
    assert chosen(desk) == "sizes=2-3-1&at=W2[0,0]"
    desk.page.focus(desk.find("[data-set=layers]"))
    keys.press("4")
    assert chosen(desk) == "sizes=2-3-3-3-1&at=W2[0,0]"
    keys.press("Home")
    assert chosen(desk) == "sizes=2-1&at=W1[0,0]"
    assert desk.all(".units label", "e.checkVisibility()") == [True, True, False, False, False]


def test_every_unit_that_computes_shows_its_bias(desk: Figure) -> None:
    square = "parseFloat(getComputedStyle(e, '::before').width) > 3"
    for sizes, at, _ in networks(5):
        desk.to(query(sizes, at))
        assert desk.all(".unit", square) == [False] * sizes[0] + [True] * sum(sizes[1:])


def test_a_screen_reader_hears_where_an_entry_belongs(desk: Figure) -> None:
    desk.to("at=W1[0,0]")
    desk.page.click(desk.find("[data-at='b1[2]']"))
    said = "b1[2]: the bias of unit 3 of layer 1. 2-3-2: 17 parameters"
    desk.says(said)
    assert desk.one(".net", "e.ariaLabel").endswith(said)
    for state in ("sizes=2-9-1", "at=W3[0,0]", "nonsense"):
        desk.to(state)
        desk.says("The address holds no state")
        assert desk.one(".count") == "2-3-2: 17 parameters"
        desk.page.click(desk.find("[data-do=reset]"))
        desk.says("W2[1,0]: from unit 2 of layer 1 to unit 1 of layer 2; row 2, column 1.")
    assert desk.page.evaluate("location.hash") == "#interactive-shapes"


@pytest.mark.parametrize(("path", "size"), [("shapes/", DESK), ("en/shapes/", PHONE)])
def test_it_looks_right(browser: Browser, address: str, path: str, size: dict[str, int]) -> None:
    context = {"has_touch": size is PHONE, "viewport": size, "bypass_csp": True}
    with opened_figure(browser, address + path, "shapes", **context) as figure:
        if size is PHONE:
            box = figure.box(".net")
            before = figure.page.evaluate("scrollY")
            figure.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8)
            assert marked(figure) == "b1[2]"
            assert figure.page.evaluate("scrollY") == before
            x, y = box["x"] + 150, box["y"] + box["height"] - 20
            drag(figure.page, (x, y), (0, -200), touch=True)
            figure.page.wait_for_function("before => scrollY > before + 100", arg=before)
        assert figure.is_korean() == (path == "shapes/")
        figure.check_room(LOOKS)
        figure.check_looks(LOOKS)
