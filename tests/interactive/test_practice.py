"""The panel of practice without a browser: what it reads, shows and lets a reader copy."""

from __future__ import annotations

import contextlib
import gzip
import io
import re

import pytest

from tests.interactive.engine import Engine
from xorbook import practice
from xorbook.practice import html, page_data
from xorbook.practice.words import shown

EACH = pytest.mark.parametrize("kind", practice.KINDS)
READ = """(() => {
  const { read, start } = ideas["practice-gate"];
  try { return read(new Map(Object.entries(given)), start()) } catch (error) { return error.name }
})()"""
WRITTEN = """Object.fromEntries(Object.entries(ideas["practice-gate"].write(state))
  .map(([key, value]) => [key, String(value)]))"""
START = {"seed": 0, "answers": [], "hint": False, "solution": False}


def test_there_is_a_panel_for_every_kind(js: Engine) -> None:
    panels = js("Object.keys(ideas).filter(name => name.startsWith('practice-'))")
    assert sorted(panels) == sorted(f"practice-{kind}" for kind in practice.KINDS)


@EACH
def test_the_data_of_a_kind_are_light_and_a_script(js: Engine, kind: str) -> None:
    for language in ("ko", "en"):
        code = page_data.script(kind, language)
        assert len(gzip.compress(code.encode(), 9)) < 6 * 1024
        got = js(f"(() => {{ {code}; return bookProblems.{kind} }})()")
        assert got == page_data.data(kind, language)


@EACH
def test_numbers_are_shown_as_the_package_shows_them(js: Engine, kind: str) -> None:
    values = [v for _, _, numbers, _ in page_data.data(kind, "en")["rows"] for v in numbers]
    assert js("values.map(host.number)", values=values) == [shown(value) for value in values]


@pytest.mark.parametrize(
    "state",
    [
        START,
        START | {"seed": 99, "hint": True},
        START | {"answers": [0.5, None, -2], "solution": True},
        START | {"answers": [None, 0.001]},
    ],
    ids=str,
)
def test_an_address_gives_back_its_state(js: Engine, state: dict) -> None:
    assert js(READ, given=js(WRITTEN, state=state)) == state


@pytest.mark.parametrize(
    "given",
    [
        {"seed": "-1"}, {"seed": "1.5"}, {"seed": "x"}, {"seed": ""}, {"seed": "1000000"},
        {"answers": "x"}, {"answers": "1,NaN"}, {"answers": "1e999"}, {"hint": "0"},
        {"hint": ""}, {"solution": "yes"}, {"kind": "gate"}, {"toString": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_senseless_address_is_refused(js: Engine, given: dict[str, str]) -> None:
    assert js(READ, given=given) == "RangeError"


@EACH
def test_copied_code_prints_the_numbers_of_the_problem(js: Engine, kind: str) -> None:
    for seed in (0, 7, 42):
        code = js("ideas[name].python({seed})", name=f"practice-{kind}", seed=seed)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(code, {})
        one = practice.problem(kind, seed)
        ends = [f"{answer.name} {answer.value}" for answer in one.answers]
        assert said.getvalue().splitlines()[-len(ends) :] == ends
        assert one.solution in said.getvalue()


def test_letters_get_their_colours_and_words_none() -> None:
    assert html.formula("w₁₂⁽¹⁾") == (
        '<span class="sym qw"><i>w</i><sub>12</sub><sup>(1)</sup></span>'
    )
    assert html.formula("∂L/∂b⁽²⁾").startswith('<span class="sym qg">∂<i>L</i>/∂<i>b</i>')
    assert html.formula("σ′({z}) > ln({a})") == "σ′({z}) &gt; ln({a})"
    assert html.prose("a < b, `b`") == 'a &lt; b, <span class="sym qb"><i>b</i></span>'
    assert html.formula("e⁻ᶻ") == '<span class="sym"><i>e</i><sup>−<i>z</i></sup></span>'


@EACH
def test_what_stands_on_paper_is_the_first_problem(kind: str) -> None:
    for language in ("ko", "en"):
        text = re.sub(r"<[^>]*>", "", page_data.static(kind, language))
        one = practice.problem(kind, 0, language)
        assert all(shown(value) in text for _, value in one.numbers)
        assert all(answer.words in text.replace("  ", " ") for answer in one.answers)
        assert text.index("풀이" if language == "ko" else "Solution") > text.index(
            one.answers[-1].words
        )
