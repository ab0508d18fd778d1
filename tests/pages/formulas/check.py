"""Whether a formula holds: where it is general, in worlds drawn at random, else in the page's."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

import xorbook as xb
from tests.pages.formulas.evaluate import (
    BOOK_LETTERS,
    CONSTANTS,
    INDEX_LETTERS,
    Context,
    Definitions,
    FalseError,
    Function,
    close,
    numbers,
    pairs,
    shown,
    symbols,
)
from tests.pages.formulas.tree import (
    Expression,
    Number,
    Operation,
    Statement,
    Symbol,
    UnreadableError,
    statements,
)
from tests.pages.formulas.worlds import (
    COMMON,
    LOSSES,
    MeaninglessError,
    Names,
    Net,
    Put,
    Unit,
    World,
    families,
    on_the_line,
    slope,
    step,
)

DRAWS = 3
Pair = tuple[Expression, str, Expression]
CHECKED = {"=", "~", "<", ">", "<=", ">=", "!="}


@dataclass
class Outcome:
    """What became of a statement: `kind` is checked, defined, set, or why it was not checked."""

    kind: str
    detail: str = ""


def bare(expression: Expression) -> Expression:
    while isinstance(expression, Operation) and expression.name == "group":
        (expression,) = expression.arguments
    return expression


def is_numeric(expression: Expression) -> bool:
    return all(_is_constant(s) for s in symbols(expression))


def _is_constant(symbol: Symbol) -> bool:
    return symbol in CONSTANTS or symbol.letter == "\\sigma"


def is_instance(left: Expression, right: Expression) -> bool:
    """Whether numbers that are values of quantities stand in it: true of one network only."""
    shown = numbers(left) + numbers(right)
    numeric = is_numeric(left) != is_numeric(right)
    return numeric or any(n.coloured or "." in n.text for n in shown)


@lru_cache(maxsize=1)
def all_families() -> list[list[World]]:
    rng = np.random.default_rng(1986)
    return list(families(rng, [[2, 2, 1], [2, 3, 2], [1, 1, 1]]))


@dataclass
class Page:
    """What a page has said so far: definitions, and the worlds that its namespace holds."""

    definitions: Definitions = field(default_factory=dict)
    worlds: list[list[World]] = field(default_factory=list)
    put: Put = field(default_factory=Put)
    local: dict[Symbol, Expression] = field(default_factory=dict)
    signature: int | None = None

    def numbers(self) -> Iterator[list[World]]:
        """Yield what the page's code calls by its letters, with the numbers that were put in."""
        for group in self.worlds[:1]:
            if isinstance(group[0], Names):
                yield [replace(group[0], changed=dict(self.put.values))]


def worlds_of(namespace: dict[str, Any]) -> list[list[World]]:
    """Every network of the namespace with every sample in play, one by one and as a batch.

    And every unit of it, or of the package, at points of its line and at the inputs of a gate.
    """
    found: list[list[World]] = [[Names(name="the page's code", namespace=namespace)]]
    rng = np.random.default_rng(1958)
    units = {**{name: getattr(xb, name) for name in ("AND", "OR", "NAND")}, **namespace}
    for name, unit in units.items():
        if isinstance(unit, xb.Perceptron):
            w, b = np.array(unit.weights, float), float(unit.bias)
            if np.any(w):
                found.append([on_the_line(rng, w, b, name) for _ in range(3)])
            found += [
                [Unit(name=f"{name} at {x}", w=w, b=b, x=np.array(x, float), activation=step)]
                for x in itertools.product((0, 1), repeat=len(w))
            ]
    nets = {_signed(v): v for v in namespace.values() if isinstance(v, xb.Network)}
    return found + [[net] for given in reversed(nets.values()) for net in _nets(given)]


def _nets(net: xb.Network) -> Iterator[Net]:
    """Put a network of the page into worlds: with each sample of XOR, or with one that fits."""
    X, t = xb.xor()
    samples = [*((X[[k]], t[[k]]) for k in range(len(X))), (X, t)]
    if net.sizes[0] != X.shape[1] or net.sizes[-1] != t.shape[1]:
        samples = [(np.arange(net.sizes[0], 0.0, -1)[None], np.zeros((1, net.sizes[-1])))]
    layers = range(1, len(net.sizes))
    for inputs, targets in samples:
        for name in COMMON:
            yield Net(
                name=f"the page's network, {inputs.tolist()}, {name}",
                weights=[np.array(net.W[k]) for k in layers],
                biases=[np.array(net.b[k])[None] for k in layers],
                activations=list(net.activations),
                inputs=inputs,
                targets=targets,
                loss=LOSSES[name],
                learning_rate=1.0,
            )


def signature(namespace: dict[str, Any]) -> int:
    """Tell namespaces apart as far as formulas can: by their numbers, units and networks."""
    return hash(tuple((name, _signed(value)) for name, value in namespace.items()))


def _signed(value: Any) -> Any:
    if isinstance(value, xb.Network):
        return value.sizes, tuple(a.name for a in value.activations), value.theta.tobytes()
    if isinstance(value, xb.Perceptron):
        return np.array(value.weights).tobytes(), float(value.bias)
    if isinstance(value, int | float | np.number | np.ndarray) and np.size(value) <= _FEW:
        return np.asarray(value).tobytes()
    return None


_FEW = 8


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


def judge(sentence: list[Statement], page: Page) -> list[Outcome]:
    """Check the statements of a formula, taking note of what they define.

    What is general in them has to be true of the same kind of world.
    """
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


def judge_special(statement: Statement, page: Page) -> Outcome | None:
    """Check what is neither an equation nor a plain inequality."""
    if all(isinstance(side, Symbol) and side.letter in INDEX_LETTERS for side in statement.sides):
        return Outcome("condition", "which units are meant")
    if "->" in statement.relations:
        return judge_arrow(statement, page)
    if statement.relations == ("<-",):
        return judge_update(statement)
    if "<=>" in statement.relations:
        return judge_equivalence(statement)
    if re.fullmatch(r"\([0-9],[0-9]\)", statement.label):
        return judge_row(statement)
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


def judge_equivalence(statement: Statement) -> Outcome:
    """Check that two conditions are met by the same units."""
    middle = statement.relations.index("<=>")
    halves = [
        Statement(statement.sides[: middle + 1], statement.relations[:middle]),
        Statement(statement.sides[middle + 1 :], statement.relations[middle + 1 :]),
    ]
    for family in all_families():
        try:
            for world in family:
                left, right = (all(Context(world).compared(half)) for half in halves)
                if left != right:
                    raise FalseError(f"{world.name}: one holds and the other does not")
        except MeaninglessError:
            continue
        if isinstance(family[0], Unit):
            return Outcome("checked", family[0].name)
    raise FalseError("conditions without meaning")


def numeric(statement: Statement, page: Page) -> None:
    for left, relation, right in pairs(statement):
        if is_numeric(left) and is_numeric(right):
            hold(Context(World(), page.definitions), left, relation, right)


def judge_general(general: list[Pair], page: Page) -> Outcome:
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


def local_holds(general: list[Pair], page: Page) -> None:
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


def define(tex: str, page: Page) -> None:
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
    return not fires or bool(letters & {"e", "\\sigma", "\\delta", "L"} or called - {"step"})


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


def _holds_in(world: World, rest: list[Pair], page: Page, seed: int) -> Definitions:
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


def holds_on_a_line(general: list[Pair], page: Page) -> bool:
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


def judge_instance(pair: Pair, page: Page) -> Outcome:
    """Look for a network of the page, and a sample, for which it holds."""
    left, relation, right = pair
    said = ""
    values = put_in(left, right) if relation == "=" else None
    if values is not None and len(values) > 1:
        page.put.values.update(values)
        return Outcome("checked", "numbers put in the place of letters")
    if relation == "=" and is_numeric(right) and is_set(bare(left), page):
        note(bare(left), right, page)
        return Outcome("set", "a letter is given a number")
    inputs = any(s.letter == "x" for s in symbols(left) + symbols(right))
    smooth = is_smooth([pair])
    for group in [[page.put], *page.numbers(), *page.worlds, *suitable([pair])]:
        if smooth and group[0].is_stepped:
            continue
        if inputs and len(group) == 1 and isinstance(group[0], Unit):
            continue  # at an input with numbers of its own: too much is true there
        try:
            for world in group:
                hold(Context(world, page.definitions, local=page.local), left, relation, right)
        except (FalseError, MeaninglessError) as error:
            said = said or f"{error} (in {group[0].name})"
        else:
            return Outcome("checked", group[0].name)
    if bare(left) in page.local and is_numeric(right):
        return Outcome("set", "a letter is given a number")
    if relation not in ("=", "~"):
        return Outcome("condition", "an inequality that a reader is to meet")
    raise FalseError(said)


def is_set(letter: Expression, page: Page) -> bool:
    """Whether a letter, or the slope of one, may be given a number: of what is defined, not."""
    if isinstance(letter, Operation) and letter.name == "derivative":
        (letter,) = letter.arguments
    if not isinstance(letter, Symbol) or letter.layer or letter in page.local:
        return False
    known = page.definitions.get(letter)
    return known is None or isinstance(known, Function) or is_numeric(known)


def note(letter: Expression, number: Expression, page: Page) -> None:
    """Remember which number a letter is given; f and g are functions, and constant then."""
    if letter in (Symbol("f"), Symbol("g")):
        page.definitions.setdefault(letter, number)
    elif isinstance(letter, Symbol):
        page.put.values[letter] = float(Context(World()).evaluate(number))


def put_in(general: Expression, numbers: Expression) -> dict[Symbol, float] | None:
    """Read which number stands where a letter was, if that is all that changed."""
    general, numbers = bare(general), bare(numbers)
    if isinstance(general, Symbol):
        return {general: Context(World()).evaluate(numbers)} if _is_number(numbers) else None
    if isinstance(general, Number) or isinstance(numbers, Number | Symbol):
        return {} if general == numbers else None
    same = _PRODUCTS.get(general.name, general.name) == _PRODUCTS.get(numbers.name, numbers.name)
    if not same or len(general.arguments) != len(numbers.arguments):
        return None
    values: dict[Symbol, float] = {}
    for one, other in zip(general.arguments, numbers.arguments, strict=True):
        found = put_in(one, other)
        if found is None or any(values.get(s, v) != v for s, v in found.items()):
            return None
        values |= found
    return values


_PRODUCTS = {"by": "dot", "times": "dot"}


def _is_number(expression: Expression) -> bool:
    if isinstance(expression, Operation) and expression.name == "neg":
        (expression,) = expression.arguments
    return isinstance(expression, Number)


def hold(context: Context, left: Expression, relation: str, right: Expression) -> None:
    """Raise where a relation does not hold beyond what the rounding of shown numbers explains."""

    def difference() -> tuple[Any, Any, Any]:
        context.met.clear()
        a, b = context.evaluate(left), context.evaluate(right)
        return a, b, np.squeeze(a) - np.squeeze(b)

    try:
        a, b, gap = difference()
    except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
        raise MeaninglessError(str(error)) from error
    if not np.all(np.isfinite(gap)):
        raise MeaninglessError("a value that is not finite")
    tolerance = (1e-6 if context.measured else 1e-9) * (1 + np.abs(np.squeeze(b)))
    for place, number in enumerate(list(context.met)):
        if number.half_unit:
            context.nudges = {place: number.half_unit}
            tolerance = tolerance + np.abs(difference()[2] - gap)
    context.nudges = {}
    if relation == "~":
        tolerance = tolerance + 1e-4 * np.abs(np.squeeze(b))
    if relation in ("=", "~"):
        close(a, b, tolerance, "the sides are")
        return
    signs = {
        "<": gap < 0,
        "<=": gap <= tolerance,
        ">": gap > 0,
        ">=": gap >= -tolerance,
        "!=": gap != 0,
    }
    if not np.all(signs[relation]):
        raise FalseError(f"the sides are {shown(a)} and {shown(b)}")


def judge_update(statement: Statement) -> Outcome:
    """Check an update against a step of gradient descent, and against Rosenblatt's rule."""
    left, right = statement.sides
    letter = bare(left)
    if not isinstance(letter, Symbol):
        raise FalseError("an update of what is no letter")
    said = ""
    for family in all_families():
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


def judge_arrow(statement: Statement, page: Page) -> Outcome:
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
                return Outcome("not checked", "an arrow")
            close(context.evaluate(right), step(context.evaluate(left)), 0, "what fires")
            continue
        if shape[0] != shape[1]:
            raise FalseError(f"shapes: {shape[0]} and {shape[1]}")
    return Outcome("checked", "shapes, or steps")


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


def judge_formula(tex: str, page: Page) -> list[Outcome]:
    """Judge everything that a formula states.

    What has been judged is remembered: the tests read every page hundreds of times.
    """
    key = (tex, page.signature, repr(page.definitions), repr(page.put.values), repr(page.local))
    if page.signature is None or key not in _REMEMBERED:
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


_REMEMBERED: dict[Any, tuple[list[Outcome] | Exception, Definitions, dict[Symbol, float]]] = {}
