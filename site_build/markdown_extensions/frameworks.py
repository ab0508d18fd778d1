"""Markdown extension: a session in a framework is shown as any other, with the framework's name."""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from site_build.fences import FRAMEWORKS

_OPENING = re.compile(rf"^([ \t>]*(?:`{{3,}}|~{{3,}}))({'|'.join(FRAMEWORKS)})[ \t]*$")


def with_title(line: str) -> str:
    """Turn the opening of a framework's fence into one that the highlighter knows."""

    def titled(match: re.Match[str]) -> str:
        kind = FRAMEWORKS[match[2]]
        language = kind.name.removesuffix(f" {kind.module}")
        return f'{match[1]}{language} title="{kind.framework}"'

    return _OPENING.sub(titled, line)


class FrameworksPreprocessor(Preprocessor):  # type: ignore[misc]
    """Put the framework's name above every session that needs it."""

    def run(self, lines: list[str]) -> list[str]:
        return [with_title(line) for line in lines]


class FrameworksExtension(Extension):  # type: ignore[misc]
    """Register it with Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        # Before fences (25) are taken out.
        md.preprocessors.register(FrameworksPreprocessor(md), "xorbook_frameworks", 29)


def makeExtension(**kwargs: Any) -> FrameworksExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.frameworks`."""
    return FrameworksExtension(**kwargs)
