"""The kinds of fenced code that a page may hold: nothing else lists them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """What the word after a fence's ticks means."""

    name: str
    is_run: bool = False
    is_session: bool = False
    """Whether it shows, after prompts, what a console was given and printed."""


KINDS = (
    Kind("pycon", is_run=True, is_session=True),
    Kind("python", is_run=True),
    Kind("text"),
    Kind("bash"),
)
NAMES = tuple(kind.name for kind in KINDS)
SESSIONS = tuple(kind.name for kind in KINDS if kind.is_session)
SCRIPTS = tuple(kind.name for kind in KINDS if kind.is_run and not kind.is_session)
EXECUTED = tuple(kind.name for kind in KINDS if kind.is_run)
SHOWN_ONLY = tuple(kind.name for kind in KINDS if not kind.is_run)
