"""`python -m tests.pages [NAME …]`: print every broken rule, and what fails when pages are run."""

import re
import sys
from collections.abc import Iterator

from tests.pages.book import all_pages, problems
from tests.pages.examples import failures
from tests.pages.markup import Page


def main(names: list[str]) -> int:
    """Check the named pages, or the whole book."""
    found = list(problems())
    pages = [page for page in all_pages() if not names or _is_named(page.name, names)]
    if names:
        found = [problem for problem in found if _is_named(problem, names)]
    for page in pages:
        found += _failures(page, {*found})
    print("\n".join(found) or "no rule is broken, and what the pages show is what comes out")
    return 1 if found else 0


def _is_named(text: str, names: list[str]) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in names)


def _failures(page: Page, known: set[str]) -> Iterator[str]:
    """Yield the first failure of a page and how many follow: most of them follow from it."""
    found = [failure for failure in failures(page) if not set(failure.split("\n")) <= known]
    if found:
        yield found[0].strip()
    if len(found) > 1:
        yield f"{page.name}: {len(found) - 1} more fail after it, perhaps because of it"


sys.exit(main(sys.argv[1:]))
