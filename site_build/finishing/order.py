"""The steps that finish a built language, in their order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from site_build.finishing import (
    downloads,
    for_robots,
    formula_fonts,
    indentation,
    interactive,
    material_script,
    practice,
    search,
    security_policy,
    sharing_cards,
    styles,
)


@dataclass(frozen=True)
class Built:
    """One language as MkDocs has built it, and what the steps have to know of it."""

    folder: Path
    docs: Path
    book: str
    site_url: str
    problems: Path
    wheel: str
    search_aside: Collection[str]
    is_root: bool
    epoch: int


def finish(built: Built, *, draft: bool, new_index: bool = True) -> None:
    """Take every step, in this order.

    A draft is neither fetched from afar nor shared, so that it goes without what only readers need;
    and the server puts a script of its own into its pages, which a policy would forbid. An index
    that is kept from an earlier build has been ranked then.
    """
    folder = built.folder
    if new_index:
        search.rank(folder, built.search_aside)
    material_script.write(folder)
    search.write_worker(folder)
    practice.write(folder, built.problems)
    interactive.write(folder)
    downloads.write(built.docs, folder, built.book, built.site_url, built.wheel)
    if not draft:
        formula_fonts.shrink(folder)  # while KaTeX still has a style sheet of its own
        styles.merge(folder)
        indentation.remove(folder)
        sharing_cards.write(folder, built.site_url)
        security_policy.guard(folder)  # it holds the hashes of what stands in a finished page
    for_robots.write(folder, is_root=built.is_root, epoch=built.epoch)
