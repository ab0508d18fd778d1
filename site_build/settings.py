"""Where the book is, which edition it is and of which day: the same for both languages."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

ROOT = Path(__file__).resolve().parent.parent
# Where the site and what it is put together from go; the tests build into folders of their own.
SITE = Path(os.environ.get("XORBOOK_SITE", ROOT / "site"))
BUILD = Path(os.environ.get("XORBOOK_BUILD", ROOT / ".build"))
# What readers take along whole: the PDFs and the folders for reading offline.
DIST = Path(os.environ.get("XORBOOK_DIST", ROOT / "dist"))
# Noto Sans KR, cut to what any page may show.
FONTS = ROOT / "site_build" / "fonts"
LANGUAGES = ("ko", "en")
CONFIGS = {"ko": ROOT / "mkdocs.yml", "en": ROOT / "mkdocs.en.yml"}
PREFIXES = {"ko": "", "en": "en/"}

# Where the publish workflow puts the notebooks of the site: Colab opens none but GitHub's.
NOTEBOOK_BRANCH = "notebooks"


def edition() -> str:
    """Return the version of the package: the book and the code its pages run on are one."""
    return str(ProjectMetadata(str(ROOT), PluginManager()).version)


def require_site() -> None:
    """Say so in one line when nothing has been built.

    Raises
    ------
    RuntimeError
        When there is no site.
    """
    if not (SITE / "index.html").is_file():
        raise RuntimeError(f"no site in {SITE}: run `make site`")


def wheel_name() -> str:
    """Name the wheel of this edition, which lies beside the pages."""
    return f"xorbook-{edition()}-py3-none-any.whl"


def wheel_address(book: str) -> str:
    """Say where pip finds the wheel: where the book is or, before it has a host, in its folder."""
    if urlsplit(book).hostname == "example.org":
        return f"{SITE.name}/{wheel_name()}"
    return f"{book.rstrip('/')}/{wheel_name()}"


def take_along(language: str) -> str:
    """Name the book of one language as a file, without its ending."""
    return f"xorbook-{language}"


def package_fingerprint() -> str:
    """Return a name for the package and its versions, which what a notebook prints depends on."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for file in sorted((ROOT / "xorbook").rglob("*.py")):
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def source_date_epoch() -> int:
    """Return the moment the book counts as made: SOURCE_DATE_EPOCH, or that of the last commit.

    Raises
    ------
    RuntimeError
        When there is neither; the clock would make no two builds alike.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    log = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if log.returncode or not log.stdout.strip():
        raise RuntimeError("not a git checkout: set SOURCE_DATE_EPOCH to the seconds since 1970")
    return int(log.stdout)


def colab(repository: str, language: str) -> str | None:
    """Return where Colab opens the notebooks of a language, if the repository is on GitHub."""
    found = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?", repository)
    if found is None:
        return None
    files = f"{found[1]}/blob/{NOTEBOOK_BRANCH}/{PREFIXES[language]}"
    return f"https://colab.research.google.com/github/{files}"


def date(epoch: int) -> str:
    """Write a moment as a day, in UTC."""
    return datetime.fromtimestamp(epoch, UTC).date().isoformat()


def environment() -> dict[str, str]:
    """Return the environment that every step of a build runs in, whatever the caller's is."""
    fixed = {
        "SOURCE_DATE_EPOCH": str(source_date_epoch()),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(ROOT),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(BUILD / "ipython"),
        "NO_MKDOCS_2_WARNING": "1",
    }
    return {**os.environ, **fixed}
