"""Markdown extension: comments leave a page, and what only the build knows takes its place.

`{{ wheel }}` becomes the address of the package; a line `{{ chapters }}` the rows of a table, each
chapter with the question it answers, from the contents and from the chapters themselves; and a line
`{{ practice KIND }}` the place where problems of a kind are practised.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from site_build.contents import Contents
from site_build.markdown_source import strip_comments
from site_build.settings import wheel_address

_CHAPTERS = "{{ chapters }}"
_PRACTICE = re.compile(r"\{\{ practice ([a-z]+) \}\}")


class PlaceholderPreprocessor(Preprocessor):  # type: ignore[misc]
    """Take the comments out and put address and chapters in."""

    def __init__(self, md: Markdown, address: str, language: str) -> None:
        super().__init__(md)
        self.wheel = wheel_address(address)
        self.language = language

    def run(self, lines: list[str]) -> list[str]:
        text = strip_comments("\n".join(lines)).replace("{{ wheel }}", self.wheel)
        filled = [self._filled(line) for line in text.split("\n")]
        return "\n".join(filled).split("\n")

    def _filled(self, line: str) -> str:
        # The contents are read anew for every page: a server outlives what it has read.
        if line.strip() == _CHAPTERS:
            return Contents().table(self.language)
        kind = _PRACTICE.fullmatch(line.strip())
        return _practised(kind[1], self.language) if kind else line


def _practised(kind: str, language: str) -> str:
    name = f"practice-{kind}"
    return (
        f'<div class="practice"><book-figure name="{name}" id="interactive-{name}" '
        f'lang="{language}"></book-figure></div>'
    )


class PlaceholderExtension(Extension):  # type: ignore[misc]
    """Register it with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "address": ["", "the address of the site's root"],
            "language": ["ko", "the language of the pages"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        given = PlaceholderPreprocessor(md, self.getConfig("address"), self.getConfig("language"))
        # Before everything that looks at the text.
        md.preprocessors.register(given, "xorbook_placeholders", 50)


def makeExtension(**kwargs: Any) -> PlaceholderExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.placeholders`."""
    return PlaceholderExtension(**kwargs)
