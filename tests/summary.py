"""What the tests print at their end: first causes, givens, page weights, finds, times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from site_build.fences import FRAMEWORKS
from tests.pages.book import all_pages
from tests.pages.claims import marked, read_claims
from tests.pages.formulas.pages import states

KINDS = ("HTML", "CSS", "JS", "fonts", "images")


def givens() -> Iterator[str]:
    """List every number that the book cites or sets instead of computing it."""
    for page in all_pages():
        for at, claim in read_claims(page).all():
            if claim.given is not None:
                shown = " ".join(number.text for number in claim.numbers)
                yield f"{page.where(at)}: {shown}: {claim.given}"


def unchecked_formulas() -> Iterator[str]:
    """List every formula that a page says is no statement, and how many state something."""
    stating = 0
    for page in all_pages():
        stating += sum(states(formula) for formula in page.formulas)
        for at, formula, kind, reason in marked(page):
            if kind == "unchecked":
                yield f"{page.where(at)}: ${formula}$: {reason}"
    yield f"of {stating} formulas that state something"


def part(node: str) -> str:
    """Name the part of the tests that a test belongs to: two folders at most."""
    folders = node.split("::")[0].split("/")[:-1]
    return "/".join(folders[:2] if folders[:1] == ["tests"] else folders[:1]) or node.split("::")[0]


# What is wrong in one of these shows in all that come after it.
DEPENDENCIES = (
    "xorbook",
    "tests/package",
    "tests/pages",
    "docs",
    "tests/figures",
    "tests/interactive",
    "tests/site",
    "tests/browser",
)
FAILURES_SHOWN = 8


def first_causes(reports: list[pytest.TestReport]) -> list[pytest.TestReport]:
    """Sort failures so that causes come before what follows from them."""

    def place(report: pytest.TestReport) -> int:
        name = part(report.nodeid)
        return DEPENDENCIES.index(name) if name in DEPENDENCIES else len(DEPENDENCIES)

    return sorted(reports, key=place)


class FirstCauses:
    """A plugin: of many failures only the first are told at length, the rest are counted."""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> Generator[None, None, None]:
        stats = terminalreporter.stats
        failed = first_causes(stats.get("failed", []))
        if len(failed) <= FAILURES_SHOWN:
            return (yield)
        stats["failed"] = failed[:FAILURES_SHOWN]
        try:
            return (yield)
        finally:
            stats["failed"] = failed
            terminalreporter.section("and what may follow from these")
            counts = Counter(part(report.nodeid) for report in failed[FAILURES_SHOWN:])
            for name, count in counts.items():
                terminalreporter.write_line(f"{count:7} more failed in {name}")


def times(reports: list[pytest.TestReport]) -> Iterator[str]:
    """List the seconds of each part, the longest first; the processes' times are added."""
    seconds: Counter[str] = Counter()
    for report in reports:
        seconds[part(report.nodeid)] += report.duration  # type: ignore[assignment]
    for name, total in seconds.most_common():
        yield f"{total:7.1f} s  {name}"


def properties(reports: list[pytest.TestReport], name: str) -> list[Any]:
    """Return what tests have recorded under a name."""
    return [
        value
        for report in reports
        for recorded, value in report.user_properties
        if recorded == name and report.when == "call"
    ]


def weights(reports: list[pytest.TestReport]) -> Iterator[str]:
    """List what each page weighs in a browser on a phone, in bytes, packed."""
    found = sorted(properties(reports, "page weight"))
    if found:
        yield "   total" + "".join(f"{kind:>8}" for kind in KINDS)
    for page, kinds in found:
        parts = "".join(f"{kinds.get(kind, 0):8}" for kind in KINDS)
        yield f"{sum(kinds.values()):8}{parts}  {page}"


def looks(reports: list[pytest.TestReport]) -> Iterator[str]:
    """Count the pages that axe has checked, in how many looks of scheme and width."""
    # A test records its looks when nothing was found.
    counts = properties(reports, "looks checked by axe")
    if counts:
        yield f"{len(counts)} pages, dialogues and contents in {sum(counts)} looks: nothing found"


def fuzzing(reports: list[pytest.TestReport]) -> Iterator[str]:
    """Say how many odd calls, damaged files and random gradients were tried, and what was found."""
    for tried, findings in properties(reports, "fuzzing"):
        yield f"{tried}: {findings or 'no'} finding{'' if findings == 1 else 's'}"


def found(reports: list[pytest.TestReport]) -> Iterator[str]:
    """Say how much of what readers may look for is among the search's first answers."""
    for language, counts in properties(reports, "search"):
        right, asked = (sum(column) for column in zip(*counts.values(), strict=True))
        parts = ", ".join(f"{kind} {a}/{b}" for kind, (a, b) in counts.items())
        yield f"{language}  {right} of {asked}: {parts}"


def unguarded(reports: list[pytest.TestReport]) -> Iterator[str]:
    """Say how many digits only the other language guards, and which changes were not noticed."""
    for shown, alone, stated in properties(reports, "agreement"):
        yield f"{alone} of {shown} digits: {alone / shown:.2%}; {stated} more stand in statements"
    trials = properties(reports, "formulas")
    passed = [one for _, survivors in trials for one in survivors]
    if trials:
        tried = sum(count for count, _ in trials)
        yield f"{len(passed)} of {tried} changes of a statement pass, true or a definition:"
    yield from passed


def framework_sessions(reports: list[pytest.TestReport]) -> Iterator[str]:
    """Count the sessions of pages that were run in each framework."""
    run: Counter[str] = Counter()
    for counts in properties(reports, "framework sessions"):
        run.update(counts)
    if run:
        for name, kind in FRAMEWORKS.items():
            yield f"{run[name]:7} sessions run in {kind.framework}"


def print_summary(reporter: pytest.TerminalReporter) -> None:
    """Print all of it; properties come back from the other processes with the reports."""
    outcomes = ("passed", "failed", "error", "skipped", "")
    reports = [
        report
        for outcome in outcomes
        for report in reporter.stats.get(outcome, [])
        if isinstance(report, pytest.TestReport)
    ]
    sections = {
        "numbers the book takes as given": givens(),
        "formulas that are not checked, and why": unchecked_formulas(),
        "digits and formulas that the agreement of the languages alone guards": unguarded(reports),
        "weight of each page, packed": weights(reports),
        "accessibility: pages checked by axe-core": looks(reports),
        "fuzzing": fuzzing(reports),
        "search: queries that find their page among the first answers": found(reports),
        "pages on frameworks": framework_sessions(reports),
        "time of each part": times(reports),
    }
    for title, lines in sections.items():
        for number, line in enumerate(lines):
            if number == 0:
                reporter.section(title)
            reporter.write_line(line)
