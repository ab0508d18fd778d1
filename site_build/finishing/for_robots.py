"""Leave what only robots read: their rules at the root, and a sitemap packed without the clock."""

from __future__ import annotations

import gzip
from pathlib import Path


def write(folder: Path, *, is_root: bool, epoch: int) -> None:
    """Pack the sitemap of a built language again, as of `epoch`, and drop rules nobody asks for."""
    if not is_root:  # robots read the root's only
        (folder / "robots.txt").unlink(missing_ok=True)
    sitemap = folder / "sitemap.xml"
    # MkDocs leaves the clock in the archive's header.
    packed = gzip.compress(sitemap.read_bytes(), mtime=epoch)
    sitemap.with_suffix(".xml.gz").write_bytes(packed)
