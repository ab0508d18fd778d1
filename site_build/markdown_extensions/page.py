"""Markdown extension: what happens to a page's source before anything else reads it.

Comments leave the page, `{{ wheel }}` becomes the package's address, neither a point such as (0, 1)
nor a name such as 2-2-1 is ever broken over two lines, no line begins with the particle of a
bracket, as in 가중치(weight)를, or of code, no header of a table is empty, and tables scroll.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from site_build.markdown_source import code_or, replace_outside_code, strip_comments
from site_build.settings import wheel_name

_TOGETHER = code_or(
    r"""
    (?P<markup> \]\( [^)\s]* | <[^<>\n]+> | \{[ ]*[#.:] [^}\n]* \} )
  | (?P<bracket> \( (?: [−-]?[0-9.]+ ,[ ] )+ [−-]?[0-9.]+ \) | \) ) (?P<particle> (?=[가-힣]) )?
  | (?<=[0-9가-힣]) (?P<hyphen> - ) (?=[0-9가-힣])
"""
)
_EMPTY_HEADER = re.compile(r"<th([^>]*)></th>")
# Docstrings come by twice: by themselves, and as a part of their page.
_BARE_TABLE = re.compile(r'(?<!<div class="md-typeset__table">)<table>.*?</table>', re.DOTALL)
_CODE_END = re.compile(r"</code>(?=[가-힣])")


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
            if match["markup"] is not None:
                return match[0]
            if match["hyphen"] is not None:
                return "-\u2060"
            held = "" if match["particle"] is None else "\u2060"
            return match["bracket"].replace(" ", "\u00a0") + held

        return replace_outside_code(_TOGETHER, "\n".join(lines), join).split("\n")


class CodeParticlePostprocessor(Postprocessor):  # type: ignore[misc]
    """Hold code to its Korean particle: after a sign such as ≥ a line may break."""

    def run(self, text: str) -> str:
        return _CODE_END.sub("</code>\u2060", text)


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
        # After the raw HTML (30) has come back from its stash.
        md.postprocessors.register(CodeParticlePostprocessor(md), "xorbook_particles", 5)
        md.postprocessors.register(EmptyHeaderPostprocessor(md), "xorbook_corners", 5)
        md.postprocessors.register(TablePostprocessor(md), "xorbook_tables", 5)


def makeExtension(**kwargs: Any) -> PageExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.page`."""
    return PageExtension(**kwargs)
