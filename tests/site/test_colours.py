"""The colours of the quantities: the figures' own, and legible wherever formulas stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.pages.book import all_pages
from tests.site.built import ROOT
from xorbook.figures.style import PALETTE

STYLES = ROOT / "overrides" / "assets" / "stylesheets"
Array = NDArray[np.float64]
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


# What a colour, in linear light, becomes for eyes without one kind of cone: Machado, Oliveira and
# Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009).
EYES = {
    "full": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# From linear light to Oklab, where distances are as large as they look: Ottosson (2020).
CONES = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
OKLAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]
TELLABLE = 0.065  # about three differences that are only just seen


def seen(colour: str, eyes: str) -> Array:
    """Return a colour in Oklab, as these eyes see it."""
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    received = np.clip(np.array(EYES[eyes]) @ light, 0, 1)
    return np.asarray(OKLAB @ np.cbrt(np.array(CONES) @ received))


def alike(colours: dict[str, str], eyes: str) -> list[tuple[str, str]]:
    """List the pairs of colours that these eyes hardly tell apart."""
    points = {name: seen(colour, eyes) for name, colour in colours.items()}
    return [
        (one, other)
        for one, other in combinations(points, 2)
        if np.linalg.norm(points[one] - points[other]) < TELLABLE
    ]


@pytest.mark.parametrize(("scheme", "eyes"), list(product(SCHEMES, EYES)))
def test_every_reader_tells_the_quantities_apart(scheme: str, eyes: str) -> None:
    ink = {"ink": variables("book.css", scheme)["md-default-fg-color"]}
    assert not alike(variables("quantities.css", scheme) | ink, eyes)


def test_red_and_green_of_one_lightness_are_alike_to_some() -> None:
    colours = {"red": "#c44536", "green": "#6d7f1b"}
    assert not alike(colours, "full")
    assert alike(colours, "deuteranopia")


LETTER = re.compile(r"\\(?:theta|delta|sigma|partial)|(?<![\\A-Za-z])[A-Za-z]")


def coloured(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a page colours: the kind of quantity, and the TeX in its braces."""
    for opening in re.finditer(r"\\(q[xwbzalg])\{", text):
        depth, end = 1, opening.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        yield opening[1], text[opening.end() : end - 1]


def nameless(text: str) -> set[str]:
    """Return the kinds of quantity that a page colours but never names by a letter."""
    parts = list(coloured(text))
    return {kind for kind, _ in parts} - {kind for kind, tex in parts if LETTER.search(tex)}


def test_a_colour_never_speaks_alone() -> None:
    assert nameless(r"$\qx{1} + \qw{w_1}\qx{x_1} + \qb{(-2)}$") == {"qb"}
    assert nameless(r"$\qa{\hat y} - \qg{\tfrac{1}{2}}$") == {"qg"}
    pages = {page.name: nameless(page.text) for page in all_pages()}
    assert not {name: kinds for name, kinds in pages.items() if kinds}
