"""Where the links of the pages lead: every page and every anchor they name is there."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from tests.pages.markup import Page

LINK = re.compile(
    r"(?<!!)\[[^\[\]]*\]"
    r"\((?P<target>(?P<page>[a-z][a-z0-9-]*\.(?:md|ipynb))?(?:#(?P<anchor>[a-z0-9-]+))?)\)"
)
ANCHOR = re.compile(r"\{ *#(?P<id>[a-z0-9-]+) *\}")
# The build names every block of code after its section.
CODE_BLOCK = re.compile(r"-code-[1-9][0-9]*$")


def link_problems(pages: Iterable[Page], notebooks: Iterable[str]) -> Iterator[str]:
    """Every link between pages of one language leads to a page and to an anchor of it.

    `notebooks` are paths; their anchors are not read, so that a link to one is an error.
    """
    every = {page.name: page for page in pages}
    known = set(every) | set(notebooks)
    for page in every.values():
        for link in LINK.finditer(page.prose):
            if not link["target"]:
                continue
            where = page.where(link.start())
            target = link["page"] or PurePosixPath(page.name).name
            path = str(PurePosixPath(page.name).parent / target)
            if path not in known:
                yield f"{where}: there is no page {target}"
            elif link["anchor"] and not _has(every.get(path), link["anchor"]):
                yield f"{where}: {target} has no anchor #{link['anchor']}"


def _has(page: Page | None, anchor: str) -> bool:
    return page is not None and CODE_BLOCK.sub("", anchor) in _anchors(page)


@lru_cache(maxsize=64)
def _anchors(page: Page) -> frozenset[str]:
    return frozenset(match["id"] for match in ANCHOR.finditer(page.prose))
