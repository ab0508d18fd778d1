"""Put the pages of one language together: cover, contents, and every page in the menu's order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from site_build.commands.printing.pages import Part, part

FOLDER = Path(__file__).parent
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_WORDS = {
    "ko": {
        "contents": "차례",
        "edition": "{edition}판 · {date}",
        "licence": "글과 그림은 CC BY 4.0, 코드는 MIT 허가서를 따릅니다.",
        "cite": "인용: {author}, 『{title}』, {edition}판, {date}, {address}",
        "language": "이 책은 웹에서도 읽을 수 있고, 거기에는 영어판과 노트북도 있습니다.",
    },
    "en": {
        "contents": "Contents",
        "edition": "Edition {edition} · {date}",
        "licence": "Text and figures: CC BY 4.0; code: MIT.",
        "cite": "Cite as: {author}, {title}, edition {edition}, {date}, {address}",
        "language": "The book can also be read on the web, with notebooks and in Korean.",
    },
}


def names(nav: list[Any]) -> Iterator[str]:
    """Give the names of the pages of a MkDocs menu, in its order."""
    for item in nav:
        for target in item.values() if isinstance(item, dict) else [item]:
            if isinstance(target, list):
                yield from names(target)
            else:
                yield Path(target).stem


def cover(config: MkDocsConfig) -> str:
    """Return the first page."""
    about = {
        "author": config.site_author,
        "title": config.site_name,
        "edition": config.extra["edition"],
        "date": config.extra["date"],
        "address": config.site_url,
    }
    words = {key: escape(text.format(**about)) for key, text in _words(config).items()}
    address = escape(str(config.site_url))
    return f"""<section class="print-cover">
<h1>{escape(config.site_name)}</h1>
<p class="print-subtitle">{escape(str(config.site_description))}</p>
<p class="print-edition">{escape(str(config.site_author))}<br>{words["edition"]}</p>
<div class="print-imprint">
<p>{words["cite"]}</p><p>{words["licence"]}</p>
<p>{words["language"]} <a href="{address}">{address}</a></p>
</div>
</section>"""


def contents(parts: list[Part], config: MkDocsConfig) -> str:
    """Return the table of contents, its page numbers still empty."""
    lines = [
        f'<li class="print-level-{entry.level}"><a href="#{entry.anchor}"><span>{entry.html}</span>'
        f'<span class="print-leader"></span><span data-page-of="{entry.anchor}"></span></a></li>'
        for one in parts
        for entry in one.entries
    ]
    title = escape(_words(config)["contents"])
    return (
        f'<section class="print-contents"><h1 id="contents">{title}</h1>\n<ul>'
        + "\n".join(lines)
        + "</ul></section>"
    )


def running_heads(parts: list[Part]) -> str:
    """Return a rule a page that puts its title at the head of its sheets."""
    return "\n".join(
        f"@page book-{one.name} {{ @top-right {{ content: {_css_string(one.title)} }} }}\n"
        f".print-{one.name} {{ page: book-{one.name} }}"
        for one in parts
    )


def document(site: Path, config: MkDocsConfig, chosen: list[str] | None = None) -> str:
    """Return the whole book as one document, from the built site of its language."""
    pages = chosen or list(names(config.nav or []))
    parts = [part(site, name, pages) for name in pages]
    sheets = [site / sheet for sheet in _SHEET.findall((site / "index.html").read_text("utf-8"))]
    links = "\n".join(
        f'<link rel="stylesheet" href="{sheet.resolve().as_uri()}">'
        for sheet in [*sheets, FOLDER / "book.css"]
    )
    bodies = "\n".join(
        f'<section class="md-content print-{one.name}">{one.body}</section>' for one in parts
    )
    return f"""<!doctype html>
<html lang="{config.extra["language"]}">
<head><meta charset="utf-8"><title>{escape(config.site_name)}</title>
<meta name="author" content="{escape(str(config.site_author))}">
{links}
<style>{running_heads(parts)}</style></head>
<body dir="ltr" data-md-color-scheme="default"><main class="print-book md-typeset">
{cover(config)}
{contents(parts, config)}
{bodies}
</main></body></html>
"""


def _words(config: MkDocsConfig) -> dict[str, str]:
    return _WORDS[config.extra["language"]]


def _css_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
