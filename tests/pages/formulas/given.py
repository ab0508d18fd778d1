"""Letters that are given numbers: one each, and for something; numbers put in for letters."""

from __future__ import annotations

from functools import lru_cache

from tests.pages.formulas.evaluate import (
    Context,
    FalseError,
    Function,
    bare,
    close,
    is_numeric,
)
from tests.pages.formulas.surroundings import Surroundings
from tests.pages.formulas.tree import (
    Expression,
    Number,
    Operation,
    Statement,
    Symbol,
    UnreadableError,
    expression,
    statements,
    symbols,
)
from tests.pages.formulas.worlds import World
from tests.pages.markup import Page, Span


def give_one_number(sentence: list[Statement]) -> None:
    """Raise where a formula gives a letter two numbers, each in a line without words."""
    given: dict[Expression, Expression] = {}
    for statement in sentence:
        letter, number = bare(statement.sides[0]), statement.sides[-1]
        plain = not statement.label and set(statement.relations) <= {"=", "~"}
        plain = plain and isinstance(letter, Symbol) and is_numeric(number)
        if plain and given.setdefault(letter, number) != number:
            raise FalseError(f"{letter} is given two numbers")


def is_set(letter: Expression, page: Surroundings) -> bool:
    """Whether a letter, or the slope of one, may be given a number: of what is defined, not."""
    if isinstance(letter, Operation) and letter.name == "derivative":
        (letter,) = letter.arguments
    if not isinstance(letter, Symbol) or letter.layer or letter in page.local:
        return False
    known = page.definitions.get(letter)
    return known is None or isinstance(known, Function) or is_numeric(known)


def note(letter: Expression, number: Expression, page: Surroundings) -> None:
    """Remember which number a letter is given; f and g are functions, and constant then.

    Raises
    ------
    FalseError
        When the function, or its slope, has another value at the number its letter was given.
    """
    primes = letter.extra if isinstance(letter, Operation) else 0
    head = letter.arguments[0] if isinstance(letter, Operation) else letter
    function = page.definitions.get(head)
    at = page.put.values.get(function.parameter) if isinstance(function, Function) else None
    if at is not None:
        context = Context(World(), page.definitions)
        value = context.derivative(lambda x: context.put(function, x), at, primes)
        close(value, context.evaluate(number), 1e-6, f"{head} at {at}:")
    if letter in (Symbol("f"), Symbol("g")):
        known = page.definitions.setdefault(letter, number)
        if not isinstance(known, Function) and is_numeric(known) and known != number:
            raise FalseError(f"{letter} has another value before")
    elif isinstance(letter, Symbol):
        page.put.values[letter] = float(Context(World()).evaluate(number))


def put(values: dict[Symbol, float], page: Surroundings) -> None:
    """Remember the numbers that were put in for letters.

    Raises
    ------
    FalseError
        When a letter has been given another number.
    """
    for letter, value in values.items():
        if page.put.values.get(letter, value) != value:
            raise FalseError(f"{letter} was {page.put.values[letter]}, and is {value} here")
    page.put.values.update(values)


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
