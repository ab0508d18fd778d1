"""Build the book: figures, wheel, both languages, and then one folder of them all."""

from __future__ import annotations

import fcntl
import filecmp
import gzip
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

from site_build import bundle, cards, downloads, fonts, policy, search, settings, styles
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
    # What a reader has chosen holds in both languages.
    config.extra["scope"] = urlsplit(config.extra["address"].rstrip("/") + "/").path
    config.site_dir = str(settings.BUILD / f"site-{language}")
    cache = settings.BUILD / "notebooks" / language / settings.package_fingerprint()
    config.plugins["mkdocs-jupyter"].config.update(cache=True, cache_dir=str(cache))
    config.extra["edition"] = settings.edition()
    config.extra["date"] = settings.date(settings.source_date_epoch())
    config.extra["downloads"] = list(downloads.pages(Path(config.docs_dir)))
    config.extra["colab"] = settings.colab(config.extra["repository"], language)
    return config


def _publish(folder: Path, site_url: str) -> None:
    """Do what only readers need: a draft is neither fetched from afar nor shared.

    Its pages have no policy, for the server puts a script of its own into them.
    """
    fonts.shrink(folder)
    styles.merge(folder)
    cards.write(folder, site_url)
    policy.guard(folder)


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
    else:
        search.rank(folder, config.extra["search_aside"])
    bundle.write(folder)
    search.write(folder)
    wheel = config.extra["address"].rstrip("/") + "/" + settings.wheel_name()
    downloads.write(Path(config.docs_dir), folder, config.site_name, str(config.site_url), wheel)
    if settings.PREFIXES[language]:  # robots read the root's only
        (folder / "robots.txt").unlink(missing_ok=True)
    if not draft:
        _publish(folder, str(config.site_url))
    sitemap = folder / "sitemap.xml"
    # MkDocs leaves the clock in the archive's header.
    packed = gzip.compress(sitemap.read_bytes(), mtime=settings.source_date_epoch())
    sitemap.with_suffix(".xml.gz").write_bytes(packed)


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


def build_site(*, draft: bool = False, package_only: bool = False) -> None:
    """Build everything and put it into `site/`; a draft may have gaps.

    When the package is all that has changed since, only what depends on it is made anew.
    """
    options = ["--draft"] * draft + ["--edited"] * package_only
    with alone():
        run("xorbook.figures", "docs", "--png", check=not draft)
        build_wheel()
        if package_only:
            forget_what_runs_the_package()
        build_languages(*options)
        mirror(staged(), settings.SITE)
