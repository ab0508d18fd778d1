"""Rewrite the addresses of built pages for folders, where a path names a file and nothing else."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container
from html import escape, unescape
from urllib.parse import quote, unquote, urljoin, urlsplit

from site_build.commands.online_address import online_address

_TAG = re.compile(r"<(?P<script>script)\b[^<>]*>.*?</script>|<[a-z][^<>]*>", re.DOTALL)
_ADDRESS = re.compile(r'(?<= )(?P<name>href|src)="(?P<value>[^"]*)"')


def file_of(location: str) -> str:
    """Return the file that a host answers with for a path in the site."""
    return location + "index.html" if location.endswith("/") or not location else location


def rewritten(page: str, path: str, files: Container[str], moved: Callable[[str], str]) -> str:
    """Return a page whose links name the files of a folder.

    `path` is where the page lies in the site, `files` are those that come along, `moved` says where
    to. What stays behind is linked to where it is online.
    """
    online = online_address(page, path)
    here = posixpath.dirname(moved(path))

    def address(match: re.Match[str]) -> str:
        value = unescape(match["value"])
        parts = urlsplit(value)
        if parts.scheme or parts.netloc or not parts.path:
            return match[0]
        target = urljoin(online + path, value)
        file = file_of(unquote(urlsplit(target).path.removeprefix(urlsplit(online).path)))
        if file in files:
            target = quote(posixpath.relpath(moved(file), here or "."))
            target += "#" + parts.fragment if parts.fragment else ""
        return f'{match["name"]}="{escape(target)}"'

    def tag(match: re.Match[str]) -> str:
        if match["script"]:  # its text is no HTML
            head, end, body = match[0].partition(">")
            return _ADDRESS.sub(address, head) + end + body
        return _ADDRESS.sub(address, match[0])

    return _TAG.sub(tag, page)
