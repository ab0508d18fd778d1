"""Markdown extension: what may scroll sideways is a stop of the Tab key from the first paint.

How wide a reader's page is, the build cannot know: so it is generous, and `keyboard.js` takes a
stop away where nothing scrolls. Without the script all is reachable, and a stop or two too many.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

# Columns that fit into a list on a phone of 320 px whose reader has doubled the size of letters.
FITS = 8

_TAG = re.compile(r"<[^>]+>")
_CODE = re.compile(r"(<pre\b[^>]*>(?:(?!</?pre\b).)*?)<code>(.*?)</code>", re.DOTALL)
_OUTPUT = re.compile(r'<div class="notebook-output">')
_TABLE = re.compile(r'<div class="md-typeset__scrollwrap">')
_FORMULA = re.compile(r'<div class="math-display"(?= data-search-exclude role="group")')


def columns(html: str) -> int:
    """Count the columns of the longest line; a Korean syllable fills two."""
    lines = unescape(_TAG.sub("", html)).splitlines()
    return max((sum(map(_width, line)) for line in lines), default=0)


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class ScrollingPostprocessor(Postprocessor):  # type: ignore[misc]
    """Make stops of code, tables, formulas and outputs, and name them."""

    def __init__(self, md: Markdown, labels: dict[str, str]) -> None:
        super().__init__(md)
        self.stop = {
            kind: f' tabindex="0" role="group" aria-label="{escape(label)}"'
            for kind, label in labels.items()
        }

    def run(self, text: str) -> str:
        text = _CODE.sub(self._code, text)
        text = _OUTPUT.sub(f'<div class="notebook-output"{self.stop["output"]}>', text)
        text = _TABLE.sub(f'<div class="md-typeset__scrollwrap"{self.stop["table"]}>', text)
        # A formula has its role and its name already: they do not depend on its width.
        return _FORMULA.sub('<div class="math-display" tabindex="0"', text)

    def _code(self, block: re.Match[str]) -> str:
        if columns(block[2]) <= FITS:
            return block[0]
        return f"{block[1]}<code{self.stop['code']}>{block[2]}</code>"


class ScrollingExtension(Extension):  # type: ignore[misc]
    """Register it with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "code": ["code", "what a screen reader calls a block of code"],
            "table": ["table", "what it calls the frame of a table"],
            "output": ["output", "what it calls what a notebook's cell has printed"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # After tables have got their frames (5), and code its buttons (4).
        md.postprocessors.register(
            ScrollingPostprocessor(md, self.getConfigs()), "xorbook_scrolling", 3
        )


def makeExtension(**kwargs: Any) -> ScrollingExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.scrolling`."""
    return ScrollingExtension(**kwargs)
