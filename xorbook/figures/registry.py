"""The list of figures."""

from collections.abc import Callable

from matplotlib.figure import Figure

from xorbook._language import Language

Draw = Callable[[Language], Figure]

FIGURES: dict[str, Draw] = {}


def figure(draw: Draw) -> Draw:
    """Register a function as the figure of its name, with hyphens."""
    name = draw.__name__.replace("_", "-")
    if name in FIGURES:
        raise ValueError(f"expected one figure of each name, got a second {name!r}")
    FIGURES[name] = draw
    return draw
