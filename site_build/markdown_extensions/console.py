"""Markdown extension: what a console prints is marked as output, so that a copy holds only code."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from site_build.fences import SESSIONS

_KINDS = "|".join(SESSIONS)
_BLOCK = re.compile(
    rf'(<div class="language-(?:{_KINDS}) highlight">.*?<code>)(.*?)(</code></pre>)', re.DOTALL
)
_PROMPT = '<span class="gp">'


def mark_output(code: str) -> str:
    """Wrap every run of lines without a prompt: Pygments leaves parts of a traceback bare."""
    parts = []
    lines = code.removeprefix("<span></span>").splitlines(keepends=True)
    for is_input, run in groupby(lines, lambda line: line.startswith(_PROMPT)):
        text = "".join(run)
        parts.append(text if is_input else f'<span class="output go">{text}</span>')
    return "".join(parts)


class ConsolePostprocessor(Postprocessor):  # type: ignore[misc]
    """Mark the output of every console session of a page."""

    def run(self, text: str) -> str:
        return _BLOCK.sub(lambda match: match[1] + mark_output(match[2]) + match[3], text)


class ConsoleExtension(Extension):  # type: ignore[misc]
    """Register it with Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After the raw HTML (30) has come back from its stash.
        md.postprocessors.register(ConsolePostprocessor(md), "xorbook_console", 5)


def makeExtension(**kwargs: Any) -> ConsoleExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.console`."""
    return ConsoleExtension(**kwargs)
