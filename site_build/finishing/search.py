"""Let the search answer with the chapters that teach what is looked for."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from site_build.finishing.material_script import replaced

# What a word counts for where it stands; in a section's text it counts 1. In a title it counts 1000
# for Material: one word of a phrase in a heading would hide the page that holds the whole phrase.
_FIELDS = {"title": 10.0, "teaches": 20.0}
# What a word counts on a page beside the chapters: a title there no more than a few words in one.
_ASIDE = 0.2

_GLOSSARY = "glossary/"
_TERM = re.compile(r'<dt id="([^"]+)">(.*?)</dt>\s*<dd>(.*?)</dd>', re.DOTALL)
_LINK = re.compile(r'href="([^"#]+)[^"]*"')
_STEP = re.compile(r'<h[1-6] id="([^"]+)"|href="([^"]+)"')
_COMPOUND = re.compile("[가-힣]+(?: [가-힣]+)+")

_COMMENT = re.compile(r"^//.*\n|^\n", re.MULTILINE)
# Where Material's worker reads a query, and where it gives a result its score. Then where lunr says
# which states of its automaton are the same: without a sign between a letter and a number, words
# of digits are mistaken for each other, and what is looked for ends in an error.
_EDITS = (
    ("e=ce(e),!e", "e=bookQuery(ce(bookUnquoted(e))),!e"),
    ("score:a*(1+K(g,2))", "score:bookScore(a,!c.parent,this.map.get(o).title,r,u.metadata)"),
    ("e=e+s+o.id}", 'e=e+s+o.id+","}'),
)


def rank(folder: Path, aside: Collection[str]) -> None:
    """Say in the index of a site what counts how much.

    Words count less on the pages that stand aside, by name. Sections in which a
    page teaches a term of the glossary are found by it, and Korean terms also when they are
    written as one word.
    """
    file = folder / "search" / "search_index.json"
    index = json.loads(file.read_text("utf-8"))
    glossary = (folder / _GLOSSARY / "index.html").read_text("utf-8")
    for entry in index["docs"]:
        if (entry["location"].partition("#")[0].rstrip("/") or "index") in aside:
            entry["boost"] = _ASIDE
    _say_what_is_taught(folder, glossary, index["docs"])
    config = index["config"]
    config["fields"].update({name: {"boost": boost} for name, boost in _FIELDS.items()})
    config["separator"] = "|".join([config["separator"], *_seams(glossary)])
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _say_what_is_taught(folder: Path, glossary: str, docs: list[dict[str, Any]]) -> None:
    """Add the terms of the glossary to the sections of the pages that their entries link to."""
    sections = {entry["location"]: entry for entry in docs}
    for anchor, names, definition in _TERM.findall(glossary):
        for link in _LINK.findall(definition):
            page = urljoin(_GLOSSARY, link)
            html = (folder / page / "index.html").read_text("utf-8")
            entry = sections[_first_use(html, page, anchor)]
            entry["teaches"] = " ".join([*filter(None, [entry.get("teaches")]), names])


def _first_use(html: str, page: str, anchor: str) -> str:
    """Return the address of the section that first links to a term, or of the page if none does."""
    section = page
    for heading, link in _STEP.findall(html):
        if heading:
            section = f"{page}#{heading}"
        elif urljoin(page, link) == f"{_GLOSSARY}#{anchor}":
            return section
    return page


def _seams(glossary: str) -> Iterator[str]:
    """Tell where the compounds of the glossary may be written apart: expressions of no width."""
    names = " / ".join(names for _, names, _ in _TERM.findall(glossary))
    compounds = [compound.split() for compound in _COMPOUND.findall(names)]
    pairs = {pair for words in compounds for pair in pairwise(words)}
    for first, second in sorted(pairs):
        yield f"(?<={first})(?={second})"


def write_worker(folder: Path) -> None:
    """Write the worker that ranks as the book does, in the place of Material's own."""
    (script,) = (folder / "assets" / "javascripts" / "workers").glob("search.*.min.js")
    workers = files("material") / "templates" / "assets" / "javascripts" / "workers"
    original = (workers / script.name).read_text("utf-8")
    ranking = _COMMENT.sub("", (Path(__file__).parent / "search.js").read_text("utf-8"))
    script.write_text(ranking + replaced(original, _EDITS), "utf-8")
