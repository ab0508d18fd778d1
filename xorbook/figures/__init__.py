"""The figures of the book, drawn with Matplotlib from the numbers that `xorbook` computes.

`python -m xorbook.figures docs` writes them; each is a function registered with `@figure` in the
module of its chapter, or of its subject. Every module of this package is asked for figures.
"""

from importlib import import_module
from pkgutil import iter_modules

from xorbook._language import Language
from xorbook.figures.registry import FIGURES
from xorbook.figures.style import styled
from xorbook.figures.svg import characters, render, saved

# In the order of their names, so that the order of the figures depends on no folder.
for _module in sorted(module.name for module in iter_modules(__path__)):
    if _module != "__main__":
        import_module(f"{__name__}.{_module}")  # which registers the figures in it

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
