"""Take out of finished pages the blank lines and the indentation that templates leave in them."""

from __future__ import annotations

import re
from pathlib import Path

# Here a blank is more than a sign that words are two.
_KEPT = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
_BREAK = re.compile(r"\s*\n\s*")


def without(page: str) -> str:
    """Return a page that looks the same, with a plain line break for each that has blanks."""
    parts = _KEPT.split(page)  # what is between, what is kept, and the name of its tag
    parts[::3] = [_BREAK.sub("\n", between) for between in parts[::3]]
    del parts[2::3]
    return "".join(parts)


def remove(folder: Path) -> None:
    """Write every page of a built site without them."""
    for page in folder.rglob("*.html"):
        page.write_text(without(page.read_text("utf-8")), "utf-8")
