"""Show the book on one address and rebuild what a saved file touches."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from site_build import katex, settings
from site_build.commands.build import (
    EXPECTED,
    alone,
    build_language,
    build_site,
    mirror,
    run,
    staged,
)
from site_build.contents import Contents, ContentsError

# Saving one of these changes more than the pages: it takes a new process, which imports it anew.
_SHARED = ("xorbook", "site_build", "overrides", "mkdocs.yml", "mkdocs.en.yml", "pyproject.toml")


def snapshot() -> dict[Path, int]:
    """Return when each source file of the book was last written."""
    found = {}
    for name in ("docs", *_SHARED):
        top = settings.ROOT / name
        for file in [top] if top.is_file() else top.rglob("*"):
            made = name == "docs" and "figures" in file.parts
            if file.is_file() and not made and "__pycache__" not in file.parts:
                found[file] = file.stat().st_mtime_ns
    return found


def touched(before: dict[Path, int], after: dict[Path, int]) -> set[str]:
    """Name what has changed between two snapshots: a language, the package, or `all`."""
    changed = {file for file in before.keys() | after.keys() if before.get(file) != after.get(file)}
    names = set()
    for file in changed:
        parts = file.relative_to(settings.ROOT).parts
        in_language = parts[0] == "docs" and len(parts) > 2 and parts[1] in settings.LANGUAGES
        if file not in before or file not in after:
            names.add("all")
        elif in_language:
            names.add(parts[1])
        else:
            names.add("package" if parts[0] == "xorbook" else "all")
    return names


def shown_elsewhere(contents: Contents) -> list[object]:
    """Return what other pages show of a page: its entry in the menu and in the table of chapters.

    What is wrong with it is as good as anything else to tell one state from another by.
    """
    try:
        return [(contents.menu(one), contents.table(one)) for one in settings.LANGUAGES]
    except ContentsError as error:
        return [str(error)]


def rebuild_languages(languages: Iterable[str]) -> None:
    """Rebuild the edited pages of these languages in this process."""
    with alone():
        for language in languages:
            build_language(language, draft=True, edited=True)
        mirror(staged(), settings.SITE)


class Rebuilder:
    """Rebuilds what has changed since the last call, and says so; a failure leaves the old site."""

    def __init__(self) -> None:
        self.seen = snapshot()
        self.shown = shown_elsewhere(Contents())

    def __call__(self) -> None:
        now = snapshot()
        names, self.seen = touched(self.seen, now), now
        if not names:
            return
        before, self.shown = self.shown, shown_elsewhere(Contents())
        if self.shown != before:
            names.add("all")
        start = time.monotonic()
        try:
            self.rebuild(names)
        except EXPECTED as error:
            print(f"not rebuilt: {error}", flush=True)
        else:
            seconds = time.monotonic() - start
            print(f"rebuilt {', '.join(sorted(names))} in {seconds:.1f} s", flush=True)

    def rebuild(self, names: set[str]) -> None:
        """Rebuild single languages in this process, what depends on code in a new one."""
        if names & {"all", "package"}:
            # A page that was edited too is newer than what was built from it.
            run("site_build", "--draft", *(["--package-only"] if "all" not in names else []))
            return
        rebuild_languages(sorted(names))


def warm_up() -> None:
    """Load what the first rebuild in this process would wait for: plugins, templates, KaTeX."""
    with suppress(*EXPECTED):
        katex.render("x")
        rebuild_languages(settings.LANGUAGES)


def serve(host: str, port: int) -> None:
    """Build the book, show it and keep it up to date until interrupted."""
    os.environ["XORBOOK_ADDRESS"] = f"http://{host}:{port}/"
    rebuilder = Rebuilder()
    try:
        build_site(draft=True)
    except EXPECTED as error:
        print(f"not built: {error}", flush=True)
    settings.SITE.mkdir(exist_ok=True)
    server = LiveReloadServer(rebuilder, host, port, str(settings.SITE))
    missing = settings.SITE / "404.html"
    server.error_handler = lambda code: missing.read_bytes() if code == 404 else None
    for name in ("docs", *_SHARED):
        server.watch(str(settings.ROOT / name))
    print(f"the book: http://{host}:{port}/ and http://{host}:{port}/en/", flush=True)
    threading.Thread(target=warm_up, daemon=True).start()
    try:
        server.serve()  # type: ignore[no-untyped-call]
    finally:
        server.shutdown(wait=True)
