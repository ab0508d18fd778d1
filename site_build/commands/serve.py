"""Show the book on one address; rebuild what a saved file touches and say what is wrong with it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from site_build import katex, settings
from site_build.commands.build import (
    EXPECTED,
    GAPS,
    alone,
    build_language,
    mirror,
    run,
    staged,
)
from site_build.commands.preflight import cause, obstacle
from site_build.contents import SUFFIXES, Contents, ContentsError

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


def differing(before: dict[Path, int], after: dict[Path, int]) -> set[Path]:
    """Return the files that were written, made or removed between two snapshots."""
    return {file for file in before.keys() | after.keys() if before.get(file) != after.get(file)}


def touched(before: dict[Path, int], after: dict[Path, int]) -> set[str]:
    """Name what has changed between two snapshots: a language, the package, or `all`."""
    changed = differing(before, after)
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


class Checker:
    """Checks pages after they are shown, in a process of its own; the newest save counts."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def __call__(self, pages: list[str]) -> None:
        """Check the named pages, or all, and print what is wrong; the caller goes on meanwhile."""
        self.stop()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.pages", *pages],
            cwd=settings.ROOT,
            env=settings.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._tell, args=[self.process, pages], daemon=True).start()

    def stop(self) -> None:
        """Give up a check that is under way."""
        process, self.process = self.process, None
        if process is not None:
            process.terminate()

    def _tell(self, process: subprocess.Popen[str], pages: list[str]) -> None:
        said, _ = process.communicate()
        if process is self.process:
            print(f"checked {', '.join(pages) or 'all pages'}: {said.rstrip()}", flush=True)


class Rebuilder:
    """Rebuilds what has changed since the last call, and says so; a failure leaves the old site."""

    def __init__(self, check: Callable[[list[str]], None]) -> None:
        self.check = check
        self.seen = snapshot()
        self.shown = shown_elsewhere(Contents())
        # What an earlier call could not show is still to be built.
        self.pending: set[str] = set()

    def first(self) -> None:
        """Build everything."""
        self._show({"all"}, self.seen)

    def __call__(self) -> None:
        now = snapshot()
        names, changed = touched(self.seen, now), differing(self.seen, now)
        self.seen = now
        if not names:
            return
        before, self.shown = self.shown, shown_elsewhere(Contents())
        if self.shown != before:
            names.add("all")
        self._show(names | self.pending, changed)

    def _show(self, names: set[str], changed: Iterable[Path]) -> None:
        """Rebuild, say how that went, and then check what has changed."""
        changed = [*changed]
        start = time.monotonic()
        self.pending = names
        try:
            if wrong := obstacle(changed):
                print(f"not rebuilt: {wrong}", flush=True)
                return
            code = self.rebuild(names)
        except EXPECTED as error:
            print(f"not rebuilt: {error}", flush=True)
        except Exception:
            # Whatever it is, the server goes on: it would answer nobody until a build succeeds.
            print(f"not rebuilt: {cause(traceback.format_exc())}", flush=True)
        else:
            self.pending = set()
            gaps = ", but for the figures named above" if code == GAPS else ""
            seconds = time.monotonic() - start
            print(f"rebuilt {', '.join(sorted(names))} in {seconds:.1f} s{gaps}", flush=True)
        pages = {file.stem for file in changed if file.suffix in SUFFIXES}
        self.check(sorted(pages) if names <= set(settings.LANGUAGES) else [])

    def rebuild(self, names: set[str]) -> int:
        """Rebuild single languages in this process, what depends on code in a new one."""
        if names & {"all", "package"}:
            # A page that was edited too is newer than what was built from it.
            only = [] if "all" in names else ["--package-only"]
            return run("site_build", "--draft", *only, accepted=(0, GAPS))
        rebuild_languages(sorted(names))
        return 0


def warm_up() -> None:
    """Load what the first rebuild in this process would wait for: plugins, templates, KaTeX."""
    with suppress(*EXPECTED):
        katex.render("x")
        rebuild_languages(settings.LANGUAGES)


def require_free(host: str, port: int) -> None:
    """Make sure that the port can be used before a build takes its time.

    Raises
    ------
    RuntimeError
        When it cannot.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RuntimeError(
                f"port {port} of {host} cannot be used: {error.strerror}. Where another "
                f"`make serve` runs, `make serve PORT={port + 1}` takes the next one"
            ) from None


def serve(host: str, port: int) -> None:
    """Build the book, show it and keep it up to date until interrupted."""
    require_free(host, port)
    os.environ["XORBOOK_ADDRESS"] = f"http://{host}:{port}/"
    checker = Checker()
    rebuilder = Rebuilder(checker)
    rebuilder.first()
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
        checker.stop()
        server.shutdown(wait=True)
