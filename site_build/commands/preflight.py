"""What keeps the book from being built at all, told in a line before anything begins."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from site_build import settings
from site_build.contents import Contents, ContentsError

# Tried in a process of its own: this one has imported them as they were before.
_IMPORTED = ("xorbook.figures", "site_build.commands.build")
_FRAME = re.compile(r'^ *File "(?P<file>[^"]+)", line (?P<line>[0-9]+)', re.MULTILINE)


def obstacle(changed: Iterable[Path]) -> str | None:
    """Return what is wrong with the contents or with changed code, or None."""
    try:
        for language in settings.LANGUAGES:
            Contents().menu(language)
            Contents().table(language)
    except ContentsError as error:
        return " ".join(f"docs/{error}".split())
    if not any(file.suffix == ".py" for file in changed):
        return None
    command = subprocess.run(
        [sys.executable, "-c", f"import {', '.join(_IMPORTED)}"],
        cwd=settings.ROOT,
        env=settings.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return cause(command.stderr) if command.returncode else None


def cause(traceback: str) -> str:
    """Return the last place of a traceback that is in the book's own code, and the error."""
    error = traceback.strip().splitlines()[-1]
    root = settings.ROOT.resolve()
    for frame in reversed([*_FRAME.finditer(traceback)]):
        file = Path(frame["file"])
        if file.is_relative_to(root) and ".venv" not in file.parts:
            return f"{file.relative_to(root)}:{frame['line']}: {error}"
    return error
