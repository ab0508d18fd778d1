"""The tables of the notation page: each row's symbols, read as their source means them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tests.pages.formulas.evaluate import Context
from tests.pages.formulas.tree import expression
from tests.pages.formulas.worlds import all_families
from tests.pages.markup import Page

Reading = tuple[str, str | Callable[[re.Match[str]], str]]

# By the anchor of their section: what a source's symbols are in the symbols of this book.
_SLIDES: list[Reading] = [
    (r"z_(\d)\^\{\(1\)\}", r"x_\1"),
    (r"z_1\^\{\(3\)\}|Pred|prediction|pred", r"\\hat y"),
    (r"z_(\d)\^\{\((\d)\)\}", lambda m: f"a_{m[1]}^{{({int(m[2]) - 1})}}"),
    (r"A", "x_1"),
    (r"B", "x_2"),
    (r"w(\d)(\d)", r"w_{\1\2}^{(1)}"),
    (r"b(\d)", r"b_\1^{(1)}"),
    (r"w_\{0,(\d)\}\^\{\((\d)\)\}", r"b_\1^{(\2)}"),
    (r"w_\{(\d),(\d)\}\^\{\((\d)\)\}", r"w_{\1\2}^{(\3)}"),
    (r"w_0\^\{\(2\)\}|b_out", r"b^{(2)}"),
    (r"w_(\d)\^\{\(2\)\}|w_out(\d)", lambda m: f"w_{{{m[1] or m[2]}1}}^{{(2)}}"),
    (r"y_1\^\{\(2\)\}", r"z^{(2)}"),
    (r"y_(\d)\^\{\((\d)\)\}", r"z_\1^{(\2)}"),
    (r"Y|Target|y", "t"),
    (r"L|Loss", "L"),
    (r"\\eta|lr", r"\\eta"),
]
_LECTURE: list[Reading] = [
    (r"a3", r"\\hat y"),
    (r"([aWbz])(\d)", lambda m: f"{m[1]}^{{({int(m[2]) - 1})}}"),
    (r"([aWbz])\^\{\((\d)\)\}", lambda m: f"{m[1]}^{{({int(m[2]) - 1})}}"),
    (r"w_\{(\d)(\d)\}\^\{\((\d)\)\}", lambda m: f"w_{{{m[2]}{m[1]}}}^{{({int(m[3]) - 1})}}"),
    (r"h_\\theta\(x\)", r"\\hat y"),
    (r"Cost\(W, b\)", "L"),
    (r"\\alpha|learning_rate", r"\\eta"),
    (r"delta_x", "h"),
    (r"delta", "10^{-7}"),
    (r"tdata", "t"),
    (r"m", "N"),
    (r"xdata", "X"),
    (r"([xt])", r"\1"),
]
_UNDERSTANDING: list[Reading] = [
    (r"([WB])\((\d)\)", lambda m: f"{'W' if m[1] == 'W' else 'b'}^{{({m[2]})}}"),
    (r"w_\{3(\d)\}", r"w_{\g<1>1}^{(2)}"),
    (r"w_\{([12])(\d)\}", r"w_{\1\2}^{(1)}"),
    (r"n_(\d)", r"a_\1^{(1)}"),
    (r"b_3", r"b^{(2)}"),
    (r"b_([12])", r"b_\1^{(1)}"),
    (r"y_\{out\}", r"\\hat y"),
    (r"[LE]", "L"),
    (r"[Nn]", "N"),
    (r"\\eta", r"\\eta"),
]
_BLOG: list[Reading] = [
    (r"y_(\d)", r"a_\1^{(1)}"),
    (r"K\(x\)", "a^{(1)}"),
    (r"y", r"\\hat y"),
    (r"cost", "L"),
]
READINGS = {
    "xor-slides": _SLIDES,
    "lecture": _LECTURE,
    "understanding-slides": _UNDERSTANDING,
    "blog-notes": _BLOG,
}
_COLOUR = re.compile(r"\\q[a-z]\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")


def rows(page: Page, anchor: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the tables of a section, below their heads, and where they begin."""
    (start,) = (h.end for h in page.headings if h.kind.endswith(f"#{anchor}"))
    end = min((h.start for h in page.headings if h.start > start), default=len(page.text))
    at = start
    for line in page.text[start:end].splitlines(keepends=True):
        if line.startswith("| ") and not page.text[at + len(line) :].startswith("|---"):
            yield at, [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        at += len(line)


def symbols(cell: str) -> list[str]:
    """Return a cell's symbols without their colours: what stands in formulas and as code."""
    found = []
    for formula, code in re.findall(r"\$([^$]+)\$|`([^`]+)`", cell):
        plain = _COLOUR.sub(r"\1", formula)
        found += [code] if code else re.split(r",\\ | = ", plain)
    return found or re.findall(r"[A-Za-z]+", cell)


def value(tex: str) -> Any:
    """Return what a symbol of this book is worth in a 2-2-1 network drawn at random."""
    world = next(kind[0] for kind in all_families() if kind[0].name.startswith("a 2-2-1"))
    return Context(world).evaluate(expression(tex))


def read(symbol: str, readings: list[Reading]) -> str | None:
    """Return what a source's symbol is in this book, or None where it is no symbol of its own."""
    for pattern, ours in readings:
        match = re.fullmatch(pattern, symbol)
        if match:
            return ours(match) if callable(ours) else match.expand(ours)
    return None


def differing(page: Page, anchor: str) -> Iterator[str]:
    """Yield the rows of a source's table whose sides do not mean the same.

    A letter without an index may be one that means several things, as the row says in words.
    """
    for at, (ours, theirs) in rows(page, anchor):
        own, source = symbols(ours), symbols(theirs)
        known = [read(symbol, READINGS[anchor]) for symbol in source]
        unread = [symbol for symbol, said in zip(source, known, strict=True) if said is None]
        meanings = [meaning for meaning in known if meaning is not None]
        twice = len({*source}) < len(source)
        if twice or re.search("[0-9]", "".join(unread)) or not _agree(own, meanings):
            yield f"{page.where(at)}: {ours} | {theirs}"


def _agree(own: list[str], meanings: list[str]) -> bool:
    """Whether a row's symbols mean ours, one by one where they are as many or twice as many."""
    in_order = len(meanings) % len(own) == 0
    return all(
        _alike(meaning, [own[k % len(own)]] if in_order else own)
        for k, meaning in enumerate(meanings)
    )


def _alike(meaning: str, own: list[str]) -> bool:
    """Whether a symbol is worth what one of ours is, or is an entry of it."""
    try:
        return any(bool(np.isin(value(meaning), value(one)).all()) for one in own)
    except (LookupError, ZeroDivisionError):
        return False
