"""The built site, made once for all tests, and looked at as files."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy
import pytest

from site_build.contents import Contents

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"ko": "", "en": "en/"}
NOTEBOOKS = Contents().notebooks  # by the names of their pages
ADDRESS = "https://example.org/xorbook/"
REPOSITORY = f"{ADDRESS}source"  # a host of its own, once there is one


def build(
    root: Path, site: Path, staging: Path, arguments: Sequence[str] = (), **environment: str
) -> None:
    """Build the site of the checkout in `root`, as `make site` does, into other folders."""
    given = {k: v for k, v in os.environ.items() if not k.startswith("XORBOOK_")}
    command = subprocess.run(
        [sys.executable, "-m", "site_build", *arguments],
        cwd=root,
        env={**given, "XORBOOK_SITE": str(site), "XORBOOK_BUILD": str(staging), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if command.returncode:
        raise RuntimeError(f"the site does not build:\n{command.stderr}")


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep the other test processes out."""
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The whole site, built by the first process that asks for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    outcome = shared / "site-outcome.txt"
    with locked(shared / "site.lock"):
        if not outcome.exists():
            try:
                build(ROOT, shared / "site", shared / "staging")
            except RuntimeError as error:
                outcome.write_text(str(error), "utf-8")
            else:
                outcome.write_text("", "utf-8")
    if failure := outcome.read_text("utf-8"):
        pytest.fail(failure, pytrace=False)
    return shared / "site"


def link_numpy(folder: Path) -> None:
    """Let who imports from a folder import NumPy too, and nothing else that is installed here."""
    for package in Path(numpy.__file__).parents[1].glob("numpy*"):
        (folder / package.name).symlink_to(package)


def pages(site: Path) -> dict[str, Path]:
    """Return every page of the site: its address under the root, and its file."""
    files = sorted(file for file in site.rglob("*.html") if file.name != "404.html")
    return {
        file.parent.relative_to(site).as_posix().removeprefix(".") + "/": file for file in files
    }
