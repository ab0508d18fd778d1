"""The figures of the book, drawn with Matplotlib from the numbers that `xorbook` computes.

`python -m xorbook.figures docs` writes them; each is a function registered with `@figure` in the
module of its chapter.
"""

from importlib import import_module

from xorbook.figures.registry import FIGURES, Language
from xorbook.figures.style import styled
from xorbook.figures.svg import characters, render, saved

CHAPTERS = (
    "index",
    "perceptron",
    "gates",
    "activations",
    "shapes",
    "forward",
    "backprop",
    "loss_landscape",
)
for _chapter in CHAPTERS:
    import_module(f"xorbook.figures.{_chapter}")  # which registers the figures of that chapter

__all__ = ["FIGURES", "Language", "draw", "names", "used_characters"]


def names() -> list[str]:
    """Return the name of every figure, as pages use it."""
    return list(FIGURES)


def draw(name: str, language: Language) -> bytes:
    """Return a figure as SVG, with the labels of one language."""
    if name not in FIGURES:
        raise ValueError(f"expected the name of a figure ({', '.join(FIGURES)}), got {name!r}")
    with styled():
        return render(FIGURES[name](language))


def used_characters() -> set[str]:
    """Return every character that labels need from the font."""
    needed: set[str] = set()
    with styled():
        for draw_figure in FIGURES.values():
            for language in Language:
                figure = draw_figure(language)
                saved(figure)
                needed |= characters(figure)
    return needed
