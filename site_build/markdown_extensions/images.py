"""Markdown extension: every figure keeps its place while it loads, and loads when it is needed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_SIZE = re.compile(r'<svg\b[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"')
_PIXELS_A_POINT = 4 / 3


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


class ImagesTreeprocessor(Treeprocessor):  # type: ignore[misc]
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
                width, height = svg_size(file)
                element.set("width", str(width))
                element.set("height", str(height))


class ImagesExtension(Extension):  # type: ignore[misc]
    """Register it with Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        # Before MkDocs (0) turns the paths of files into addresses.
        md.treeprocessors.register(ImagesTreeprocessor(md), "xorbook_images", 4)


def makeExtension(**kwargs: Any) -> ImagesExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.images`."""
    return ImagesExtension(**kwargs)
