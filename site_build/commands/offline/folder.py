"""Say what the folder of one language holds: both languages, its own first, and a search."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

from site_build import settings
from site_build.commands.offline.links import file_of, rewritten

SHIM = Path(__file__).parent / "iframe-worker.min.js"
_INDEX = "search/search_index.json"
(_TOP,) = (language for language, prefix in settings.PREFIXES.items() if not prefix)
# What hosts, search engines, shared links and debuggers need; and the index, a script here.
_LEFT_OUT = re.compile(
    rf"(?:.*/)?(?:404\.html|assets/cards/.*|robots\.txt|sitemap\.xml(?:\.gz)?|{_INDEX})|.*\.map"
)
_ONLINE_ONLY = re.compile(
    r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>'
    r'|\s*<script type="?speculationrules"?>.*?</script>',
    re.DOTALL,
)
_BUNDLE = re.compile(r'<script src="([^"]*?)assets/javascripts/bundle\.')


def moved(path: str, language: str) -> str:
    """Return where a file of the site goes: the own language to the top, the other beside it."""
    own = settings.PREFIXES[language]
    if not own:
        return path
    return path.removeprefix(own) if path.startswith(own) else f"{_TOP}/{path}"


def page_of_a_folder(page: str, path: str, files: set[str], language: str) -> str:
    """Return a page that works without a host.

    Raises
    ------
    ValueError
        When it does not load Material's script once, before which the search's shim belongs.
    """
    page = _ONLINE_ONLY.sub("", page)
    page = rewritten(page, path, files, lambda name: moved(name, language))
    page, count = _BUNDLE.subn(
        rf'<script src="\1assets/javascripts/{SHIM.name}"></script>\g<0>', page
    )
    if count != 1:
        raise ValueError(f"{path}: expected Material's bundle once, found it {count} times")
    return page


def index_of_a_folder(index: str) -> str:
    """Return the search index as a script, since no page may read a file: it names files too."""
    read = json.loads(index)
    for entry in read["docs"]:
        location, mark, anchor = entry["location"].partition("#")
        entry["location"] = file_of(location) + mark + anchor
    return "var __index = " + json.dumps(read, ensure_ascii=False, separators=(",", ":"))


def folder(site: Path, language: str) -> dict[str, bytes]:
    """Return the files of one language's folder, by their paths in it."""
    every = sorted(f.relative_to(site).as_posix() for f in site.rglob("*") if f.is_file())
    files = {path for path in every if not _LEFT_OUT.fullmatch(path)}
    made = {}
    for path in sorted(files):
        data = (site / path).read_bytes()
        if path.endswith(".html"):
            data = page_of_a_folder(data.decode(), path, files, language).encode()
        made[moved(path, language)] = data
    for prefix in settings.PREFIXES.values():
        index = index_of_a_folder((site / prefix / _INDEX).read_text("utf-8"))
        name = posixpath.splitext(moved(prefix + _INDEX, language))[0] + ".js"
        made[name] = index.encode()
        scripts = moved(f"{prefix}assets/javascripts/{SHIM.name}", language)
        made[scripts] = SHIM.read_bytes()
    return made
