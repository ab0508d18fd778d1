"""What the book holds, in which part and order: `docs/contents.yml`, with the titles of its pages.

The menu of both languages, the table of chapters, what search engines are told, the search and the
tests all ask here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import yaml_load

from site_build.settings import LANGUAGES, ROOT

LIST = "contents.yml"
NOTEBOOK = ".ipynb"
SUFFIXES = (".md", NOTEBOOK)


class ContentsError(ValueError):
    """Contents that are not what a book can be put together from."""


@dataclass(frozen=True)
class Part:
    """A part of the book: its title in each language, its pages by name, and what they are."""

    title: dict[str, str]
    pages: tuple[str, ...]
    are_chapters: bool


def _parts(given: Any) -> Iterator[Part]:
    for part in given:
        kinds = [kind for kind in ("chapters", "appendices") if kind in part]
        if len(part) != 2 or len(kinds) != 1 or set(part.get("title", ())) != set(LANGUAGES):
            raise ContentsError(
                f"{LIST}: expected a part with a title for each of {', '.join(LANGUAGES)} "
                f"and its chapters or appendices, got {part}"
            )
        yield Part(part["title"], tuple(part[kinds[0]]), kinds == ["chapters"])


@dataclass(frozen=True)
class Contents:
    """The contents of the book in a folder that holds `contents.yml` and its languages."""

    docs: Path = ROOT / "docs"

    @cached_property
    def _read(self) -> tuple[str, tuple[Part, ...]]:
        given = yaml_load((self.docs / LIST).read_text("utf-8"))
        if not isinstance(given, dict) or given.keys() != {"first", "parts"}:
            raise ContentsError(f"{LIST}: expected first and parts, got {given}")
        return str(given["first"]), tuple(_parts(given["parts"]))

    @property
    def first(self) -> str:
        """The page that the book opens with, before all parts."""
        return self._read[0]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts, in order."""
        return self._read[1]

    @property
    def pages(self) -> list[str]:
        """Every page by name, in the order of reading."""
        return [self.first, *(name for part in self.parts for name in part.pages)]

    @property
    def chapters(self) -> list[str]:
        """The chapters by name, in order, of whatever part."""
        return [name for part in self.parts if part.are_chapters for name in part.pages]

    @property
    def notebooks(self) -> list[str]:
        """The pages that are written as notebooks."""
        return [name for name in self.pages if self.file(LANGUAGES[0], name).suffix == NOTEBOOK]

    @property
    def beside_chapters(self) -> list[str]:
        """The pages that explain nothing by themselves, which a search is to name after others."""
        explaining = set(self.chapters) - set(self.notebooks)
        return [name for name in self.pages if name not in explaining]

    def file(self, language: str, name: str) -> Path:
        """Return where a page is written.

        Raises
        ------
        ContentsError
            When there is no such page, or it is written twice.
        """
        found = [
            file
            for suffix in SUFFIXES
            if (file := self.docs / language / f"{name}{suffix}").is_file()
        ]
        if len(found) != 1:
            expected = " or ".join(f"docs/{language}/{name}{suffix}" for suffix in SUFFIXES)
            raise ContentsError(f"{LIST} lists {name}: expected {expected}, found {len(found)}")
        return found[0]

    def meta(self, language: str, name: str) -> dict[str, Any]:
        """Return what a page says of itself: its front matter, or a notebook's metadata.

        Raises
        ------
        ContentsError
            When its front matter is no YAML, which MkDocs would take for text.
        """
        file = self.file(language, name)
        text = file.read_text("utf-8")
        if file.suffix == NOTEBOOK:
            return dict(json.loads(text)["metadata"].get("page", {}))
        rest, said = get_data(text)
        if rest == text and text.startswith("---\n"):
            raise ContentsError(
                f"{language}/{file.name}: expected front matter in YAML, got what cannot be read; "
                "a text that holds a colon and a space needs quotation marks"
            )
        return dict(said)

    def _said(self, language: str, name: str, key: str) -> str:
        if not (said := self.meta(language, name).get(key)):
            raise ContentsError(f"{language}/{name}: expected its {key}, found none")
        return str(said)

    def menu(self, language: str) -> list[dict[str, Any]]:
        """Return the contents as MkDocs takes them."""

        def entry(name: str) -> dict[str, str]:
            return {self._said(language, name, "title"): self.file(language, name).name}

        parts = [{part.title[language]: list(map(entry, part.pages))} for part in self.parts]
        return [entry(self.first), *parts]

    def table(self, language: str) -> str:
        """Return the rows of a table, in Markdown: each chapter and the question it answers."""
        return "\n".join(
            f"| [{self._said(language, name, 'title')}]({self.file(language, name).name})"
            f" | {self._said(language, name, 'question')} |"
            for name in self.chapters
        )
