"""Where a built page is online, as it says itself."""

from __future__ import annotations

import re
from html import unescape

_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')


def online_address(page: str, path: str) -> str:
    """Return the address of the folder that holds a page at `path`.

    Raises
    ------
    ValueError
        When the page's canonical address does not end as the path does.
    """
    folder = path.removesuffix("index.html")
    found = _CANONICAL.search(page)
    address = unescape(found[1]) if found else "none"
    if not address.endswith("/" + folder):
        raise ValueError(f"{path}: expected a canonical address ending in /{folder}, got {address}")
    return address.removesuffix(folder)
