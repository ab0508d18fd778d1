"""The colours of the quantities: the figures' own, and legible wherever formulas stand."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.site.built import ROOT
from xorbook.figures.style import PALETTE

STYLES = ROOT / "overrides" / "assets" / "stylesheets"
SCHEMES = {"light": "default", "dark": "slate"}
QUANTITIES = ["qx", "qw", "qb", "qz", "qa", "ql", "qg"]


def variables(sheet: str, scheme: str) -> dict[str, str]:
    """Return the hex colours that a style sheet defines for one of the two schemes."""
    css = (STYLES / sheet).read_text("utf-8")
    block = re.search(rf'\[data-md-color-scheme="{SCHEMES[scheme]}"\] \{{(.*?)\}}', css, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, ground: str, share: float) -> str:
    """Lay a share of a colour over a ground."""
    pairs = zip(channels(colour), channels(ground), strict=True)
    return "#" + "".join(f"{round(255 * (share * c + (1 - share) * g)):02x}" for c, g in pairs)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_figures_have_the_same_colours(scheme: str) -> None:
    which = list(SCHEMES).index(scheme)
    colours = variables("quantities.css", scheme)
    assert colours == {name: PALETTE[name.removeprefix("q")][which] for name in QUANTITIES}


@pytest.mark.parametrize(("scheme", "name"), list(product(SCHEMES, QUANTITIES)))
def test_a_quantity_is_legible_wherever_it_stands(scheme: str, name: str) -> None:
    colour = variables("quantities.css", scheme)[name]
    book = variables("book.css", scheme)
    page = book["md-default-bg-color"]
    question = mixed(book["book-question"], page, 0.06)
    for ground in (page, question, book["md-code-bg-color"]):
        assert contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_and_code_are_legible(scheme: str) -> None:
    book = variables("book.css", scheme)
    page, code = book["md-default-bg-color"], book["md-code-bg-color"]
    texts = [n for n in book if n in {"md-default-fg-color", "md-default-fg-color--light"}]
    texts += ["md-typeset-a-color", "book-question", "book-solution", "book-mistake"]
    tokens = [n for n in book if re.fullmatch(r"md-code-(fg|hl-\w+)-color", n)]
    assert len(tokens) > 8
    faint = {name for name in texts if contrast(book[name], page) < 4.5}
    faint |= {name for name in tokens if contrast(book[name], code) < 4.5}
    assert not faint
