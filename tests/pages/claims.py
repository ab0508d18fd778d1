"""Claims: comments that say which expression each number of a page comes from."""

import ast
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from site_build.fences import CODE
from tests.pages.exempt import visible
from tests.pages.markup import Page, Span
from tests.pages.numbers import Number, canonical, find_numbers, rounded_like, shows, value_of

# What a claim, or a part of it, says that leaves a number to its formula, and the value of that.
EVALUATED = "evaluated"
LEFT_TO_FORMULA = object()


class ClaimError(AssertionError):
    """A number of the page and what it claims to show do not agree."""


@dataclass(frozen=True)
class Claim:
    """Some numbers of the page, in order, and the expression that gives them."""

    expression: str
    numbers: tuple[Number, ...]

    @property
    def given(self) -> str | None:
        """The origin, if the page cites the number instead of computing it."""
        return _said(self.expression, "given")

    @property
    def sets(self) -> list[str] | None:
        """The names that claims further on call the numbers by, if the page sets them."""
        names = _said(self.expression, "set")
        return None if names is None else names.split()

    @property
    def computes(self) -> bool:
        """Whether the numbers come out of code."""
        return self.given is None and self.sets is None

    @property
    def trusts_formulas(self) -> bool:
        """Whether it leaves numbers to the formulas in which they stand."""
        return self.computes and re.search(rf"\b{EVALUATED}\b", self.expression) is not None

    def evaluated(self, namespace: dict[str, Any]) -> list[Number]:
        """Return the numbers that it leaves to formulas."""
        try:
            values = self._values(namespace) if self.trusts_formulas else []
        except Exception:  # told by `check`
            return []
        pairs = zip(self.numbers, values, strict=False)
        return [number for number, value in pairs if value is LEFT_TO_FORMULA]

    def _values(self, namespace: dict[str, Any]) -> list[Any]:
        if self.expression == EVALUATED:
            return [LEFT_TO_FORMULA] * len(self.numbers)
        if self.trusts_formulas:
            namespace = {**namespace, EVALUATED: LEFT_TO_FORMULA}
        return list(_flat(eval(self.expression, namespace)))

    def check(self, page: Page, namespace: dict[str, Any]) -> None:
        """Evaluate the expression and compare it with what the page shows, or set its names."""
        for name, number in zip(self.sets or (), self.numbers, strict=False):
            namespace[name] = value_of(number.text)
        if not self.computes:
            return
        where = page.where(self.numbers[0].start)
        try:
            values = self._values(namespace)
        except Exception as error:
            raise ClaimError(f"{where}: {self.expression} raises {error!r}") from error
        if len(values) != len(self.numbers):
            raise ClaimError(
                f"{where}: {len(self.numbers)} numbers shown, {self.expression} gives {len(values)}"
            )
        for number, value in zip(self.numbers, values, strict=True):
            if value is not LEFT_TO_FORMULA and not shows(number.text, value):
                raise ClaimError(
                    f"{page.where(number.start)}: shows {number.text}, but {self.expression} "
                    f"gives {rounded_like(number.text, value)} ({value!r})"
                )


@dataclass(frozen=True)
class Name:
    """A text that recurs, such as `2-2-1`, with the expression its numbers come from."""

    text: str
    claim: Claim


@dataclass(frozen=True)
class Ledger:
    """Every claim of a page, each with the comment it stands in, and the names."""

    claims: tuple[tuple[Span, tuple[Claim, ...]], ...]
    names: tuple[Name, ...]
    problems: tuple[tuple[int, str], ...]

    def all(self) -> Iterator[tuple[int, Claim]]:
        """Yield every claim with the offset of its first number."""
        named = [name.claim for name in self.names]
        for claim in [c for _, group in self.claims for c in group] + named:
            yield claim.numbers[0].start, claim


@lru_cache(maxsize=8)
def read_claims(page: Page) -> Ledger:
    """Match the numbers of a page with its claims, one to one and in order."""
    problems: list[tuple[int, str]] = []
    names = [
        name
        for comment in page.comments
        if comment.kind == "names"
        for name in _read_names(comment, problems)
    ]
    problems += _confusable(names)
    numbers = [n for n in find_numbers(visible(page)) if not _is_named(page, n, names)]
    groups = []
    taken = 0
    for comment in page.comments:
        if comment.kind == "claims":
            mine = [n for n in numbers[taken:] if n.start < comment.start]
            taken += len(mine)
            groups.append((comment, tuple(_match(page, comment, mine, problems))))
    problems += [(n.start, f"{n.text} is not claimed") for n in numbers[taken:]]
    claims = [claim for _, group in groups for claim in group]
    problems += _givens_that_are_computed(claims)
    problems += _badly_set(page, claims)
    return Ledger(tuple(groups), tuple(names), tuple(problems))


def marked(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """Yield (offset, formula, kind, reason) of every formula that a comment says something of.

    `unchecked` is no statement, `defined` says what letters are in this section.
    """
    for comment in page.comments:
        for offset, left, expression in _entries(comment):
            if left.startswith("$"):
                for kind in ("unchecked", "defined"):
                    if reason := _said(expression, kind):
                        yield offset, left.strip("$ "), kind, reason
                        break
                else:
                    yield offset, left.strip("$ "), "", expression


def expressions(page: Page) -> Iterator[tuple[int, str]]:
    """Yield (offset, expression or origin) of every entry, whether its numbers match or not."""
    for comment in page.comments:
        for offset, _, expression in _entries(comment):
            yield offset, expression


def _said(expression: str, kind: str) -> str | None:
    """Return what follows `given: ` or `set: ` where that is all there is."""
    match = re.fullmatch(rf"""(["']){kind}: (.*)\1""", expression)
    return match[2] if match else None


def _entries(comment: Span) -> list[tuple[int, str, str]]:
    """Read (offset, left side, expression) of each entry; a line without ` : ` goes on."""
    entries: list[tuple[int, str, str]] = []
    offset = comment.start + len("<!--")
    for line in comment.text.splitlines(keepends=True):
        left, colon, expression = f"{line.rstrip()} ".partition(" : ")
        if colon:
            entries.append((offset, left.strip(), expression.strip()))
        elif entries and line.strip():
            start, left, expression = entries.pop()
            entries.append((start, left, f"{expression} {line.strip()}".strip()))
        elif line.strip() not in ("", comment.kind):
            entries.append((offset, "", line.strip()))
        offset += len(line)
    return entries


def _match(
    page: Page, comment: Span, numbers: list[Number], problems: list[tuple[int, str]]
) -> Iterator[Claim]:
    """Yield claims up to the first that differs from the page; those after it have lost step."""
    entries = [entry for entry in _entries(comment) if not entry[1].startswith("$")]
    for index, (offset, left, expression) in enumerate(entries):
        count = _claimed_count(page, left, numbers)
        claimed, numbers = numbers[:count], numbers[count:]
        message = _mismatch(left, expression, claimed, numbers)
        if message:
            at = claimed[0].start if claimed else offset
            problems.append((at, message + _follow_ons(len(entries) - index - 1)))
            return
        if claimed:
            yield Claim(expression, tuple(claimed))
    problems += [(n.start, f"{n.text} is not claimed") for n in numbers]


def _mismatch(
    left: str, expression: str, claimed: list[Number], numbers: list[Number]
) -> str | None:
    if left in ("table", "formula"):
        return None if claimed else f"no {left} is left to claim{_before(numbers)}"
    if [n.text for n in claimed] == [_canonical(text) for text in left.split()]:
        return None
    return f"the page shows {_join(claimed)}, the claim is {left or expression!r}"


def _before(numbers: list[Number]) -> str:
    """Say what stands before a table or formula, or after the last, and has no claim."""
    return f" here, and {numbers[0].text} is not claimed" if numbers else ""


def _follow_ons(entries: int) -> str:
    if entries == 0:
        return ""
    lines = "line" if entries == 1 else f"{entries} lines"
    return f"; the {lines} of claims after it may be right, and could not be compared"


def _claimed_count(page: Page, left: str, numbers: list[Number]) -> int:
    if left in ("table", "formula") and numbers:
        spans = page.tables if left == "table" else page.formulas
        first = numbers[0].start
        end = next((s.end for s in spans if s.start <= first < s.end), 0)
        return sum(n.start < end for n in numbers)
    return min(len(numbers), len(left.split()))


def _canonical(text: str) -> str:
    try:
        return canonical(text)
    except ValueError:
        return f"{text} (not a number)"


def _join(numbers: list[Number]) -> str:
    return " ".join(n.text for n in numbers) or "no number there"


def _read_names(comment: Span, problems: list[tuple[int, str]]) -> Iterator[Name]:
    for offset, text, expression in _entries(comment):
        numbers = find_numbers(text)
        spans = tuple(Number(offset, offset + len(text), n.text) for n in numbers)
        claim = Claim(expression, spans)
        if numbers and expression and not claim.trusts_formulas:
            yield Name(text, claim)
        else:
            problems.append(
                (offset, f"a name needs a text with a number and an expression: {text!r}")
            )


def _confusable(names: list[Name]) -> Iterator[tuple[int, str]]:
    """Refuse names that one changed digit would turn into each other."""
    for k, first in enumerate(names):
        for second in names[:k]:
            pairs = list(zip(first.text, second.text, strict=False))
            differing = [a + b for a, b in pairs if a != b]
            if len(first.text) == len(second.text) and len(differing) < 2:
                at = first.claim.numbers[0].start
                yield at, f"names {first.text!r} and {second.text!r} differ in one character"


def _is_named(page: Page, number: Number, names: list[Name]) -> bool:
    """Whether a named text holds the number. In a table every number is claimed."""
    if any(table.start <= number.start < table.end for table in page.tables):
        return False
    for name in names:
        start = number.end - len(name.text)
        for at in range(max(start, 0), number.start + 1):
            end = at + len(name.text)
            if page.text.startswith(name.text, at) and not _joined(page.text, at, end):
                return True
    return False


def _joined(text: str, start: int, end: int) -> bool:
    """Whether the text goes on being a number on either side."""
    return (
        re.search(r"[0-9][-−.]?$", text[max(start - 2, 0) : start]) is not None
        or re.match(r"[-−.]?[0-9]", text[end : end + 2]) is not None
    )


def _givens_that_are_computed(claims: list[Claim]) -> Iterator[tuple[int, str]]:
    computed = {n.text for c in claims if c.computes for n in c.numbers}
    for claim in claims:
        for number in claim.numbers if claim.given else ():
            if number.text in computed:
                yield number.start, f"{number.text} is given, but the page computes it elsewhere"


def _badly_set(page: Page, claims: list[Claim]) -> Iterator[tuple[int, str]]:
    """A set number has a name of its own, which a claim after it uses and no code does."""
    code = [fence.text for fence in page.fences if fence.kind in CODE]
    seen: set[str] = set()
    for index, claim in enumerate(claims):
        names, at = claim.sets or [], claim.numbers[0].start
        if claim.sets is not None and len(names) != len(claim.numbers):
            yield at, f"{len(claim.numbers)} numbers shown, set are {len(names)}"
        for name in names:
            word = re.compile(rf"\b{re.escape(name)}\b")
            if not name.isidentifier() or keyword.iskeyword(name):
                yield at, f"set: expected names, got {name!r}"
            elif name in seen or any(map(word.search, code)):
                yield at, f"{name} is set, but the page has another {name}"
            elif not any(c.computes and word.search(c.expression) for c in claims[index + 1 :]):
                yield at, f"{name} is set, but no claim after it uses it"
            seen.add(name)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, np.ndarray):
        yield from value.ravel().tolist()
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _flat(item)
    else:
        yield value


def is_computed(expression: str) -> bool:
    """Whether every value of the expression comes from something named, not from a literal."""
    body = ast.parse(expression, mode="eval").body
    parts = body.elts if isinstance(body, ast.List | ast.Tuple) else [body]
    return all(any(isinstance(n, ast.Name) for n in ast.walk(part)) for part in parts)
