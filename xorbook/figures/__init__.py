"""The figures of the book, drawn with Matplotlib from the numbers that `xorbook` computes.

`python -m xorbook.figures docs` writes them; each is a function registered with `@figure` in the
module of its chapter.
"""

from importlib import import_module

from xorbook.figures.registry import FIGURES, Language
from xorbook.figures.style import styled
from xorbook.figures.svg import characters, render

CHAPTERS = ("forward", "backprop")
for _chapter in CHAPTERS:
    import_module(f"xorbook.figures.{_chapter}")  # which registers the figures of that chapter

__all__ = ["FIGURES", "Language", "draw", "used_characters"]


def draw(name: str, language: Language) -> bytes:
    """Return a figure as SVG, with the labels of one language."""
    if name not in FIGURES:
        raise ValueError(f"expected the name of a figure ({', '.join(FIGURES)}), got {name!r}")
    with styled():
        return render(FIGURES[name](language))


def used_characters() -> set[str]:
    """Return every character that labels need from the font."""
    with styled():
        return {
            character
            for figure in FIGURES.values()
            for language in Language
            for character in characters(figure(language))
        }
