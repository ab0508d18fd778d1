"""Every figure drawn once for all tests."""

from functools import cache

from matplotlib.figure import Figure

from xorbook.figures import FIGURES, Language, names
from xorbook.figures.style import styled
from xorbook.figures.svg import render

EVERY = [(name, language) for name in names() for language in Language]


@cache
def drawn(name: str, language: Language) -> tuple[Figure, str]:
    """Return a figure as it lies in memory after drawing, and its SVG."""
    with styled():
        figure = FIGURES[name](language)
        return figure, render(figure).decode()
