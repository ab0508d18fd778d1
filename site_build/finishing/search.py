"""Let the search answer with chapters first."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

# What a word counts on a page beside the chapters: a title there no more than a heading in one.
_ASIDE = 0.2


def rank(folder: Path, aside: Collection[str]) -> None:
    """Let the words of some pages, by name, count less in the index of a site."""
    file = folder / "search" / "search_index.json"
    index = json.loads(file.read_text("utf-8"))
    for entry in index["docs"]:
        if (entry["location"].partition("#")[0].rstrip("/") or "index") in aside:
            entry["boost"] = _ASIDE
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")
