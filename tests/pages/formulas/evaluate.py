"""Values of expressions in a world, with what rounding of the numbers shown may do to them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.pages.formulas.tree import Expression, Number, Operation, Statement, Symbol, symbols
from tests.pages.formulas.worlds import FUNCTIONS, MeaninglessError, World, slope

INDEX_LETTERS = "ijkl"
CONSTANTS = {Symbol("e"): float(np.e), Symbol("\\pi"): float(np.pi)}
# What means something in some world is never free in another.
BOOK_LETTERS = {
    "x", "X", "w", "W", "b", "z", "Z", "a", "A", "hat y", "hat Y", "t", "T", "L", "N", "\\theta",
    "\\delta", "\\eta", "n", "d",
}  # fmt: skip
STEP = 1e-5


class FalseError(AssertionError):
    """Something a formula says in passing, as below a brace, that does not hold."""


@dataclass
class Function:
    """A function that a page has defined: `s(z) = …`."""

    parameter: Symbol
    body: Expression


Definitions = dict[Symbol, Expression | Function]
Pair = tuple[Expression, str, Expression]
CHECKED = {"=", "~", "<", ">", "<=", ">=", "!="}


@dataclass
class Outcome:
    """What became of a statement: `kind` is checked, defined, set, or why it was not checked."""

    kind: str
    detail: str = ""


@dataclass
class Context:
    """A world, what the page has defined, and what free letters and indices are at the moment."""

    world: World
    definitions: Definitions = field(default_factory=dict)
    seed: int = 0
    free: dict[Symbol, float] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)
    nudges: dict[int, float] = field(default_factory=dict)
    met: list[Number] = field(default_factory=list)  # every number, in the order of evaluation
    # What letters of the book are on this page for a while, whatever they are elsewhere.
    local: dict[Symbol, Expression] = field(default_factory=dict)
    measured: bool = False  # whether a slope was measured on the way
    is_approximate: bool = False  # whether it is asked for what is nearly so

    def evaluate(self, expression: Expression) -> Any:
        """Return the value: a float, or an array of two axes."""
        if isinstance(expression, Number):
            self.met.append(expression)
            return expression.value + self.nudges.get(len(self.met) - 1, 0.0)
        if isinstance(expression, Symbol):
            return self.symbol(expression)
        return getattr(self, _METHODS.get(expression.name, "unknown"))(expression)

    def unknown(self, operation: Operation) -> Any:
        raise MeaninglessError(f"{operation.name} is not understood here")

    # --- symbols ---------------------------------------------------------------------------------

    def placed(self, symbol: Symbol) -> Symbol:
        """Put numbers for the letters of indices and layers."""
        index = "".join(str(self.indices.get(c, c)) for c in symbol.index)
        layer = symbol.layer
        if any(c in self.indices for c in layer):
            first, sign, rest = layer.partition("-") if "-" in layer else layer.partition("+")
            number = self.indices.get(first)
            if number is not None:
                offset = int(rest) if rest.isdigit() else 0
                layer = str(number - offset if sign == "-" else number + offset)
        return Symbol(symbol.letter, index, layer)

    def symbol(self, symbol: Symbol) -> Any:
        if symbol.letter in self.indices and not symbol.index:
            return float(self.indices[symbol.letter])
        symbol = self.placed(symbol)
        if symbol in CONSTANTS:
            return CONSTANTS[symbol]
        if symbol in self.free:
            return self.free[symbol]
        if symbol in self.local:
            return self.evaluate(self.local[symbol])
        definition = self.definitions.get(symbol)
        found = self.world.value(symbol) if self.is_book(symbol) or definition is None else None
        if found is not None:
            return found
        if isinstance(definition, Function):
            raise MeaninglessError(f"{symbol} is a function here")
        if definition is not None:
            return self.evaluate(definition)
        if symbol.layer or symbol.letter in FUNCTIONS or symbol.letter in BOOK_LETTERS:
            raise MeaninglessError(f"{symbol} means nothing here")
        return self.drawn(symbol)

    def drawn(self, symbol: Symbol) -> float:
        """Draw a free letter once: whatever it is, the statement has to hold."""
        if symbol not in self.free:
            seed = [self.seed, *f"{symbol}".encode()]
            drawn = float(np.random.default_rng(seed).uniform(0.2, 1.7))
            small = self.is_approximate and symbol == Symbol("h")
            self.free[symbol] = 1e-4 if small else drawn
        return self.free[symbol]

    def is_book(self, symbol: Symbol) -> bool:
        """Whether a letter means something wherever it stands."""
        return bool(symbol.layer) or symbol.letter in BOOK_LETTERS

    def is_free(self, symbol: Symbol) -> bool:
        """Whether a symbol has neither a meaning in the world nor a definition."""
        symbol = self.placed(symbol)
        known = symbol in self.definitions or symbol in CONSTANTS or symbol.layer
        return not known and symbol.letter not in BOOK_LETTERS

    # --- arithmetic ------------------------------------------------------------------------------

    def group(self, operation: Operation) -> Any:
        return self.evaluate(operation.arguments[0])

    def tuple(self, operation: Operation) -> Any:
        return np.array([[float(np.squeeze(self.evaluate(a))) for a in operation.arguments]])

    def negative(self, operation: Operation) -> Any:
        return -self.evaluate(operation.arguments[0])

    def added(self, operation: Operation) -> Any:
        left, right = (self.evaluate(a) for a in operation.arguments)
        return left + right if operation.name == "+" else left - right

    def multiplied(self, operation: Operation) -> Any:
        left, right = (self.evaluate(a) for a in operation.arguments)
        return product(left, right, inner=operation.name == "dot")

    def elementwise(self, operation: Operation) -> Any:
        left, right = (self.evaluate(a) for a in operation.arguments)
        if np.shape(left) != np.shape(right):
            raise MeaninglessError(f"⊙ of {np.shape(left)} and {np.shape(right)}")
        return left * right

    def divided(self, operation: Operation) -> Any:
        over, under = operation.arguments
        of, by = _differential(over), _differential(under)
        if of is not None and by is not None:
            return self.partial(of, by)
        divisor = self.evaluate(under)
        if np.any(np.abs(divisor) < 1e-300):
            raise MeaninglessError("division by zero")
        return self.evaluate(over) / divisor

    def raised(self, operation: Operation) -> Any:
        base, power = (self.evaluate(a) for a in operation.arguments)
        if np.any(np.asarray(base) < 0) and float(power) != int(power):
            raise MeaninglessError("a power of a negative number")
        return np.asarray(base) ** power if np.ndim(base) else float(base) ** power

    def transposed(self, operation: Operation) -> Any:
        return np.asarray(self.evaluate(operation.arguments[0])).T

    def root(self, operation: Operation) -> Any:
        return np.sqrt(self.evaluate(operation.arguments[0]))

    def absolute(self, operation: Operation) -> Any:
        return np.abs(self.evaluate(operation.arguments[0]))

    def norm(self, operation: Operation) -> Any:
        return float(np.linalg.norm(self.evaluate(operation.arguments[0])))

    def matrix(self, operation: Operation) -> Any:
        cells = [float(np.squeeze(self.evaluate(a))) for a in operation.arguments]
        return np.array(cells).reshape(operation.extra, -1)

    def braced(self, operation: Operation) -> Any:
        inner, said = operation.arguments
        value = self.evaluate(inner)
        shape = self.shape(said)
        if shape is not None:
            if np.shape(value) not in (shape, (1, *shape)):
                raise FalseError(f"below a brace stands {shape}, above it {np.shape(value)}")
        elif not isinstance(said, Symbol) or not self.is_free(said):
            close(value, self.evaluate(said), 1e-4, "below a brace")
        return value

    def shape(self, said: Expression) -> tuple[int, ...] | None:
        """Read (1 × 3) as a shape."""
        if not isinstance(said, Operation) or said.name != "group":
            return None
        inner = said.arguments[0]
        if isinstance(inner, Operation) and inner.name == "times":
            return tuple(int(self.evaluate(a)) for a in inner.arguments)
        return (int(self.evaluate(inner)),) if isinstance(inner, Number | Symbol) else None

    # --- functions -------------------------------------------------------------------------------

    def called(self, operation: Operation) -> Any:
        name, primes = operation.extra
        arguments = [self.evaluate(a) for a in operation.arguments]
        function = FUNCTIONS.get(name)
        if function is None:
            raise MeaninglessError(f"{name} is no function of the book")
        return self.derivative(function, arguments[0], primes) if primes else function(*arguments)

    def derivative(self, function: Any, at: Any, order: int) -> Any:
        if order == 0:
            return function(at)
        self.measured = True
        ends = [self.derivative(function, at + s * STEP, order - 1) for s in (1, -1)]
        return (ends[0] - ends[1]) / (2 * STEP)

    def of(self, operation: Operation) -> Any:
        """A letter before a bracket: a function's value, or a product."""
        head, *inside = operation.arguments
        letter, primes = (head, 0) if isinstance(head, Symbol) else (head.arguments[0], head.extra)
        if letter.letter in FUNCTIONS and not letter.index:
            call = Operation("call", tuple(inside), (letter.letter, primes))
            return self.called(call)
        definition = self.definitions.get(letter)
        if isinstance(definition, Function):
            at = self.evaluate(inside[0])
            return self.derivative(lambda x: self.put(definition, x), at, primes)
        if letter == Symbol("L") and len(inside) == 1 and not primes:
            return self.loss_at(inside[0])
        if primes or len(inside) != 1:
            raise MeaninglessError(f"{letter} is no function here")
        return product(self.evaluate(head), self.evaluate(inside[0]), inner=False)

    def put(self, function: Function, at: Any) -> Any:
        inner = Context(
            self.world, self.definitions, self.seed, {**self.free, function.parameter: at},
            self.indices, local={s: e for s, e in self.local.items() if s != function.parameter},
        )  # fmt: skip
        return inner.evaluate(function.body)

    def loss_at(self, inside: Expression) -> Any:
        """L(w + h): the loss where the weight is that."""
        letters = [s for s in symbols(inside) if s != Symbol("h")]
        if len(letters) != 1:
            raise MeaninglessError("L of what is not one parameter")
        self.measured = True
        here = self.placed(letters[0])
        return self.world.with_changed(here, self.evaluate(inside)).value(Symbol("L"))

    def alone(self, operation: Operation) -> Any:
        """f′ without a bracket: the slope of a definition over its one letter."""
        (letter,) = operation.arguments
        if letter.letter in FUNCTIONS:
            return self.derivative(
                FUNCTIONS[letter.letter], self.symbol(Symbol("z")), operation.extra
            )
        body = self.local.get(letter, self.definitions.get(letter))
        if body is None or isinstance(body, Function):
            raise MeaninglessError(f"{letter}′: {letter} is not defined")
        letters = {s for s in symbols(body) if s not in CONSTANTS} or {Symbol("z")}
        if len(letters) != 1:
            raise MeaninglessError(f"{letter}′: over which of its letters?")
        (over,) = letters
        at = self.symbol(over)
        return self.derivative(lambda x: self.put(Function(over, body), x), at, operation.extra)

    def partial(self, of: Symbol, by: Symbol) -> Any:
        self.measured = True
        of, by = self.placed(of), self.placed(by)
        definition = self.local.get(of, self.definitions.get(of))
        if definition is not None and not isinstance(definition, Function):
            at = float(np.squeeze(self.symbol(by)))
            return self.derivative(lambda x: self.put(Function(by, definition), x), at, 1)
        if by.letter == "W" and by.layer:
            rows, columns = np.shape(self.symbol(by))
            entries = itertools.product(range(1, rows + 1), range(1, columns + 1))
            weights = [Symbol("w", f"{i}{j}", by.layer) for i, j in entries]
            return np.array([slope(self.world, of, w) for w in weights]).reshape(rows, columns)
        return slope(self.world, of, by)

    def summed(self, operation: Operation) -> Any:
        letter = (operation.extra[0] if operation.extra else "").partition("=")[0]
        if not letter:
            return float(np.sum(self.evaluate(operation.arguments[0])))
        total: Any = 0.0
        last = 0
        outer = self.indices.get(letter)
        for count in range(1, 50):
            self.indices[letter] = count
            try:
                total = total + self.evaluate(operation.arguments[0])
            except MeaninglessError:
                break
            last = count
        del self.indices[letter]
        if outer is not None:
            self.indices[letter] = outer
        if not last:
            raise MeaninglessError(f"a sum over {letter} without terms")
        return total

    def chosen(self, operation: Operation) -> Any:
        for value, condition in zip(operation.arguments, operation.extra, strict=True):
            if all(self.compared(condition)):
                return self.evaluate(value)
        raise MeaninglessError("no case applies")

    def compared(self, statement: Statement) -> Iterator[bool]:
        for left, relation, right in pairs(statement):
            a, b = self.evaluate(left), self.evaluate(right)
            yield {
                "=": np.allclose(a, b), "!=": not np.allclose(a, b), "<": np.all(a < b),
                ">": np.all(a > b), "<=": np.all(a <= b), ">=": np.all(a >= b),
            }[relation]  # fmt: skip


_METHODS = {
    "group": "group", "tuple": "tuple", "neg": "negative", "+": "added", "-": "added",
    "by": "multiplied", "dot": "multiplied", "times": "multiplied", "odot": "elementwise",
    "/": "divided", "^": "raised", "T": "transposed", "sqrt": "root", "abs": "absolute",
    "norm": "norm", "matrix": "matrix", "brace": "braced", "call": "called", "of": "of",
    "derivative": "alone", "sum": "summed", "cases": "chosen",
}  # fmt: skip


def product(left: Any, right: Any, *, inner: bool) -> Any:
    """Multiply: numbers with anything, arrays as matrices, two rows by a dot."""
    if np.ndim(left) == 0 or np.ndim(right) == 0:
        return left * right
    if left.shape[1] == right.shape[0]:
        return left @ right
    if inner and left.shape == right.shape and left.shape[0] == 1:
        return float(left[0] @ right[0])
    if 1 in (left.size, right.size):
        return left * right
    raise MeaninglessError(f"the product of {left.shape} and {right.shape}")


def close(left: Any, right: Any, tolerance: Any, where: str) -> None:
    """Raise where two values differ by more than what rounding explains."""
    a, b = np.squeeze(left), np.squeeze(right)
    if a.shape != b.shape or not np.all(np.abs(a - b) <= tolerance):
        raise FalseError(f"{where} {shown(a)} and {shown(b)}")


def shown(value: Any) -> str:
    """Write a value with six digits."""
    return np.array2string(np.asarray(value), precision=6, separator=", ").replace("\n", "")


def _differential(expression: Expression) -> Symbol | None:
    """Return what a d stands before: ∂L."""
    while isinstance(expression, Operation) and expression.name == "group":
        (expression,) = expression.arguments
    if isinstance(expression, Operation) and expression.name == "d":
        (inner,) = expression.arguments
        return inner if isinstance(inner, Symbol) else None
    if isinstance(expression, Operation) and expression.name == "by":
        d, inner = expression.arguments
        return inner if d == Symbol("d") and isinstance(inner, Symbol) else None
    return None


def numbers(expression: Expression) -> list[Number]:
    """List the numbers of an expression, but for those that cases choose from."""
    if isinstance(expression, Number):
        return [expression]
    if isinstance(expression, Symbol) or expression.name == "cases":
        return []
    return [n for argument in expression.arguments for n in numbers(argument)]


def pairs(statement: Statement) -> Iterator[tuple[Expression, str, Expression]]:
    """Yield the neighbours of a chain."""
    yield from zip(statement.sides[:-1], statement.relations, statement.sides[1:], strict=True)


def bare(expression: Expression) -> Expression:
    while isinstance(expression, Operation) and expression.name == "group":
        (expression,) = expression.arguments
    return expression


def is_numeric(expression: Expression) -> bool:
    return all(is_constant(s) for s in symbols(expression))


def is_constant(symbol: Symbol) -> bool:
    return symbol in CONSTANTS or symbol.letter == "\\sigma"


def hold(context: Context, left: Expression, relation: str, right: Expression) -> None:
    """Raise where a relation does not hold beyond what the rounding of shown numbers explains."""

    # A step of h is small where that makes two sides nearly the same, and of any size elsewhere.
    context.is_approximate = relation == "~"

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
