"""Rows of a table that begin with a parameter: their numbers are its value or its slopes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from tests.pages.formulas.surroundings import Surroundings
from tests.pages.formulas.tree import Number, Symbol, expression
from tests.pages.formulas.worlds import MeaninglessError, Net, slope
from tests.pages.markup import Page, Span

# A parameter of a layer in the first cell, and nothing but numbers in the others.
ROW = re.compile(
    r"^ *\| \$(?P<symbol>\\q[wb]\{[wb][^$]*\^\{\(\d\)\}\})\$(?P<cells>(?: \| −?[0-9.]+)+) \|$",
    re.MULTILINE,
)
NOISE = 1e-7  # of a slope that is measured


def false_rows(page: Page, table: Span, surroundings: Surroundings) -> Iterator[tuple[int, str]]:
    """Yield where a row begins that has a number which its parameter is not, and what it says.

    A parameter is worth its value or, for one of the samples or all of them and for one of the
    common losses, its slope, or what a step of learning rate 1 makes of it.
    """
    for row in ROW.finditer(page.text, table.start, table.end):
        symbol = expression(row["symbol"])
        numbers = re.findall(r"−?[0-9.]+", row["cells"])
        if isinstance(symbol, Symbol):
            worths = list(_worths(symbol, surroundings))
            for number in numbers:
                if not any(_shows(number, worth) for worth in worths):
                    yield row.start(), f"{symbol} is {number} nowhere in the networks of the page"


def _worths(symbol: Symbol, surroundings: Surroundings) -> Iterator[float]:
    for group in surroundings.worlds:
        for world in group:
            if isinstance(world, Net):
                try:
                    value = float(np.squeeze(world.value(symbol)))
                except MeaninglessError:
                    continue
                change = slope(world, Symbol("L"), symbol)
                yield from (value, change, value - change)


def _shows(number: str, worth: float) -> bool:
    shown = Number(number.removeprefix("−"))
    value = -shown.value if number.startswith("−") else shown.value
    return abs(worth - value) <= shown.half_unit + NOISE
