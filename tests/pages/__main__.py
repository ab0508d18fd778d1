"""`python -m tests.pages [NAME …]`: print every broken rule, and what fails when pages are run."""

import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.pages.book import all_pages, problems
from tests.pages.examples import failures
from tests.pages.markup import Page


def main(names: list[str]) -> int:
    """Check the named pages, or the whole book."""
    found = list(problems())
    pages = [page for page in all_pages() if not names or _is_named(page.name, names)]
    if names:
        found = [problem for problem in found if _is_named(problem, names)]
    with ProcessPoolExecutor(min(len(pages), os.cpu_count() or 1) or 1) as processes:
        run = partial(_failures, known={*found})
        found += [line for lines in processes.map(run, pages) for line in lines]
    print("\n".join(found) or "no rule is broken, and what the pages show is what comes out")
    return 1 if found else 0


def _is_named(text: str, names: list[str]) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in names)


def _failures(page: Page, known: set[str]) -> list[str]:
    """Return the first failure of a page and how many follow: most of them follow from it."""
    return [*_told(page, known)]


def _told(page: Page, known: set[str]) -> Iterator[str]:
    found = [failure for failure in failures(page) if not set(failure.split("\n")) <= known]
    if found:
        yield found[0].strip()
    if len(found) > 1:
        yield f"{page.name}: {len(found) - 1} more fail after it, perhaps because of it"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
