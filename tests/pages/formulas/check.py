"""Whether a formula holds: where it is general, in worlds drawn at random, else in the page's."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from tests.pages.formulas.evaluate import (
    BOOK_LETTERS,
    INDEX_LETTERS,
    Context,
    Definitions,
    FalseError,
    Function,
    Outcome,
    Pair,
    bare,
    hold,
    is_constant,
    is_numeric,
    numbers,
    pairs,
)
from tests.pages.formulas.given import give_one_number, is_set, note, put, put_in
from tests.pages.formulas.special import judge_special
from tests.pages.formulas.surroundings import Surroundings, signature
from tests.pages.formulas.tree import (
    Expression,
    Operation,
    Statement,
    Symbol,
    UnreadableError,
    statements,
    symbols,
)
from tests.pages.formulas.worlds import MeaninglessError, Net, Unit, World, all_families

DRAWS = 3


def is_instance(left: Expression, right: Expression) -> bool:
    """Whether numbers that are values of quantities stand in it: true of one network only."""
    written = numbers(left) + numbers(right)
    one_sided = is_numeric(left) != is_numeric(right)
    return one_sided or any(n.coloured or "." in n.text for n in written)


def combinations(sides: list[Expression]) -> Iterator[dict[str, int]]:
    """Every way to put numbers for the letters of indices."""
    letters = set()
    for side in sides:
        for symbol in symbols(side):
            letters |= {c for c in symbol.index + symbol.layer if c in INDEX_LETTERS}
    bound = {s for side in sides for s in _summed(side)}
    letters -= bound
    for values in itertools.product((1, 2, 3), repeat=len(letters)):
        yield dict(zip(sorted(letters), values, strict=True))


def _summed(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Operation):
        if expression.name == "sum" and expression.extra:
            yield expression.extra[0].partition("=")[0]
        for argument in expression.arguments:
            yield from _summed(argument)


def judge(sentence: list[Statement], page: Surroundings) -> list[Outcome]:
    """Check the statements of a formula, taking note of what they define.

    What is general in them has to be true of the same kind of world.
    """
    give_one_number(sentence)
    outcomes: list[Outcome] = []
    general: list[Pair] = []
    instances: list[Pair] = []
    for statement in sentence:
        special = judge_special(statement, page)
        if special is not None:
            outcomes.append(special)
            continue
        numeric(statement, page)
        found = [p for p in pairs(statement) if not is_numeric(p[0]) or not is_numeric(p[2])]
        general += [p for p in found if not is_instance(p[0], p[2])]
        instances += [p for p in found if is_instance(p[0], p[2])]
        if not found:
            outcomes.append(Outcome("checked", "numbers"))
    if general:
        try:
            outcomes.append(judge_general(general, page))
        except FalseError as error:
            # With numbers in it, it may still be true on the line of a unit of the page.
            if not all(numbers(left) + numbers(right) for left, _, right in general):
                raise
            if not holds_on_a_line(general, page):
                raise error
            outcomes.append(Outcome("checked", "on the line of a unit of the page"))
    outcomes += [judge_instance(pair, page) for pair in instances]
    return outcomes


def numeric(statement: Statement, page: Surroundings) -> None:
    for left, relation, right in pairs(statement):
        if is_numeric(left) and is_numeric(right):
            hold(Context(World(), page.definitions), left, relation, right)


def judge_general(general: list[Pair], page: Surroundings) -> Outcome:
    """Look for a kind of world in which all of it holds, every time."""
    best: tuple[int, str] = (-1, "")
    for left, _, right in general:
        if left == right:
            raise FalseError("both sides are the same")
    if page.local:
        local_holds([pair for pair in general if pair[1] in ("=", "~")], page)
        return Outcome("checked", "as the section defines its letters")
    for family in suitable(general):
        try:
            trial = [_holds_in(world, general, page, k) for k, world in enumerate(family)]
        except MeaninglessError as error:
            rank = 0 if f"{error}".endswith("means nothing here") else 1
            best = max(best, (rank, f"{error}"), key=lambda b: b[0])
            continue
        except FalseError as error:
            best = max(best, (2, f"{error} (in {family[0].name})"), key=lambda b: b[0])
            continue
        new = trial[0]
        page.definitions.update(new)
        return Outcome("defined" if new else "checked", family[0].name)
    raise FalseError(best[1])


def local_holds(general: list[Pair], page: Surroundings) -> None:
    """Raise where it does not hold for letters that are what the section says they are."""
    held = 0
    for seed in range(30):  # where a logarithm has no value, others are drawn
        try:
            for pair in general:
                context = Context(World(seed=seed), page.definitions, local=page.local)
                made = definition(context, *pair)
                if made is None:
                    hold(context, *pair)
                else:
                    page.definitions[made[0]] = made[1]
        except MeaninglessError:
            continue
        held += 1
        if held == DRAWS:
            return
    raise MeaninglessError("no numbers were found for the letters of the section")


def define(tex: str, page: Surroundings) -> None:
    """Take note of what letters are in a section: each that stands alone on a left side."""
    found = {
        letter: statement.sides[1]
        for statement in statements(tex)
        if isinstance(letter := bare(statement.sides[0]), Symbol) and statement.relations[0] == "="
    }
    if not found:
        raise UnreadableError("a definition begins with the letter that it defines")
    page.local |= found


def suitable(general: list[Pair]) -> Iterator[list[World]]:
    """Leave out kinds of worlds in which too much is true to say anything."""
    sides = [side for left, _, right in general for side in (left, right)]
    plain = not any(
        _operations(side) & {"call", "of", "d", "derivative", "cases"} for side in sides
    )
    letters = {s.letter for side in sides for s in symbols(side)}
    plain = plain and not letters & {"e", "\\delta"}
    smooth = is_smooth(general)
    for family in all_families():
        world = family[0]
        fits = (plain or not world.is_identity) and not (smooth and world.is_stepped)
        if fits and (world.is_common or "L" in letters):
            yield family


def is_smooth(general: list[Pair]) -> bool:
    """Whether a statement is about more than what fires: a step and a line make too much true."""
    sides = [side for left, _, right in general for side in (left, right)]
    letters = {s.letter for side in sides for s in symbols(side)}
    called = {name for side in sides for name in _functions(side)}
    fires = bool(letters & {"hat y", "\\theta", "x"} or "step" in called)
    return not fires or bool(letters & {"e", "\\sigma", "\\delta", "L", "d"} or called - {"step"})


def _functions(expression: Expression) -> set[str]:
    """Name the functions that an expression calls."""
    if not isinstance(expression, Operation):
        return set()
    own = {expression.extra[0]} if expression.name == "call" else set()
    return own.union(*map(_functions, expression.arguments))


def _operations(expression: Expression) -> set[str]:
    if not isinstance(expression, Operation):
        return set()
    name = expression.name
    if name == "of":  # before a bracket, a quantity is a factor
        head = expression.arguments[0]
        factor = isinstance(head, Symbol) and head.letter in BOOK_LETTERS - {"L"}
        name = "by" if factor else name
    return {name}.union(*map(_operations, expression.arguments))


def _holds_in(world: World, rest: list[Pair], page: Surroundings, seed: int) -> Definitions:
    new: Definitions = {}
    held = [False] * len(rest)
    for indices in combinations([side for left, _, right in rest for side in (left, right)]):
        definitions = {**page.definitions, **new}
        for place, (left, relation, right) in enumerate(rest):
            try:
                context = Context(world, definitions, seed, indices=dict(indices))
                made = definition(context, left, relation, right)
                if made is not None:
                    new[made[0]] = definitions[made[0]] = made[1]
                else:
                    hold(context, left, relation, right)
                held[place] = True
            except MeaninglessError:
                if not indices:
                    raise
    if not all(held):
        raise MeaninglessError("an index outside every network")
    return new


def definition(
    context: Context, left: Expression, relation: str, right: Expression
) -> tuple[Symbol, Expression | Function] | None:
    """Read `S = …` or `s(z) = …`, where the letter has no meaning yet, as what gives it one."""
    left = bare(left)
    if relation != "=":
        return None
    if isinstance(left, Symbol) and left not in symbols(right):
        local = any(s in context.definitions for s in symbols(right))
        if context.is_free(left) or (local and not left.layer and not left.index):
            return left, right
    if isinstance(left, Operation) and left.name == "of" and len(left.arguments) == 2:
        head, inside = left.arguments
        known = isinstance(head, Symbol) and (head.letter == "\\sigma" or not context.is_free(head))
        if isinstance(head, Symbol) and not known and isinstance(bare(inside), Symbol):
            return head, Function(bare(inside), right)
    return None


def holds_on_a_line(general: list[Pair], page: Surroundings) -> bool:
    """Look for a unit of the page on whose line all of it holds."""
    if is_smooth(general):
        return False
    for group in page.worlds:
        try:
            for world in group:
                for pair in general:
                    hold(Context(world, page.definitions), *pair)
        except (FalseError, MeaninglessError):
            continue
        if len(group) > 1:
            return True
    return False


def judge_instance(pair: Pair, page: Surroundings) -> Outcome:
    """Judge what numbers of quantities stand in: it gives them, or it is true of them."""
    left, relation, right = pair
    if relation not in ("=", "~"):
        raise FalseError("an inequality that is not always true: say where it is, with \\iff")
    if relation == "=":
        values = put_in(left, right)
        if values is not None and len(values) > 1:
            put(values, page)
            return Outcome("checked", "numbers put in the place of letters")
        if is_numeric(right) and is_set(bare(left), page):
            note(bare(left), right, page)
            return Outcome("set", "a letter is given a number")
        if is_identity(left, right, page):
            return Outcome("checked", "whatever its letters are")
    try:
        return Outcome("checked", somewhere(pair, page))
    except FalseError:
        if bare(left) in page.local and is_numeric(right):
            return Outcome("set", "a letter is given a number")
        raise


def somewhere(pair: Pair, page: Surroundings) -> str:
    """Name a network of the page with a sample, or what else it has, for which it holds."""
    left, relation, right = pair
    said = ""
    inputs = any(s.letter == "x" for s in symbols(left) + symbols(right)) or (
        _varies(left) and _varies(right)
    )
    smooth = is_smooth([pair])
    # With decimals it is about one sample; else about whatever the input is.
    rounded = any("." in number.text for number in numbers(left) + numbers(right))
    one_input = (Unit,) if rounded else (Unit, Net)
    nets = page.whole_networks if inputs and not rounded else []
    for group in [[page.put], *page.numbers(), *nets, *page.worlds, *suitable([pair])]:
        if smooth and group[0].is_stepped:
            continue
        if inputs and len(group) == 1 and isinstance(group[0], one_input):
            continue  # at an input with numbers of its own: too much is true there
        try:
            for world in group:
                hold(Context(world, page.definitions, local=page.local), left, relation, right)
        except (FalseError, MeaninglessError) as error:
            said = said or f"{error} (in {group[0].name})"
        else:
            return group[0].name
    raise FalseError(said)


def is_identity(left: Expression, right: Expression, page: Surroundings) -> bool:
    """Whether both sides have a letter in common, for which it holds whatever the letter is.

    Raises
    ------
    FalseError
        When it holds only for some.
    """
    common = {s for s in symbols(left) if s in symbols(right) and not is_constant(s)}
    if not common:
        return False
    try:
        for seed in range(DRAWS):
            context = Context(World(seed=seed), page.definitions, seed, local=page.local)
            hold(context, left, "=", right)
    except MeaninglessError:
        return False
    return True


def _varies(side: Expression) -> bool:
    """Whether quantities of a network stand in it that are others with another input."""
    return any(s.letter == "hat y" or (s.layer and s.letter in "zaZA") for s in symbols(side))


def judge_formula(tex: str, page: Surroundings) -> list[Outcome]:
    """Judge everything that a formula states.

    What has been judged is remembered: the tests read every page hundreds of times.
    """
    said = repr(page.definitions), repr(page.put.values), repr(page.local)
    key = (tex, signature(page.namespace), *said)
    if key not in _REMEMBERED:
        outcome: list[Outcome] | Exception
        try:
            outcome = judge(statements(tex), page)
        except (FalseError, MeaninglessError, UnreadableError) as error:
            outcome = error
        _REMEMBERED[key] = outcome, dict(page.definitions), dict(page.put.values)
    outcome, definitions, values = _REMEMBERED[key]
    page.definitions, page.put.values = dict(definitions), dict(values)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def not_checked(outcomes: list[Outcome]) -> str:
    """Say what of a formula no evaluation has checked; nothing, if it has checked all of it."""
    if not outcomes:
        return "it states nothing"
    found = next((outcome for outcome in outcomes if outcome.kind != "checked"), None)
    return f"not all of it is checked: {found.kind} ({found.detail})" if found else ""


_REMEMBERED: dict[Any, tuple[list[Outcome] | Exception, Definitions, dict[Symbol, float]]] = {}
