"""The modules of the interactive figures as scripts, as the build makes them, without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from site_build.finishing.interactive import SHARED, rooms, script

FOLDER = Path(__file__).resolve().parents[2] / "overrides" / "assets" / "figures"
MODULES = sorted(m.stem for m in FOLDER.glob("*.mjs") if m.stem not in SHARED)
FIGURES = [name for module in MODULES for name in rooms(FOLDER / f"{module}.mjs")]
# A figure hands its idea to the host, which would look for the page.
_KEEP = "var ideas = {}; bookModules.host.figure = (name, idea) => { ideas[name] = idea }; 0"


class Engine:
    """The shared modules and every figure's idea, by its name in `ideas`."""

    def __init__(self, racer: MiniRacer) -> None:
        self._racer = racer
        for name in SHARED:
            racer.eval(script(FOLDER / f"{name}.mjs") + ";0")
        racer.eval(_KEEP)
        for name in MODULES:
            racer.eval(script(FOLDER / f"{name}.mjs") + ";0")
        racer.eval("var { core, host } = bookModules; 0")

    def __call__(self, expression: str, **values: Any) -> Any:
        """Return what a JavaScript expression gives, with these values under their names."""
        names, given = ", ".join(values), ", ".join(json.dumps(v) for v in values.values())
        return json.loads(
            str(self._racer.eval(f"JSON.stringify((({names}) => ({expression}))({given}))"))
        )


@contextmanager
def engine() -> Iterator[Engine]:
    """Start one."""
    racer = MiniRacer()
    try:
        yield Engine(racer)
    finally:
        racer.close()
