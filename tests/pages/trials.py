"""Many changes of one page, tried in one run of its code, which may take seconds."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from doctest import OutputChecker
from typing import Any

from sybil import Document, Example, Region

from tests.pages.claims import read_claims
from tests.pages.examples import STRICT, document_of, false_claims, parse_page
from tests.pages.formulas.changes import is_evaluated, still_holds
from tests.pages.formulas.given import unused
from tests.pages.formulas.names import nowhere
from tests.pages.formulas.surroundings import Surroundings
from tests.pages.markup import Page, Span
from tests.pages.mutations import failure
from tests.pages.rules import breaks_a_rule, claims_match


class Statements:
    """Changes of what the formulas of a page state, tried where each is checked.

    Where claims leave a number to its formula, any other digit in any place of it is tried too.
    """

    def __init__(self, page: Page, mutants: Mapping[Span, list[str]]) -> None:
        self.page = page
        self.waiting = dict(mutants)
        self.tried = 0
        self.unnoticed: list[tuple[Span, str]] = []
        self.trusting = {
            comment.start
            for comment, claims in read_claims(page).claims
            if any(claim.trusts_formulas for claim in claims)
        }
        self.unevaluated: list[tuple[Span, str]] = []

    @property
    def are_tried(self) -> bool:
        """Whether no change is left to be tried."""
        return not self.waiting and not self.trusting

    def try_those_before(self, example: Example) -> None:
        """Try the changes of formulas that a comment, or the end of the page, is about to check."""
        if not isinstance(example.parsed, tuple):
            return
        formulas = example.parsed[2]
        for formula in [f for f in self.waiting if f.start < example.end]:
            list(formulas.problems(formula.start, example.namespace))
            before = replace(formulas.state.copied(), namespace=example.namespace)
            list(formulas.problems(formula.start + 1, example.namespace))
            changed = self.waiting.pop(formula)
            self.tried += len(changed)
            for tex in changed:
                noticed = (
                    not still_holds(tex, formulas.state)
                    or unused(self.page, formula, tex)
                    or any(nowhere(replace(formula, text=tex), example.namespace))
                    or self._objects(formula, tex, example)
                    or _is_contradicted(formula, tex, example, before)
                )
                if not noticed:
                    self.unnoticed.append((formula, tex))

    def try_digits_of(self, example: Example) -> None:
        """Try the digits that a comment has left to formulas, and with it the page has passed."""
        self.trusting.discard(example.start)
        for formula, start, end in _left_to_formulas(example):
            for tex in _other_digits(formula, start, end):
                if _is_evaluated(formula, tex, example):
                    self.unevaluated.append((formula, tex))

    def _objects(self, formula: Span, tex: str, example: Example) -> bool:
        """Whether a rule or the claims after it are broken where the formula reads so."""
        text, end = self.page.text, formula.start + len(formula.text)
        filled = tex.ljust(len(formula.text))  # what is shorter moves nothing that follows
        mutant = Page(text[: formula.start] + filled + text[end:], self.page.name)
        if breaks_a_rule(mutant):
            return True
        is_claims = any(comment.start == example.start for comment in mutant.comments)
        return is_claims and _objects(mutant, _as_changed(mutant, example), example, {})


def unnoticed(
    page: Page, mutants: dict[int, Page], statements: Statements | None = None
) -> list[int]:
    """Of changes that move nothing, by where they are, return those that the page passes with.

    Up to a change, a changed page does what the page does. So in the page's own run the change is
    tried at the session it is in or at the claims after it; where these set a name, at all later
    claims too. If nothing objects there, nor a formula to which claims leave the digit, the changed
    page is run as a whole. Changes of statements are tried in the same run.
    """
    # The other rules take longer than trying a change: `failure` asks them of what is left.
    waiting = {at: mutant for at, mutant in mutants.items() if not any(claims_match(mutant))}
    doubtful: dict[int, Page] = {}
    names: dict[int, dict[str, Any]] = {}
    claims = {comment.start for comment, _ in read_claims(page).claims}
    for example in document_of(page):
        if not waiting and (statements is None or statements.are_tried):
            break
        if statements:
            statements.try_those_before(example)
        due = [at for at in waiting if at < example.end]
        for at in [at for at in due if example.start in claims or example.start <= at]:
            region = _as_changed(waiting[at], example)
            if _objects(waiting[at], region, example, names.setdefault(at, {})):
                del waiting[at]
            elif not names[at]:
                doubtful[at] = waiting.pop(at)
        example.evaluate()
        doubtful = {at: m for at, m in doubtful.items() if not _is_false(at, m, example)}
        if statements:
            statements.try_digits_of(example)
    return sorted(at for at, mutant in (doubtful | waiting).items() if failure(mutant) is None)


def _is_contradicted(formula: Span, tex: str, example: Example, before: Surroundings) -> bool:
    """Whether formulas that held after a formula are false after it reads so."""
    formulas, end = example.parsed[2], example.end
    return formulas.hold_after(formula.text, before.copied(), end) and not formulas.hold_after(
        tex, before.copied(), end
    )


def _is_false(at: int, mutant: Page, example: Example) -> bool:
    """Whether claims have left the number at a place to its formula, which is false as changed."""
    return any(
        start <= at < end
        and not _is_evaluated(formula, mutant.text[formula.start : formula.end], example)
        for formula, start, end in _left_to_formulas(example)
    )


def _left_to_formulas(example: Example) -> Iterator[tuple[Span, int, int]]:
    """Yield the numbers that the claims of a comment have left to formulas: which, and where."""
    if not isinstance(example.parsed, tuple) or not isinstance(example.parsed[1], tuple):
        return
    page, claims, _ = example.parsed
    for number in [n for claim in claims for n in claim.evaluated(example.namespace)]:
        for formula in page.formulas:
            if formula.start <= number.start < formula.end:
                yield formula, number.start, number.end


def _other_digits(formula: Span, start: int, end: int) -> Iterator[str]:
    """Yield the formula with every other digit in every place of a number."""
    for at in range(start - formula.start, end - formula.start):
        for digit in "0123456789":
            if formula.text[at].isdigit() and formula.text[at] != digit:
                yield formula.text[:at] + digit + formula.text[at + 1 :]


def _is_evaluated(formula: Span, tex: str, example: Example) -> bool:
    """Whether all of a formula is checked and holds as it is changed, in what surrounds it."""
    return is_evaluated(tex, example.parsed[2].before[formula.start])


def _as_changed(mutant: Page, example: Example) -> Region:
    regions = parse_page(Document(mutant.text, mutant.name))
    (region,) = (region for region in regions if region.start == example.start)
    return region


def _objects(mutant: Page, region: Region, example: Example, names: dict[str, Any]) -> bool:
    """Whether the output of a session, or claims, are false as the changed page has them.

    The names that its claims set are added to `names`.
    """
    own, theirs = example.parsed, region.parsed
    if isinstance(own, tuple):
        here = {**example.namespace, **names}
        objections = list(false_claims(mutant, theirs[1], here))
        names |= {name: here[name] for claim in theirs[1] for name in claim.sets or ()}
        return bool(objections)
    if isinstance(own, str) or own.source != theirs.source:
        return False
    if own.exc_msg is not None:
        return bool(own.exc_msg != theirs.exc_msg)
    return not OutputChecker().check_output(theirs.want, own.want, STRICT)
