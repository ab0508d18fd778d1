"""Build the book: figures, problems, wheel, both languages, and then one folder of them all."""

from __future__ import annotations

import fcntl
import filecmp
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from site_build import settings
from site_build.contents import Contents, ContentsError
from site_build.finishing import downloads
from site_build.finishing.order import Built, finish
from site_build.katex import FormulaError

# What a wrong page, package or setting raises: worth one line, not a traceback.
EXPECTED = (
    MkDocsException,
    FormulaError,
    ContentsError,
    RuntimeError,
    subprocess.CalledProcessError,
)
# How a draft ends that lacks figures: what is wrong with them has been said.
GAPS = 3


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other build uses the staging folders, and keep others out of them."""
    settings.BUILD.mkdir(parents=True, exist_ok=True)
    with (settings.BUILD / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another build to end", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def run(*arguments: str, accepted: tuple[int, ...] = (0,)) -> int:
    """Run a Python module in a process of its own, and return how it ended.

    Raises
    ------
    RuntimeError
        When it ended in another way than the accepted ones; why, it has said itself.
    """
    command = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=settings.ROOT,
        env=settings.environment(),
        check=False,
    )
    if command.returncode not in accepted:
        raise RuntimeError(f"`python -m {' '.join(arguments)}` failed, as said above")
    return command.returncode


def configuration(language: str, *, draft: bool = False) -> MkDocsConfig:
    """Load the configuration of one language, with its address, edition and day."""
    config = load_config(str(settings.CONFIGS[language]), strict=not draft)
    config.site_url = config.extra["address"].rstrip("/") + "/" + settings.PREFIXES[language]
    # What a reader has chosen holds in both languages.
    config.extra["scope"] = urlsplit(config.extra["address"].rstrip("/") + "/").path
    config.site_dir = str(settings.BUILD / f"site-{language}")
    cache = settings.BUILD / "notebooks" / language / settings.package_fingerprint()
    config.plugins["mkdocs-jupyter"].config.update(cache=True, cache_dir=str(cache))
    contents = Contents()
    config.nav = contents.menu(language)
    config.extra["chapters"] = contents.chapters
    config.extra["edition"] = settings.edition()
    config.extra["date"] = settings.date(settings.source_date_epoch())
    config.extra["downloads"] = list(downloads.pages(Path(config.docs_dir)))
    config.extra["colab"] = settings.colab(config.extra["repository"], language)
    return config


def build_language(language: str, *, draft: bool = False, edited: bool = False) -> None:
    """Build one language into its staging folder, inside this process.

    When only text was `edited`, the pages that are newer than what was built from them are made
    anew, and the search index stays as it was.
    """
    config = configuration(language, draft=draft)
    folder = Path(config.site_dir)
    index = folder / "search" / "search_index.json"
    old_index = index.read_bytes() if edited and index.exists() else None
    if edited:  # MkDocs warns of links between pages that it does not read
        logging.getLogger("mkdocs.commands.build").setLevel(logging.ERROR)
    config.plugins.on_startup(command="build", dirty=edited)
    try:
        mkdocs_build(config, dirty=edited)
    finally:
        config.plugins.on_shutdown()
    if old_index is not None:
        index.write_bytes(old_index)
    finish(_built(config, language), draft=draft, new_index=old_index is None)


def _built(config: MkDocsConfig, language: str) -> Built:
    return Built(
        folder=Path(config.site_dir),
        docs=Path(config.docs_dir),
        book=config.site_name,
        site_url=str(config.site_url),
        problems=settings.BUILD / "practice" / language,
        wheel=settings.wheel_address(config.extra["address"]),
        search_aside=Contents().beside_chapters,
        is_root=not settings.PREFIXES[language],
        epoch=settings.source_date_epoch(),
    )


def build_languages(*options: str) -> None:
    """Build the languages side by side, each in a process of its own."""
    commands = {
        language: subprocess.Popen(
            [sys.executable, "-m", "site_build", *options, "language", language],
            cwd=settings.ROOT,
            env=settings.environment(),
        )
        for language in settings.LANGUAGES
    }
    failed = [language for language, command in commands.items() if command.wait() != 0]
    if failed:
        raise RuntimeError("the build failed: " + ", ".join(failed))


def build_wheel() -> None:
    """Build the wheel that readers install, into a staging folder that holds nothing else."""
    target = settings.BUILD / "wheel"
    shutil.rmtree(target, ignore_errors=True)
    run("hatchling", "build", "--target", "wheel", "--directory", str(target))


def staged() -> dict[PurePosixPath, Path]:
    """List the files of the site, each with the staged file that it is a copy of."""
    folders = {"site-ko": settings.PREFIXES["ko"], "site-en": settings.PREFIXES["en"], "wheel": ""}
    return {
        PurePosixPath(prefix, file.relative_to(settings.BUILD / folder).as_posix()): file
        for folder, prefix in folders.items()
        for file in sorted((settings.BUILD / folder).rglob("*"))
        if file.is_file()
    }


def mirror(files: Mapping[PurePosixPath, Path], target: Path) -> None:
    """Make `target` hold exactly these files, touching none that is already right."""
    for path, source in files.items():
        copy = target / path
        if not copy.is_file() or not filecmp.cmp(source, copy, shallow=False):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    for old in sorted(target.rglob("*"), reverse=True):
        if old.is_dir():
            if not any(old.iterdir()):
                old.rmdir()
        elif PurePosixPath(old.relative_to(target).as_posix()) not in files:
            old.unlink()


def forget_what_runs_the_package() -> None:
    """Remove what was built from pages that show or run the package, so that it is made anew."""
    for language in settings.LANGUAGES:
        for page in (settings.ROOT / "docs" / language).iterdir():
            if page.suffix == ".ipynb" or (page.suffix == ".md" and _shows_package(page)):
                built = settings.BUILD / f"site-{language}" / page.stem / "index.html"
                built.unlink(missing_ok=True)


def _shows_package(page: Path) -> bool:
    return "\n::: " in page.read_text("utf-8")


def build_site(*, draft: bool = False, package_only: bool = False) -> int:
    """Build everything and put it into `site/`; return 0, or `GAPS` for a draft that has some.

    When the package is all that has changed since, only what depends on it is made anew.
    """
    options = ["--draft"] * draft + ["--edited"] * package_only
    with alone():
        undrawn = run("xorbook.figures", "docs", "--png", accepted=(0, 1) if draft else (0,))
        run("xorbook.practice.page_data", str(settings.BUILD / "practice"))
        build_wheel()
        if package_only:
            forget_what_runs_the_package()
        build_languages(*options)
        mirror(staged(), settings.SITE)
    return GAPS if undrawn else 0
