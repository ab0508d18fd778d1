"""The notation page: every row of its tables says the same in each notation, and in code."""

import re

import numpy as np
import pytest

from tests.pages.book import LANGUAGES, read_page
from tests.pages.examples import document_of
from tests.pages.formulas.evaluate import Context
from tests.pages.formulas.surroundings import worlds_of
from tests.pages.formulas.tree import expression
from tests.pages.formulas.worlds import Net
from tests.pages.mutations import changed
from tests.pages.notation import READINGS, differing, rows, symbols

PAGES = [read_page(language, "notation.md") for language in LANGUAGES]


@pytest.mark.parametrize("anchor", READINGS)
def test_a_row_means_the_same_in_both_notations(anchor):
    for page in PAGES:
        assert len(list(rows(page, anchor))) >= 5
        assert not list(differing(page, anchor))


@pytest.mark.parametrize("anchor", READINGS)
def test_any_other_index_or_layer_is_noticed_on_its_page(anchor):
    for page in PAGES:
        for start, _ in rows(page, anchor):
            end = page.text.index("\n", start)
            for at in (at for at in range(start, end) if page.text[at].isdigit()):
                for digit in {*"0123"} - {page.text[at]}:
                    assert list(differing(changed(page, at, digit), anchor)), page.where(at)


def worth(symbol, world):
    """Return what a symbol is in a world, in its first layer where it is one of any."""
    tex = symbol.replace("(l)", "(1)").replace("{ij}", "{11}").replace("_j", "_1")
    if tex == r"\partial L / \partial w":
        tex = r"\frac{\partial L}{\partial w_{11}^{(1)}}"
    return Context(world).evaluate(expression(tex))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_code_of_a_symbol_of_learning_gives_a_number(page):
    document = document_of(page)
    for example in document:
        example.evaluate()
    codes = [code for _, row in rows(page, "learning") for code in re.findall("`(.+?)`", row[1])]
    assert len(codes) > 5
    assert all(np.isfinite(eval(code, document.namespace)) for code in codes)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_symbol_is_worth_what_its_code_gives(page):
    document = document_of(page)
    for example in document:
        example.evaluate()
    names = document.namespace
    nets = [world for kind in worlds_of(names) for world in kind if isinstance(world, Net)]
    (world,) = [net for net in nets if net.batch and net.name.endswith("half squared")][:1]
    compared = []
    for _, (symbol, said) in rows(page, "symbols"):
        code = re.search("`(.+)`", said)[1].replace("loss=…", "loss=xb.half_squared_error")
        if not re.search(r"[\[(.]", code) or code.startswith(("xb.sigmoid", "np.finfo")):
            continue  # a function, a sign, or a number that the page chooses
        value = eval(code, names)
        for one in symbols(symbol):
            found, whole = np.atleast_2d(worth(one, world)), np.atleast_2d(value)
            part, of = sorted((found, whole), key=np.size)
            parts = np.lib.stride_tricks.sliding_window_view(of, part.shape)
            assert np.isclose(parts, part, atol=1e-9).all(axis=(-1, -2)).any(), (one, code)
            compared.append(one)
    assert len(compared) > 10
