"""Two conditions that are met together, and an equation with its solution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

import xorbook as xb
from tests.pages.formulas.evaluate import (
    BOOK_LETTERS,
    Context,
    FalseError,
    Outcome,
    hold,
    pairs,
)
from tests.pages.formulas.surroundings import Surroundings, nets, networks
from tests.pages.formulas.tree import Statement, Symbol, symbols
from tests.pages.formulas.worlds import MeaninglessError, Unit, World, all_families


def judge_solution(statement: Statement, page: Surroundings) -> Outcome:
    """Check `A = B => x = C = …`: with C in the place of x, A and B are the same.

    What C is in numbers is left to claims.
    """
    place = statement.relations.index("=>")
    condition = Statement(statement.sides[: place + 1], statement.relations[:place])
    letter, *values = statement.sides[place + 1 :]
    if not isinstance(letter, Symbol) or set(statement.relations[:place]) != {"="}:
        raise FalseError("what follows from an equation is what a letter is")
    for seed in range(3):
        context = Context(World(seed=seed), page.definitions, seed)
        context.free = {s: float(1 + seed) for side in values for s in symbols(side)}
        context.free[letter] = float(context.evaluate(values[0]))
        for pair in pairs(condition):
            hold(context, *pair)
    return Outcome("checked", "a solution, put in")


_COMPUTED = {Symbol(letter) for letter in ("z", "a", "L", "\\theta")}
_ONE = "one holds and the other does not"
_TRIALS = 300


def _told_apart(worlds: Iterable[World], halves: list[Statement], page: Surroundings) -> str:
    """Say how worlds tell two conditions apart; nothing, if they meet both or none of them."""
    met = set()
    for world in worlds:
        context = Context(world, page.definitions, local=page.local)
        left, right = (all(context.compared(half)) for half in halves)
        if left != right:
            return f"{_ONE}: {left} and {right} where {world.changed or world.name}"
        met.add(left)
    return "" if len(met) == 2 else f"nothing is told apart: always {met}"


def _any_letters(letters: set[Symbol]) -> Iterator[World]:
    """Draw numbers for letters: what the book gives no meaning, as a constant, is positive."""
    rng = np.random.default_rng(1847)
    low = {s: -3.0 if s.letter in BOOK_LETTERS else 0.2 for s in sorted(letters, key=str)}
    for _ in range(_TRIALS):
        yield World(changed={letter: float(rng.uniform(low[letter], 3)) for letter in low})


def _at_any_input(net: xb.Network) -> Iterator[World]:
    rng = np.random.default_rng(1854)
    one = next(nets(net))
    for _ in range(_TRIALS):
        x = rng.uniform(-1, 2, size=one.inputs.shape)
        yield replace(one, inputs=x, name=f"the input {x.round(4).tolist()}")


def judge_equivalence(statement: Statement, page: Surroundings) -> Outcome:
    """Check that two conditions are met together, whatever their letters are.

    Where something is computed from the letters, units and networks do it: those of the page where
    it is a prediction, at any input, else any.
    """
    middle = statement.relations.index("<=>")
    halves = [
        Statement(statement.sides[: middle + 1], statement.relations[:middle]),
        Statement(statement.sides[middle + 1 :], statement.relations[middle + 1 :]),
    ]
    letters = {s for half in halves for side in half.sides for s in symbols(side)}
    if Symbol("hat y") in letters:
        said = [_told_apart(_at_any_input(net), halves, page) for net in networks(page.namespace)]
        if not said or all(said):
            raise FalseError(said[0] if said else "the page has no network")
        return Outcome("checked", "a network of the page at any input")
    if not letters & _COMPUTED:
        said = _told_apart(_any_letters(letters), halves, page)
        if said:
            raise FalseError(said)
        return Outcome("checked", "whatever its letters are")
    for family in all_families():
        try:
            said = _told_apart(family, halves, page)
        except MeaninglessError:
            continue
        if isinstance(family[0], Unit) or said.startswith(_ONE):
            if said:
                raise FalseError(f"{family[0].name}: {said}")
            return Outcome("checked", family[0].name)
    raise FalseError("conditions without meaning")
