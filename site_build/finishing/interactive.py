"""Make scripts of the interactive figures, and lead the pages that have one to them.

A figure is an ES module that imports what figures share. Browsers load no modules from a disk,
where the book opens too, so each becomes a classic script, named after what is in it.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import Path

FOLDER = "assets/figures"
LOADER = f"{FOLDER}/loader.js"
# What figures share, each after what it needs itself: one script, which all pages keep.
SHARED = ("core", "host")
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([\w-]+)\.mjs";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:function|const) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)
_OTHER = re.compile(r"^ *(?:import|export)\b.*", re.MULTILINE)
_FIGURE = re.compile(
    r'^figure\("([\w-]+)", \{\n  room: \{ narrow: ([\d.]+), wide: ([\d.]+) \},$', re.MULTILINE
)
_ELEMENT = re.compile(r'<book-figure name="([\w-]+)"([^>]*)>')
_MADE = re.compile(r' (?:src|shared|style)="[^"]*"| data-room')


def script(module: Path) -> str:
    """Return a module as a classic script: its exports are found in `bookModules` by its name.

    Raises
    ------
    ValueError
        When it imports or exports in another way than by name, before a function or a const.
    """
    source = module.read_text("utf-8")
    names = ", ".join(_EXPORT.findall(source))
    code = _IMPORT.sub(r"const \1 = bookModules.\2;", source)
    code = _COMMENT.sub("", _EXPORT.sub("", code))
    if other := _OTHER.search(code):
        raise ValueError(
            f'{module.name}: expected `import {{ … }} from "./….mjs";` and `export` before '
            f"function or const, got {other[0].strip()!r}"
        )
    registry = f"(globalThis.bookModules ??= {{}}).{module.stem} = {{ {names} }};\n"
    return f'(() => {{\n"use strict";\n{code}{registry if names else ""}}})();\n'


def rooms(module: Path) -> dict[str, tuple[float, float]]:
    """Return the figures of a module, with the heights in rem on a narrow and on a wide page.

    Raises
    ------
    ValueError
        When it holds none, or one that does not begin with its room.
    """
    source = module.read_text("utf-8")
    found = {name: (float(narrow), float(wide)) for name, narrow, wide in _FIGURE.findall(source)}
    if not found or len(found) != source.count("\nfigure("):
        raise ValueError(
            f'{module.name}: expected each `figure("…", {{` to begin with a line '
            f"`room: {{ narrow: …, wide: … }},`, found it in {len(found)}"
        )
    return found


def write(folder: Path) -> None:
    """Write the scripts into a built site in the place of the modules, and name them in its pages.

    Raises
    ------
    ValueError
        When a page asks for a figure that does not exist.
    """
    target = folder / FOLDER
    shared = _written(target, "shared", "".join(script(target / f"{m}.mjs") for m in SHARED))
    attributes = {}
    for module in sorted(target.glob("*.mjs")):
        if module.stem not in SHARED:
            name = _written(target, module.stem, script(module))
            for figure, (narrow, wide) in rooms(module).items():
                attributes[figure] = (
                    f' src="{{base}}/{FOLDER}/{name}" shared="{shared}"'
                    f' data-room style="--narrow:{narrow:g}rem;--wide:{wide:g}rem"'
                )
        module.unlink()
    for page in folder.rglob("*.html"):
        text = page.read_text("utf-8")
        if _ELEMENT.search(text):
            base = posixpath.relpath(".", page.parent.relative_to(folder).as_posix())
            if (made := _led(text, base, attributes)) != text:
                page.write_text(made, "utf-8")


def _written(target: Path, name: str, code: str) -> str:
    """Write a script under a name that changes with it, and return that name."""
    file = target / f"{name}-{hashlib.sha256(code.encode()).hexdigest()[:8]}.js"
    file.write_text(code, "utf-8")
    return file.name


def _led(page: str, base: str, attributes: dict[str, str]) -> str:
    """Return a page whose figures know their scripts and have room, with what loads them."""

    def one(match: re.Match[str]) -> str:
        if match[1] not in attributes:
            raise ValueError(
                f"expected one of {sorted(attributes)} as an interactive figure, got {match[1]}"
            )
        made = attributes[match[1]].format(base=base)
        return f'<book-figure name="{match[1]}"{_MADE.sub("", match[2])}{made}>'

    page = _ELEMENT.sub(one, page)
    loader = f'<script src="{base}/{LOADER}"></script>'
    return page if loader in page else page.replace("</body>", f"  {loader}\n  </body>", 1)
