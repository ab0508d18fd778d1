"""Markdown extension: tables scroll inside a frame, and none of their headers is empty."""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

_EMPTY_HEADER = re.compile(r"<th([^>]*)></th>")
# Docstrings come by twice: by themselves, and as a part of their page.
_BARE_TABLE = re.compile(r'(?<!<div class="md-typeset__table">)<table>.*?</table>', re.DOTALL)


class EmptyHeaderPostprocessor(Postprocessor):  # type: ignore[misc]
    """Make the empty corner of a table a cell: it is the header of nothing."""

    def run(self, text: str) -> str:
        return _EMPTY_HEADER.sub(r"<td\1></td>", text)


class TablePostprocessor(Postprocessor):  # type: ignore[misc]
    """Put tables into the frames that let them scroll, as Material's script would."""

    def run(self, text: str) -> str:
        frame = (
            r'<div class="md-typeset__scrollwrap"><div class="md-typeset__table">\g<0></div></div>'
        )
        return _BARE_TABLE.sub(frame, text)


class TablesExtension(Extension):  # type: ignore[misc]
    """Register them with Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After the raw HTML (30) has come back from its stash.
        md.postprocessors.register(EmptyHeaderPostprocessor(md), "xorbook_corners", 5)
        md.postprocessors.register(TablePostprocessor(md), "xorbook_tables", 5)


def makeExtension(**kwargs: Any) -> TablesExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.tables`."""
    return TablesExtension(**kwargs)
