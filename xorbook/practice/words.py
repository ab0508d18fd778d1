"""The words of a problem, in both languages, with slots for its numbers.

A slot is the name of a number in braces, `{w11}`; `{(w11)}` puts a negative one in brackets. Where
a sentence names a quantity or gives a number, that stands between backticks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SLOT = re.compile(r"\{(?P<open>\()?(?P<name>\w+)\)?\}")
PLACES = 6


@dataclass(frozen=True)
class Asked:
    """A number that is asked for: its name, the symbol before its field, and what it is."""

    name: str
    symbol: str
    words: str


@dataclass(frozen=True)
class Step:
    """A sentence of a solution, and the lines that compute what it says."""

    words: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """Everything that problems of one kind say alike."""

    question: str
    given: tuple[str, ...]
    asked: tuple[Asked, ...]
    hint: str
    steps: tuple[Step, ...]

    def names(self) -> list[str]:
        """Return the names of the numbers it has slots for, or asks for, in order."""
        texts = [self.question, *self.given, self.hint]
        texts += [line for step in self.steps for line in (step.words, *step.lines)]
        found = [slot["name"] for text in texts for slot in SLOT.finditer(text)]
        return list(dict.fromkeys([*found, *(asked.name for asked in self.asked)]))


def shown(value: float) -> str:
    """Write a number as the book does: six decimals, or fewer where that is all."""
    fixed = f"{value:.{PLACES}f}"
    text = f"{value + 0.0:.12g}" if float(fixed) == value else fixed
    return text.replace("-", "−")


def bracketed(text: str) -> str:
    """Put a negative number in brackets, as behind a sign."""
    return f"({text})" if text.startswith("−") else text


def filled(
    text: str, values: Mapping[str, float], write: Callable[[str, float], str] | None = None
) -> str:
    """Return a text with its numbers in their slots, each as `write(name, value)` has it."""

    def number(slot: re.Match[str]) -> str:
        value = values[slot["name"]]
        made = write(slot["name"], value) if write else shown(value)
        return f"({made})" if slot["open"] and shown(value).startswith("−") else made

    return SLOT.sub(number, text)


def plain(text: str, values: Mapping[str, float]) -> str:
    """Return a text as a terminal shows it."""
    return filled(text, values).replace("`", "")
