"""Markdown extension: a figure with `{ interactive=NAME }` behind it can be worked with.

It stays where it is, for paper and for readers without scripts; around it stands the element that
`overrides/assets/figures/loader.js` brings to life.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

_ASKING = re.compile(r'<p>(<img\b[^>]*?) interactive="([\w-]+)"([^>]*>)</p>')


class InteractivePostprocessor(Postprocessor):  # type: ignore[misc]
    """Put the element around the figures that ask for it."""

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.language = language

    def run(self, text: str) -> str:
        return _ASKING.sub(self._one, text)

    def _one(self, match: re.Match[str]) -> str:
        start, name, end = match.groups()
        return (
            f'<book-figure name="{name}" id="interactive-{name}" lang="{self.language}">'
            f"<p>{start}{end}</p></book-figure>"
        )


class InteractiveExtension(Extension):  # type: ignore[misc]
    """Register it with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"language": ["ko", "the language of the pages"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # After the raw HTML (30) has come back from its stash.
        given = InteractivePostprocessor(md, self.getConfig("language"))
        md.postprocessors.register(given, "xorbook_interactive", 4.5)


def makeExtension(**kwargs: Any) -> InteractiveExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.interactive`."""
    return InteractiveExtension(**kwargs)
