"""Find things in Markdown source without looking inside its code."""

from __future__ import annotations

import re
from collections.abc import Callable

_CODE = r"""
    (?P<fence> ^(?P<lead>[ \t>]*) (?P<ticks>`{3,}|~{3,}) [^\n]* \n
        (?: .*? \n )?? [ \t>]* (?P=ticks) [`~]* [ \t]* $ )
  | (?P<span> (?<!`) (?P<quote>`+) (?!`) (?: (?!\n[ \t]*\n) . )+? (?<!`) (?P=quote) (?!`) )
  | (?P<pre> <pre\b .*? </pre> )
  | (?P<comment> <!-- .*? --> )
"""
FLAGS = re.VERBOSE | re.MULTILINE | re.DOTALL


def code_or(pattern: str) -> re.Pattern[str]:
    """Compile `pattern` (verbose, multi-line) as what may stand outside code and comments."""
    return re.compile(f"{_CODE} | {pattern}", FLAGS)


def replace_outside_code(
    pattern: re.Pattern[str], text: str, replace: Callable[[re.Match[str]], str]
) -> str:
    """Replace every match of a pattern of `code_or` in `text` that is neither code nor comment."""

    def one(match: re.Match[str]) -> str:
        kept = any(match[name] is not None for name in ("fence", "span", "pre", "comment"))
        return match[0] if kept else replace(match)

    return pattern.sub(one, text)


def strip_comments(text: str) -> str:
    """Blank out the HTML comments outside code; every line keeps its number."""
    return re.compile(_CODE, FLAGS).sub(
        lambda match: "\n" * match[0].count("\n") if match["comment"] is not None else match[0],
        text,
    )
