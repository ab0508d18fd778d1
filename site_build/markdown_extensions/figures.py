"""Markdown extension: every figure keeps its place, loads when it is needed and can be taken along.

A caption offers its figure as SVG and as the PNG that `xorbook.figures` puts beside it. A picture
that is stored beside the pages, in `pictures/`, is shown as it is.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from PIL import Image

_SIZE = re.compile(r'<svg\b[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"')
_PIXELS_A_POINT = 4 / 3
_FIGURE = re.compile(
    r'(?P<start><figure\b(?:(?!</figure>).)*?<img\b[^>]*?\bsrc="(?P<path>[^"]+)\.svg"'
    r"(?:(?!</figure>).)*?)(?P<end></p>\s*</figcaption>)",
    re.DOTALL,
)


def svg_size(file: Path) -> tuple[int, int]:
    """Return width and height of an SVG in CSS pixels.

    Raises
    ------
    ValueError
        When the file does not say them in points, as Matplotlib does.
    """
    found = _SIZE.search(file.read_text("utf-8")[:2000])
    if found is None:
        raise ValueError(f'{file}: expected <svg … width="…pt" height="…pt">, found none')
    width, height = (round(float(points) * _PIXELS_A_POINT) for points in found.groups())
    return width, height


def picture_size(file: Path) -> tuple[int, int]:
    """Return width and height of a stored picture, which has two pixels for each of the page's."""
    with Image.open(file) as picture:
        return picture.width // 2, picture.height // 2


class FiguresTreeprocessor(Treeprocessor):  # type: ignore[misc]
    """Write size and loading into the images of a page."""

    def run(self, root: Any) -> None:
        if "relpath" not in self.md.treeprocessors:  # no page: a docstring, say
            return
        folder = Path(self.md.treeprocessors["relpath"].file.abs_src_path).parent
        below = False
        for element in root.iter():
            # What comes before the first section may be on the first screen.
            below = below or element.tag == "h2"
            if element.tag != "img":
                continue
            if below:
                element.set("loading", "lazy")
            file = folder / element.get("src", "")
            if file.is_file():  # MkDocs says which is missing
                width, height = (svg_size if file.suffix == ".svg" else picture_size)(file)
                element.set("width", str(width))
                element.set("height", str(height))


def offer_figures(html: str, label: str) -> str:
    """Put the files of every figure at the end of its caption."""

    def one(match: re.Match[str]) -> str:
        links = " ".join(
            f'<a href="{match["path"]}.{kind}" download title="{label}">{kind.upper()}</a>'
            for kind in ("svg", "png")
        )
        files = f'<span class="book-files" data-search-exclude>{links}</span>'
        return f"{match['start']} {files}{match['end']}"

    return _FIGURE.sub(one, html)


class FiguresPostprocessor(Postprocessor):  # type: ignore[misc]
    """Add the links to a page's captions."""

    def __init__(self, md: Markdown, label: str) -> None:
        super().__init__(md)
        self.label = escape(label)

    def run(self, text: str) -> str:
        return offer_figures(text, self.label)


class FiguresExtension(Extension):  # type: ignore[misc]
    """Register both with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"label": ["download", "what the links to a figure's files do"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # Before MkDocs (0) turns the paths of files into addresses.
        md.treeprocessors.register(FiguresTreeprocessor(md), "xorbook_figures", 4)
        # After the raw HTML (30) has come back from its stash.
        md.postprocessors.register(
            FiguresPostprocessor(md, self.getConfig("label")), "xorbook_figure_files", 4
        )


def makeExtension(**kwargs: Any) -> FiguresExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.figures`."""
    return FiguresExtension(**kwargs)
