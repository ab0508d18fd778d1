"""Markdown extension: comments leave the page, `{{ wheel }}` becomes the package's address."""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from site_build.settings import wheel_name
from site_build.source import strip_comments


class PagePreprocessor(Preprocessor):  # type: ignore[misc]
    """Do both, on the source."""

    def __init__(self, md: Markdown, address: str) -> None:
        super().__init__(md)
        self.wheel = address.rstrip("/") + "/" + wheel_name()

    def run(self, lines: list[str]) -> list[str]:
        text = strip_comments("\n".join(lines))
        return text.replace("{{ wheel }}", self.wheel).split("\n")


class PageExtension(Extension):  # type: ignore[misc]
    """Register both with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"address": ["", "the address of the site's root"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(
            PagePreprocessor(md, self.getConfig("address")), "xorbook_page", 50
        )


def makeExtension(**kwargs: Any) -> PageExtension:
    """Be found by `markdown_extensions: site_build.page`."""
    return PageExtension(**kwargs)
