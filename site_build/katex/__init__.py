"""KaTeX, run inside Python: TeX in, HTML and MathML out."""

from __future__ import annotations

import atexit
import json
from functools import lru_cache
from pathlib import Path

from py_mini_racer import MiniRacer

from site_build.katex.plain import spell

_HERE = Path(__file__).parent


class FormulaError(ValueError):
    """A formula that KaTeX cannot set."""


@lru_cache(maxsize=1)
def _engine() -> MiniRacer:
    engine = MiniRacer()
    # Left to the interpreter's end, it waits for a thread that may be gone by then, for ever.
    atexit.register(engine.close)
    for script in ("katex.min.js", "render.js"):
        # Without a value of its own, a script's last one would have to come back to Python.
        engine.eval((_HERE / script).read_text("utf-8") + "\n;0")
    return engine


@lru_cache(maxsize=20_000)
def render(tex: str, *, display: bool = False) -> str:
    """Set a TeX formula as HTML with MathML beside it.

    Raises
    ------
    FormulaError
        When KaTeX refuses the formula.
    """
    result = json.loads(str(_engine().eval(f"render({json.dumps(tex)}, {json.dumps(display)})")))
    if "error" in result:
        # KaTeX underlines the wrong place with combining marks, unreadable in a terminal.
        raise FormulaError(
            result["error"].replace("\u0332", "").removeprefix("KaTeX parse error: ")
        )
    return str(result["html"])


def plain_text(tex: str) -> str:
    """Read a formula as a line of plain text, for places where no markup can stand."""
    html = render(tex)
    return spell(html[html.index("<math") : html.index("</math>") + len("</math>")])
