"""Start the search with the first search, and let it answer with chapters first.

Material starts it with every page. Its worker and index weigh nearly as much as everything else on
a page. Material has a setting for neither, so two expressions of its bundle are replaced; when an
edition of it has others, the build fails.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

# What a word counts on a page beside the chapters: a title there no more than a heading in one.
_ASIDE = 0.2

# The index is fetched when the search opens, which Material does by itself on `file:` only.
_INDEX = ('location.protocol!=="file:"),', "!1),")
# The worker starts when it is first given something: the index.
_WORKER = (
    "t=new Worker(e))",
    "t=new class extends EventTarget{postMessage(m){this.w||(this.w=new Worker(e),"
    'this.w.addEventListener("message",({data})=>'
    'this.dispatchEvent(new MessageEvent("message",{data})))),this.w.postMessage(m)}})',
)


def wait_for_a_search(bundle: str) -> str:
    """Return Material's script, changed to load nothing for the search before it is opened.

    Raises
    ------
    ValueError
        When it does not hold each of the two expressions once.
    """
    for old, new in (_INDEX, _WORKER):
        if bundle.count(old) != 1:
            raise ValueError(f"expected {old} once in Material's bundle, found {bundle.count(old)}")
        bundle = bundle.replace(old, new)
    return bundle


def defer(folder: Path) -> None:
    """Rewrite Material's script in a built site."""
    (script,) = (folder / "assets" / "javascripts").glob("bundle.*.min.js")
    script.write_text(wait_for_a_search(script.read_text("utf-8")), "utf-8")


def rank(folder: Path, aside: Collection[str]) -> None:
    """Let the words of some pages, named by their folders, count less in the index of a site."""
    file = folder / "search" / "search_index.json"
    index = json.loads(file.read_text("utf-8"))
    for entry in index["docs"]:
        if entry["location"].partition("#")[0].rstrip("/") in aside:
            entry["boost"] = _ASIDE
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")
