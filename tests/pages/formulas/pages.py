"""The formulas of a page, each checked where the claims after it stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from tests.pages.claims import marked, read_claims
from tests.pages.formulas.check import define, judge_formula, not_checked
from tests.pages.formulas.evaluate import FalseError
from tests.pages.formulas.given import unused
from tests.pages.formulas.names import nowhere
from tests.pages.formulas.rows import false_rows
from tests.pages.formulas.surroundings import Surroundings
from tests.pages.formulas.tree import UnreadableError
from tests.pages.formulas.worlds import MeaninglessError
from tests.pages.markup import Page, Span
from tests.pages.numbers import Number

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
        claims = [claim for _, claim in read_claims(page).all() if claim.trusts_formulas]
        self.left = [number for claim in claims for number in claim.numbers]
        # By where formulas stand: what surrounds those with such numbers, what of any is unchecked.
        self.before: dict[int, Surroundings] = {}
        self.lacking: dict[int, str] = {}

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
            self.lacking[formula.start] = f"it is marked as {kind}"
        if any(formula.start <= number.start < formula.end for number in self.left):
            self.before[formula.start] = self.state.copied()
        if kind == "unchecked":
            return
        try:
            if kind == "defined":
                define(formula.text, self.state)
            with np.errstate(all="ignore"):
                outcomes = judge_formula(formula.text, self.state)
        except (FalseError, MeaninglessError, UnreadableError) as error:
            self.lacking[formula.start] = ""  # it is told here
            yield f"{self.page.where(formula.start)}: ${text}$ does not hold: {error}"
        else:
            self.lacking.setdefault(formula.start, not_checked(outcomes))
            self.outcomes.update({outcome.kind for outcome in outcomes})
            for name in nowhere(formula, self.state.namespace):
                yield f"{self.page.where(formula.start)}: no network of the page has ${name}$"

    def not_evaluated(self, numbers: Iterable[Number]) -> Iterator[str]:
        """Yield where claims leave numbers to formulas that do not check them."""
        for number in numbers:
            formula = next((f for f in self.page.formulas if f.start <= number.start < f.end), None)
            where = self.page.where(number.start)
            if formula is None:
                yield f"{where}: {number.text} is claimed as evaluated, but stands in no formula"
            elif lacking := self.lacking.get(formula.start, "it states nothing"):
                tex = " ".join(formula.text.split())
                yield f"{where}: ${tex}$ is claimed as evaluated, but {lacking}"

    def hold_after(self, tex: str, state: Surroundings, end: int) -> bool:
        """Whether the formulas of this section up to a place hold after one that now reads so.

        `state` is what was before that one, and is changed.
        """
        end = min(end, *self.sections[:1], len(self.page.text))
        after = [f.text for f in self.waiting if f.start < end]
        try:
            for text in (tex, *after):
                if " ".join(text.split()) not in self.marks:
                    judge_formula(text, state)
        except (FalseError, MeaninglessError, UnreadableError):
            return False
        return True

    def unused_letters(self) -> Iterator[str]:
        """Yield the letters that are given a number for nothing."""
        for formula in self.page.formulas:
            for letter in unused(self.page, formula, formula.text):
                where = self.page.where(formula.start)
                yield f"{where}: ${letter}$ is given a number, and used nowhere in the section"

    def unused_marks(self) -> Iterator[str]:
        """Yield what is said of formulas that the page does not have."""
        for text in sorted(self.marks.keys() - self.used):
            yield f"{self.page.name}: {self.marks[text]}, but not there: ${text}$"
