"""The trainer as readers use it: played, stepped, rewound, stuck, frozen, shared, pasted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

import xorbook as xb
from tests.browser.figures import (
    ALONE,
    DESK,
    LISTEN,
    PHONE,
    SHOWN,
    TOUCH,
    Figure,
    drag,
    opened_figure,
    printed,
)
from tests.browser.test_accessibility import SCHEMES, show
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
NOW = "document.querySelector('book-figure .now').textContent"
PLAYING = "(document.querySelector('book-figure [data-act=play]').textContent === 'Pause')"
# What a frame of playing costs, its script and the layout that follows, in exponentials: a machine
# that is slow counts slowly as well. An exponential faster than 15 ns counts as that: some machines
# have a fast one and are no faster in the rest.
COSTS = """async frames => {
  const plain = window.requestAnimationFrame;
  const [costs, exponentials] = [[], []];
  let sum = 0;
  window.requestAnimationFrame = call => plain(time => {
    const before = performance.now();
    call(time);
    document.body.offsetHeight;
    costs.push(performance.now() - before);
  });
  const play = document.querySelector('book-figure [data-act=play]');
  play.click();
  while (costs.length < frames) {
    await new Promise(done => setTimeout(done, 20));
    const before = performance.now();
    for (let i = 0; i < 2e5; i += 1) sum += Math.exp(-i * 1e-5);
    exponentials.push((performance.now() - before) / 2e5);
  }
  play.click();
  window.requestAnimationFrame = plain;
  return costs.map(cost => cost / Math.max(15e-6, Math.min(...exponentials)));
}"""
NUMBERS = """(() => {
  const { begun, reached, netOf } = bookModules.trainer;
  const run = reached(begun(state), state.step);
  const { output } = core.forward(netOf(run, run.thetas[state.step]), X);
  return [[run.losses[state.step]], output.flat(), [...run.thetas[state.step]]];
})()"""
OPEN = "isOpen => { document.querySelector('book-figure details').open = isOpen }"


def trainer(
    browser: Browser, address: str, state: str = "", path: str = "en/training/", **how: Any
) -> AbstractContextManager[Figure]:
    """Open a page at the figure, in a state, where things may move."""
    how = {"reduced_motion": "no-preference", **how}
    return opened_figure(browser, address + path, "trainer", state, **how)


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Figure]:
    """The figure of the English page, for all tests that begin with a state of their own."""
    permissions = ["clipboard-read", "clipboard-write"]
    with trainer(browser, address, permissions=permissions) as figure:
        figure.page.evaluate(ALONE, figure.frame)
        figure.page.evaluate(OPEN, True)
        yield figure


def query(state: dict[str, Any]) -> str:
    """Write a state as the part of the address behind the question mark."""
    lists = {key: value for key, value in state.items() if isinstance(value, list)}
    texts = {key: ",".join(map(str, value)) for key, value in lists.items() if value}
    return "&".join(
        f"{k}={v}" for k, v in ({k: v for k, v in state.items() if k not in lists} | texts).items()
    )


def enter(figure: Figure, key: str, text: str) -> None:
    figure.enter(f"[data-key='{key}']", text)


def press(figure: Figure, act: str) -> None:
    figure.one(f"[data-act={act}]", "e.click()")


def theta_of(figure: Figure) -> list[float]:
    """Return the parameters that the fields show, in the package's order."""
    figure.page.evaluate(OPEN, True)
    figure.page.wait_for_selector(figure.find(".theta [data-key='0']"))
    shown = figure.all(".theta [data-key]", "[Number(e.dataset.key), e.dataset.v]")
    return [float(value) for _, value in sorted(shown)]


def loss_of(figure: Figure) -> float:
    return figure.values(".now")[0][0]


# ---- who uses it --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["training/", "en/training/"], ids=["ko", "en"])
def test_the_trainer_in_every_look(browser: Browser, address: str, path: str) -> None:
    """It speaks the page's language, keeps its room, is never too wide, and axe finds nothing."""
    quiet = {"reduced_motion": "reduce", "bypass_csp": True, "viewport": PHONE}
    with trainer(browser, address, path=path, **quiet) as figure:
        assert figure.is_korean() == (path == "training/")
        for size in (PHONE, DESK):
            figure.page.set_viewport_size(size)
            figure.page.evaluate(OPEN, False)
            figure.check_room(LOOKS, spare=90)
            figure.page.evaluate(OPEN, True)
            figure.check_looks([LOOKS[1], LOOKS[3]])


def test_paper_has_the_pages_own_figure_and_colours_follow_the_page(desk: Figure) -> None:
    desk.to("step=344")
    assert desk.page.evaluate(SHOWN, desk.root) == [False, True, [False, True]]
    desk.page.emulate_media(media="print")
    assert desk.page.evaluate(SHOWN, desk.root) == [True, False, [True, False]]
    desk.page.emulate_media(media="screen")
    colours = []
    for scheme in SCHEMES:
        show(desk.page, scheme)
        colours.append(
            desk.page.evaluate("""() => ['.border', '.area', '.ring', '.curve', '.level']
          .map(name => getComputedStyle(document.querySelector(`book-figure ${name}`)))
          .map(style => style.stroke + style.fill)""")
        )
    assert all(light != dark for light, dark in zip(*colours, strict=True))


def test_everything_is_done_by_keys_and_each_stop_is_seen(browser: Browser, address: str) -> None:
    with trainer(browser, address, reduced_motion="reduce") as figure:
        page = figure.page
        page.focus("book-figure [data-set=start]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("27")
        page.keyboard.press("Enter")
        for keys in (("Tab", "Tab", "3"), ("Tab", "t"), ("Tab",), ("Tab", "A"), ("Tab",)):
            for key in keys:
                page.keyboard.press(key)
        assert figure.state == "start=seed&seed=27&units=3&kind=tanh&rule=adam&eta=0.01"
        page.keyboard.press("Control+A")
        page.keyboard.type("0,05")
        for key in ("Tab", "ArrowDown", "Tab", "Tab", "Tab", "Enter", "Space", "Shift+Tab"):
            page.keyboard.press(key)
        state = "start=seed&seed=27&units=3&kind=tanh&rule=adam&eta=0.05"
        assert figure.state == f"{state}&step=2&made=2&axes=1,0"
        page.keyboard.press("Enter")
        assert figure.state == f"{state}&axes=1,0"
        names = []
        for _ in range(9):
            names.append(figure.tab()["name"])
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
        assert "&theta=-0.25," in figure.state
        assert "&frozen=0&" in figure.state


def test_the_loss_of_any_step_is_read_by_keys_and_heard(desk: Figure) -> None:
    desk.to("step=300")
    _, history = trained({**told().start, "step": 300}, 300)
    desk.page.focus("book-figure input[type=range]")
    labels = set()
    for key, step in (("Home", 0), ("ArrowRight", 1), ("End", 300), ("ArrowLeft", 299)):
        desk.page.keyboard.press(key)
        text = desk.page.get_attribute("book-figure input[type=range]", "aria-valuetext")
        assert text.startswith(f"Step {step}, loss {history.loss[step]:.6f}: not solved")
        np.testing.assert_allclose(loss_of(desk), history.loss[step], rtol=1e-12)
        for name in ("input", "hidden", "loss"):
            labels.add(desk.page.get_attribute(f"book-figure .{name} [role=img]", "aria-label"))
    assert len(labels) == 12
    enter(desk, "step", "512")
    desk.says("Step 512, loss ")
    for text in ("x", "1.5", "10001"):
        enter(desk, "step", text)
        assert desk.page.get_attribute("book-figure [data-key=step]", "aria-invalid") == "true"
    expected = f"Expected a number from 0 to {LAST} here."
    assert desk.says(expected) == expected
    assert desk.state == "step=512&made=512"


def test_a_finger_drags_the_slider_and_scrolls_elsewhere(browser: Browser, address: str) -> None:
    with trainer(browser, address, "step=40", **TOUCH) as figure:
        page = figure.page
        page.tap("book-figure [data-act=step]")
        page.wait_for_function("() => location.hash.endsWith('step=41&made=41')")
        before = page.evaluate("scrollY")
        box = figure.box("input[type=range]")
        end = box["x"] + box["width"] - 12, box["y"] + box["height"] / 2
        drag(page, end, (14 - box["width"], 0), touch=True)
        page.wait_for_function("() => location.hash.endsWith('?made=41')")
        assert page.evaluate("scrollY") == before
        page.locator("book-figure .input").scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        box = figure.box(".loss")
        drag(page, (box["x"] + 90, box["y"] + 60), (0, -200), touch=True)
        page.wait_for_function("before => scrollY > before + 100", arg=before)


# ---- playing ------------------------------------------------------------------------------------


def test_nothing_moves_until_play_and_it_pauses_out_of_sight(
    browser: Browser, address: str
) -> None:
    with trainer(browser, address, "stride=10") as figure:
        page = figure.page
        page.evaluate("document.querySelector('book-figure').scrollIntoView()")
        page.wait_for_timeout(150)
        assert figure.one(".now").startswith("Step 0,")
        page.evaluate(LISTEN, figure.root)
        press(figure, "play")
        page.wait_for_function(f"() => {NOW}.startsWith('Step 1') && {PLAYING}")
        assert figure.state == "stride=10", "the address waits until it stands still"
        assert not page.evaluate("heard")
        press(figure, "play")
        assert not page.evaluate(PLAYING)
        step = int(page.input_value("book-figure [data-key=step]"))
        assert figure.state == f"step={step}&made={step}&stride=10"
        page.wait_for_function("() => heard.length")
        press(figure, "play")
        page.wait_for_function(f"() => {PLAYING}")
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_function(f"() => !{PLAYING}")
        stood = figure.one(".now")
        page.wait_for_timeout(100)
        assert figure.one(".now") == stood
        page.evaluate("document.querySelector('book-figure').scrollIntoView()")
        page.wait_for_timeout(100)
        assert figure.one(".now") == stood
        for act in ("rewind", "step"):
            press(figure, "play")
            press(figure, act)
            assert not page.evaluate(PLAYING), act
        assert page.evaluate("heard.every(([time], k) => !k || time - heard[k - 1][0] >= 249)")
        page.emulate_media(reduced_motion="reduce")
        press(figure, "rewind")
        press(figure, "play")
        assert figure.one(".now").startswith("Step 600,"), "in one piece"
        assert not page.evaluate(PLAYING)


def test_a_frame_of_a_hundred_steps_is_short_and_coming_and_going_leaves_nothing_behind(
    browser: Browser, address: str
) -> None:
    """55 frames a second, on a machine a fourth as fast as one where an exponential takes 15 ns."""
    with trainer(browser, address, "start=seed&seed=1&units=8&rule=adam&stride=100") as figure:
        page = figure.page
        page.evaluate("document.querySelector('book-figure').scrollIntoView()")
        # Two frames draw everything. The slower pairs had to share the machine with other programs.
        costs = np.convolve(page.evaluate(COSTS, 60), [0.5, 0.5], "valid")
        assert costs.min() <= 1 / 55 / 4 / 15e-9, np.sort(costs)[:5]
        page.evaluate(ALONE, figure.frame)
        figure.to("step=0")
        assert figure.left_behind(100, after="[data-act=play]") < 50


def test_a_run_ends_where_there_is_no_more(desk: Figure) -> None:
    desk.to(f"step={LAST - 150}&stride=100")
    press(desk, "play")
    desk.page.wait_for_function(f"() => {NOW}.startsWith('Step {LAST},') && !{PLAYING}")
    for act in ("step", "play"):
        assert desk.page.get_attribute(f"book-figure [data-act={act}]", "aria-disabled") == "true"
    assert desk.state == f"step={LAST}&made={LAST}&stride=100"
    press(desk, "rewind")
    assert desk.state == "stride=100"


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
def test_runs_are_the_packages_in_the_page(desk: Figure, rule: str, eta: float) -> None:
    state = {**told().start, "rule": rule, "eta": eta}
    steps = (1, 10, 100, 1000)
    _, history = trained(state, 1000, steps)
    desk.to(query(state))
    for step in steps:
        enter(desk, "step", str(step))
        theta = history.parameters[step].theta
        np.testing.assert_allclose(theta_of(desk), theta, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(loss_of(desk), history.loss[step], rtol=1e-12)
        net = network_of(state)
        net.theta = theta
        trace = net.forward(xb.xor()[0])
        _, *rows = desk.values(".samples [role=row]")
        np.testing.assert_allclose(rows, np.hstack([trace.a[1], trace.output]), rtol=1e-11)


def test_rewinding_repeats_the_run_and_a_new_seed_is_another(desk: Figure) -> None:
    def course() -> list[list[float]]:
        seen = []
        for _ in range(4):
            press(desk, "step")
            seen.append([loss_of(desk), *theta_of(desk)])
        return seen

    desk.to("start=seed&seed=5&stride=10")
    first = course()
    press(desk, "rewind")
    assert desk.state == "start=seed&seed=5&stride=10"
    assert course() == first
    for _ in range(3):
        press(desk, "next")
        if "seed=5&" not in desk.state:
            break
    assert re.fullmatch(r"start=seed&(seed=\d+&)?stride=10", desk.state)
    assert course() != first
    press(desk, "rewind")
    enter(desk, "seed", "5")
    assert course() == first
    desk.page.click("book-figure [data-do=reset]")
    assert desk.page.evaluate("location.hash") == "#interactive-trainer"


def test_stuck_starts_of_the_study_are_replayed_and_left(desk: Figure) -> None:
    desk.to("step=0")
    desk.page.select_option("book-figure [data-set=start]", "study")
    assert desk.state == f"start=study&seed=1&{STUDY.split('&', 1)[1]}"
    ends = xb.Ensemble.random((2, 2, 1), restarts=10, rng=0).train(
        *xb.xor(), loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.01), steps=2000
    )
    for number in (1, 2, 5):
        assert desk.page.input_value("book-figure [data-key=seed]") == str(number)
        enter(desk, "step", "2000")
        plateau = ends.plateaus[number]
        assert desk.one(".now") == (
            f"Step 2000, loss {ends.loss[number][-1]:.6f}: plateau at {plateau.loss:.6f}: "
            f"{plateau.right} of 4 right, {plateau.alike[0]} alike."
        )
        assert desk.text(".way").startswith("More steps hardly help;")
        press(desk, "next")
    desk.to("start=seed&seed=2&rule=adam&eta=0.01&step=2000")
    assert ": plateau at 0.346574: " in desk.one(".now")
    desk.page.select_option("book-figure [data-set=rule]", "sgd")
    enter(desk, "step", "2000")
    assert desk.one(".now").endswith(": solved at 518.")
    assert not desk.text(".way").strip()


def test_ways_out_are_named_and_can_be_taken(desk: Figure) -> None:
    desk.to("start=own&theta=0,0,0,0,0,0,0,0,0&step=50")
    assert ": plateau at 0.693147: 0 of 4 right, 4 alike." in desk.one(".now")
    assert desk.text(".way").startswith("Many leave it with more steps;")
    press(desk, "out")
    assert desk.state.startswith("start=seed")
    assert desk.one(".now").startswith("Step 0,")
    desk.to("start=seed&kind=linear&loss=squared&eta=100")
    enter(desk, "step", "500")
    assert desk.one(".now") == "Step 68, loss ∞: diverged."
    assert "no longer a number (NaN, infinity)" in desk.text(".way")
    assert desk.page.get_attribute("book-figure [data-act=step]", "aria-disabled") == "true"
    for eta in (10, 1):
        press(desk, "out")
        enter(desk, "step", "500")
        assert desk.page.input_value("book-figure [data-key=eta]") == str(eta)
    assert "diverged" not in desk.one(".now")
    desk.page.select_option("book-figure [data-set=loss]", "bce")
    assert "kind=" not in desk.state, "BCE needs a probability"


def test_weights_are_edited_and_frozen(desk: Figure) -> None:
    desk.to("step=100")
    before = theta_of(desk)
    enter(desk, "6", "−1,5")
    assert desk.one(".now").startswith("Step 0,")
    after = theta_of(desk)
    assert after == [*before[:6], -1.5, *before[7:]]
    desk.page.evaluate("document.querySelector('book-figure [data-frozen=\"6\"]').click()")
    enter(desk, "step", "200")
    trained_on = theta_of(desk)
    assert trained_on[6] == -1.5
    assert all(a != b for k, (a, b) in enumerate(zip(trained_on, after, strict=True)) if k != 6)
    desk.page.evaluate("document.querySelector('book-figure [data-frozen=\"6\"]').click()")
    assert theta_of(desk) == trained_on, "it goes on from here"
    assert desk.one(".now").startswith("Step 0,")
    places = desk.places()
    for text in ("", "x", "1e9"):
        enter(desk, "0", text)
        assert desk.page.get_attribute("book-figure [data-key='0']", "aria-invalid") == "true"
        assert desk.places() == places
    assert theta_of(desk) == trained_on


NAMED = {
    "en": ["Activation functions", "Optimiser", "Steps at a time", "Across in the hidden plane",
           "Up in the hidden plane", "freeze w11(1)", "freeze b(2)", "right", "wrong"],
    "ko": ["활성화 함수", "최적화 방법", "한 번에 나아갈 걸음 수", "은닉 평면의 가로축",
           "은닉 평면의 세로축", "w11(1) 고정", "b(2) 고정", "맞음", "틀림"],
}  # fmt: skip


@pytest.mark.parametrize("path", ["training/", "en/training/"], ids=["ko", "en"])
def test_everything_is_named_by_what_it_sets(browser: Browser, address: str, path: str) -> None:
    with trainer(browser, address, "start=seed&seed=5&units=3&step=1", path) as figure:
        figure.page.evaluate(OPEN, True)
        names = figure.names()
        *controls, right, wrong = NAMED["en" if path.startswith("en") else "ko"]
        assert {*controls} <= {name for _, name in names}
        # A parameter has one name, which the box to freeze it has as well.
        boxes = [name for role, name in names if role == "checkbox"]
        fields = [name for role, name in names if role == "textbox"][-len(boxes) :]
        assert len({*fields}) == len(boxes) == 13
        assert all(field in box for field, box in zip(fields, boxes, strict=True))
        of = "[Number(e.previousElementSibling.previousElementSibling.firstChild.dataset.v > 0.5), "
        of += "Number(e.previousElementSibling.textContent), e.firstChild.ariaLabel]"
        marks = figure.all(".samples [role=cell]:last-child", of)
        assert [mark for *_, mark in marks] == [right if y == t else wrong for y, t, _ in marks]
        assert {right, wrong} == {mark for *_, mark in marks}


def test_a_senseless_address_is_refused_with_a_word(desk: Figure) -> None:
    for state in ("step=99999", "start=book&units=3", "nonsense", "theta=%E0%A4%A"):
        desk.to(state)
        desk.says("The address holds no state")
        assert desk.one(".now").startswith("Step 0, loss 0.976631:")
        desk.page.click("book-figure [data-do=reset]")
        desk.says("Step 0")


def test_a_state_goes_by_its_address(desk: Figure) -> None:
    desk.to("start=seed&seed=3&units=5&kind=relu&step=20&made=60&axes=4,1")
    desk.page.click("book-figure [data-do=link]")
    desk.says("Copied.")
    link = desk.page.evaluate("navigator.clipboard.readText()")
    shown = "document.querySelector('book-figure .panes').innerHTML + " + NOW
    before = desk.page.evaluate(shown)
    desk.page.goto("about:blank")
    desk.page.goto(link)
    desk.page.wait_for_selector(desk.find(".now"))
    assert desk.page.evaluate(shown) == before


def test_pasted_into_python_a_state_prints_the_numbers_of_the_figure(
    desk: Figure, site: Path, tmp_path: Path
) -> None:
    """Twenty states, in one interpreter that has NumPy and the wheel and nothing else."""
    desk.to(query(told().states[-1]))
    predictions = [row[-1] for row in desk.values(".samples [role=row]")[1:]]
    shown = [loss_of(desk)], predictions, theta_of(desk)
    for values, numbers in zip(shown, told().numbers[-1], strict=True):
        np.testing.assert_allclose(values, numbers, rtol=1e-11, atol=1e-13)
    assert desk.code() == told().codes[-1]
    assert len(set(told().codes)) == 20
    texts = printed(told().codes, site, tmp_path)
    for state, numbers, text in zip(told().states, told().numbers, texts, strict=True):
        for name, values in zip(("loss", "predictions", "theta"), numbers, strict=True):
            (line,) = re.findall(rf"^{name} \[?(.*?)\]?$", text, re.MULTILINE)
            got = [float(value) for value in line.split(", ")]
            np.testing.assert_allclose(got, values, rtol=1e-11, atol=1e-13, err_msg=str(state))
