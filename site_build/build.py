"""Build the book: figures, wheel, both languages, and then one folder of them all."""

from __future__ import annotations

import fcntl
import filecmp
import gzip
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from site_build import cards, downloads, fonts, policy, search, settings
from site_build.katex import FormulaError

# What a wrong page, package or setting raises: worth one line, not a traceback.
EXPECTED = (MkDocsException, FormulaError, RuntimeError, subprocess.CalledProcessError)


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


def run(*arguments: str, check: bool = True) -> None:
    """Run a Python module in a process of its own; when checked, its failure is ours."""
    subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=settings.ROOT,
        env=settings.environment(),
        check=check,
    )


def configuration(language: str, *, draft: bool = False) -> MkDocsConfig:
    """Load the configuration of one language, with its address, edition and day."""
    config = load_config(str(settings.CONFIGS[language]), strict=not draft)
    config.site_url = config.extra["address"].rstrip("/") + "/" + settings.PREFIXES[language]
    config.site_dir = str(settings.BUILD / f"site-{language}")
    cache = settings.BUILD / "notebooks" / language / settings.package_fingerprint()
    config.plugins["mkdocs-jupyter"].config.update(cache=True, cache_dir=str(cache))
    config.extra["edition"] = settings.edition()
    config.extra["date"] = settings.date(settings.source_date_epoch())
    config.extra["downloads"] = list(downloads.pages(Path(config.docs_dir)))
    config.extra["colab"] = settings.colab(config.extra["repository"], language)
    return config


def build_language(language: str, *, draft: bool = False) -> None:
    """Build one language into its staging folder, inside this process."""
    config = configuration(language, draft=draft)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()
    folder = Path(config.site_dir)
    fonts.shrink(folder)
    search.defer(folder)
    search.rank(folder, config.extra["search_aside"])
    wheel = config.extra["address"].rstrip("/") + "/" + settings.wheel_name()
    downloads.write(Path(config.docs_dir), folder, config.site_name, str(config.site_url), wheel)
    if settings.PREFIXES[language]:  # robots read the root's only
        (folder / "robots.txt").unlink()
    if not draft:  # nobody shares a draft, and the server puts a script of its own into its pages
        cards.write(folder, str(config.site_url))
        policy.guard(folder)
    sitemap = folder / "sitemap.xml"
    # MkDocs leaves the clock in the archive's header.
    packed = gzip.compress(sitemap.read_bytes(), mtime=settings.source_date_epoch())
    sitemap.with_suffix(".xml.gz").write_bytes(packed)


def build_languages(*, draft: bool = False) -> None:
    """Build the languages side by side, each in a process of its own."""
    options = ["--draft"] if draft else []
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


def build_site(*, draft: bool = False) -> None:
    """Build everything and put it into `site/`; a draft may have gaps."""
    with alone():
        run("xorbook.figures", "docs", "--png", check=not draft)
        build_wheel()
        build_languages(draft=draft)
        mirror(staged(), settings.SITE)
