"""Markdown extension: `$…$` and `$$…$$` become KaTeX's HTML while the site is built.

It works on the source, before Markdown does: so a formula may stand wherever text may (in a table
cell too, with its `|`), no `_` or `*` in it means anything to Markdown, and its line is known.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from site_build import katex
from site_build.katex.plain import spell
from site_build.markdown_source import code_or, replace_outside_code

_MATH = code_or(r"""
    (?P<escaped> \\. )
  | ^(?P<prefix>[ \t>]*) \$\$ (?P<display> .+? ) \$\$ [ \t]* $
  | (?P<misplaced> \$\$ )
  | \$ (?P<inline> (?=\S) (?: \\. | [^$\\] )+? ) (?<!\s) \$ (?!\d)
  | (?P<lone> \$ )
""")
_HEADER = re.compile(r"<th\b.*?</th>", re.DOTALL)
_MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)
_EMPTY_LINE = re.compile(r"\n[ \t>]*\n")
_PART = '<span class="katex-base">'
_SHORT = 12


def _breakable(html: str, plain: str) -> str:
    """Let a long formula break where KaTeX would, but not inside brackets.

    The style sheet forbids every other break: browsers break between a formula and what touches
    it, whatever character holds the two together.
    """
    first, *rest = html.split(_PART)
    if len(plain) <= _SHORT or not rest:
        return html
    made = first + _PART + rest[0]
    for part in rest[1:]:
        inside = made.count('class="mopen') > made.count('class="mclose')
        made += ("" if inside else "<wbr>") + _PART + part
    return made


def _glue(neighbour: str) -> str:
    """Hold a formula to what touches it: no line may begin with its Korean particle or a comma."""
    return "\u2060" if neighbour.strip() and neighbour not in "|*_" else ""


class MathPreprocessor(Preprocessor):  # type: ignore[misc]
    """Put a placeholder for every formula."""

    def __init__(self, md: Markdown, label: str) -> None:
        super().__init__(md)
        self.label = label
        self.plain: dict[str, str] = {}

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        self.plain.clear()

        def place(match: re.Match[str]) -> str:
            if match["escaped"] is not None:
                return match[0]
            try:
                return self._formula(match)
            except katex.FormulaError as error:
                line = text.count("\n", 0, match.start() + len(match["prefix"] or "")) + 1
                raise katex.FormulaError(f"{self._position(text, line)}: {error}") from None

        return replace_outside_code(_MATH, text, place).split("\n")

    def _formula(self, match: re.Match[str]) -> str:
        if match["misplaced"]:
            raise katex.FormulaError("a display formula $$…$$ stands in lines of its own")
        if match["lone"]:
            raise katex.FormulaError(r"a $ that neither opens nor closes a formula; write \$")
        tex = match["inline"] or match["display"]
        if _EMPTY_LINE.search(tex):
            raise katex.FormulaError("an empty line inside a formula")
        if match["inline"]:
            before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
            html = _breakable(katex.render(tex), katex.plain_text(tex))
            html = _glue(before) + html + _glue(after)
            # Material's search index leaves an excluded element at the first end tag of its name:
            # the box must not be one of the elements in it.
            return self._stash(f'<x-math class="math" data-search-exclude>{html}</x-math>', tex)
        prefix = match["prefix"]
        if ">" in prefix:
            tex = re.sub(r"^[ \t>]+", "", tex, flags=re.MULTILINE)
        tex = tex.strip()
        box = (
            f'<div class="math-display" data-search-exclude role="group" '
            f'aria-label="{escape(self.label)}">{katex.render(tex, display=True)}</div>'
        )
        blank = prefix.rstrip(" \t")
        return f"{blank}\n{prefix}{self._stash(box, tex)}\n{blank}"

    def _stash(self, html: str, tex: str) -> str:
        placeholder = str(self.md.htmlStash.store(html))
        self.plain[placeholder] = katex.plain_text(tex)
        return placeholder

    def _position(self, text: str, line: int) -> str:
        """Name file and line as the author sees them: MkDocs has taken the front matter away."""
        if "relpath" not in self.md.treeprocessors:
            return f"line {line}"
        path = Path(self.md.treeprocessors["relpath"].file.abs_src_path)
        if path.suffix != ".md":
            return f"{path.name}, line {line} of its text"
        whole = path.read_text("utf-8-sig")
        line += whole.rstrip().count("\n") - text.rstrip().count("\n")
        return f"{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}:{line}"


class PlainTextTreeprocessor(Treeprocessor):  # type: ignore[misc]
    """Spell formulas out where no markup can stand: in attributes and in the table of contents."""

    def __init__(self, md: Markdown, plain: dict[str, str]) -> None:
        super().__init__(md)
        self.plain = plain

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name, value in element.attrib.items():
                element.set(name, self._spell(value))
            if re.fullmatch("h[1-6]", element.tag) and "data-toc-label" not in element.attrib:
                text = "".join(element.itertext())
                if (spelled := self._spell(text)) != text:
                    element.set("data-toc-label", spelled)

    def _spell(self, text: str) -> str:
        for placeholder, plain in self.plain.items():
            text = text.replace(placeholder, plain)
        return text


class HeaderPostprocessor(Postprocessor):  # type: ignore[misc]
    """Name the formulas in headers: a cell is announced with its header's name, not its MathML."""

    def run(self, text: str) -> str:
        return _HEADER.sub(lambda header: _MATHML.sub(_named, header[0]), text)


def _named(mathml: re.Match[str]) -> str:
    return f'<math aria-label="{escape(spell(mathml[0]))}"{mathml[0].removeprefix("<math")}'


class MathExtension(Extension):  # type: ignore[misc]
    """Register the formulas with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"label": ["formula", "what a screen reader calls a display formula"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        formulas = MathPreprocessor(md, self.getConfig("label"))
        # After normalisation (30), which eats placeholders; before fences (25) move any line.
        md.preprocessors.register(formulas, "xorbook_math", 28)
        # After attribute lists (8), before the table of contents (5) reads the headings.
        md.treeprocessors.register(PlainTextTreeprocessor(md, formulas.plain), "xorbook_plain", 6)
        # After the raw HTML (30) has come back from its stash.
        md.postprocessors.register(HeaderPostprocessor(md), "xorbook_headers", 5)


def makeExtension(**kwargs: Any) -> MathExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.math`."""
    return MathExtension(**kwargs)
