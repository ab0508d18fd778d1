"""Quantities that the text names: their indices lie in a network of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import xorbook as xb
from tests.pages.formulas.surroundings import networks
from tests.pages.markup import Span

QUANTITY = re.compile(
    r"(?P<letter>[WwbzaZA]|\\delta)(?:_(?:(?P<unit>\d)|\{(?P<units>\d\d?)\}))?"
    r"\^\{\((?P<layer>\d)\)\}"
)


def nowhere(formula: Span, namespace: dict[str, Any]) -> Iterator[str]:
    """Yield the quantities of a formula that no network of the page has, nor the worked one."""
    every = [net.sizes for net in networks(namespace)] + [xb.worked_example().sizes]
    for found in QUANTITY.finditer(formula.text):
        units = found["unit"] or found["units"] or ""
        layer = int(found["layer"])
        if not any(_is_in(sizes, found["letter"], units, layer) for sizes in every):
            yield found[0]


def _is_in(sizes: tuple[int, ...], letter: str, units: str, layer: int) -> bool:
    first = 0 if letter in "aA" else 1
    if not first <= layer < len(sizes):
        return False
    if not units:
        return True
    if len(units) != (2 if letter == "w" else 1):
        return False
    last = sizes[layer - 1 : layer + 1] if letter == "w" else sizes[layer : layer + 1]
    return all(1 <= int(unit) <= size for unit, size in zip(units, last, strict=True))
