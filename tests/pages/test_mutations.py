"""Any digit on any page: change it, and the page fails. Any number more on any page: it fails."""

import ast
import inspect
import os
import random
from collections import defaultdict

import pytest

from tests.pages import mutations
from tests.pages.book import all_pages, page_names, read_page
from tests.pages.claims import marked, read_claims
from tests.pages.formulas.changes import changes
from tests.pages.formulas.pages import states
from tests.pages.languages import differences
from tests.pages.markup import Page, Span
from tests.pages.mutations import (
    changed,
    claimed,
    failure,
    inserted,
    kind,
    left_to_the_languages,
    named,
    paragraphs,
    seen,
)
from tests.pages.rules import breaks_a_rule
from tests.pages.trials import Statements, unnoticed

# How many digits to change in each kind of place of a page.
SAMPLE = int(os.environ.get("XORBOOK_MUTATIONS", "5"))
# How many changes of a character to try in what the formulas of all pages state.
STATEMENTS = int(os.environ.get("XORBOOK_FORMULA_MUTATIONS", "100"))
SEED = os.environ.get("XORBOOK_MUTATION_SEED", "1969")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NUMBERS = [
    "(2000 steps)",
    "solved in 2000 steps",
    "(2000)",
    "in 2000,",
    "2000년",
    ".5",
    "x0.5",
    "½",
    "①",
    "Ⅳ",
    "x²",
    "３",
    "三",
    "&frac12;",
    "&#50;",
    "3개",
    "2×",
    "1:2",
    "(Adam, 2000)",
    "연습 2번",
    "`1e5`",
    "[0, 1](5)",
    '[a](forward.md "5")',
    '<b title="5">b</b>',
    "<b data-start=0.5></b>",
]
PAGES = pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
# The languages have the same code, which takes seconds to run, and the same claims.
IN_TURN = pytest.mark.parametrize(
    "page",
    [read_page("en" if k % 2 else "ko", name) for k, name in enumerate(page_names())],
    ids=lambda page: page.name,
)


def _sample(page, offsets, count):
    return random.Random(f"{SEED} {page.name}").sample(offsets, min(count, len(offsets)))


def _other(page, offset):
    """A flipped 0 or 1, as in a truth table, or the next digit."""
    digit = page.text[offset]
    if digit in SUPERSCRIPTS:
        return SUPERSCRIPTS[(SUPERSCRIPTS.index(digit) + 1) % 10]
    return {"0": "1", "1": "0"}.get(digit, str((int(digit) + 1) % 10))


def _survivors(page, mutants, statements=None):
    return [
        f"{page.where(at)}: {kind(page, at)}: {page.text[at - 20 : at + 20]!r}"
        for at in unnoticed(page, mutants, statements)
    ]


def _changed_alone(page, offsets):
    return {at: changed(page, at, _other(page, at)) for at in offsets}


def test_the_test_knows_nothing_of_the_grammar_it_tests():
    names = {
        name
        for node in ast.walk(ast.parse(inspect.getsource(mutations)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None), *(alias.name for alias in node.names)]
    }
    assert "tests.pages.markup" in names
    assert not names & {"tests.pages.numbers", "tests.pages.exempt", "visible", "find_numbers"}


@PAGES
def test_every_numeral_that_no_claim_covers_is_guarded_otherwise(page):
    """All of them, not a sample: what the checker does not see as a number ends up here."""
    bare = set(seen(page)) - claimed(page) - named(page) - left_to_the_languages(page)
    unclaimed = [at for at in sorted(bare) if kind(page, at) != "output"]
    assert not _survivors(page, _changed_alone(page, unclaimed))


@IN_TURN
def test_a_changed_digit_or_statement_fails_the_page(page, record_property):
    """The page is checked alone, so the same change in the other language would not help it.

    Where the left side of a digit's claim is changed alike, the expression is left to object. Of
    changed statements, those that pass are true as they stand, or definitions: they are printed.
    Where claims leave numbers to a formula, any other digit in any place of it is tried.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at in sorted(set(seen(page)) - left_to_the_languages(page)):
        places[kind(page, at)].append(at)
    sampled = [at for found in places.values() for at in _sample(page, found, SAMPLE)]
    claims = {at: claim for at, claim in _claimed(page).items() if at not in sampled}
    with_claims = {
        at: changed(changed(page, at, _other(page, at)), claims[at], _other(page, at))
        for at in _sample(page, sorted(claims), 2 * SAMPLE)
    }
    assert len(with_claims) == min(2 * SAMPLE, len(claims))
    statements = Statements(page, _changed_statements(page))
    assert not _survivors(page, _changed_alone(page, sampled) | with_claims, statements)
    assert statements.are_tried
    assert not _told(page, statements.unevaluated), "claim what the formula does not check"
    passed = _told(page, statements.unnoticed)
    record_property("formulas", (statements.tried, passed))
    assert len(passed) <= max(2, statements.tried / 10), passed


def _changed_statements(page):
    """Changes of formulas that are checked, drawn at random, by these formulas."""
    marks = {" ".join(tex.split()) for _, tex, _, _ in marked(page)}
    checked = [f for f in page.formulas if states(f) and " ".join(f.text.split()) not in marks]
    every = [(formula, tex) for formula in checked for tex in changes(formula.text)]
    drawn: dict[Span, list[str]] = defaultdict(list)
    for formula, tex in _sample(page, every, -(-STATEMENTS // len(page_names()))):
        drawn[formula].append(tex)
    return drawn


def _told(page, found):
    return [
        f"{page.where(formula.start)}: {_difference(formula.text, tex)}" for formula, tex in found
    ]


def _difference(tex, mutant):
    at = next(k for k, pair in enumerate(zip(tex, mutant, strict=False)) if pair[0] != pair[1])
    here = slice(max(0, at - 20), at + 20)
    return " ".join(f"{tex[here]} → {mutant[here]}".split())


@IN_TURN
def test_a_number_more_in_a_paragraph_fails_the_page(page):
    places = [at for paragraph in paragraphs(page) for at in paragraph]
    unnoticed = [
        f"{page.where(at)}: {words}"
        for words in NUMBERS
        for at in _sample(page, places, (SAMPLE + 4) // 5)
        if not breaks_a_rule(inserted(page, at, f" {words} "))
    ]
    assert places
    assert not unnoticed


@pytest.mark.parametrize("name", page_names())
def test_an_index_changed_in_one_language_is_noticed(name):
    """What no claim covers is held by the agreement of the languages."""
    korean, english = read_page("ko", name), read_page("en", name)
    offsets = sorted(set(seen(korean)) & left_to_the_languages(korean))
    for at in _sample(korean, offsets, SAMPLE):
        mutant = changed(korean, at, _other(korean, at))
        assert list(differences(mutant, english)) or failure(mutant), korean.where(at)


def _claimed(page):
    """The last digits of the claims' first numbers, and where their comments repeat them."""
    found = {}
    for comment, claims in read_claims(page).claims:
        for claim in claims:
            number = claim.numbers[0]
            shown = page.text[number.start : number.end]
            written = page.text.find(shown, comment.start, comment.end)
            if not claim.given and written != -1 and shown[-1].isdigit():
                found[number.end - 1] = written + len(shown) - 1
    return found


PLACES = """---
title: T
description: D
prerequisites: []
---
# At 0.25 { #t }

```pycon
>>> 0.5 / 2
0.25
```

```text
0.25
```

![shows 0.25](figures/f.svg)

/// figure-caption
Here 0.25.
///

!!! note "Of 0.25"
    In prose 0.25, in a formula, for $x$, $x = 0.25$.

| 0.25 | 0 |
|---|---|
| 1 | 0.25 |

<!-- claims
0.25 0.25 0.25 0.25 0.25 0.25 0.25 : 7 * [len("a") / len("abcd")]
table : [[len("a") / len("abcd"), len("")], [len("a"), len("a") / len("abcd")]]
-->
"""


def test_every_digit_in_every_kind_of_place_is_caught():
    page = Page(PLACES, "page.md")
    assert failure(page) is None
    found = {kind(page, at) for at in seen(page)}
    assert found == {
        "output", "shown code", "alt text", "caption", "heading", "block title", "table",
        "formula", "prose",
    }  # fmt: skip
    assert not left_to_the_languages(page)
    for at in seen(page):
        for digit in "0123456789".replace(PLACES[at], ""):
            assert failure(changed(page, at, digit)), page.where(at)


@pytest.mark.parametrize("words", NUMBERS)
def test_every_number_more_in_every_kind_of_place_is_caught(words):
    page = Page(PLACES, "page.md")
    outside = [at for at in seen(page) if page.text[at - 3 : at + 1] == "0.25"]
    places = {kind(page, at): at + 1 for at in outside if kind(page, at) != "output"}
    assert len(places) == 8
    for name, at in places.items():
        if name == "alt text" and "](" in words:
            continue  # Brackets end an alt text.
        assert failure(inserted(page, at, f" {words}")), name


def test_what_is_left_to_the_languages_is_little():
    text = (
        r"`W1[0, 1] + 2` $w_1^{(2)} + 3 + x^2 - \tfrac{1}{2} + \frac{34}{5.6}$ Exercise 1, 4, W_5"
    )
    page = Page(text)
    left = left_to_the_languages(page)
    assert "".join(text[at] for at in seen(page) if at in left) == "1011221" + "21"
    assert "".join(text[at] for at in seen(page) if at not in left) == "23345645"


def test_code_that_is_run_links_and_front_matter_are_not_seen():
    page = Page(
        "---\ntitle: 1\n---\n# 2 { #a-1 }\n\n```pycon\n>>> 1\n3\n```\n\n```python\nx = 1\n```\n\n"
        "```text\n4\n```\n\n[5](a1.md#b-1) <!-- claims\n1 : x\n-->\n6½\n"
    )
    assert "".join(page.text[at] for at in seen(page)) == "23456½"
