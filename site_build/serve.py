"""Show the book on one address and rebuild what a saved file touches."""

from __future__ import annotations

import os
import time
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from site_build import settings
from site_build.build import EXPECTED, alone, build_language, build_site, mirror, run, staged

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
    """Name what has changed between two snapshots: a language, or `all`."""
    changed = {file for file in before.keys() | after.keys() if before.get(file) != after.get(file)}
    names = set()
    for file in changed:
        parts = file.relative_to(settings.ROOT).parts
        in_language = parts[0] == "docs" and len(parts) > 2 and parts[1] in settings.LANGUAGES
        names.add(parts[1] if in_language else "all")
    return names


class Rebuilder:
    """Rebuilds what has changed since the last call, and says so; a failure leaves the old site."""

    def __init__(self) -> None:
        self.seen = snapshot()

    def __call__(self) -> None:
        now = snapshot()
        names, self.seen = touched(self.seen, now), now
        if not names:
            return
        start = time.monotonic()
        try:
            self.rebuild(names)
        except EXPECTED as error:
            print(f"not rebuilt: {error}", flush=True)
        else:
            seconds = time.monotonic() - start
            print(f"rebuilt {', '.join(sorted(names))} in {seconds:.1f} s", flush=True)

    def rebuild(self, names: set[str]) -> None:
        """Rebuild single languages in this process, everything in a new one."""
        if "all" in names:
            run("site_build", "--draft")
            return
        with alone():
            for language in sorted(names):
                build_language(language, draft=True)
            mirror(staged(), settings.SITE)


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
    try:
        server.serve()  # type: ignore[no-untyped-call]
    finally:
        server.shutdown(wait=True)
