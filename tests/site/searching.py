"""The search of the built site as its pages ship it, run without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from py_mini_racer import MiniRacer

# What Material's worker needs of the world, and an answer that is short.
_WORLD = """
var self = globalThis, console = {warn() {}}, scripts = {}, answers = [], listen;
function addEventListener(kind, listener) { listen = listener }
function postMessage(message) { answers.push(message) }
function importScripts(...names) { for (const name of names) (0, eval)(scripts[name]) }
function send(type, data) { listen({data: {type, data}}) }
function pages() {
  const [{data: {items}}] = answers.splice(0)
  return JSON.stringify(items.map(([best]) => best.location.split("#")[0]))
}
;0
"""
_SETUP, _QUERY = 0, 2  # Material's names for its messages


class Search:
    """The worker of one language with the index of its pages."""

    def __init__(self, engine: MiniRacer, folder: Path, index: dict) -> None:
        self._engine = engine
        code = folder / "assets" / "javascripts"
        languages = (code / "lunr").rglob("*.js")
        scripts = {f"../{file.relative_to(code)}": file.read_text("utf-8") for file in languages}
        (worker,) = (code / "workers").glob("search.*.min.js")
        self._run(_WORLD)
        self._run(f"scripts = {json.dumps(scripts)}")
        self._run(worker.read_text("utf-8"))
        self._run(f"send({_SETUP}, {json.dumps({**index, 'options': {}})})")
        self._run("answers.splice(0)")  # the worker answers when the script has ended

    def _run(self, script: str) -> None:
        # Without a value of its own, a script's last one would have to come back to Python.
        self._engine.eval(f"{script}\n;0")

    def pages(self, query: str) -> list[str]:
        """Return the pages that a query finds, by their folders, best first."""
        self._run(f"send({_QUERY}, {json.dumps(query)})")
        return [page.rstrip("/") for page in json.loads(str(self._engine.eval("pages()")))]


@contextmanager
def searching(folder: Path, index: dict | None = None) -> Iterator[Search]:
    """Start the search of a built language; another index can take the place of its own."""
    if index is None:
        index = json.loads((folder / "search" / "search_index.json").read_text("utf-8"))
    engine = MiniRacer()
    try:
        yield Search(engine, folder, index)
    finally:
        engine.close()
