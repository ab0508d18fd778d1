"""Reads a formula as KaTeX reads it, and makes expressions of it.

An expression is a `Number`, a `Symbol`, or an `Operation` on expressions. What only looks (spaces,
sizes of brackets) is gone; a number keeps whether it stands in the colour of a quantity, because
then it is the value of one and not a coefficient.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from site_build.katex import _engine

_PARSE = r"""
function parseTree(tex) {
  const all = { displayMode: true, macros: { ...macros }, strict: "ignore", trust: true };
  const hidden = new Set(["loc", "lexer", "mode"]);
  return JSON.stringify(katex.__parse(tex, all), (k, v) => (hidden.has(k) ? undefined : v));
}; 0
"""
RELATIONS = {
    "=": "=", "<": "<", ">": ">", "\\le": "<=", "\\leq": "<=", "\\ge": ">=", "\\geq": ">=",
    "\\ne": "!=", "\\neq": "!=", "\\approx": "~", "\\leftarrow": "<-", "\\to": "->",
    "\\Longleftrightarrow": "<=>", "\\iff": "<=>", "\\Rightarrow": "=>", "\\in": "in",
}  # fmt: skip
FUNCTIONS = {"\\ln", "\\log", "\\exp", "\\tanh", "\\max", "\\min", "\\sin", "\\cos"}


class UnreadableError(ValueError):
    """A formula that says something this reader has no words for."""


@dataclass(frozen=True)
class Number:
    """A number as written, and whether it is the value of a quantity."""

    text: str
    coloured: bool = False

    @property
    def value(self) -> float:
        return float(self.text)

    @property
    def half_unit(self) -> float:
        """How far a rounded number may be from what it stands for; 0.5 is half, 0.01 exact."""
        places = len(self.text.partition(".")[2])
        short = places < 3 and len(self.text.replace(".", "").lstrip("0")) < 3
        return 0.0 if short or places < 2 else 0.5 * 10**-places


@dataclass(frozen=True)
class Symbol:
    """A letter with its accent, index and layer: `w`, `11`, `1` for the first weight."""

    letter: str
    index: str = ""
    layer: str = ""

    def __str__(self) -> str:
        index = f"_{{{self.index}}}" if self.index else ""
        layer = f"^{{({self.layer})}}" if self.layer else ""
        return f"{self.letter}{index}{layer}"


@dataclass(frozen=True)
class Operation:
    """A function of expressions, by name."""

    name: str
    arguments: tuple[Expression, ...]
    extra: Any = None


Expression = Number | Symbol | Operation


@dataclass(frozen=True)
class Statement:
    """Sides and the relations between them, in a chain."""

    sides: tuple[Expression, ...]
    relations: tuple[str, ...]
    label: str = ""


@lru_cache(maxsize=1)
def _ready() -> Any:
    engine = _engine()
    engine.eval(_PARSE)
    return engine


@lru_cache(maxsize=10_000)
def parse(tex: str) -> list[dict[str, Any]]:
    """Return KaTeX's parse tree."""
    return json.loads(str(_ready().eval(f"parseTree({json.dumps(tex)})")))


def statements(tex: str) -> list[Statement]:
    """Read what a formula states.

    Raises
    ------
    UnreadableError
        When something in it is not understood.
    """
    found = []
    for tokens in _lines(parse(tex)):
        for part in _split_after_label(tokens):
            statement = _statement(part)
            if statement is not None:
                found.append(statement)
    return found


def expression(tex: str) -> Expression:
    """Read a formula that states nothing: a symbol, or what is computed from some."""
    (tokens,) = _lines(parse(tex))
    return _expression(tokens)


def _split_after_label(tokens: list[Token]) -> list[list[Token]]:
    """Split at commas; the comma of `(0,0):` stands in a bracket."""
    return _split(tokens, ",")


# --- lines ---------------------------------------------------------------------------------------


def _lines(nodes: list[dict[str, Any]]) -> list[list[Token]]:
    nodes = [n for n in nodes if n["type"] not in ("kern", "spacing")]
    if len(nodes) == 1 and nodes[0]["type"] == "array":
        return _rows(nodes[0])
    return [_tokens(nodes, coloured=False)]


def _rows(array: dict[str, Any]) -> list[list[Token]]:
    """Join the cells of each row, and a row that goes on with the one before."""
    lines: list[list[Token]] = []
    for row in array["body"]:
        cells = [_tokens([cell], coloured=False) for cell in row]
        tokens = [token for cell in cells for token in cell]
        if not tokens:
            continue
        first = tokens[0]
        goes_on = isinstance(first, Mark) and first.text in {
            *RELATIONS,
            "\\cdot",
            "\\odot",
            "+",
            "-",
        }
        if lines and goes_on:
            lines[-1] += tokens
        else:
            lines.append(tokens)
    return lines


# --- tokens --------------------------------------------------------------------------------------


@dataclass
class Mark:
    """An operator, a relation, a bracket or a comma."""

    text: str


@dataclass
class Name:
    """A function by name, with the number of primes behind it, awaiting its argument."""

    name: str
    primes: int = 0
    power: Expression | None = None


@dataclass
class Label:
    """Words in a formula."""

    text: str


@dataclass
class Raised:
    """A power, or a transposition where there is none, of the bracket before it."""

    power: Expression | None


Token = Mark | Name | Label | Raised | Number | Symbol | Operation


def _tokens(nodes: list[dict[str, Any]], *, coloured: bool) -> list[Token]:
    found: list[Token] = []
    digits = ""

    def flush() -> None:
        nonlocal digits
        if digits:
            found.append(Number(digits, coloured))
            digits = ""

    for node in nodes:
        kind, text = node["type"], node.get("text", "")
        if kind == "textord" and re.fullmatch(r"[0-9.]", text):
            digits += text
            continue
        if kind in ("kern", "spacing"):
            continue
        if digits and kind == "supsub" and _plain(node.get("base")).isdigit():
            # To TeX, a power belongs to the last digit alone.
            whole = Number(digits + _plain(node["base"]), coloured)
            digits = ""
            found += _raised(whole, node["sup"], coloured=coloured)
            continue
        flush()
        found += _token(node, coloured=coloured)
    flush()
    return found


def _token(node: dict[str, Any], *, coloured: bool) -> list[Token]:
    kind, text = node["type"], node.get("text", "")
    if kind == "html":
        return [_in_colour(node)]
    if kind in ("styling", "ordgroup", "color", "sizing", "mclass"):
        return _tokens(node["body"], coloured=coloured)
    if kind == "atom":
        return [Mark(text)]
    if kind == "htmlmathml":
        return [Mark("\\ne")]  # the only sign that is put together from two
    if kind in ("mathord", "textord"):
        if text in ("/", "|", "!"):
            return [Mark(text)]
        if text == "\\prime":
            return [Mark("'")]
        if text in ("\\dots", "\\ldots", "\\cdots"):
            raise UnreadableError("an ellipsis")
        return [Symbol(text)]
    if kind == "op":
        if node["name"] in FUNCTIONS:
            return [Name(node["name"].removeprefix("\\"))]
        if node["name"] == "\\sum":
            return [Operation("sum over", (), ("", ""))]
        raise UnreadableError(node["name"])
    if kind == "operatorname":
        return [Name("".join(n.get("text", "") for n in node["body"]))]
    if kind == "accent":
        (inner,) = _tokens([node["base"]], coloured=False)
        if not isinstance(inner, Symbol):
            raise UnreadableError("an accent on what is no letter")
        return [Symbol(f"{node['label'].removeprefix(chr(92))} {inner.letter}")]
    if kind == "font":
        inner_tokens = _tokens([node["body"]], coloured=coloured)
        letters = "".join(t.letter for t in inner_tokens if isinstance(t, Symbol))
        return [Symbol(letters)]
    if kind == "text":
        return [Label("".join(n.get("text", "") for n in node["body"]))]
    if kind == "genfrac":
        return [_fraction(node, coloured=coloured)]
    if kind == "sqrt":
        body = _group([node["body"]], coloured=coloured)
        if not node.get("index"):
            return [Operation("sqrt", (body,))]
        degree = _group([node["index"]], coloured=coloured)
        return [Operation("^", (body, Operation("/", (Number("1"), degree))))]
    if kind == "leftright":
        return [_leftright(node, coloured=coloured)]
    if kind == "delimsizing":
        return [Mark(node["delim"])]
    if kind == "array":
        raise UnreadableError("an array without brackets")
    if kind == "horizBrace":
        return [_group([node["base"]], coloured=coloured)]
    if kind == "supsub":
        return _supsub(node, coloured=coloured)
    if kind == "overline":
        inner = _tokens([node["body"]], coloured=False)
        if len(inner) == 1 and isinstance(inner[0], Symbol):
            return [Symbol(f"bar {inner[0].letter}")]
    raise UnreadableError(f"{kind} {text}")


# Which letters have a colour of their own: in that of another quantity they are slips.
COLOURS = {
    "qx": {"x", "X"}, "qw": {"w", "W"}, "qb": {"b", "\\theta"}, "qz": {"z", "Z"},
    "qa": {"a", "A", "hat y", "hat Y"}, "ql": {"L"},
}  # fmt: skip


def _in_colour(node: dict[str, Any]) -> Expression:
    group = _group(node["body"], coloured=True)
    colour = node["attributes"]["class"]
    if isinstance(group, Symbol) and colour in COLOURS:
        for other, letters in COLOURS.items():
            if other != colour and group.letter in letters:
                raise UnreadableError(f"{group} in the colour of {colour[1:]}")
    return group


def _fraction(node: dict[str, Any], *, coloured: bool) -> Expression:
    over = _group([node["numer"]], coloured=coloured)
    under = _group([node["denom"]], coloured=coloured)
    return Operation("/", (over, under))


def _leftright(node: dict[str, Any], *, coloured: bool) -> Expression:
    inner = [n for n in node["body"] if n["type"] != "kern"]
    if len(inner) == 1 and inner[0]["type"] == "array":
        rows = inner[0]["body"]
        if node["left"] in ("[", "("):
            cells = tuple(
                tuple(_group([cell], coloured=coloured) for cell in row)
                for row in rows
                if any(_tokens([cell], coloured=coloured) for cell in row)
            )
            return Operation("matrix", tuple(c for row in cells for c in row), len(cells))
        return _cases(rows)
    group = _group(node["body"], coloured=coloured)
    if node["left"] == "|":
        return Operation("abs", (group,))
    if node["left"] == "\\|":
        return Operation("norm", (group,))
    return Operation("group", (group,))


def _cases(rows: list[Any]) -> Expression:
    """Read alternatives: the value in the first cell, the condition in the second."""
    found: list[Expression] = []
    conditions = []
    asked = set()
    for row in rows:
        if len(row) != 2:
            raise UnreadableError("a case without a condition")
        value = _tokens([row[0]], coloured=False)
        tokens = _tokens([row[1]], coloured=False)
        if not isinstance(tokens[0], Mark) or tokens[0].text != "(":
            raise UnreadableError("a condition is written in brackets")
        condition = _statement(tokens[1:-1])
        if condition is None:
            raise UnreadableError("a condition that states nothing")
        asked.add(frozenset(s for side in condition.sides for s in symbols(side)))
        if len(value) == 1 and isinstance(value[0], Label):
            continue  # in words: not a value
        found.append(_expression(value))
        conditions.append(condition)
    if len(asked) > 1:
        raise UnreadableError("the cases ask about different letters")
    return Operation("cases", tuple(found), tuple(conditions))


def symbols(expression: Expression) -> list[Symbol]:
    """List the symbols of an expression."""
    if isinstance(expression, Symbol):
        return [expression]
    if isinstance(expression, Number):
        return []
    found = [s for argument in expression.arguments for s in symbols(argument)]
    if expression.name == "cases":
        found += [s for c in expression.extra for side in c.sides for s in symbols(side)]
    return list(dict.fromkeys(found))


def _plain(node: dict[str, Any] | None) -> str:
    """Read an index or a layer as characters."""
    if node is None:
        return ""
    kind = node["type"]
    if kind in ("ordgroup", "styling", "html"):
        return "".join(_plain(n) for n in node["body"])
    if kind in ("textord", "mathord", "atom"):
        return str(node["text"])
    if kind in ("kern", "spacing"):
        return ""
    if kind == "text":
        return "".join(n.get("text", "") for n in node["body"])
    raise UnreadableError(f"an index with {kind}")


def _supsub(node: dict[str, Any], *, coloured: bool) -> list[Token]:
    base, sup, sub = node.get("base"), node.get("sup"), node.get("sub")
    if base is not None and base["type"] == "horizBrace":
        return [_braced(base, sub, coloured=coloured)]
    tokens = [Symbol("")] if base is None else _tokens([base], coloured=coloured)
    if not tokens:
        raise UnreadableError("an index of nothing")
    *before, last = tokens
    if isinstance(last, Operation) and last.name == "sum over":
        return [*before, Operation("sum over", (), (_plain(sub), _plain(sup)))]
    if sub is not None:
        if not isinstance(last, Symbol) or last.index:
            raise UnreadableError("an index of what is no letter")
        last = Symbol(last.letter, _plain(sub), last.layer)
    return [*before, *_raised(last, sup, coloured=coloured)]


def _raised(last: Token, sup: dict[str, Any] | None, *, coloured: bool) -> list[Token]:
    if sup is None:
        return [last]
    try:
        text = _plain(sup)
    except UnreadableError:
        text = ""
    if layer := re.fullmatch(r"\((.+)\)", text):
        if not isinstance(last, Symbol):
            raise UnreadableError("a layer of what is no letter")
        return [Symbol(last.letter, last.index, layer[1])]
    if sup["type"] == "ordgroup" and "\\prime" in text:
        primes = text.count("\\prime")
        if isinstance(last, Name):
            return [Name(last.name, primes)]
        if isinstance(last, Symbol):
            return [Operation("derivative", (last,), primes)]
    closing = isinstance(last, Mark) and last.text in (")", "]")
    if _is_transpose(sup):
        return [last, Raised(None)] if closing else [Operation("T", (_as_expression(last),))]
    power = _group([sup], coloured=coloured)
    if closing:
        return [last, Raised(power)]
    if isinstance(last, Name):
        return [Name(last.name, last.primes, power)]
    return [Operation("^", (_as_expression(last), power))]


def _is_transpose(sup: dict[str, Any]) -> bool:
    while sup["type"] in ("ordgroup", "styling"):
        if len(sup["body"]) != 1:
            return False
        sup = sup["body"][0]
    return sup["type"] == "font" and _tokens([sup], coloured=False) == [Symbol("T")]


def _as_expression(token: Token) -> Expression:
    if isinstance(token, Number | Symbol | Operation):
        return token
    raise UnreadableError("a power of what is no expression")


def _braced(base: dict[str, Any], label: dict[str, Any] | None, *, coloured: bool) -> Expression:
    """Read what stands over a brace; a shape or a quantity below it is stated of it."""
    inner = _group([base["base"]], coloured=coloured)
    if label is None:
        return inner
    below = _tokens([label], coloured=False)
    if below and isinstance(below[0], Label):
        return inner
    try:
        said = _expression(below)
    except UnreadableError:
        return inner
    return Operation("brace", (inner, said))


# --- expressions ---------------------------------------------------------------------------------


def _split(tokens: list[Token], mark: str) -> list[list[Token]]:
    """Split at a mark that stands in no bracket."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if isinstance(token, Mark):
            depth += (token.text in "([") - (token.text in ")]") if token.text else 0
            if token.text == mark and depth == 0:
                parts.append([])
                continue
        parts[-1].append(token)
    return [part for part in parts if part]


def _statement(tokens: list[Token]) -> Statement | None:
    """Read a chain of relations; `(0,0):` or words before it are its label."""
    label = ""
    for place, token in enumerate(tokens):
        if isinstance(token, Mark) and token.text == ":":
            label = "".join(getattr(t, "text", "") for t in tokens[:place])
            tokens = tokens[place + 1 :]
            break
    while tokens and isinstance(tokens[0], Label):
        tokens = tokens[1:]
    sides: list[list[Token]] = [[]]
    relations = []
    for token in tokens:
        if isinstance(token, Mark) and token.text in RELATIONS:
            relations.append(RELATIONS[token.text])
            sides.append([])
        else:
            sides[-1].append(token)
    if not relations or not all(sides):
        return None  # a sign that is named, not used
    return Statement(tuple(_expression(side) for side in sides), tuple(relations), label)


def _group(nodes: list[dict[str, Any]], *, coloured: bool) -> Expression:
    return _expression(_tokens(nodes, coloured=coloured))


def _expression(tokens: list[Token]) -> Expression:
    reader = _Reader(tokens)
    found = reader.sum()
    if reader.place < len(tokens):
        raise UnreadableError(f"{tokens[reader.place]} after an expression")
    return found


@dataclass
class _Reader:
    """A reader of tokens by descent: sums of products of factors."""

    tokens: list[Token]
    place: int = field(default=0)

    @property
    def next(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def mark(self) -> str:
        return self.next.text if isinstance(self.next, Mark) else ""

    def sum(self) -> Expression:
        if self.mark() in ("-", "+"):
            sign = self.mark()
            self.place += 1
            total = self.product()
            total = Operation("neg", (total,)) if sign == "-" else total
        else:
            total = self.product()
        while self.mark() in ("+", "-"):
            sign = self.mark()
            self.place += 1
            total = Operation(sign, (total, self.product()))
        return total

    def product(self) -> Expression:
        found = self.factor()
        while True:
            mark = self.mark()
            if mark in ("\\cdot", "\\times", "\\odot", "/"):
                self.place += 1
                other = self.negative() if self.mark() == "-" else self.factor()
                name = {"\\cdot": "dot", "\\times": "times", "\\odot": "odot", "/": "/"}[mark]
                found = Operation(name, (found, other))
            elif self.next is not None and (not isinstance(self.next, Mark) or mark in "(["):
                found = Operation("by", (found, self.factor()))
            else:
                return found

    def negative(self) -> Expression:
        self.place += 1
        return Operation("neg", (self.factor(),))

    def factor(self) -> Expression:
        token = self.next
        if token is None:
            raise UnreadableError("nothing where an expression is expected")
        if isinstance(token, Name):
            return self.call(token)
        if isinstance(token, Operation) and token.name == "sum over":
            self.place += 1
            return Operation("sum", (self.product(),), token.extra)
        if isinstance(token, Mark):
            return self.powered(self.bracket())
        if isinstance(token, Label):
            raise UnreadableError(f"words: {token.text}")
        self.place += 1
        if isinstance(token, Symbol) and token.letter == "\\partial":
            inner = self.factor()
            return Operation("d", (inner,))
        named = isinstance(token, Symbol) or getattr(token, "name", "") == "derivative"
        if isinstance(token, Symbol | Operation) and named and self.mark() in ("(", "["):
            return self.powered(self.applied(token))
        return token

    def applied(self, token: Symbol | Operation) -> Expression:
        """A letter before a bracket: a function of what is in it, or a factor, as it turns out."""
        return Operation("of", (token, *self.arguments()))

    def call(self, name: Name) -> Expression:
        self.place += 1
        mark = self.mark()
        arguments = self.arguments() if mark in ("(", "[") else [self.factor()]
        made = self.powered(Operation("call", tuple(arguments), (name.name, name.primes)))
        return Operation("^", (made, name.power)) if name.power is not None else made

    def arguments(self) -> list[Expression]:
        inside = self.inside()
        return [_expression(part) for part in _split(inside, ",")]

    def inside(self) -> list[Token]:
        """Step over a bracket and what it closes; return what is between."""
        start = self.place + 1
        depth = 0
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            if isinstance(token, Mark):
                depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
            self.place += 1
            if depth == 0:
                return self.tokens[start : self.place - 1]
        raise UnreadableError("a bracket that is not closed")

    def bracket(self) -> Expression:
        if self.mark() not in ("(", "["):
            raise UnreadableError(f"{self.mark()!r} where an expression is expected")
        parts = _split(self.inside(), ",")
        if not parts:
            raise UnreadableError("an empty bracket")
        inner = [_expression(part) for part in parts]
        return Operation("group", (inner[0],)) if len(inner) == 1 else Operation("tuple", (*inner,))

    def powered(self, base: Expression) -> Expression:
        """Apply what the bracket that has just closed is raised to."""
        token = self.next
        if not isinstance(token, Raised):
            return base
        self.place += 1
        return (
            Operation("T", (base,)) if token.power is None else Operation("^", (base, token.power))
        )
