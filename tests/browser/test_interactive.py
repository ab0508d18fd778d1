"""The interactive figures as readers use them: near and far, by key and finger, in every look."""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser

import xorbook as xb
from site_build.commands.offline import folder as offline
from tests.browser.figures import (
    DESK,
    LISTEN,
    PHONE,
    SHOWN,
    TOUCH,
    TOUCHING,
    Figure,
    drag,
    opened_figure,
    printed,
    too_wide,
)
from tests.browser.test_accessibility import SCHEMES, show
from tests.browser.test_loading import SETTLED, SHIFTS, WATCH

pytestmark = pytest.mark.browser

LAST = 23
ROOT = "#interactive-backprop"
LIVE = f"{ROOT} > [data-live]"
NINE = ".ledger [role=row]:not(.heads)"
LOSSES = {
    "half": xb.half_squared_error,
    "squared": xb.mean_squared_error,
    "bce": xb.binary_cross_entropy,
}
LOOKS = ("step=8", "step=14", "step=17&sample=4&loss=bce", "step=23&sample=4", "step=99")
STEP = """step => {
  const range = document.querySelector('book-figure input[type=range]');
  range.value = step;
  range.dispatchEvent(new Event('input', {bubbles: true}));
}"""


def stepper(
    browser: Browser, address: str, path: str = "en/backprop/", state: str = "", **context: Any
) -> AbstractContextManager[Figure]:
    """Open a page at its figure, in a state."""
    return opened_figure(browser, address + path, path.split("/")[-2], state, **context)


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Figure]:
    """The figure of the English page, for all tests that begin with a state of their own."""
    permissions = ["clipboard-read", "clipboard-write"]
    with stepper(browser, address, permissions=permissions) as figure:
        yield figure


# ---- how it comes, and what there is without it -------------------------------------------------


def test_a_figure_is_fetched_when_it_comes_near_and_nothing_moves(
    browser: Browser, address: str
) -> None:
    with browser.new_context(viewport=PHONE) as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}en/backprop/")
        page.evaluate(SETTLED)
        scripts = [url for url in asked if "/assets/figures/" in url]
        assert [urlsplit(url).path.rsplit("/")[-1] for url in scripts] == ["loader.js"]
        room = page.evaluate("document.querySelector('#interactive-backprop').offsetHeight")
        for _ in range(400):  # as slowly as the page is drawn
            page.mouse.wheel(0, 350)
            page.evaluate(SETTLED)
            if page.query_selector(LIVE):
                break
        assert page.evaluate("document.querySelector('#interactive-backprop').offsetHeight") == room
        page.wait_for_timeout(100)
        assert page.evaluate(SHIFTS) < 0.01
    scripts = [url for url in asked if "/assets/figures/" in url][1:]
    assert sorted(re.sub(r"-\w+\.js$", "", url.rsplit("/")[-1]) for url in scripts) == [
        "backprop",
        "shared",
    ]
    assert all(url.startswith((address, "data:")) for url in asked)


def test_without_scripts_and_without_the_figures_script_the_pages_own_stays(
    browser: Browser, address: str
) -> None:
    heights = []
    for allowed in (False, True):
        with browser.new_context(java_script_enabled=allowed, viewport=DESK) as context:
            page = context.new_page()
            page.route("**/assets/figures/shared-*.js", lambda route: route.abort())
            page.goto(f"{address}backprop/")
            figure = page.locator("#interactive-backprop")
            figure.scroll_into_view_if_needed()
            if allowed:
                page.wait_for_selector("book-figure:not([data-room])")
            assert page.evaluate(SHOWN, ROOT) == [True, False, [True, False]]
            heights.append(figure.bounding_box()["height"])
    assert heights[0] == heights[1] < 500


def test_paper_has_the_pages_own_figure(browser: Browser, address: str) -> None:
    with stepper(browser, address) as figure:
        page = figure.page
        assert page.evaluate(SHOWN, ROOT) == [False, True, [False, True]]
        page.emulate_media(media="print")
        assert page.evaluate(SHOWN, ROOT) == [True, False, [True, False]]
        page.wait_for_function("() => document.querySelector('book-figure img').naturalWidth > 0")


def test_every_figure_opens_from_a_disk(browser: Browser, site: Path, tmp_path: Path) -> None:
    """As unpacked from the zip: a disk loads no modules."""
    for name, data in offline.folder(site, "ko").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    opened = []
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        for file in sorted(tmp_path.glob("*/index.html")):
            for name in re.findall(r'id="interactive-([\w-]+)"', file.read_text("utf-8")):
                page.goto(f"{file.as_uri()}#interactive-{name}")
                page.wait_for_selector(f"#interactive-{name} > [data-live]")
                opened.append(name)
        page.goto((tmp_path / "backprop" / "index.html").as_uri() + "#interactive-backprop?step=9")
        page.wait_for_selector(LIVE)
        assert "-0.004169" in str(Figure(page, "backprop").values(".chain [role=row]"))
    assert sorted(opened) == sorted(set(opened))
    assert len(opened) > 15


def test_coming_and_going_leaves_nothing_behind(browser: Browser, address: str) -> None:
    with stepper(browser, address) as figure:
        assert figure.left_behind(200) < 50


# ---- who uses it --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", ["backprop/", "en/backprop/"], ids=["ko", "en"])
def test_a_figure_in_every_look(
    browser: Browser, address: str, path: str, size: dict[str, int]
) -> None:
    """It speaks the page's language, fills its room, is never too wide, and axe finds nothing."""
    with stepper(browser, address, path, viewport=size, bypass_csp=True) as figure:
        assert figure.is_korean() == (path == "backprop/")
        element, live = figure.heights()
        assert element - 60 <= live <= element
        for step in range(LAST + 1):
            figure.page.evaluate(STEP, step)
            assert figure.heights()[0] == element, step
            assert not too_wide(figure.page, figure.frame), step
        figure.to("sample=4")
        element = figure.heights()[0]
        for step in range(LAST + 1):
            figure.to(f"sample=4&step={step}")
            assert not figure.page.evaluate(TOUCHING, figure.root), step
            # The update takes fewer lines than the nine gradients.
            assert figure.heights()[0] == element or step == LAST, step
        if (size == PHONE) == (path == "backprop/"):  # the languages differ in words alone
            figure.to("step=0")
            figure.page.evaluate(f"document.querySelector('{ROOT} details').open = true")
            figure.check_looks(LOOKS)


def test_every_state_is_reached_by_keys_and_each_stop_is_seen(
    browser: Browser, address: str
) -> None:
    with stepper(browser, address, viewport=DESK, reduced_motion="reduce") as figure:
        page = figure.page
        page.focus("book-figure [data-set=sample]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("b")
        page.wait_for_function("() => location.hash.includes('loss=bce')")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        assert figure.state == "sample=3&loss=bce&step=3"
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        assert figure.state == "sample=3&loss=bce&step=2"
        page.focus("book-figure summary")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("-0,75")
        page.keyboard.press("Enter")
        assert figure.state == "theta=-0.75,2,0.5,-3,3,-2,1.5,2.5,0&sample=3&loss=bce&step=2"
        names = []
        for _ in range(12 + 5):
            figure.tab()
            names.append(
                page.evaluate(
                    "(({activeElement: e}) => (e.closest('label') ?? e).innerText)(document)"
                )
            )
        assert names[-5:] == [
            "To the update",
            "Keep the new numbers",
            "Reset",
            "Copy as Python",
            "Copy link",
        ]


def test_a_finger_steps_drags_the_slider_and_scrolls_elsewhere(
    browser: Browser, address: str
) -> None:
    with stepper(browser, address, **TOUCH) as figure:
        page = figure.page
        page.tap("book-figure [data-go='1']")
        assert figure.state == "step=1"
        page.wait_for_timeout(300)
        before = page.evaluate("scrollY")
        box = figure.box("input[type=range]")
        start = box["x"] + 12, box["y"] + box["height"] / 2
        drag(page, start, (box["width"] - 16, 0), touch=True)
        page.wait_for_function("() => location.hash.endsWith('step=23')")
        assert page.evaluate("scrollY") == before
        net = figure.box(".net")
        drag(page, (net["x"] + 100, net["y"] + 250), (0, -200), touch=True)
        page.wait_for_function("before => scrollY > before + 100", arg=before)


def test_a_screen_reader_hears_each_state_and_not_too_often(desk: Figure) -> None:
    page = desk.page
    desk.to("step=0&eta=2")
    page.evaluate(LISTEN, desk.root)
    labels = []
    for _ in range(9):
        page.evaluate("document.querySelector('book-figure [data-go=\"1\"]').click()")
        labels.append(page.get_attribute("book-figure [role=img]", "aria-label"))
    page.wait_for_function("() => heard.at(-1)?.[1].startsWith('Step 9 of 23')")
    heard = page.evaluate("heard")
    assert len(set(labels)) == 9
    assert labels[-1].endswith(
        "Step 9 of 23. Back through the sigmoid of the output unit: its δ: −0.004169"
    )
    assert len(heard) < 9
    assert all(b[0] - a[0] >= 249 for a, b in pairwise(heard))


def test_the_switch_of_colours_recolours_at_once(desk: Figure) -> None:
    page = desk.page
    desk.to("step=0")
    colours = []
    for scheme in SCHEMES:
        show(page, scheme)
        colours.append(
            page.evaluate("""() => ['.net .qw', '.net .unit', '.net line']
          .map(s => getComputedStyle(document.querySelector(`book-figure ${s}`)))
          .map(style => style.color + style.backgroundColor + style.stroke)""")
        )
    assert all(light != dark for light, dark in zip(*colours, strict=True))


# ---- what it shows ------------------------------------------------------------------------------


def worked(state: dict[str, Any]) -> tuple[xb.Network, np.ndarray, np.ndarray]:
    theta, data = np.array(state["theta"]), np.reshape(state["data"], (4, 3))
    net = xb.worked_example()
    net.theta = theta
    rows = data if state["sample"] == 4 else data[state["sample"]]
    return net, rows[..., :2], rows[..., 2:]


def random_states(count: int) -> Iterator[dict[str, Any]]:
    rng = np.random.default_rng(7)
    for case in range(count):
        yield {
            "theta": rng.normal(0, 2, 9).round(case % 5).tolist(),
            "data": rng.uniform(0, 1, 12).round(case % 4).tolist(),
            "sample": case % 5,
            "loss": [*LOSSES][case % 3],
            "eta": round(float(rng.uniform(0.1, 3)), 2),
            "step": 22,
        }


def query(state: dict[str, Any]) -> str:
    texts = {k: ",".join(map(str, v)) if isinstance(v, list) else v for k, v in state.items()}
    return "&".join(f"{key}={text}" for key, text in texts.items())


def test_a_prediction_that_rounds_to_one_keeps_its_gradients(desk: Figure) -> None:
    """The factors of BCE grow without a limit there, and their product does not."""
    state = next(random_states(1)) | {"sample": 0, "loss": "bce", "data": [1, 1, 0] * 4}
    for size in (9, 12.5, 40, 100):
        state["theta"] = [0.5] * 6 + [size, size, size]
        net, x, t = worked(state)
        expected = net.backward(net.forward(x), t, loss=xb.binary_cross_entropy).theta
        desk.to(query(state))
        rows = desk.values(NINE)
        np.testing.assert_allclose([row[-1] for row in rows], expected, rtol=1e-12)
        np.testing.assert_allclose([math.prod(row[:-1]) for row in rows], expected, rtol=1e-12)
        assert desk.values(".unit.L")[0][0] == net.loss(x, t, loss=xb.binary_cross_entropy)


def close(got: Any, expected: Any) -> None:
    np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-14)


def test_all_numbers_are_those_of_the_package(desk: Figure) -> None:
    desk.to("step=0")
    for state in random_states(15):
        net, x, t = worked(state)
        loss = LOSSES[state["loss"]]
        trace = net.forward(x)
        gradients = net.backward(trace, t, loss=loss)
        desk.to(query(state))
        rows = desk.values(NINE)
        close([row[-1] for row in rows], gradients.theta)
        close(desk.values(".unit.L")[0][0], net.loss(x, t, loss=loss))
        for name, (*parts, product) in zip(net.parameters.names, rows, strict=True):
            if state["sample"] == 4:
                assert abs(np.mean(parts) - product) <= 1e-15
                continue
            assert abs(math.prod(parts) - product) <= 1e-15 * max(1, abs(product))
            close(parts, [*xb.chain_factors(net, trace, t, name, loss=loss).values()])
        if state["sample"] < 4:
            (units,) = [[v for row in desk.values(".unit.u") for v in row]]
            deltas = net.deltas(trace, t, loss=loss)
            expected = [
                (trace.z[k][j], trace.a[k][j], deltas[k][j]) for k, j in ((1, 0), (1, 1), (2, 0))
            ]
            close(units, np.ravel(expected))


@pytest.mark.parametrize(("path", "size"), [("forward/", PHONE), ("en/forward/", DESK)])
def test_the_forward_half_ends_with_the_prediction(
    browser: Browser, address: str, path: str, size: dict[str, int]
) -> None:
    with stepper(browser, address, path, viewport=size) as figure:
        page = figure.page
        element, live = figure.heights()
        assert element - 40 <= live <= element
        trace = xb.worked_example().forward([1, 0])
        found = [trace.z[1][0], trace.z[1][1], trace.a[1][0], trace.a[1][1], trace.z[2][0]]
        for step, value in enumerate([*found, trace.output[0]], start=1):
            page.click("book-figure [data-go='1']")
            close(figure.values(".panel")[0][-1], value)
            assert figure.state == f"step={step}"
            assert figure.heights()[0] == element
            assert not too_wide(page, figure.frame)
        assert page.get_attribute("book-figure [data-go='1']", "aria-disabled") == "true"
        assert not figure.values(".ledger")
        figure.to("sample=4")
        element, _ = figure.heights()
        for step in range(1, 7):
            figure.to(f"sample=4&step={step}")
            assert figure.heights()[0] == element, step
        figure.to("step=6")
        code = figure.code()
        assert "forward" in code
        assert "backward" not in code


def test_the_steps_come_one_by_one_and_back(desk: Figure) -> None:
    idea = "document.querySelector('book-figure .idea').innerHTML"
    click = "where => document.querySelector(`book-figure [data-go='${where}']`).click()"
    page = desk.page
    desk.to("step=0&loss=bce")
    seen = [page.evaluate(idea)]
    known = [len(desk.values(".net")[0])]
    for _ in range(LAST):
        page.evaluate(click, 1)
        seen.append(page.evaluate(idea))
        known.append(len(desk.values(".net")[0]))
    assert len(set(seen)) == LAST + 1
    assert known[:8] == [*range(known[0], known[0] + 8)], "forward: one value a step"
    assert known == sorted(known)
    for step in reversed(range(LAST)):
        page.evaluate(click, -1)
        assert page.evaluate(idea) == seen[step], step
    page.evaluate(click, -1)
    assert page.evaluate(idea) == seen[0]


def test_a_factor_is_marked_wherever_it_is_used(desk: Figure) -> None:
    uses = {8: 9, 9: 9, 13: 3, 14: 3, 18: 3, 19: 3}
    # A gradient's last factor, with its product: inputs and hidden activations.
    uses |= {10: 2, 11: 2, 12: 2, 15: 2, 16: 3, 17: 3, 20: 2, 21: 3, 22: 3}
    marked = "[...document.querySelectorAll('book-figure .ledger .on')].map(e => e.textContent)"
    page = desk.page
    desk.to("step=0")
    for step in range(LAST + 1):
        page.evaluate(STEP, step)
        assert len(page.evaluate(marked)) == uses.get(step, 0), step
    page.evaluate(STEP, 14)
    assert set(page.evaluate(marked)) == {"·0.070104"}


def test_an_edit_computes_anew_and_keeps_the_step(desk: Figure) -> None:
    fields = {"theta.6": "−2", "data.6": "0,5", "data.8": "0.25", "eta.0": "2"}
    page = desk.page
    desk.to("step=22")
    page.evaluate("document.querySelector('book-figure details').open = true")
    for key, text in fields.items():
        desk.enter(f"[data-key='{key}']", text)
    page.select_option("book-figure [data-set=loss]", "squared")
    state = {
        "theta": [*xb.worked_example().theta],
        "data": np.hstack(xb.xor()).ravel(),
        "sample": 2,
    }
    state["theta"][6], state["data"][6], state["data"][8] = -2, 0.5, 0.25
    net, x, t = worked(state)
    expected = net.backward(net.forward(x), t, loss=xb.mean_squared_error).theta
    assert "Step 22" in desk.text(".title")
    close([r[-1] for r in desk.values(NINE)], expected)
    for text in ("", "x", "1000"):
        desk.enter("[data-key='theta.0']", text)
        assert page.get_attribute("book-figure [data-key='theta.0']", "aria-invalid") == "true"
        desk.says("Expected a number")
    close([r[-1] for r in desk.values(NINE)], expected)
    page.click("book-figure [data-go=update]")
    rows = desk.values(NINE)
    close(rows, np.column_stack([net.theta, expected, net.theta - 2 * expected]))
    page.click("book-figure [data-take]")
    assert "Step 0" in desk.text(".title")
    taken = page.evaluate("new URLSearchParams(location.hash.split('?')[1]).get('theta')")
    close([*map(float, taken.split(","))], net.theta - 2 * expected)


@pytest.mark.parametrize("path", ["backprop/", "en/backprop/"], ids=["ko", "en"])
def test_the_fields_of_four_samples_say_whose_they_are(
    browser: Browser, address: str, path: str
) -> None:
    with stepper(browser, address, path, "sample=4", viewport=PHONE) as figure:
        figure.page.evaluate("document.querySelector('#interactive-backprop details').open = true")
        word = "Sample" if path.startswith("en/") else "표본"
        names = [name for role, name in figure.names() if role == "textbox"]
        rows = [f"{word} {n}" for n in (1, 2, 3, 4)]
        assert names[9:21] == [f"{row}, {field}" for row in rows for field in ("x1", "x2", "t")]
        assert figure.all("[data-sample] > .point") == rows
        # Each row is one line.
        tops = figure.all("[data-sample] input", "e.getBoundingClientRect().top")
        assert all(len({*tops[3 * n : 3 * n + 3]}) == 1 for n in range(4))
        assert not too_wide(figure.page, figure.frame)


def test_the_exponent_is_the_weighted_sum_of_the_unit(desk: Figure) -> None:
    for step, name in ((3, "1(1)"), (4, "2(1)"), (6, "(2)")):
        desk.to(f"step={step}")
        assert desk.one(".formula").endswith(f" = σ(z{name}) = 1 / (1 + e−z{name})"), step


def test_bce_takes_probabilities_as_targets_only(desk: Figure) -> None:
    page = desk.page
    desk.to("data=0,0,0,0,1,1,1,0,2,1,1,0")
    page.select_option("book-figure [data-set=loss]", "bce")
    desk.says("BCE expects targets")
    assert page.input_value("book-figure [data-set=loss]") == "half"


def test_a_senseless_address_is_refused_with_a_word(browser: Browser, address: str) -> None:
    with stepper(browser, address, state="theta=1") as figure:
        page = figure.page
        for state in ("", "step=99", "loss=x", "nonsense", "step=%E0%A4%A"):
            figure.to(state or "theta=1")
            figure.says("The address holds no state")
            assert "Step 0" in figure.text(".title")
            figure.to("step=1")
            page.click("book-figure [data-do=reset]")
            figure.says("Step 0")


def test_a_state_goes_by_its_address_and_a_plain_anchor_is_none(desk: Figure) -> None:
    page = desk.page
    desk.to("step=0")
    page.evaluate(STEP, 12)
    page.select_option("book-figure [data-set=sample]", "1")
    page.click("book-figure [data-do=link]")
    desk.says("Copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    shown = page.evaluate("document.querySelector('book-figure .panel').textContent")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector(LIVE)
    assert page.evaluate("document.querySelector('book-figure .panel').textContent") == shown
    page.click("book-figure [data-do=reset]")
    assert page.evaluate("location.hash") == "#interactive-backprop"


def test_pasted_into_python_a_state_prints_the_numbers_of_the_figure(
    desk: Figure, site: Path, tmp_path: Path
) -> None:
    """Twenty states, in one interpreter that has NumPy and the wheel and nothing else."""
    states, codes, shown = [*random_states(20)], [], []
    desk.to("step=0")
    for state in states:
        desk.to(query({**state, "step": 23}))
        rows = desk.values(NINE)
        losses = desk.values(".panel")[0]
        shown.append((np.ravel(rows), losses))
        codes.append(desk.code())
    assert len(set(codes)) == len(codes)
    for (values, losses), text in zip(shown, printed(codes, site, tmp_path), strict=True):
        lines = re.findall(r"^[Wb]\d.* (\S+) - .* \* (\S+) = (\S+)$", text, re.MULTILINE)
        assert [*np.array(lines, float).ravel()] == [float(f"{v:.6f}") for v in values]
        close([*map(float, re.findall(r"^loss.* (\S+)$", text, re.MULTILINE))], losses)


def test_the_pages_carry_little_for_it(site: Path) -> None:
    page = (site / "en" / "backprop" / "index.html").read_text("utf-8")
    added = "".join(
        re.findall(
            r"<book-figure[^>]*>|</book-figure>|<script src=[^>]*loader\.js[^>]*></script>", page
        )
    )
    loader = (site / "en" / "assets" / "figures" / "loader.js").read_bytes()
    assert 0 < len(gzip.compress(added.encode())) + len(gzip.compress(loader)) < 2048
    assert "unsafe" not in page.split('content="', 1)[1].split("script-src", 1)[1].split(";")[0]
