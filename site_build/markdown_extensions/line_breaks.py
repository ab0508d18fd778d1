"""Markdown extension: no line of prose ends where two things belong together.

Neither a point such as (0, 1) nor a name such as 2-2-1 is ever broken over two lines, and no line
begins with the particle of a bracket, as in 가중치(weight)를, or of code.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from site_build.markdown_source import code_or, replace_outside_code

_TOGETHER = code_or(
    r"""
    (?P<markup> \]\( [^)\s]* | <[^<>\n]+> | \{[ ]*[#.:] [^}\n]* \} )
  | (?P<bracket> \( (?: [−-]?[0-9.]+ ,[ ] )+ [−-]?[0-9.]+ \) | \) ) (?P<particle> (?=[가-힣]) )?
  | (?<=[0-9가-힣]) (?P<hyphen> - ) (?=[0-9가-힣])
"""
)
_CODE_END = re.compile(r"</code>(?=[가-힣])")


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


class LineBreakExtension(Extension):  # type: ignore[misc]
    """Register both with Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After the formulas (28) have left the text: in them a space is nothing.
        md.preprocessors.register(LineBreakPreprocessor(md), "xorbook_breaks", 27)
        # After the raw HTML (30) has come back from its stash.
        md.postprocessors.register(CodeParticlePostprocessor(md), "xorbook_particles", 5)


def makeExtension(**kwargs: Any) -> LineBreakExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.line_breaks`."""
    return LineBreakExtension(**kwargs)
