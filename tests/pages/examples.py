"""Pages for sybil: every session, script and claim of a page, run in order in one namespace."""

from collections.abc import Callable, Iterable, Iterator
from doctest import DONT_ACCEPT_TRUE_FOR_1
from typing import Any

from sybil import Document, Example, Region
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.example import SybilFailure
from sybil.parsers.abstract.doctest import DocTestStringParser

from site_build.fences import EXECUTED, FRAMEWORKS, SCRIPTS, SESSIONS
from tests.pages.claims import Claim, ClaimError, read_claims
from tests.pages.formulas.pages import Formulas
from tests.pages.markup import Page
from tests.pages.rules import violations

# In an output, 1 is not True.
STRICT = DONT_ACCEPT_TRUE_FOR_1


def parse_page(document: Document) -> Iterable[Region]:
    """Yield what can be run or checked on a page, in order of appearance.

    What needs a framework is not run here: what it prints is claimed.
    """
    return _parse(document, EXECUTED)


def parse_page_with_frameworks(document: Document) -> Iterable[Region]:
    """The same, with the sessions that need a framework."""
    return _parse(document, (*EXECUTED, *FRAMEWORKS))


def _parse(document: Document, kinds: Iterable[str]) -> Iterable[Region]:
    page = Page(document.text, _short(document.path))
    if page.unclosed:
        yield Region(0, len(document.text), parsed=page, evaluator=_check_closed)
        return
    ledger = read_claims(page)
    yield from parse_sessions(document, set(kinds) & set(SESSIONS))
    for fence in page.fences:
        if fence.kind in SCRIPTS:
            yield Region(fence.start, fence.end, parsed=fence.text, evaluator=_run)
    formulas = Formulas(page)
    for comment, claims in ledger.claims:
        parsed = (page, claims, formulas)
        yield Region(comment.start, comment.end, parsed=parsed, evaluator=_check)
    end = len(document.text)
    yield Region(end - 1, end, parsed=(page, ledger, formulas), evaluator=_check_rest)


def document_of(page: Page, parse: Callable[[Document], Iterable[Region]] = parse_page) -> Document:
    """Return a page as it is run outside pytest."""
    document = Document(page.text, page.name)
    for region in parse(document):
        document.add(region)
    return document


def failures(page: Page) -> Iterator[str]:
    """Run a page outside pytest: yield what each piece of code or comment says that fails."""
    for example in document_of(page):
        try:
            example.evaluate()
        except SybilFailure as failure:
            yield f"{page.where(example.start)}: {failure.result}"
        except AssertionError as error:
            yield str(error)
        except Exception as error:
            yield f"{page.where(example.start)}: {error!r}"


def parse_sessions(document: Document, kinds: Iterable[str] = SESSIONS) -> Iterable[Region]:
    """Yield only the sessions: for a text such as the README, whose prose claims nothing."""
    session = DocTestStringParser(DocTestEvaluator(STRICT))
    for fence in Page(document.text).fences:
        if fence.kind in kinds:
            yield from _session(session, document, fence.start, fence.end)


def _session(
    parser: DocTestStringParser, document: Document, start: int, end: int
) -> Iterable[Region]:
    body = document.text.index("\n", start) + 1
    last = document.text.rfind("\n", body, end) + 1
    for region in parser(document.text[body:last], document.path):
        region.start += body
        region.end = min(region.end + body, last)
        # doctest counts lines from the start of the string it was given.
        region.parsed.lineno += document.text.count("\n", 0, body)
        yield region


def _run(example: Example) -> None:
    source = "\n" * (example.line) + example.parsed
    exec(compile(source, example.path, "exec"), example.namespace)


def _check_closed(example: Example) -> None:
    raise ClaimError("\n".join(violations(example.parsed)))


def _check(example: Example) -> None:
    """At each comment: its claims, and the formulas before it."""
    page, claims, formulas = example.parsed
    found = [*false_claims(page, claims, example.namespace)]
    found += formulas.problems(example.end, example.namespace)
    evaluated = [number for claim in claims for number in claim.evaluated(example.namespace)]
    _raise([*found, *dict.fromkeys(formulas.not_evaluated(evaluated))])


def _check_rest(example: Example) -> None:
    """At the end of the page: the names, the last formulas, and whatever was not matched."""
    page, ledger, formulas = example.parsed
    _raise(f"{page.where(at)}: {text}" for at, text in ledger.problems)
    named = [name.claim for name in ledger.names]
    found = formulas.problems(example.end + 1, example.namespace)
    found = [*false_claims(page, named, example.namespace), *found]
    _raise([*found, *formulas.unused_marks(), *formulas.unused_letters()])


def false_claims(page: Page, claims: Iterable[Claim], namespace: dict[str, Any]) -> Iterator[str]:
    """Yield what each false claim says, where the names of the page are these."""
    for claim in claims:
        try:
            claim.check(page, namespace)
        except ClaimError as error:
            yield str(error)


def _raise(errors: Iterable[str]) -> None:
    found = list(errors)
    if found:
        raise ClaimError("\n".join(found))


def _short(path: str) -> str:
    _, found, tail = path.replace("\\", "/").rpartition("/docs/")
    return f"docs/{tail}" if found else path
