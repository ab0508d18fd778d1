"""Any digit on any page: change it, and the page fails."""

import os
import random
from collections import defaultdict

import pytest

from tests.pages.book import all_pages, page_names, read_page
from tests.pages.languages import differences
from tests.pages.markup import Page
from tests.pages.mutations import changed, digits, failure, kind, must_be_caught

# How many digits to change in each kind of place of a page.
SAMPLE = int(os.environ.get("XORBOOK_MUTATIONS", "5"))
SEED = os.environ.get("XORBOOK_MUTATION_SEED", "1969")


def _sample(page, offsets, count):
    return random.Random(f"{SEED} {page.name}").sample(offsets, min(count, len(offsets)))


def _other(page, offset):
    """A flipped 0 or 1, as in a truth table, or the next digit."""
    digit = page.text[offset]
    return {"0": "1", "1": "0"}.get(digit, str((int(digit) + 1) % 10))


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_a_changed_digit_fails_the_page_by_itself(page):
    """The page is checked alone, so the same change in the other language would not help it."""
    assert failure(page) is None
    places: dict[str, list[int]] = defaultdict(list)
    for at in digits(page):
        if must_be_caught(page, at):
            places[kind(page, at)].append(at)
    survivors = [
        f"{page.where(at)}: {name}: {page.text[at - 20 : at + 20]!r}"
        for name, offsets in places.items()
        for at in _sample(page, offsets, SAMPLE)
        if failure(changed(page, at, _other(page, at))) is None
    ]
    assert not survivors


@pytest.mark.parametrize("name", page_names())
def test_an_index_or_year_changed_in_one_language_is_noticed(name):
    """What no claim covers is held by the agreement of the languages."""
    korean, english = read_page("ko", name), read_page("en", name)
    offsets = [at for at in digits(korean) if not must_be_caught(korean, at)]
    for at in _sample(korean, offsets, SAMPLE):
        mutant = changed(korean, at, _other(korean, at))
        assert failure(mutant) or list(differences(mutant, english)), korean.where(at)


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_a_change_on_the_page_and_in_its_claim_fails(page):
    """Changing the number and the left side of its claim alike leaves the expression to object."""
    from tests.pages.claims import read_claims

    candidates = []
    for comment, claims in read_claims(page).claims:
        for claim in claims:
            number = claim.numbers[0]
            shown = page.text[number.start : number.end]
            written = page.text.find(shown, comment.start, comment.end)
            if claim.given is None and written != -1 and shown[-1].isdigit():
                candidates.append((number.end - 1, written + len(shown) - 1))
    for at, there in random.Random(SEED).sample(candidates, min(10, len(candidates))):
        digit = _other(page, at)
        assert failure(changed(changed(page, at, digit), there, digit)), page.where(at)


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
    In prose 0.25, in a formula $x = 0.25$.

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
    found = {kind(page, at) for at in digits(page)}
    assert found == {
        "output", "shown code", "alt text", "caption", "heading", "block title", "table",
        "formula", "prose",
    }  # fmt: skip
    for at in digits(page):
        for digit in "0123456789".replace(PLACES[at], ""):
            assert failure(changed(page, at, digit)), page.where(at)
