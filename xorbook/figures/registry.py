"""The list of figures, and the language of their labels."""

from collections.abc import Callable
from enum import StrEnum

from matplotlib.figure import Figure


class Language(StrEnum):
    """A language of the book; called with a label in each, it returns the right one."""

    KO = "ko"
    EN = "en"

    def __call__(self, ko: str, en: str) -> str:
        return ko if self is Language.KO else en


Draw = Callable[[Language], Figure]

FIGURES: dict[str, Draw] = {}


def figure(draw: Draw) -> Draw:
    """Register a function as the figure of its name, with hyphens."""
    name = draw.__name__.replace("_", "-")
    if name in FIGURES:
        raise ValueError(f"expected one figure of each name, got a second {name!r}")
    FIGURES[name] = draw
    return draw
