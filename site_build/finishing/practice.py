"""Put the problems of the page on practice where it asks for them: one of a kind, and the data.

The package has written both while the book was built (`xorbook.practice.page_data`): the first
problem as HTML, for paper and for readers without scripts, and a script that holds it and others.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import shutil
from pathlib import Path

FOLDER = "assets/practice"
_PLACE = re.compile(
    r'<book-figure name="practice-(?P<kind>[a-z]+)"(?P<rest>[^>]*)>.*?</book-figure>', re.DOTALL
)
_MADE = re.compile(r' data-problems="[^"]*"')


def write(folder: Path, problems: Path) -> None:
    """Fill the places of a built site, and put the data into a folder of it.

    Raises
    ------
    ValueError
        When a page asks for a kind that the package does not draw.
    """
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    for page in folder.rglob("*.html"):
        text = page.read_text("utf-8")
        if _PLACE.search(text):
            base = posixpath.relpath(".", page.parent.relative_to(folder).as_posix())
            if (filled := _filled(text, base, folder, problems)) != text:
                page.write_text(filled, "utf-8")


def _filled(page: str, base: str, folder: Path, problems: Path) -> str:
    def one(match: re.Match[str]) -> str:
        kind = match["kind"]
        name = _kept(kind, folder / FOLDER, problems)
        made = f' data-problems="{base}/{FOLDER}/{name}"'
        if made in match["rest"]:  # a page that was not made anew holds them already
            return match[0]
        return (
            f'<book-figure name="practice-{kind}"{_MADE.sub("", match["rest"])}{made}>'
            f"{(problems / f'{kind}.html').read_text('utf-8')}</book-figure>"
        )

    return _PLACE.sub(one, page)


def _kept(kind: str, target: Path, problems: Path) -> str:
    """Put the data of a kind into the site under a name that changes with it; return that name."""
    source = problems / f"{kind}.js"
    if not source.is_file():
        known = ", ".join(sorted(file.stem for file in problems.glob("*.js")))
        raise ValueError(f"expected one of {known} as a kind of practice, got {kind}")
    data = source.read_bytes()
    target.mkdir(parents=True, exist_ok=True)
    name = f"{kind}-{hashlib.sha256(data).hexdigest()[:8]}.js"
    (target / name).write_bytes(data)
    return name
