"""Markdown extension: a figure with `{ interactive=NAME }` behind it can be worked with.

It stays where it is, for paper and for readers without scripts; around it stands the element that
`overrides/assets/figures/loader.js` brings to life. The last paragraph of its caption, with
`{ .live }` below it, is the caption of what comes to life. Both are in the page, in the same place,
so that nothing moves when one gives way to the other.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

_ASKING = re.compile(r'<p>(<img\b[^>]*?) interactive="([\w-]+)"([^>]*>)</p>')
_CAPTIONS = re.compile(
    r'<figcaption>\s*<p>(?P<prefix><span class="caption-prefix">[^<]*</span> )?'
    r'(?P<own>(?:(?!</p>).)*)</p>\s*<p class="live">(?P<live>(?:(?!</p>).)*)</p>',
    re.DOTALL,
)
_FILES = re.compile(r' <span class="book-files".*')


class InteractivePostprocessor(Postprocessor):  # type: ignore[misc]
    """Put the element around the figures that ask for it."""

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.language = language

    def run(self, text: str) -> str:
        return _CAPTIONS.sub(_both, _ASKING.sub(self._one, text))

    def _one(self, match: re.Match[str]) -> str:
        start, name, end = match.groups()
        return (
            f'<book-figure name="{name}" id="interactive-{name}" lang="{self.language}">'
            f"<p>{start}{end}</p></book-figure>"
        )


def _both(match: re.Match[str]) -> str:
    """Return both captions, each with the number of the figure and the links to its files."""
    prefix, own, live = match["prefix"] or "", match["own"], match["live"]
    files = _FILES.search(live)
    return (
        f"<figcaption><p>{prefix}{own}{files[0] if files else ''}</p>"
        f'<p class="live" hidden data-search-exclude>{prefix}{live}</p>'
    )


class InteractiveExtension(Extension):  # type: ignore[misc]
    """Register it with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"language": ["ko", "the language of the pages"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # After the links to the files of a figure (4) have come into its caption.
        given = InteractivePostprocessor(md, self.getConfig("language"))
        md.postprocessors.register(given, "xorbook_interactive", 3.5)


def makeExtension(**kwargs: Any) -> InteractiveExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.interactive`."""
    return InteractiveExtension(**kwargs)
