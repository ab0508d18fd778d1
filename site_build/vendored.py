"""The files that others have made: `vendored.toml` says which, from where, and their checksums."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path

from site_build.settings import ROOT

LIST = "vendored.toml"
KEYS = {"name", "version", "licence", "source", "files"}
# What nobody writes by hand.
FOREIGN = re.compile(r"\.(?:woff2?|ttf|otf|wasm|jar)$|\.min\.(?:js|mjs|css)$")


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def tracked(root: Path = ROOT) -> list[str]:
    """Return the files of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name]


def problems(root: Path, files: Iterable[str]) -> list[str]:
    """Say where the list and the files of a repository differ."""
    found = []
    listed = set()
    for part in tomllib.loads((root / LIST).read_text("utf-8"))["part"]:
        if lacking := KEYS - part.keys():
            found.append(f"{part.get('name')}: says no {', '.join(sorted(lacking))}")
        for name, expected in part.get("files", {}).items():
            listed.add(name)
            if not (root / name).is_file():
                found.append(f"{name}: is not there")
            elif (actual := checksum(root / name)) != expected:
                found.append(f"{name}: expected {expected}, got {actual}")
    foreign = {name for name in files if FOREIGN.search(name)}
    return found + [f"{name}: is not listed" for name in sorted(foreign - listed)]


def record(file: Path) -> None:
    """Write the checksum of a listed file that has been remade into the list."""
    name = file.relative_to(ROOT).as_posix()
    text = (ROOT / LIST).read_text("utf-8")
    line = re.compile(rf'^("{re.escape(name)}" = ")[0-9a-f]*"$', re.MULTILINE)
    if len(line.findall(text)) != 1:
        raise ValueError(f"expected {name} once in {LIST}, found {len(line.findall(text))}")
    (ROOT / LIST).write_text(line.sub(rf'\g<1>{checksum(file)}"', text), "utf-8")
