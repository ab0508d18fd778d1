"""Begins a chapter: its page in each language, with everything that a chapter has still to be said.

What stands in ⟦ ⟧ is for the writer. `make check` names each that is left.
"""

from __future__ import annotations

import re
from pathlib import Path

from site_build import settings
from site_build.contents import SUFFIXES

TEMPLATES = settings.ROOT / "site_build" / "templates" / "chapter"


def begin_chapter(name: str, docs: Path = settings.ROOT / "docs") -> None:
    """Write the two pages of a chapter and say what comes next.

    Raises
    ------
    RuntimeError
        When the name cannot be a page's address, or one of the pages exists.
    """
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        raise RuntimeError(f"expected a name in small letters and hyphens, got {name!r}")
    for language in settings.LANGUAGES:
        for suffix in SUFFIXES:
            if (docs / language / f"{name}{suffix}").exists():
                raise RuntimeError(f"docs/{language}/{name}{suffix} exists already")
    for language in settings.LANGUAGES:
        page = (TEMPLATES / f"{language}.md").read_text("utf-8").replace("NAME", name)
        (docs / language / f"{name}.md").write_text(page, "utf-8")
        print(f"docs/{language}/{name}.md")
    print(f"Next: a line `- {name}` in docs/contents.yml; `make check` names what is missing.")
