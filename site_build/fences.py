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
    framework: str = ""
    """What it needs besides `xorbook`, as readers call it; its module is the kind's second word.

    Where the framework is not installed it is not run, so what it prints is claimed.
    """

    @property
    def module(self) -> str:
        """What Python imports for it."""
        return self.name.partition(" ")[2]


KINDS = (
    Kind("pycon", is_run=True, is_session=True),
    Kind("pycon torch", is_session=True, framework="PyTorch"),
    Kind("pycon keras", is_session=True, framework="Keras"),
    Kind("pycon tensorflow", is_session=True, framework="TensorFlow"),
    Kind("pycon tensorboard", is_session=True, framework="TensorBoard"),
    Kind("pycon jax", is_session=True, framework="JAX"),
    Kind("python", is_run=True),
    Kind("text"),
    Kind("bash"),
)
NAMES = tuple(kind.name for kind in KINDS)
SESSIONS = tuple(kind.name for kind in KINDS if kind.is_session)
SCRIPTS = tuple(kind.name for kind in KINDS if kind.is_run and not kind.is_session)
EXECUTED = tuple(kind.name for kind in KINDS if kind.is_run)
FRAMEWORKS = {kind.name: kind for kind in KINDS if kind.framework}
CODE = (*EXECUTED, *FRAMEWORKS)
SHOWN_ONLY = tuple(kind.name for kind in KINDS if kind.name not in CODE)
