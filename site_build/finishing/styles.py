"""Put the style sheets of a built site into one, with what its pages can use.

A page waits for them before it shows anything.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import Path, PurePosixPath

from site_build.finishing.unused_styles import Used, pruned

_LINK = re.compile(r'\s*<link rel="stylesheet" href="([^"]*?)(assets/[^"]+)">')
_URL = re.compile(r"url\(\s*([\"']?)(?!data:|#|/)([^\"')]+)\1\s*\)")
_NOT_INSIDE = re.compile(r'@charset "[^"]*";|/\*# sourceMappingURL=.*?\*/')
_TARGET = PurePosixPath("assets/stylesheets")


def _moved(folder: Path, name: str) -> str:
    """Return a style sheet as it reads from where the one of all will be."""

    def lead(match: re.Match[str]) -> str:
        file = posixpath.join(posixpath.dirname(name), match[2])
        return f"url({posixpath.relpath(file, _TARGET)})"

    css = (folder / name).read_text("utf-8")
    if "@import" in css:
        raise ValueError(f"expected no @import in {name}: it would have to come first")
    return _URL.sub(lead, _NOT_INSIDE.sub("", css)).strip()


def merge(folder: Path) -> None:
    """Write one style sheet, link it from every page and remove the others.

    Raises
    ------
    ValueError
        When not all pages have the same style sheets, in the same order.
    """
    pages = {file: file.read_text("utf-8") for file in sorted(folder.rglob("*.html"))}
    lists = {tuple(name for _, name in _LINK.findall(page)) for page in pages.values()}
    if len(lists) != 1:
        raise ValueError(f"expected the same style sheets on every page, got {sorted(lists)}")
    (names,) = lists
    scripts = [script.read_text("utf-8") for script in folder.glob("assets/javascripts/*.js")]
    css = "\n".join(_moved(folder, name) for name in names)
    css = pruned(css, Used.by(pages.values(), scripts)) + "\n"
    name = str(_TARGET / f"book-{hashlib.sha256(css.encode()).hexdigest()[:8]}.css")
    for file, page in pages.items():
        first, *others = _LINK.finditer(page)
        for link in reversed(others):
            page = page[: link.start()] + page[link.end() :]
        new = f'\n      <link rel="stylesheet" href="{first[1]}{name}">'
        file.write_text(page[: first.start()] + new + page[first.end() :], "utf-8")
    for old in names:
        (folder / old).unlink()
    for old in folder.rglob("*.css.map"):
        old.unlink()
    (folder / _TARGET).mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(css, "utf-8")
