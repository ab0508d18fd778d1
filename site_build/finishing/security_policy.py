"""Write into every built page what it may load and run: itself, and nothing else.

A Content-Security-Policy by meta tag, since a static host lets a book set no headers. Scripts
inside a page are allowed by their hashes, which only the finished page has.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_TYPE = re.compile(r'\btype="?([\w/+-]+)')
_RUN = {"text/javascript", "module", "importmap", "speculationrules"}
_FIRST = '<meta charset="utf-8">'
_RULES = {
    "default-src": "'self'",
    # KaTeX writes style attributes.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


def hashes(page: str) -> list[str]:
    """Return the hash of every script that stands in a page and is run, as a policy names it."""
    found = set()
    for attributes, script in _SCRIPT.findall(page):
        kind = _TYPE.search(attributes)
        if "src=" not in attributes and (kind is None or kind[1] in _RUN):
            digest = hashlib.sha256(script.encode()).digest()
            found.add(f"'sha256-{base64.b64encode(digest).decode()}'")
    return sorted(found)


def guarded(page: str) -> str:
    """Return a page with its policy, before anything that the policy could forbid.

    Raises
    ------
    ValueError
        When the page does not begin its head with its encoding.
    """
    if page.count(_FIRST) != 1:
        raise ValueError(f"expected {_FIRST} once in a page, found {page.count(_FIRST)}")
    rules = {**_RULES, "script-src": " ".join(["'self'", *hashes(page)])}
    policy = "; ".join(f"{name} {sources}" for name, sources in rules.items())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page.replace(_FIRST, f"{_FIRST}\n{meta}")


def guard(folder: Path) -> None:
    """Write the policy into every page of a built site."""
    for file in folder.rglob("*.html"):
        file.write_text(guarded(file.read_text("utf-8")), "utf-8")
