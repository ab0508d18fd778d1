"""Markdown extension: `{{ chapters }}` becomes the rows of a table, each chapter with its question.

They come from the contents and from the chapters themselves.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from site_build.contents import Contents

_PLACE = "{{ chapters }}"


class ChapterTablePreprocessor(Preprocessor):  # type: ignore[misc]
    """Write the rows where they belong."""

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.language = language

    def run(self, lines: list[str]) -> list[str]:
        made: list[str] = []
        for line in lines:
            # The table is read anew for every page, since a server outlives what it has read.
            rows = Contents().table(self.language) if line.strip() == _PLACE else line
            made += rows.split("\n")
        return made


class ChapterTableExtension(Extension):  # type: ignore[misc]
    """Register it with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"language": ["ko", "the language of the pages"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # Before everything that looks at the text.
        table = ChapterTablePreprocessor(md, self.getConfig("language"))
        md.preprocessors.register(table, "xorbook_chapters", 51)


def makeExtension(**kwargs: Any) -> ChapterTableExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.chapter_table`."""
    return ChapterTableExtension(**kwargs)
