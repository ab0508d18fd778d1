"""A problem for the hand: drawn from a seed, with its answers, a hint and its whole solution."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from xorbook._language import Language
from xorbook._validation import as_float, as_tuple, check_count, describe
from xorbook.practice.drawing import Draw, Variant
from xorbook.practice.kinds import ALL
from xorbook.practice.words import PLACES, Form, plain

KINDS = tuple(ALL)
MOST = 100
_SEEDS = 10**6
_WIDTH = 79
# What has more decimals than this is asked for rounded, to so many digits that count.
_EXACT, _DIGITS = 4, 3
# What floats add to numbers that end after a few decimals.
_NOISE = 12


@dataclass(frozen=True)
class Answer:
    """A number that a problem asks for.

    Handed out by a `Problem`.

    Attributes
    ----------
    name : str
        Its key in the problem's `values`.
    symbol : str
        How formulas write it; empty where it has no letter.
    words : str
        What it is.
    value : float
    digits : int or None
        How many decimals are asked for; None for all of them.

    Examples
    --------
    >>> from xorbook import practice
    >>> answer = practice.problem("slope", 1).answers[1]
    >>> print(answer.words, answer.digits)
    the activation 4
    """

    name: str
    symbol: str
    words: str
    value: float
    digits: int | None

    @property
    def tolerance(self) -> float:
        """How far off is still right: one unit of the last digit asked for, or nothing."""
        return 0.0 if self.digits is None else 10.0**-self.digits

    def accepts(self, number: float) -> bool:
        """Return whether a `number` is right.

        Raises
        ------
        TypeError, ValueError
            If `number` is no finite number.
        """
        # A decimal that is right on paper is not off by what a float cannot hold.
        return abs(as_float(number, "number") - self.value) <= self.tolerance + 1e-9


@dataclass(frozen=True)
class Problem:
    """A problem in one language. `print` shows it, and its `solution`.

    Handed out by `problem` and `sheet`.

    Attributes
    ----------
    kind : str
    seed : int
    language : str
    variant : tuple of str and int
        Which loss, parameter or layers it is about.
    numbers : tuple of (str, float)
        All its numbers, given and found, by their names.

    Examples
    --------
    >>> from xorbook import practice
    >>> print(practice.problem("slope", 1).solution)
    1. The sum.
       z = 2.5 · 2 + (−3) = 2
    2. Through the sigmoid.
       a = σ(2) = 0.880797
    3. Its derivative is a(1 − a).
       σ′(z) = 0.880797 · (1 − 0.880797) = 0.104994
    4. The chain rule multiplies.
       ∂a/∂w = 0.104994 · 2 = 0.209987
       ∂a/∂x = 0.104994 · 2.5 = 0.262484
    """

    kind: str
    seed: int
    language: str
    variant: Variant
    numbers: tuple[tuple[str, float], ...]

    @property
    def values(self) -> dict[str, float]:
        """Every number of the problem and its solution, by name."""
        return dict(self.numbers)

    @property
    def contents(self) -> tuple[object, ...]:
        """What two problems have in common that are the same."""
        return self.kind, self.variant, self.numbers

    @property
    def form(self) -> Form:
        """Its words, with slots for the numbers."""
        return _form(self.kind, self.language, self.variant)

    @property
    def title(self) -> str:
        """What kind of problem it is."""
        return Language(self.language)(ALL[self.kind].ko, ALL[self.kind].en)

    @property
    def question(self) -> str:
        """What is given and what to do, in sentences."""
        return plain(self.form.question, self.values)

    @property
    def given(self) -> tuple[str, ...]:
        """What is given, in lines of formulas."""
        return tuple(plain(line, self.values) for line in self.form.given)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The numbers that are asked for, in order."""
        values = self.values
        return tuple(
            Answer(a.name, a.symbol, plain(a.words, values), values[a.name], digits(values[a.name]))
            for a in self.form.asked
        )

    @property
    def hint(self) -> str:
        """How to begin, without a number of the solution."""
        return plain(self.form.hint, self.values)

    @property
    def steps(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The solution: sentences, each with its lines of formulas."""
        return tuple(
            (plain(s.words, self.values), tuple(plain(line, self.values) for line in s.lines))
            for s in self.form.steps
        )

    @property
    def solution(self) -> str:
        """The whole solution as text."""
        lines = []
        for number, (words, formulas) in enumerate(self.steps, 1):
            lines += textwrap.wrap(f"{number}. {words}", _WIDTH, subsequent_indent="   ")
            lines += [f"   {formula}" for formula in formulas]
        return "\n".join(lines)

    def __str__(self) -> str:
        say = Language(self.language)
        asked = [
            f"  {f'{a.symbol} ' if a.symbol else ''}?  {a.words}, {asked_for(say, a.digits)}"
            for a in self.answers
        ]
        head = f"{self.title} ({self.kind} {self.seed})"
        question = textwrap.wrap(self.question, _WIDTH)
        return "\n".join([head, *question, *(f"  {g}" for g in self.given), *asked])


@cache
def _form(kind: str, language: str, variant: Variant) -> Form:
    return ALL[kind].form(Language(language), variant)


def digits(value: float) -> int | None:
    """Return how many decimals of a value are asked for; None where it ends before."""
    if round(value, _EXACT) == value:
        return None
    return max(_EXACT, _DIGITS - 1 - math.floor(math.log10(abs(value))))


def asked_for(language: Language, decimals: int | None) -> str:
    """Say how many decimals are asked for."""
    if decimals is None:
        return language("정확히", "exactly")
    return language(f"소수 {decimals}자리까지", f"to {decimals} decimals")


def problem(kind: str, seed: int, language: str = "en") -> Problem:
    """Draw a problem: the same from the same seed, in every version of Python and NumPy.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    seed : int
        At least 0.
    language : str, default 'en'
        The language of its words, ``"ko"`` or ``"en"``; its numbers are the same in both.

    Returns
    -------
    Problem

    Raises
    ------
    TypeError
        If `seed` is no integer.
    ValueError
        If there is no such kind or language, or `seed` is negative.

    Examples
    --------
    >>> from xorbook import practice
    >>> print(practice.problem("slope", 1))
    A sigmoid and its slope (slope 1)
    A sigmoid unit has one input. Find its weighted sum, its activation and the
    derivative of the sigmoid there, and then the derivatives of the activation by
    weight and by input.
      w = 2.5  x = 2  b = −3
      z = ?  the weighted sum, exactly
      a = ?  the activation, to 4 decimals
      σ′(z) = ?  the sigmoid's derivative, to 4 decimals
      ∂a/∂w = ?  the derivative by the weight, to 4 decimals
      ∂a/∂x = ?  the derivative by the input, to 4 decimals
    """
    _check_name(kind, KINDS, "kind")
    _check_name(language, [*Language], "language")
    check_count(seed, "seed", least=0)
    draw = Draw(f"{kind} {int(seed)}")
    while True:
        drawn = ALL[kind].draw(draw)
        numbers = tuple((name, _clean(float(value))) for name, value in drawn.values.items())
        if not any(_at_an_edge(value) for _, value in numbers):
            return Problem(kind, int(seed), str(language), drawn.variant, numbers)


def _clean(value: float) -> float:
    return round(value, _NOISE) + 0.0


def _at_an_edge(value: float) -> bool:
    """Tell what some round up and others down: it ends in a 5 behind the last digit shown."""
    return bool(abs(abs(value) * 10**PLACES % 1 - 0.5) < 1e-4)


def sheet(
    kinds: Iterable[str], problems: int, seed: int, language: str = "en"
) -> tuple[Problem, ...]:
    """Draw a sheet of problems, of which no two are the same.

    Parameters
    ----------
    kinds : sequence of str
        Some of `KINDS`. The problems come in their order, as many of each as of the others, or one
        more of the earlier ones.
    problems : int
        How many, from 1 to 100.
    seed : int
        At least 0. Sheets of other seeds have other problems.
    language : str, default 'en'
        ``"ko"`` or ``"en"``.

    Returns
    -------
    tuple of Problem
        Each with the seed that gives it alone.

    Raises
    ------
    TypeError
        If `kinds` is no sequence, or `problems` or `seed` no integer.
    ValueError
        If there is no kind or an unknown one, no such language, or a number is out of its range.

    Examples
    --------
    >>> from xorbook import practice
    >>> sheet = practice.sheet(["gate", "loss"], problems=3, seed=7)
    >>> print([(one.kind, one.seed) for one in sheet])
    [('gate', 781286), ('gate', 6637), ('loss', 776451)]
    """
    chosen = _checked_kinds(kinds)
    check_count(problems, "problems")
    if problems > MOST:
        raise ValueError(f"problems must be at most {MOST}, got {problems}")
    check_count(seed, "seed", least=0)
    draw = Draw(f"sheet {int(seed)}")
    found: dict[object, Problem] = {}
    for place in sorted(n % len(chosen) for n in range(problems)):
        count = len(found)
        while len(found) == count:
            one = problem(chosen[place], draw.index(_SEEDS), language)
            found.setdefault(one.contents, one)
    return tuple(found.values())


def _checked_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    chosen = () if isinstance(kinds, str) else as_tuple(kinds, "kinds", "names of kinds")
    if not chosen:
        raise ValueError(
            f"kinds must be a sequence of some of {', '.join(KINDS)}, got {describe(kinds)}"
        )
    for kind in chosen:
        _check_name(kind, KINDS, "kinds")
    return chosen


def _check_name(value: object, known: Iterable[str], name: str) -> None:
    if not isinstance(value, str) or value not in [*known]:
        raise ValueError(f"{name} must be one of {', '.join(known)}, got {describe(value)}")
