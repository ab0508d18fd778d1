"""The page of practice as readers use it: typing, asking for help, by key, by finger, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import AXE_SCRIPT
from tests.browser.figures import (
    DESK,
    PHONE,
    TOUCH,
    Figure,
    faint,
    found_by_axe,
    opened_figure,
    too_wide,
)
from tests.browser.test_accessibility import SCHEMES, show
from tests.browser.test_site import opened
from xorbook import practice
from xorbook.practice.words import shown

pytestmark = pytest.mark.browser

FORWARD = "#interactive-practice-forward"
# All of them at once, without a reader's way down the page; and nothing of the page but them.
ALL = """async () => {
  const places = [...document.querySelectorAll('book-figure')];
  await Promise.all(places.map(place => place.show()));
  const rest = [...document.querySelector('article').children];
  rest.filter(e => !e.matches('h1, .practice')).forEach(e => e.remove());
}"""
READY = "() => document.querySelectorAll('[data-live]:has(.field)').length === 8"
ROOMS = """() => [...document.querySelectorAll('book-figure')].map(e =>
  [e.getAttribute('name'), e.offsetHeight, e.querySelector('[data-live]').offsetHeight])"""
# Eight times the same button would say nothing new.
FEW = """() => [...document.querySelectorAll('.practice')]
  .filter(e => !e.querySelector('[name=practice-gate], [name=practice-gradients]'))
  .forEach(e => e.remove())"""


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Figure]:
    """The English page at its forward passes, for tests that begin with a state of their own."""
    with opened_figure(browser, f"{address}en/practice/", "practice-forward", "seed=0") as figure:
        figure.page.wait_for_selector(figure.find(".field"))
        yield figure


def fields(page: Page) -> list[Any]:
    return page.query_selector_all(f"{FORWARD} [data-answer]")


def answer(page: Page, place: int, text: str) -> None:
    field = fields(page)[place]
    field.fill(text)
    field.press("Enter")


def test_answers_are_read_as_people_type_them(desk: Figure) -> None:
    desk.to("seed=7")
    answers = practice.problem("forward", 7).answers
    texts = [f"{a.value:.{a.digits or 2}f}" for a in answers]
    texts[0] = f" {texts[0].replace('.', ',').replace('-', '−')} "
    texts[1] = f"{answers[1].value * 1000:.0f}e-3"
    texts[2] = texts[2].removeprefix("0")
    texts[4] = texts[4].replace("-", "–") + "0"
    for place, text in enumerate(texts):
        answer(desk.page, place, text)
    assert desk.all(".mark") == ["✓"] * len(answers)
    assert desk.says("All of it is right.") == "All of it is right."
    answer(desk.page, 0, "")
    assert desk.all(".mark") == ["", *["✓"] * (len(answers) - 1)]
    answer(desk.page, 0, "two")
    assert fields(desk.page)[0].get_attribute("aria-invalid") == "true"
    assert fields(desk.page)[0].input_value() == "two"
    desk.says("Expected a number")


def test_a_wrong_answer_says_what_is_asked_and_never_the_solution(desk: Figure) -> None:
    desk.to("seed=3")
    one = practice.problem("forward", 3)
    for place, asked in enumerate(one.answers):
        answer(desk.page, place, str(round(asked.value, 1) + 3))
        told = desk.all(".told", "e.innerText")[place]
        digits = "exactly" if asked.digits is None else f"to {asked.digits} decimals"
        assert " ".join(told.split()) == f"✗ Not yet. Asked is this: {asked.words}, {digits}"
        said = desk.says(asked.words, "includes")
        assert shown(asked.value) not in said + told
    near = one.answers[2]
    answer(desk.page, 2, f"{near.value + 3 * near.tolerance:.6f}")
    told = desk.all(".told", "e.innerText")[2]
    assert "Nearly: keep more digits" in told
    assert not re.search(r"\d\.\d", told)
    assert not desk.all(".solution li")


def test_what_could_not_be_read_stays_until_it_is_typed_anew(desk: Figure) -> None:
    desk.to("seed=2")
    answer(desk.page, 1, "two")
    answer(desk.page, 2, "3")
    assert [field.input_value() for field in fields(desk.page)][:3] == ["", "two", "3"]
    assert fields(desk.page)[1].get_attribute("aria-invalid") == "true"
    answer(desk.page, 1, "2")
    assert desk.state == "seed=2&answers=,2,3,,,"
    answer(desk.page, 0, "two")
    desk.page.click(desk.find("[data-do=reset]"))
    assert [field.input_value() for field in fields(desk.page)] == [""] * 6


def test_each_button_is_heard_after_a_wrong_answer(desk: Figure) -> None:
    desk.to("seed=6")
    one = practice.problem("forward", 6)
    answer(desk.page, 0, "99")
    desk.says("Not yet.")
    desk.page.click(desk.find("[data-show=hint]"))
    desk.says(one.hint[:30])
    desk.page.click(desk.find("[data-show=hint]"))
    desk.says("0 of 6 are right.")
    desk.page.click(desk.find("[data-next]"))
    seed = int(desk.state.removeprefix("seed="))
    first = practice.problem("forward", seed).values["w11"]
    assert shown(first) in desk.says(practice.problem("forward", seed).question[:20])


def test_a_tap_on_check_counts_what_was_just_typed(browser: Browser, address: str) -> None:
    """Nothing moves from under the finger when the field is left for the button."""
    with opened_figure(
        browser, f"{address}en/practice/", "practice-gate", "seed=0", **TOUCH
    ) as figure:
        inputs = figure.page.query_selector_all(figure.find("[data-answer]"))
        for field in inputs:
            field.tap()
            figure.page.keyboard.type("3")
        box = figure.box("[data-check]")
        figure.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        count = figure.says(f" of {len(inputs)} are right.", "includes")
        assert re.match(r"\d of \d are right\.", count)
        assert all(figure.all(".mark"))
        figure.page.click(figure.find("[data-show=hint]"))
        assert all(figure.all(".mark"))


def test_hint_and_solution_are_those_of_the_package(desk: Figure) -> None:
    desk.to("seed=5&hint=1&solution=1")
    one = practice.problem("forward", 5)
    plain = re.sub(r"[⁽⁾⁰¹²₁₂]", "", one.solution)
    got = desk.one(".solution")
    for _, line in re.findall(r"(^   )(.*)$", plain, re.MULTILINE):
        assert line.partition(" = ")[2] in got
    (numbers,) = desk.values(".solution")
    assert set(numbers) <= set(one.values.values())
    assert {a.value for a in one.answers} <= set(numbers)
    assert one.hint[:40] in desk.one(".hint")


def test_every_state_is_reached_by_keys_and_each_stop_is_seen(desk: Figure) -> None:
    page = desk.page
    desk.to("seed=1")
    fields(page)[0].focus()
    page.keyboard.type("1,5")
    page.keyboard.press("Tab")
    assert desk.state == "seed=1&answers=1.5,,,,,"
    names = []
    for _ in range(9):
        desk.tab()
        names.append(page.evaluate("document.activeElement.textContent"))
        if names[-1] in ("Hint", "Solution"):
            page.keyboard.press("Space")
            assert page.evaluate("document.activeElement.ariaExpanded") == "true"
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.ariaExpanded") == "false"
        if names[-1] == "Check":
            page.keyboard.press("Enter")
            assert re.fullmatch("[01] of 6 are right.", desk.says(" of 6 are right.", "includes"))
    assert names == [*[""] * 4, "Check", "Hint", "Solution", "Another problem", "Reset"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert desk.state.split("&")[0] != "seed=1"  # it may be the first, which needs no address
    assert page.evaluate("document.activeElement.textContent") == "Another problem"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert desk.state == ""


def test_no_problem_comes_twice_before_all_have_come(desk: Figure) -> None:
    desk.to("seed=0")
    desk.page.reload()
    desk.page.wait_for_selector(desk.find(".field"))
    # A browser would refuse so many changes of the address in a row.
    seen = desk.page.evaluate(
        f"""() => {{
          const wanted = history.replaceState;
          const seen = [];
          history.replaceState = (state, title, url) => seen.push(url);
          const next = document.querySelector('{FORWARD} [data-next]');
          for (let i = 0; i < 99; i += 1) next.click();
          history.replaceState = wanted;
          return seen.map(url => url.split('=')[1] ?? '0');
        }}"""
    )
    assert len(seen) == 99
    assert len({*seen, "0"}) == 100


def test_a_senseless_address_is_refused_with_a_word(desk: Figure) -> None:
    for state in ("seed=x", "seed=999998", "answers=1,2,3,4,5,6,7", "nonsense"):
        desk.to("seed=4&answers=9")
        desk.to(state)
        desk.says("The address holds no state")
        first = shown(practice.problem("forward", 0).values["w11"])
        assert first in desk.text(".given")
        assert desk.all(".mark") == [""] * 6


def test_the_first_state_of_an_address_is_refused_too(browser: Browser, address: str) -> None:
    page = f"{address}en/practice/"
    with opened_figure(browser, page, "practice-forward", "seed=999998") as figure:
        figure.says("The address holds no state")
        assert len(figure.all("[data-answer]")) == 6


@pytest.mark.parametrize(
    ("path", "size"), [("practice/", PHONE), ("en/practice/", PHONE), ("en/practice/", DESK)]
)
def test_every_kind_in_its_room(
    browser: Browser, address: str, path: str, size: dict[str, int]
) -> None:
    """It speaks the page's language, fits its room and the page, and axe finds nothing."""
    quiet: dict[str, Any] = {"viewport": size, "reduced_motion": "reduce", "bypass_csp": True}
    with opened(browser, address + path, **quiet) as page:
        page.evaluate(ALL)
        page.wait_for_function(READY)
        for name, room, live in page.evaluate(ROOMS):
            # Korean takes less of it.
            assert room - 180 <= live <= room, name
        assert not too_wide(page, ".practice")
        text = page.inner_text(".practice")
        assert bool(re.search("[가-힣]", text)) == (path == "practice/")
        for button in page.query_selector_all(".practice :is([data-show])"):
            button.click()
        page.fill("[name=practice-gate] [data-answer]", "99")
        page.press("[name=practice-gate] [data-answer]", "Enter")
        assert not too_wide(page, ".practice")
        if path == "en/practice/" and size is PHONE:
            return
        page.evaluate(FEW)
        page.evaluate(AXE_SCRIPT)
        assert not found_by_axe(page, ".practice")
        # Two looks of four: the colours are those of the other figures.
        show(page, SCHEMES[path == "practice/"])
        assert not faint(page, "article")


def test_a_kind_is_fetched_when_it_comes_near_and_by_itself(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}en/practice/", wait_until="networkidle")
        assert kinds_in(asked) <= {"gate", "slope"}
        page.evaluate("document.querySelector('[name=practice-loss]').scrollIntoView()")
        page.wait_for_selector("[name=practice-loss] .field")
        page.wait_for_load_state("networkidle")
    assert "loss" in kinds_in(asked)
    assert kinds_in(asked).isdisjoint({"gradients", "update"})
    assert all(url.startswith((address, "data:")) for url in asked)


def kinds_in(urls: list[str]) -> set[str]:
    return {url.rsplit("/")[-1].partition("-")[0] for url in urls if "/assets/practice/" in url}


SHOWN = """() => ['.problem', '.problem summary', '[data-live]'].map(part =>
  Boolean(document.querySelector(`[name=practice-gate] ${part}`)?.checkVisibility()))"""


def test_without_scripts_and_on_paper_a_problem_stands_there(
    browser: Browser, address: str
) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"{address}practice/#gate")
        assert page.evaluate(SHOWN) == [True, True, False]
        page.click("[name=practice-gate] summary")
        margin = shown(practice.problem("gate", 0).values["n_margin"])
        assert margin in page.inner_text("[name=practice-gate] .problem")
        assert not too_wide(page, ".practice")
    with opened(browser, f"{address}practice/#gate", viewport=DESK) as page:
        page.wait_for_selector("[name=practice-gate] .field")
        assert page.evaluate(SHOWN) == [False, False, True]
        page.emulate_media(media="print")
        assert page.evaluate(SHOWN) == [True, True, False]


def test_without_the_panels_script_the_problem_stays(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=DESK) as context:
        page = context.new_page()
        page.route("**/assets/figures/practice-*.js", lambda route: route.abort())
        page.goto(f"{address}practice/#gate")
        page.wait_for_selector("[name=practice-gate]:not([data-room])")
        assert page.evaluate(SHOWN) == [True, True, False]


def test_coming_and_going_leaves_nothing_behind(desk: Figure) -> None:
    assert desk.left_behind(ready=".field") < 25
