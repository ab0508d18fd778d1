"""Read the code of a page from its Markdown: its sections, their blocks, and each statement."""

from __future__ import annotations

import ast
import builtins
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from doctest import DocTestParser, Example

from site_build.fences import FRAMEWORKS, SCRIPTS, SESSIONS
from site_build.markdown_source import code_or

_PIECE = code_or(
    r"""
    ^(?P<marks>\#{1,6}) [ ]+ (?P<title>[^\n]+?) [ ]*
    \{[ ]* \#(?P<anchor>[\w-]+) [^\n]* \} [ \t]*$
"""
)


@dataclass(frozen=True)
class Heading:
    """The heading of a section, as its page has it."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True)
class Statement:
    """One input of a session; `shown` when the console shows its value."""

    source: str
    shown: bool = False


Block = list[Statement]


def read(text: str) -> list[Heading | Block]:
    """Return the blocks of a page in order, each after the headings that lead to it."""
    pieces: list[Heading | Block] = []
    path: list[Heading] = []
    for match in _PIECE.finditer(text):
        if match["title"] is not None:
            heading = Heading(len(match["marks"]), match["title"], match["anchor"])
            path = [*(other for other in path if other.level < heading.level), heading]
        elif match["fence"] is not None and (block := _block(match["fence"])):
            pieces += [heading for heading in path if heading not in pieces]
            pieces.append(block)
    return pieces


def frameworks(text: str) -> list[str]:
    """Name the modules that the sessions of a page need besides the package."""
    kinds = {_kind(match["fence"]) for match in _PIECE.finditer(text) if match["fence"]}
    return [kind.module for name, kind in FRAMEWORKS.items() if name in kinds]


def _kind(fence: str) -> str:
    return fence.lstrip().partition("\n")[0].strip("`~ ")


def _block(fence: str) -> Block:
    _, *body, _ = textwrap.dedent(fence).split("\n")
    kind, code = _kind(fence), "\n".join(body) + "\n"
    if kind in SCRIPTS:
        return [Statement(code.rstrip("\n"))]
    return list(_statements(code)) if kind in SESSIONS else []


def _statements(session: str) -> Iterator[Statement]:
    for example in DocTestParser().get_examples(session):
        source = example.source.rstrip("\n")
        if example.exc_msg is not None:
            yield Statement(_caught(source, example))
        else:
            yield Statement(source, shown=bool(example.want) and _has_value(source))


def _caught(source: str, example: Example) -> str:
    """Let a session that shows an error go on after it."""
    name = (example.exc_msg or "").partition(":")[0].strip()
    if not isinstance(getattr(builtins, name, None), type):
        raise ValueError(f"expected a built-in exception in line {example.lineno}, got {name!r}")
    return (
        f"try:\n{textwrap.indent(source, '    ')}\n"
        f'except {name} as error:\n    print("{name}:", error)'
    )


def _has_value(source: str) -> bool:
    (node,) = ast.parse(source).body
    if not isinstance(node, ast.Expr):
        return False
    call = node.value
    prints = isinstance(call, ast.Call) and ast.unparse(call.func) == "print"
    return not prints
