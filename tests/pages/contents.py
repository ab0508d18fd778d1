"""What the contents and the pages must know of each other: what a new chapter still lacks."""

from collections.abc import Iterator
from pathlib import Path

from site_build.contents import LIST, SUFFIXES, Contents, ContentsError
from site_build.settings import LANGUAGES
from tests.pages.markup import Page


def contents_problems(contents: Contents) -> Iterator[str]:
    """Every page is listed once and written in both languages, and every chapter is complete."""
    try:
        listed = contents.pages
    except ContentsError as error:
        yield f"docs/{error}"
        return
    written = {language: _written(contents.docs / language) for language in LANGUAGES}
    every = set().union(*written.values())
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield f"docs/{LIST} lists {name} twice"
    for name in sorted({Path(file).stem for file in every} - set(listed)):
        yield f"docs/{LIST} does not list {name}, which is a page"
    for file in sorted(every):
        missing = [language for language in LANGUAGES if file not in written[language]]
        yield from (f"docs/{language}/{file} does not exist" for language in missing)
    for name in dict.fromkeys(listed):
        files = sorted(file for file in every if Path(file).stem == name)
        if len(files) != 1:
            found = f"{' and '.join(files)}, which share an address" if files else "no page"
            yield f"docs/{LIST} lists {name}: expected one page of this name, found {found}"
        else:
            here = [language for language in LANGUAGES if files[0] in written[language]]
            for language in here:
                yield from _page_problems(contents, language, name)


def _written(folder: Path) -> set[str]:
    return {file.name for suffix in SUFFIXES for file in folder.glob(f"*{suffix}")}


def _page_problems(contents: Contents, language: str, name: str) -> Iterator[str]:
    """Say what a page lacks to be listed, linked and shown by itself."""
    file = contents.file(language, name)
    where = f"docs/{language}/{file.name}"
    try:
        meta = contents.meta(language, name)
    except ContentsError as error:
        yield f"docs/{error}"
        return
    if not meta.get("title"):
        yield f"{where} has no title"
    if name not in contents.chapters:
        return
    if not meta.get("question"):
        yield f"{where} has no question: the one that it answers in the table of chapters"
    before = contents.pages[: contents.pages.index(name)]
    for other in meta.get("prerequisites") or ():
        if Path(other).stem not in before:
            yield f"{where}: expected prerequisites that come before it, got {other}"
    if file.suffix == ".md":
        yield from _lacking(Page(file.read_text("utf-8"), where))


def _lacking(chapter: Page) -> Iterator[str]:
    if not chapter.images:
        yield f"{chapter.name} has no figure, of which the picture of a shared link is made"
    if not any("#exercise-" in heading.kind for heading in chapter.headings):
        yield f"{chapter.name} has no exercise"
    for anchor, what in (("summary", "summary"), ("sources", "sources of its numbers")):
        if not any(f"#{anchor}" in heading.kind for heading in chapter.headings):
            yield f"{chapter.name} has no section #{anchor}: the {what}"
    if any("#first-section" in heading.kind for heading in chapter.headings):
        yield f"{chapter.name} has the anchor #first-section, under which nobody finds anything"
    if "](glossary.md#" not in chapter.prose:
        yield f"{chapter.name} links no term to the glossary"
