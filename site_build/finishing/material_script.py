"""Take out of Material's script what the build has done already, and let its search wait.

Material has a setting for none of this, so a few expressions of its bundle are replaced; when an
edition of it has others, the build fails.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

_EDITS = (
    # The search's worker and index weigh nearly as much as everything else on a page. The index is
    # fetched when the search opens, which Material does by itself on `file:` only.
    ('location.protocol!=="file:"),', "!1),"),
    # The worker starts when it is first given something: the index.
    (
        "t=new Worker(e))",
        "t=new class extends EventTarget{postMessage(m){this.w||(this.w=new Worker(e),"
        'this.w.addEventListener("message",({data})=>'
        'this.dispatchEvent(new MessageEvent("message",{data})))),this.w.postMessage(m)}})',
    ),
    # Tables have their frames and code has its buttons. To add them, Material would measure what is
    # folded or far below, which takes a phone longer than all the rest.
    ('...M("table:not([class])",e)', "...[]"),
    ('...M("pre:not(.mermaid) > code",e)', "...[]"),
)


def replaced(script: str, edits: Iterable[tuple[str, str]]) -> str:
    """Return a script of Material's with each expression replaced.

    Raises
    ------
    ValueError
        When it does not hold each of them once.
    """
    for old, new in edits:
        if script.count(old) != 1:
            raise ValueError(f"expected {old} once in Material's script, found {script.count(old)}")
        script = script.replace(old, new)
    return script


def edited(bundle: str) -> str:
    """Return Material's script without what the build has done; raises as `replaced` does."""
    return replaced(bundle, _EDITS)


def write(folder: Path) -> None:
    """Write the script that is installed into a built site, in the place of Material's own."""
    (script,) = (folder / "assets" / "javascripts").glob("bundle.*.min.js")
    original = files("material") / "templates" / "assets" / "javascripts" / script.name
    script.write_text(edited(original.read_text("utf-8")), "utf-8")
