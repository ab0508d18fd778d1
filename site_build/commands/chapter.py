"""Begins a chapter: its pages and the module of its figures, with everything still to be said.

What stands in ⟦ ⟧ is for the writer. `make check` names each that is left.
"""

from __future__ import annotations

import re
from pathlib import Path

from site_build import settings
from site_build.contents import SUFFIXES

TEMPLATES = settings.ROOT / "site_build" / "templates" / "chapter"


def begin_chapter(name: str, root: Path = settings.ROOT) -> None:
    """Write the pages of a chapter and the module of its figures, and say what comes next.

    Raises
    ------
    RuntimeError
        When the name cannot be a page's address, or one of the files exists.
    """
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        raise RuntimeError(f"expected a name in small letters and hyphens, got {name!r}")
    pages = {language: Path("docs", language, f"{name}.md") for language in settings.LANGUAGES}
    module = Path("xorbook", "figures", f"{name.replace('-', '_')}.py")
    others = [page.with_suffix(suffix) for page in pages.values() for suffix in SUFFIXES]
    for file in (*others, module):
        if (root / file).exists():
            raise RuntimeError(f"{file} exists already")
    made = {page: f"{language}.md" for language, page in pages.items()} | {module: "figures.txt"}
    for file, template in made.items():
        text = (TEMPLATES / template).read_text("utf-8")
        text = text.replace("NAME", name).replace("FUNCTION", module.stem)
        (root / file).write_text(text, "utf-8")
        print(file)
    print(f"Next: a line `- {name}` in docs/contents.yml; `make check` names what is missing.")
