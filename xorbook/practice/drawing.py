"""How a problem's numbers are drawn, and what a kind of problem has to say of itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from xorbook._language import Language
from xorbook.practice.words import Form

T = TypeVar("T")
# Which of the words of its kind a problem has: a loss, a parameter, layers.
Variant = tuple[str | int, ...]


class Draw:
    """Draws from a seed, the same in every version of Python.

    Of its generators Python promises this for `random()` alone, and NumPy for none.
    """

    def __init__(self, seed: str) -> None:
        self._next = random.Random(seed).random

    def index(self, count: int) -> int:
        """Return a whole number from 0 to `count` - 1."""
        return int(self._next() * count)

    def of(self, options: Sequence[T]) -> T:
        """Return one of them."""
        return options[self.index(len(options))]

    def several(self, count: int, options: Sequence[T]) -> list[T]:
        """Return so many, each one of them."""
        return [self.of(options) for _ in range(count)]


@dataclass(frozen=True)
class Drawn:
    """What was drawn: which variant of the words, and every number of the problem."""

    variant: Variant
    values: dict[str, float]


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its title in both languages, what draws one, and what tells it."""

    ko: str
    en: str
    draw: Callable[[Draw], Drawn]
    form: Callable[[Language, Variant], Form]
