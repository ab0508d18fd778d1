"""Any digit on any page: change it, and the page fails."""

import os
import random

import pytest

from tests.pages.book import all_pages, page_names, read_page
from tests.pages.languages import differences
from tests.pages.mutations import changed, digits, failure, must_be_caught

SAMPLE = int(os.environ.get("XORBOOK_MUTATIONS", "30"))
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
    offsets = [at for at in digits(page) if must_be_caught(page, at)]
    survivors = []
    for at in _sample(page, offsets, SAMPLE):
        if failure(changed(page, at, _other(page, at))) is None:
            survivors.append(f"{page.where(at)}: {page.text[at - 20 : at + 20]!r}")
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
