"""Markdown extension: what happens to a page's source before anything else reads it.

Comments leave the page, `{{ wheel }}` becomes the package's address, and a point such as (0, 1) is
never broken over two lines.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from site_build.settings import wheel_name
from site_build.source import code_or, replace_outside_code, strip_comments

_POINT = code_or(r"(?P<point> \( (?: [−-]?[0-9.]+ ,[ ] )+ [−-]?[0-9.]+ \) )")


class PagePreprocessor(Preprocessor):  # type: ignore[misc]
    """Do both, on the source."""

    def __init__(self, md: Markdown, address: str) -> None:
        super().__init__(md)
        self.wheel = address.rstrip("/") + "/" + wheel_name()

    def run(self, lines: list[str]) -> list[str]:
        text = strip_comments("\n".join(lines))
        return text.replace("{{ wheel }}", self.wheel).split("\n")


class PointPreprocessor(Preprocessor):  # type: ignore[misc]
    """Put no-break spaces into the points of the prose."""

    def run(self, lines: list[str]) -> list[str]:
        text = replace_outside_code(
            _POINT, "\n".join(lines), lambda match: match["point"].replace(" ", "\u00a0")
        )
        return text.split("\n")


class PageExtension(Extension):  # type: ignore[misc]
    """Register both with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"address": ["", "the address of the site's root"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(
            PagePreprocessor(md, self.getConfig("address")), "xorbook_page", 50
        )
        # After the formulas (28) have left the text: in them a space is nothing.
        md.preprocessors.register(PointPreprocessor(md), "xorbook_point", 27)


def makeExtension(**kwargs: Any) -> PageExtension:
    """Be found by `markdown_extensions: site_build.page`."""
    return PageExtension(**kwargs)
