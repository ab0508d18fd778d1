"""Quantities that the text names: they are in a network of the page, and letters are used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import xorbook as xb
from tests.pages.formulas.evaluate import bare, is_numeric, symbols
from tests.pages.formulas.surroundings import networks
from tests.pages.formulas.tree import Expression, Symbol, UnreadableError, expression, statements
from tests.pages.markup import Page, Span

QUANTITY = re.compile(
    r"(?P<letter>[wbza]|\\delta)_(?:(?P<unit>\d)|\{(?P<units>\d\d?)\})\^\{\((?P<layer>\d)\)\}"
)


def nowhere(formula: Span, namespace: dict[str, Any]) -> Iterator[str]:
    """Yield the quantities of a formula that no network of the page has, nor the worked one."""
    every = [net.sizes for net in networks(namespace)] + [xb.worked_example().sizes]
    for found in QUANTITY.finditer(formula.text):
        units = found["unit"] or found["units"]
        layer = int(found["layer"])
        if not any(_is_in(sizes, found["letter"], units, layer) for sizes in every):
            yield found[0]


def _is_in(sizes: tuple[int, ...], letter: str, units: str, layer: int) -> bool:
    first = 0 if letter == "a" else 1
    if not first <= layer < len(sizes) or len(units) != (2 if letter == "w" else 1):
        return False
    last = sizes[layer - 1 : layer + 1] if letter == "w" else sizes[layer : layer + 1]
    return all(1 <= int(unit) <= size for unit, size in zip(units, last, strict=True))


Given = dict[Symbol, Expression]


@lru_cache(maxsize=10_000)
def letters(tex: str) -> tuple[Given, frozenset[Symbol]]:
    """Return what letters a formula gives a number, in so many words, and all letters it has."""
    try:
        found = statements(tex)
        sides = [side for statement in found for side in statement.sides] or [expression(tex)]
    except (UnreadableError, ValueError):
        return {}, frozenset()
    pairs = [(bare(s.sides[0]), s.sides[1]) for s in found if s.relations == ("=",)]
    given = {
        left: right
        for left, right in pairs
        if isinstance(left, Symbol) and not left.layer and is_numeric(right)
    }
    return given, frozenset(symbol for side in sides for symbol in symbols(side))


def unused(page: Page, formula: Span, tex: str) -> list[Symbol]:
    """List the letters that a formula, if it reads so, gives a number for nothing.

    They are used in its section, or in one that it leads to, or have this number elsewhere too.
    """
    given, _ = letters(tex)
    if not given:
        return []
    ends = [h.start for h in page.headings if h.kind.startswith("## ")]
    section = page.text[_before(ends, formula.start) : _after(ends, formula.start, page)]
    meant = [h.start for h in page.headings if f"(#{h.kind.rpartition('#')[2]})" in section]
    places = [formula.start, *meant]
    others = [f for f in page.formulas if f.start != formula.start]
    used = {
        symbol
        for place in places
        for other in others
        if _before(ends, place) <= other.start < _after(ends, place, page)
        for symbol in letters(other.text)[1]
    }
    again = {pair for other in others for pair in letters(other.text)[0].items()}
    return [s for s, number in given.items() if s not in used and (s, number) not in again]


def _before(ends: list[int], at: int) -> int:
    return max((end for end in ends if end <= at), default=0)


def _after(ends: list[int], at: int, page: Page) -> int:
    return min((end for end in ends if end > at), default=len(page.text))
