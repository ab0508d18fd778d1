"""MkDocs hook: a notebook becomes a page like every other, and a download that runs anywhere.

mkdocs-jupyter executes the notebook. Its own page would weigh ten times as much, leave formulas raw
and give Korean headings no ids; so only the outputs are taken from it, and the page is written as
Markdown: text as it stands, code as fences, and what the code printed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from site_build.settings import wheel_name

_HEADING_ANCHOR = re.compile(r"^(#+ .*?)\s*\{\s*#[\w-]+\s*\}\s*$", re.MULTILINE)
_QUANTITY = re.compile(r"\\q[xwbzalg](?=\{)")
_PAGE_LINK = re.compile(r"\]\(([\w-]+)\.(?:md|ipynb)(#[\w-]+)?\)")


def is_notebook(page: Page) -> bool:
    """Tell whether a page is written as a notebook."""
    return str(page.file.src_uri).endswith(".ipynb")


def outputs(html: str) -> list[list[str]]:
    """Return the HTML of what each code cell printed, from the page that mkdocs-jupyter made."""
    cells = BeautifulSoup(html, "html.parser").select("div.jp-CodeCell[id]")
    return [
        [part.decode_contents().strip("\n") for part in cell.select(".jp-OutputArea-output")]
        for cell in cells
    ]


def as_markdown(notebook: dict[str, Any], printed: list[list[str]]) -> str:
    """Write an executed notebook as one Markdown text."""
    codes = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if len(codes) != len(printed):
        raise ValueError(f"{len(codes)} code cells, but the outputs of {len(printed)}")
    remaining = iter(printed)
    parts = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
        else:
            parts.append(f"```python\n{source}\n```")
            parts += [f'<div class="notebook-output">{html}</div>' for html in next(remaining)]
    return "\n\n".join(parts) + "\n"


def portable(notebook: dict[str, Any], address: str, wheel: str) -> dict[str, Any]:
    """Return the notebook as a reader downloads it: Jupyter knows none of our Markdown."""
    install: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "install",
        "metadata": {},
        "outputs": [],
        "source": [f"%pip install --quiet {wheel}"],
    }
    cells = [cell | {"source": _plain(cell, address)} for cell in notebook["cells"]]
    first_code = next(i for i, cell in enumerate(cells) if cell["cell_type"] == "code")
    return notebook | {"cells": [*cells[:first_code], install, *cells[first_code:]]}


def _plain(cell: dict[str, Any], address: str) -> list[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        source = _HEADING_ANCHOR.sub(r"\1", source)
        source = _QUANTITY.sub("", source)
        source = _PAGE_LINK.sub(
            lambda link: f"]({address}{_folder(link[1])}{link[2] or ''})", source
        )
    return source.splitlines(keepends=True)


def _folder(name: str) -> str:
    return "" if name == "index" else f"{name}/"


def _read(page: Page) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(Path(str(page.file.abs_src_path)).read_text("utf-8"))
    return notebook


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Render a notebook's page anew, as Markdown; other pages stay as they are."""
    if not is_notebook(page):
        return None
    notebook = _read(page)
    page.meta.update(notebook["metadata"].get("page", {}))
    page.markdown = as_markdown(notebook, outputs(html))
    Page.render(page, config, files)
    page.title = page.meta.get("title") or page.toc.items[0].title
    return page.content


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str | None:
    """Put the download beside its page."""
    if is_notebook(page):
        wheel = config.extra["address"].rstrip("/") + "/" + wheel_name()
        notebook = portable(_read(page), str(config.site_url), wheel)
        target = Path(page.file.abs_dest_path).with_name(Path(page.file.src_uri).name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return None
