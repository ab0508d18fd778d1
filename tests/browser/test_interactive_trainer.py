"""The trainer as readers use it: played, stepped, rewound, stuck, frozen, shared, pasted."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

import xorbook as xb
from tests.browser.axe import AXE_SCRIPT, OPTIONS
from tests.browser.terminal import install_wheel
from tests.browser.test_accessibility import SCHEMES, show
from tests.browser.test_interactive import (
    ALONE,
    AXE,
    DESK,
    FAINT,
    HEIGHTS,
    LIVE,
    PHONE,
    SAID,
    SHOWN,
    VALUES,
    WIDE,
    hash_of,
)
from tests.browser.test_keyboard import STOP
from tests.browser.test_site import opened
from tests.interactive.engine import engine
from tests.interactive.test_trainer import network_of, random_states, trained

pytestmark = pytest.mark.browser

STUDY = "start=study&rule=adam&eta=0.01"
LAST = 10_000
LOOKS = [
    "step=0",
    f"{STUDY}&seed=9&step=1500&made=2000",
    "start=own&theta=0,0,0,0,0,0,0,0,0&step=50",
    "start=seed&units=8&axes=3,5&frozen=1,2&step=99",
    "start=seed&kind=linear&loss=squared&eta=100&step=300",
    "step=10001",
]
PRESS = "act => document.querySelector(`book-figure [data-act=${act}]`).click()"
NOW = "document.querySelector('book-figure .now').textContent"
PLAYING = "(document.querySelector('book-figure [data-act=play]').textContent === 'Pause')"
# What a frame of playing costs: its script and the layout that follows.
COSTS = """async frames => {
  const plain = window.requestAnimationFrame;
  const costs = [];
  window.requestAnimationFrame = call => plain(time => {
    const before = performance.now();
    call(time);
    document.body.offsetHeight;
    costs.push(performance.now() - before);
  });
  const play = document.querySelector('book-figure [data-act=play]');
  play.click();
  while (costs.length < frames) await new Promise(done => setTimeout(done, 20));
  play.click();
  window.requestAnimationFrame = plain;
  return costs;
}"""
NUMBERS = """(() => {
  const { begun, reached, netOf } = bookModules.trainer;
  const run = reached(begun(state), state.step);
  const { output } = core.forward(netOf(run, run.thetas[state.step]), X);
  return [[run.losses[state.step]], output.flat(), [...run.thetas[state.step]]];
})()"""
CYCLES = """async count => {
  window.kept ??= document.querySelector('book-figure');
  window.place ??= kept.parentElement;
  for (let i = 0; i < count; i += 1) {
    kept.remove();
    place.prepend(kept);
    await kept.show();
    kept.querySelector('[data-act=play]').click();
  }
  kept.remove();
}"""


@contextmanager
def trainer(
    browser: Browser, address: str, state: str = "step=0", path: str = "en/training/", **how: Any
) -> Iterator[Page]:
    """Open a page at the figure, in a state."""
    url = f"{address}{path}#interactive-trainer?{state}"
    with opened(browser, url, **{"viewport": DESK, **how}) as page:
        page.wait_for_selector(LIVE)
        yield page


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """The figure of the English page, for all tests that begin with a state of their own."""
    clipboard = {"permissions": ["clipboard-read", "clipboard-write"]}
    with trainer(browser, address, **clipboard) as page:
        page.evaluate(ALONE)
        yield page


def to(page: Page, state: str) -> None:
    """Put a state into the address, as a link would, and wait until it is drawn."""
    page.evaluate(
        """state => new Promise(done => {
          addEventListener('hashchange', () => setTimeout(done), {once: true});
          location.hash = 'interactive-trainer';
          location.hash = `interactive-trainer?${state}`;
        })""",
        state,
    )
    page.wait_for_function("state => location.hash.endsWith(state)", arg=state)


def query(state: dict[str, Any]) -> str:
    """Write a state as the part of the address behind the question mark."""
    lists = {key: value for key, value in state.items() if isinstance(value, list)}
    texts = {key: ",".join(map(str, value)) for key, value in lists.items() if value}
    return "&".join(
        f"{k}={v}" for k, v in ({k: v for k, v in state.items() if k not in lists} | texts).items()
    )


def enter(page: Page, key: str, text: str) -> None:
    page.fill(f"book-figure [data-key='{key}']", text)
    page.press(f"book-figure [data-key='{key}']", "Enter")


def theta_of(page: Page) -> list[float]:
    """Return the parameters that the fields show, in the package's order."""
    page.evaluate("document.querySelector('book-figure details').open = true")
    page.wait_for_selector("book-figure .theta [data-key='0']")
    fields = "[...document.querySelectorAll('book-figure .theta [data-key]')]"
    shown = page.evaluate(f"{fields}.map(field => [Number(field.dataset.key), field.dataset.v])")
    return [float(value) for _, value in sorted(shown)]


def loss_of(page: Page) -> float:
    return float(page.evaluate(VALUES, ".now")[0][0])


# ---- who uses it --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["training/", "en/training/"], ids=["ko", "en"])
def test_the_trainer_in_every_look(browser: Browser, address: str, path: str) -> None:
    """It speaks the page's language, keeps its room, is never too wide, and axe finds nothing."""
    quiet = {"color_scheme": "light", "reduced_motion": "reduce", "bypass_csp": True}
    with trainer(browser, address, path=path, viewport=PHONE, **quiet) as page:
        text = page.inner_text(LIVE) + page.inner_text("figcaption [data-live]")
        assert bool(re.search("[가-힣]", text)) == (path == "training/")
        page.evaluate(ALONE)
        page.evaluate(AXE_SCRIPT)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            page.evaluate("document.querySelector('book-figure details').open = false")
            room = page.evaluate(HEIGHTS)[0]
            for state in LOOKS:
                to(page, state)
                element, live = page.evaluate(HEIGHTS)
                assert element == room, state
                assert element - 90 <= live <= element, state
                assert not page.evaluate(WIDE), state
            page.evaluate("document.querySelector('book-figure details').open = true")
            for state in (LOOKS[1], LOOKS[3]):
                to(page, state)
                assert not page.evaluate(WIDE), state
                for scheme in SCHEMES:
                    show(page, scheme)
                    found = page.evaluate(FAINT)[1]
                    assert not found, f"{state} {scheme}: " + "\n".join(found)
                assert not page.evaluate(AXE, OPTIONS), state


def test_paper_has_the_pages_own_figure_and_colours_follow_the_page(desk: Page) -> None:
    to(desk, "step=344")
    assert desk.evaluate(SHOWN) == [False, True, [False, True]]
    desk.emulate_media(media="print")
    assert desk.evaluate(SHOWN) == [True, False, [True, False]]
    desk.emulate_media(media="screen")
    colours = []
    for scheme in SCHEMES:
        show(desk, scheme)
        colours.append(
            desk.evaluate("""() => ['.border', '.area', '.ring', '.curve', '.level']
          .map(name => getComputedStyle(document.querySelector(`book-figure ${name}`)))
          .map(style => style.stroke + style.fill)""")
        )
    assert all(light != dark for light, dark in zip(*colours, strict=True))


def test_everything_is_done_by_keys_and_each_stop_is_seen(browser: Browser, address: str) -> None:
    with trainer(browser, address, reduced_motion="reduce") as page:
        page.focus("book-figure [data-set=start]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("27")
        page.keyboard.press("Enter")
        for keys in (("Tab", "Tab", "3"), ("Tab", "t"), ("Tab",), ("Tab", "A"), ("Tab",)):
            for key in keys:
                page.keyboard.press(key)
        assert hash_of(page) == "start=seed&seed=27&units=3&kind=tanh&rule=adam&eta=0.01"
        page.keyboard.press("Control+A")
        page.keyboard.type("0,05")
        for key in ("Tab", "ArrowDown", "Tab", "Tab", "Tab", "Enter", "Space", "Shift+Tab"):
            page.keyboard.press(key)
        state = "start=seed&seed=27&units=3&kind=tanh&rule=adam&eta=0.05"
        assert hash_of(page) == f"{state}&step=2&made=2&axes=1,0"
        page.keyboard.press("Enter")
        assert hash_of(page) == f"{state}&axes=1,0"
        names = []
        for _ in range(9):
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            assert stop["ringed"]
            assert stop["seen"], stop
            names.append(stop["name"])
        assert names[:2] == ["Step", "Play"]
        assert names[-3:] == ["Reset", "Copy as Python", "Copy link"]
        page.focus("book-figure summary")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("−0,25")
        page.keyboard.press("Enter")
        assert "&theta=-0.25," in hash_of(page)
        assert "&frozen=0&" in hash_of(page)


def test_the_loss_of_any_step_is_read_by_keys_and_heard(desk: Page) -> None:
    to(desk, "step=300")
    _, history = trained({**told().start, "step": 300}, 300)
    desk.focus("book-figure input[type=range]")
    labels = set()
    for key, step in (("Home", 0), ("ArrowRight", 1), ("End", 300), ("ArrowLeft", 299)):
        desk.keyboard.press(key)
        text = desk.get_attribute("book-figure input[type=range]", "aria-valuetext")
        assert text.startswith(f"Step {step}, loss {history.loss[step]:.6f}: not solved")
        np.testing.assert_allclose(loss_of(desk), history.loss[step], rtol=1e-12)
        for name in ("input", "hidden", "loss"):
            labels.add(desk.get_attribute(f"book-figure .{name} [role=img]", "aria-label"))
    assert len(labels) == 12
    enter(desk, "step", "512")
    desk.wait_for_function(f"{SAID}.startsWith('Step 512, loss ')")
    for text in ("x", "1.5", "10001"):
        enter(desk, "step", text)
        assert desk.get_attribute("book-figure [data-key=step]", "aria-invalid") == "true"
    desk.wait_for_function(f"{SAID} === 'Expected a number from 0 to {LAST} here.'")
    assert hash_of(desk) == "step=512&made=512"


def test_a_finger_drags_the_slider_and_scrolls_elsewhere(browser: Browser, address: str) -> None:
    def drag(start: tuple[float, float], end: tuple[float, float]) -> None:
        for k in range(9):
            x, y = (a + (b - a) * k / 8 for a, b in zip(start, end, strict=True))
            kind = "touchMove" if k else "touchStart"
            points = {"type": kind, "touchPoints": [{"x": x, "y": y}]}
            devtools.send("Input.dispatchTouchEvent", points)
        devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    with trainer(browser, address, "step=40", **touch) as page:
        devtools = page.context.new_cdp_session(page)
        page.tap("book-figure [data-act=step]")
        page.wait_for_function("() => location.hash.endsWith('step=41&made=41')")
        before = page.evaluate("scrollY")
        box = page.locator("book-figure input[type=range]").bounding_box()
        middle = box["y"] + box["height"] / 2
        drag((box["x"] + box["width"] - 12, middle), (box["x"] + 2, middle))
        page.wait_for_function("() => location.hash.endsWith('?made=41')")
        assert page.evaluate("scrollY") == before
        page.locator("book-figure .input").scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        box = page.locator("book-figure .loss").bounding_box()
        drag((box["x"] + 90, box["y"] + 60), (box["x"] + 90, box["y"] - 140))
        page.wait_for_function("before => scrollY > before + 100", arg=before)


# ---- playing ------------------------------------------------------------------------------------


def test_nothing_moves_until_play_and_it_pauses_out_of_sight(
    browser: Browser, address: str
) -> None:
    with trainer(browser, address, "stride=10") as page:
        page.evaluate("document.querySelector('book-figure').scrollIntoView()")
        page.wait_for_timeout(150)
        assert page.evaluate(NOW).startswith("Step 0,")
        page.evaluate("""() => {
          window.heard = [];
          const status = document.querySelector('book-figure [role=status]');
          new MutationObserver(() => heard.push([performance.now(), status.textContent]))
            .observe(status, {childList: true});
        }""")
        page.evaluate(PRESS, "play")
        page.wait_for_function(f"() => {NOW}.startsWith('Step 1') && {PLAYING}")
        assert hash_of(page) == "stride=10", "the address waits until it stands still"
        assert not page.evaluate("heard")
        page.evaluate(PRESS, "play")
        assert not page.evaluate(PLAYING)
        step = int(page.input_value("book-figure [data-key=step]"))
        assert hash_of(page) == f"step={step}&made={step}&stride=10"
        page.wait_for_function("() => heard.length")
        page.evaluate(PRESS, "play")
        page.wait_for_function(f"() => {PLAYING}")
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_function(f"() => !{PLAYING}")
        stood = page.evaluate(NOW)
        page.wait_for_timeout(100)
        assert page.evaluate(NOW) == stood
        page.evaluate("document.querySelector('book-figure').scrollIntoView()")
        page.wait_for_timeout(100)
        assert page.evaluate(NOW) == stood
        for act in ("rewind", "step"):
            page.evaluate(PRESS, "play")
            page.evaluate(PRESS, act)
            assert not page.evaluate(PLAYING), act
        assert page.evaluate("heard.every(([time], k) => !k || time - heard[k - 1][0] >= 249)")
        page.emulate_media(reduced_motion="reduce")
        page.evaluate(PRESS, "rewind")
        page.evaluate(PRESS, "play")
        assert page.evaluate(NOW).startswith("Step 600,"), "in one piece"
        assert not page.evaluate(PLAYING)


def test_a_frame_of_a_hundred_steps_is_short_and_coming_and_going_leaves_nothing_behind(
    browser: Browser, address: str
) -> None:
    """On a machine four times as slow, 55 frames a second leave 18 ms for each."""
    with trainer(browser, address, "start=seed&seed=1&units=8&rule=adam&stride=100") as page:
        page.evaluate("document.querySelector('book-figure').scrollIntoView()")
        # Two frames draw everything. The slower pairs had to share the machine with other programs.
        costs = np.convolve(page.evaluate(COSTS, 60), [0.5, 0.5], "valid")
        assert costs.min() <= 1000 / 55 / 4, np.sort(costs)[:5]
        page.evaluate(ALONE)
        to(page, "step=0")
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable")
        counts = []
        for count in (5, 100):
            page.evaluate(CYCLES, count)
            page.wait_for_timeout(50)
            devtools.send("HeapProfiler.collectGarbage")
            said = devtools.send("Performance.getMetrics")["metrics"]
            metrics = {metric["name"]: metric["value"] for metric in said}
            counts.append([metrics["Nodes"], metrics["JSEventListeners"]])
        assert np.abs(np.subtract(*counts)).max() < 50


def test_a_run_ends_where_there_is_no_more(desk: Page) -> None:
    to(desk, f"step={LAST - 150}&stride=100")
    desk.evaluate(PRESS, "play")
    desk.wait_for_function(f"() => {NOW}.startsWith('Step {LAST},') && !{PLAYING}")
    for act in ("step", "play"):
        assert desk.get_attribute(f"book-figure [data-act={act}]", "aria-disabled") == "true"
    assert hash_of(desk) == f"step={LAST}&made={LAST}&stride=100"
    desk.evaluate(PRESS, "rewind")
    assert hash_of(desk) == "stride=100"


# ---- what it shows ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What the figure's module says without a page, of its start and of twenty states."""

    start: dict[str, Any]
    states: list[dict[str, Any]]
    codes: list[str]
    numbers: list[list[list[float]]]


@lru_cache
def told() -> Told:
    with engine() as js:
        states = random_states(js, 20)
        codes = [js("ideas.trainer.python(state)", state=state) for state in states]
        numbers = [js(NUMBERS, state=state, X=xb.xor()[0].tolist()) for state in states]
        return Told(js("ideas.trainer.start()"), states, codes, numbers)


@pytest.mark.parametrize(("rule", "eta"), [("sgd", 1), ("momentum", 0.1), ("adam", 0.01)])
def test_runs_are_the_packages_in_the_page(desk: Page, rule: str, eta: float) -> None:
    state = {**told().start, "rule": rule, "eta": eta}
    steps = (1, 10, 100, 1000)
    _, history = trained(state, 1000, steps)
    to(desk, query(state))
    for step in steps:
        enter(desk, "step", str(step))
        theta = history.parameters[step].theta
        np.testing.assert_allclose(theta_of(desk), theta, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(loss_of(desk), history.loss[step], rtol=1e-12)
        net = network_of(state)
        net.theta = theta
        trace = net.forward(xb.xor()[0])
        _, *rows = desk.evaluate(VALUES, ".samples [role=row]")
        np.testing.assert_allclose(rows, np.hstack([trace.a[1], trace.output]), rtol=1e-11)


def test_rewinding_repeats_the_run_and_a_new_seed_is_another(desk: Page) -> None:
    def course() -> list[list[float]]:
        seen = []
        for _ in range(4):
            desk.evaluate(PRESS, "step")
            seen.append([loss_of(desk), *theta_of(desk)])
        return seen

    to(desk, "start=seed&seed=5&stride=10")
    first = course()
    desk.evaluate(PRESS, "rewind")
    assert hash_of(desk) == "start=seed&seed=5&stride=10"
    assert course() == first
    for _ in range(3):
        desk.evaluate(PRESS, "next")
        if "seed=5&" not in hash_of(desk):
            break
    assert re.fullmatch(r"start=seed&(seed=\d+&)?stride=10", hash_of(desk))
    assert course() != first
    desk.evaluate(PRESS, "rewind")
    enter(desk, "seed", "5")
    assert course() == first
    desk.click("book-figure [data-do=reset]")
    assert desk.evaluate("location.hash") == "#interactive-trainer"


def test_stuck_starts_of_the_study_are_replayed_and_left(desk: Page) -> None:
    to(desk, "step=0")
    desk.select_option("book-figure [data-set=start]", "study")
    assert hash_of(desk) == f"start=study&seed=1&{STUDY.split('&', 1)[1]}"
    ends = xb.Ensemble.random((2, 2, 1), restarts=10, rng=0).train(
        *xb.xor(), loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.01), steps=2000
    )
    for number in (1, 2, 5):
        assert desk.input_value("book-figure [data-key=seed]") == str(number)
        enter(desk, "step", "2000")
        plateau = ends.plateaus[number]
        assert desk.evaluate(NOW) == (
            f"Step 2000, loss {ends.loss[number][-1]:.6f}: plateau at {plateau.loss:.6f}: "
            f"{plateau.right} of 4 right, {plateau.alike[0]} alike."
        )
        assert desk.inner_text("book-figure .way").startswith("More steps hardly help;")
        desk.evaluate(PRESS, "next")
    to(desk, "start=seed&seed=2&rule=adam&eta=0.01&step=2000")
    assert ": plateau at 0.346574: " in desk.evaluate(NOW)
    desk.select_option("book-figure [data-set=rule]", "sgd")
    enter(desk, "step", "2000")
    assert desk.evaluate(NOW).endswith(": solved at 518.")
    assert not desk.inner_text("book-figure .way").strip()


def test_ways_out_are_named_and_can_be_taken(desk: Page) -> None:
    to(desk, "start=own&theta=0,0,0,0,0,0,0,0,0&step=50")
    assert ": plateau at 0.693147: 0 of 4 right, 4 alike." in desk.evaluate(NOW)
    assert desk.inner_text("book-figure .way").startswith("Many leave it with more steps;")
    desk.evaluate(PRESS, "out")
    assert hash_of(desk).startswith("start=seed")
    assert desk.evaluate(NOW).startswith("Step 0,")
    to(desk, "start=seed&kind=linear&loss=squared&eta=100")
    enter(desk, "step", "500")
    assert desk.evaluate(NOW) == "Step 68, loss ∞: diverged."
    assert "no longer a number (NaN, infinity)" in desk.inner_text("book-figure .way")
    assert desk.get_attribute("book-figure [data-act=step]", "aria-disabled") == "true"
    for eta in (10, 1):
        desk.evaluate(PRESS, "out")
        enter(desk, "step", "500")
        assert desk.input_value("book-figure [data-key=eta]") == str(eta)
    assert "diverged" not in desk.evaluate(NOW)
    desk.select_option("book-figure [data-set=loss]", "bce")
    assert "kind=" not in hash_of(desk), "BCE needs a probability"


def test_weights_are_edited_and_frozen(desk: Page) -> None:
    to(desk, "step=100")
    before = theta_of(desk)
    enter(desk, "6", "−1,5")
    assert desk.evaluate(NOW).startswith("Step 0,")
    after = theta_of(desk)
    assert after == [*before[:6], -1.5, *before[7:]]
    desk.evaluate("document.querySelector('book-figure [data-frozen=\"6\"]').click()")
    enter(desk, "step", "200")
    trained_on = theta_of(desk)
    assert trained_on[6] == -1.5
    assert all(a != b for k, (a, b) in enumerate(zip(trained_on, after, strict=True)) if k != 6)
    desk.evaluate("document.querySelector('book-figure [data-frozen=\"6\"]').click()")
    assert theta_of(desk) == trained_on, "it goes on from here"
    assert desk.evaluate(NOW).startswith("Step 0,")
    for text in ("", "x", "1e9"):
        enter(desk, "0", text)
        assert desk.get_attribute("book-figure [data-key='0']", "aria-invalid") == "true"
    assert theta_of(desk) == trained_on


def test_a_senseless_address_is_refused_with_a_word(desk: Page) -> None:
    for state in ("step=99999", "start=book&units=3", "nonsense", "theta=%E0%A4%A"):
        to(desk, state)
        desk.wait_for_function(f"{SAID}.startsWith('The address holds no state')")
        assert desk.evaluate(NOW).startswith("Step 0, loss 0.976631:")
        desk.click("book-figure [data-do=reset]")
        desk.wait_for_function(f"{SAID}.startsWith('Step 0')")


def test_a_state_goes_by_its_address(desk: Page) -> None:
    to(desk, "start=seed&seed=3&units=5&kind=relu&step=20&made=60&axes=4,1")
    desk.click("book-figure [data-do=link]")
    desk.wait_for_function(f"{SAID} === 'Copied.'")
    link = desk.evaluate("navigator.clipboard.readText()")
    shown = "document.querySelector('book-figure .panes').innerHTML + " + NOW
    before = desk.evaluate(shown)
    desk.goto("about:blank")
    desk.goto(link)
    desk.wait_for_selector(LIVE)
    assert desk.evaluate(shown) == before


def test_pasted_into_python_a_state_prints_the_numbers_of_the_figure(
    desk: Page, site: Path, tmp_path: Path
) -> None:
    """Twenty states, in one interpreter that has NumPy and the wheel and nothing else."""
    to(desk, query(told().states[-1]))
    predictions = [row[-1] for row in desk.evaluate(VALUES, ".samples [role=row]")[1:]]
    assert [[loss_of(desk)], predictions, theta_of(desk)] == told().numbers[-1]
    desk.evaluate("navigator.clipboard.writeText('')")
    desk.click("book-figure [data-do=python]")
    code = desk.wait_for_function("() => navigator.clipboard.readText()").json_value()
    assert code == told().codes[-1]
    (wheel,) = site.glob("*.whl")
    python = install_wheel(wheel, tmp_path)
    runner = "import json, sys\nfor code in json.load(sys.stdin): exec(code, {}); print('---')"
    printed = subprocess.run(
        [python, "-c", runner],
        input=json.dumps(told().codes),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert len(set(told().codes)) == 20
    for state, numbers, text in zip(
        told().states, told().numbers, printed.split("---\n"), strict=False
    ):
        for name, values in zip(("loss", "predictions", "theta"), numbers, strict=True):
            (line,) = re.findall(rf"^{name} \[?(.*?)\]?$", text, re.MULTILINE)
            got = [float(value) for value in line.split(", ")]
            np.testing.assert_allclose(got, values, rtol=1e-11, atol=1e-13, err_msg=str(state))
