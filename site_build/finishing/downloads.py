"""Write the code of every page as a notebook and as a script, beside the page."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from mkdocs.utils.meta import get_data
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from site_build import settings
from site_build.finishing.sessions import Block, Heading, Statement, frameworks, read

FEWEST = 3  # blocks: a page with fewer holds no program


@dataclass(frozen=True)
class Chapter:
    """A page with code: what its downloads say about it."""

    title: str
    book: str
    url: str
    wheel: str
    pieces: list[Heading | Block]
    frameworks: Sequence[str] = ()
    """What has to be installed besides; Colab has it."""


def chapter(source: Path, book: str, site_url: str, wheel: str) -> Chapter:
    """Read a page; `site_url` is the address of its language."""
    text, meta = get_data(source.read_text("utf-8"))
    url = f"{site_url}{source.stem}/"
    return Chapter(str(meta["title"]), book, url, wheel, read(text), frameworks(text))


def script(of: Chapter) -> str:
    """Write a page's code as one file that prints what the page shows."""
    needed = " ".join([of.wheel, *of.frameworks])
    parts = [
        f"# {of.title}\n# {of.book}, {settings.edition()}: {of.url}\n#\n# pip install {needed}",
        "# as the console shows a value\nfrom sys import displayhook as show",
    ]
    for piece in of.pieces:
        if isinstance(piece, Heading):
            if piece.level > 1:
                parts.append(f"# {'#' * piece.level} {piece.title}")
        else:
            parts.append(_together(map(_line, piece)))
    return "\n\n".join(parts) + "\n"


def _line(statement: Statement) -> str:
    if not statement.shown:
        return statement.source
    (value,) = ast.parse(statement.source).body
    bare_tuple = isinstance(value, ast.Expr) and isinstance(value.value, ast.Tuple)
    return f"show(({statement.source}))" if bare_tuple else f"show({statement.source})"


def _together(sources: Iterable[str]) -> str:
    """Join statements, an empty line after every indented block."""
    lines = (source + "\n" * source.rpartition("\n")[2].startswith("    ") for source in sources)
    return "\n".join(lines).rstrip("\n")


def notebook(of: Chapter) -> str:
    """Write a page's code as a notebook that installs the package and shows what the page shows."""
    about = f"# {of.title}\n\n[{of.book}, {settings.edition()}]({of.url})"
    cells = [new_markdown_cell(about), new_code_cell(f"%pip install --quiet {of.wheel}")]
    for piece in of.pieces:
        if isinstance(piece, Heading):
            if piece.level > 1:
                link = f"[{piece.title}]({of.url}#{piece.anchor})"
                cells.append(new_markdown_cell(f"{'#' * piece.level} {link}"))
        else:
            cells += [new_code_cell(source) for source in _cells(piece)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number:03}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = new_notebook(
        cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}}
    )
    nbformat.validate(made)
    return str(nbformat.writes(made)) + "\n"


def _cells(block: Block) -> list[str]:
    """Cut a block after every value it shows: a cell shows only its last."""
    cells: list[list[str]] = [[]]
    for statement in block:
        cells[-1].append(statement.source)
        if statement.shown:
            cells.append([])
    return [_together(cell) for cell in cells if cell]


def pages(docs: Path) -> dict[str, Path]:
    """Return the pages of one language that hold a program, by name."""
    return {
        source.stem: source
        for source in sorted(docs.glob("*.md"))
        if sum(isinstance(piece, list) for piece in read(source.read_text("utf-8"))) >= FEWEST
    }


def write(docs: Path, target: Path, book: str, site_url: str, wheel: str) -> None:
    """Write the downloads of one language into its built site."""
    for name, source in pages(docs).items():
        made = chapter(source, book, site_url, wheel)
        (target / name / f"{name}.ipynb").write_text(notebook(made), "utf-8")
        (target / name / f"{name}.py").write_text(script(made), "utf-8")
