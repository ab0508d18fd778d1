"""Statements that are no equation: rows of tables, updates, arrows, equivalences."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Any

import numpy as np

from tests.pages.formulas.equivalences import judge_equivalence, judge_solution
from tests.pages.formulas.evaluate import (
    CHECKED,
    INDEX_LETTERS,
    Context,
    FalseError,
    Outcome,
    bare,
    close,
    hold,
    is_numeric,
    pairs,
)
from tests.pages.formulas.surroundings import Surroundings
from tests.pages.formulas.tree import Expression, Number, Operation, Statement, Symbol, symbols
from tests.pages.formulas.worlds import (
    LOSSES,
    MeaninglessError,
    Net,
    Unit,
    World,
    all_families,
    sigmoid,
    slope,
    step,
)


def judge_special(statement: Statement, page: Surroundings) -> Outcome | None:
    """Check what is neither an equation nor a plain inequality."""
    if all(isinstance(side, Symbol) and side.letter in INDEX_LETTERS for side in statement.sides):
        return Outcome("condition", "which units are meant")
    if "->" in statement.relations:
        return judge_arrow(statement, page)
    if statement.relations == ("<-",):
        return judge_update(statement)
    if statement.relations[:1] == ("<-",) and all(map(is_numeric, statement.sides[1:])):
        numbers = Statement(statement.sides[1:], statement.relations[1:])
        for pair in pairs(numbers):
            hold(Context(World(), page.definitions), *pair)
        return Outcome("checked", "the numbers of an update")
    if "=>" in statement.relations:
        return judge_solution(statement, page)
    if "<=>" in statement.relations:
        return judge_equivalence(statement, page)
    if re.fullmatch(r"\([0-9],[0-9]\)", statement.label):
        return judge_row(statement)
    if _is_about_sums(statement):
        return judge_sum_of_rows(statement)
    if _is_the_loss_of_corners(statement):
        return judge_loss_of_corners(statement, page)
    if not set(statement.relations) <= CHECKED:
        return Outcome("not checked", "an arrow")
    return None


def judge_row(statement: Statement) -> Outcome:
    """Check a row of a truth table: (0,1): w2 + b > 0 is about the weighted sum at (0, 1)."""
    at = np.array([float(c) for c in statement.label if c.isdigit()])
    for family in all_families():
        for world in family:
            if isinstance(world, Unit) and len(world.w) == 2:
                there = replace(world, x=at, changed={})
                close(Context(there).evaluate(statement.sides[0]), there.value(Symbol("z")), 1e-9,
                      f"the weighted sum at {statement.label}")  # fmt: skip
    return Outcome("checked", "a row of a truth table")


def _is_about_sums(statement: Statement) -> bool:
    """Whether it compares a sum of weights and a bias, of several letters, with 0."""
    left, *rest = statement.sides
    letters = {symbol.letter for symbol in symbols(left)}
    indexed = all(symbol.index for symbol in symbols(left) if symbol.letter == "w")
    zero = rest == [Number("0")] and statement.relations[0] in ("<", "<=", ">", ">=")
    return zero and letters == {"w", "b"} and indexed and not any(s.layer for s in symbols(left))


def judge_sum_of_rows(statement: Statement) -> Outcome:
    """Check that it is the weighted sum at a corner, or the sum of those at two."""
    units = [
        unit
        for family in all_families()
        for unit in family
        if isinstance(unit, Unit) and len(unit.w) == 2
    ]
    said = [float(np.squeeze(Context(unit).evaluate(statement.sides[0]))) for unit in units]
    corners = list(itertools.product((0.0, 1.0), repeat=2))
    sums = [[float(unit.w @ corner + unit.b) for unit in units] for corner in corners]
    pairs_of_rows = [np.add(*two) for two in itertools.combinations(sums, 2)]
    if not any(np.allclose(said, made) for made in [*sums, *pairs_of_rows]):
        raise FalseError("no corner has this sum, nor have two together")
    return Outcome("checked", "rows of a truth table")


def _is_the_loss_of_corners(statement: Statement) -> bool:
    """Whether it puts weighted sums at corners, as z_{01}, together to a loss."""
    loss, *rest = statement.sides
    indices = {s.index for side in rest for s in symbols(side) if s.letter == "z"}
    corners = {"00", "01", "10", "11"}
    return loss == Symbol("L") and len(rest) == 1 and len(indices & corners) > 1


def judge_loss_of_corners(statement: Statement, page: Surroundings) -> Outcome:
    """Check that it is the mean BCE of a sigmoid unit whose targets are those of XOR."""
    loss, side = statement.sides
    for unit in (unit for family in all_families() for unit in family if isinstance(unit, Unit)):
        if len(unit.w) == 2:
            z = {(i, j): float(unit.w @ (i, j) + unit.b) for i in (0, 1) for j in (0, 1)}
            there = replace(unit, changed={Symbol("z", f"{i}{j}"): z[i, j] for i, j in z})
            losses = [LOSSES["BCE"](sigmoid(z[i, j]), i ^ j) for i, j in z]
            close(Context(there, page.definitions).evaluate(side), np.mean(losses), 1e-9,
                  "the mean BCE over XOR:")  # fmt: skip
    page.definitions[loss] = side
    return Outcome("checked", "the loss of four corners")


def judge_update(statement: Statement) -> Outcome:
    """Check an update against a step of gradient descent, and against Rosenblatt's rule."""
    left, right = statement.sides
    letter = bare(left)
    if not isinstance(letter, Symbol):
        raise FalseError("an update of what is no letter")
    said = ""
    for family in all_families():
        if family[0].name.endswith("on its line"):
            continue  # nothing fires there: too much is true
        try:
            for world in family:
                after = updated(world, letter)
                close(Context(world).evaluate(right), after, 1e-6, f"{letter} after a step")
        except (FalseError, MeaninglessError) as error:
            said = said or f"{family[0].name}: {error}"
        else:
            return Outcome("checked", family[0].name)
    raise FalseError(said)


def updated(world: World, letter: Symbol) -> Any:
    """Return what a letter is after a step."""
    rate = 0.3
    if isinstance(world, Unit) and world.activation is step:
        error = rate * (world.t - float(step(world.value(Symbol("z")))))
        change = {"w": error * world.x[None], "b": error}
        if letter.letter not in change or letter.index:
            raise MeaninglessError(f"{letter} is not learned")
        return world.value(letter) + change[letter.letter]
    here = world.value(letter)
    if here is None or np.ndim(here):
        raise MeaninglessError(f"{letter} is no number here")
    return here - rate * slope(world, Symbol("L"), letter)


def judge_arrow(statement: Statement, page: Surroundings) -> Outcome:
    """Check what an arrow leads to: the shape of a result, or what a step makes of a sum."""
    chain = list(pairs(statement))
    for left, relation, right in chain:
        if relation != "->":
            hold(Context(World(), page.definitions), left, relation, right)
            continue
        context = Context(World(), page.definitions)
        try:
            shape = shape_of(context, left), shape_of(context, right)
        except MeaninglessError:
            if not (is_numeric(left) and is_numeric(right)):
                raise FalseError("an arrow leads to a shape, or from a sum to a step") from None
            close(context.evaluate(right), step(context.evaluate(left)), 0, "what fires")
            continue
        if shape[0] != shape[1]:
            raise FalseError(f"shapes: {shape[0]} and {shape[1]}")
        for side in (left, right):
            have_their_shapes(context, side, page)
        have_one_value(left, right, page)
    return Outcome("checked", "shapes, or steps")


def have_their_shapes(context: Context, expression: Expression, page: Surroundings) -> None:
    """Raise where a quantity of a layer has another shape than is written below its brace.

    Networks of the page are asked, with all their samples; an axis of one unit may be left out.
    """
    if not isinstance(expression, Operation):
        return
    if expression.name != "brace":
        for argument in expression.arguments:
            have_their_shapes(context, argument, page)
        return
    quantity, below = bare(expression.arguments[0]), expression.arguments[1]
    batches = _batches(page)
    if isinstance(quantity, Symbol) and quantity.layer and batches:
        shape = tuple(n for n in shape_of(context, below) if n != 1)
        if all(np.shape(np.squeeze(_value(net, quantity))) != shape for net in batches):
            raise FalseError(f"{quantity} has the shape {shape} in no network of the page")


def have_one_value(left: Expression, right: Expression, page: Surroundings) -> None:
    """Raise where what leads to a quantity of a layer is not it, in any network of the page."""
    batches = _batches(page)
    if not batches or not any(s.layer for s in symbols(left)):
        return
    said = ""
    for net in batches:
        try:
            hold(Context(net, page.definitions), left, "=", right)
        except (FalseError, MeaninglessError) as error:
            said = said or str(error)
        else:
            return
    raise FalseError(said)


def _batches(page: Surroundings) -> list[Net]:
    return [net for group in page.worlds for net in group if isinstance(net, Net) and net.batch]


def _value(net: Net, quantity: Symbol) -> Any:
    try:
        return net.value(quantity)
    except MeaninglessError:
        return None


def shape_of(context: Context, expression: Expression) -> tuple[int, ...]:
    """Compute with shapes: (1 × 2)(2 × 3) + (3,) is (1 × 3)."""
    said = context.shape(expression)
    if said is not None:
        return said
    if isinstance(expression, Operation) and expression.name == "by":
        left, right = (shape_of(context, a) for a in expression.arguments)
        if left[-1] != right[0]:
            raise FalseError(f"shapes: {left} times {right}")
        return (*left[:-1], *right[1:])
    if isinstance(expression, Operation) and expression.name == "+":
        left, right = (shape_of(context, a) for a in expression.arguments)
        if right not in (left, left[-1:], (1, left[-1])):
            raise FalseError(f"shapes: {left} plus {right}")
        return left
    if isinstance(expression, Operation) and expression.name == "brace":
        return shape_of(context, expression.arguments[1])
    raise MeaninglessError("no shape")
