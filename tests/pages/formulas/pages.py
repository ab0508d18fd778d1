"""The formulas of a page, each checked where the claims after it stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from tests.pages.claims import marked
from tests.pages.formulas.check import define, judge_formula
from tests.pages.formulas.evaluate import FalseError
from tests.pages.formulas.names import nowhere
from tests.pages.formulas.rows import false_rows
from tests.pages.formulas.surroundings import Surroundings
from tests.pages.formulas.tree import UnreadableError
from tests.pages.formulas.worlds import MeaninglessError
from tests.pages.markup import Page, Span

RELATIONS = ("=", "\\approx", "<", ">", "\\le", "\\ge", "\\to", "\\leftarrow")


def states(formula: Span) -> bool:
    """Whether a formula says something, instead of naming it."""
    return any(relation in formula.text for relation in RELATIONS)


def _within(formula: Span, spans: Iterable[Span]) -> bool:
    return any(span.start <= formula.start < span.end for span in spans)


class Formulas:
    """What is left of a page's formulas to be checked, and what those before have defined."""

    def __init__(self, page: Page) -> None:
        self.page = page
        every = sorted(page.formulas, key=lambda f: f.start)
        self.waiting = [f for f in every if states(f)]
        # Tables may name what others call it: those of the notation page are tested row by row.
        self.naming = [f for f in every if not states(f) and not _within(f, page.tables)]
        self.tables = sorted(page.tables, key=lambda table: table.start)
        self.sections = [h.start for h in page.headings if h.kind.startswith("## ")]
        self.state = Surroundings()
        self.marks = {" ".join(tex.split()): kind for _, tex, kind, _ in marked(page)}
        self.used: set[str] = set()
        self.outcomes: Counter[str] = Counter()

    def problems(self, end: int, namespace: dict[str, Any]) -> Iterator[str]:
        """Check the formulas that stand before a place, in the namespace that stands there."""
        due = [f for f in self.waiting if f.start < end]
        self.waiting = self.waiting[len(due) :]
        if due:
            self.state = replace(self.state, namespace=namespace)
        for formula in due:
            while self.sections and self.sections[0] < formula.start:
                self.sections.pop(0)
                self.state.definitions.clear()
                self.state.put.values.clear()
                self.state.local.clear()
            yield from self._judged(formula)
        yield from self._rows(end, namespace)
        yield from self._names(end, namespace)

    def _names(self, end: int, namespace: dict[str, Any]) -> Iterator[str]:
        """Check the quantities that are named before a place, and of which nothing is stated."""
        due = [f for f in self.naming if f.start < end]
        self.naming = self.naming[len(due) :]
        for formula in due:
            for name in nowhere(formula, namespace):
                yield f"{self.page.where(formula.start)}: no network of the page has ${name}$"

    def _rows(self, end: int, namespace: dict[str, Any]) -> Iterator[str]:
        """Check the rows that begin with a parameter, in the tables before a place."""
        tables = [table for table in self.tables if table.start < end]
        self.tables = self.tables[len(tables) :]
        for table in tables:
            here = replace(self.state, namespace=namespace)
            for at, message in false_rows(self.page, table, here):
                yield f"{self.page.where(at)}: {message}"

    def _judged(self, formula: Span) -> Iterator[str]:
        text = " ".join(formula.text.split())
        kind = self.marks.get(text)
        if kind:
            self.used.add(text)
            self.outcomes[kind] += 1
        if kind == "unchecked":
            return
        try:
            if kind == "defined":
                define(formula.text, self.state)
            with np.errstate(all="ignore"):
                outcomes = judge_formula(formula.text, self.state)
        except (FalseError, MeaninglessError, UnreadableError) as error:
            yield f"{self.page.where(formula.start)}: ${text}$ does not hold: {error}"
        else:
            self.outcomes.update({outcome.kind for outcome in outcomes})

    def unused_marks(self) -> Iterator[str]:
        """Yield what is said of formulas that the page does not have."""
        for text in sorted(self.marks.keys() - self.used):
            yield f"{self.page.name}: {self.marks[text]}, but not there: ${text}$"
