"""Markdown extension: what happens to a page's source before anything else reads it.

Comments leave the page, `{{ wheel }}` becomes the package's address, a point such as (0, 1) is
never broken over two lines, and none begins with the particle of a bracket, as in 가중치(weight)를.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from site_build.settings import wheel_name
from site_build.source import code_or, replace_outside_code, strip_comments

_TOGETHER = code_or(
    r"""
    (?P<bracket> \( (?: [−-]?[0-9.]+ ,[ ] )+ [−-]?[0-9.]+ \) | \) ) (?P<particle> (?=[가-힣]) )?
"""
)


class PagePreprocessor(Preprocessor):  # type: ignore[misc]
    """Take the comments out and put the address in."""

    def __init__(self, md: Markdown, address: str) -> None:
        super().__init__(md)
        self.wheel = address.rstrip("/") + "/" + wheel_name()

    def run(self, lines: list[str]) -> list[str]:
        text = strip_comments("\n".join(lines))
        return text.replace("{{ wheel }}", self.wheel).split("\n")


class LineBreakPreprocessor(Preprocessor):  # type: ignore[misc]
    """Keep together in the prose what belongs together."""

    def run(self, lines: list[str]) -> list[str]:
        def join(match: re.Match[str]) -> str:
            held = "" if match["particle"] is None else "\u2060"
            return match["bracket"].replace(" ", "\u00a0") + held

        return replace_outside_code(_TOGETHER, "\n".join(lines), join).split("\n")


class PageExtension(Extension):  # type: ignore[misc]
    """Register them with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"address": ["", "the address of the site's root"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(
            PagePreprocessor(md, self.getConfig("address")), "xorbook_page", 50
        )
        # After the formulas (28) have left the text: in them a space is nothing.
        md.preprocessors.register(LineBreakPreprocessor(md), "xorbook_breaks", 27)


def makeExtension(**kwargs: Any) -> PageExtension:
    """Be found by `markdown_extensions: site_build.page`."""
    return PageExtension(**kwargs)
