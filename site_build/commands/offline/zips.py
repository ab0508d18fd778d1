"""Pack the built `site/` into a zip for each language, which opens without a host."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

from site_build import settings
from site_build.commands.offline.folder import folder

_PACKED = (".png", ".woff2", ".whl")  # these become no smaller


def pack(files: dict[str, bytes], name: str, target: Path, epoch: int) -> None:
    """Write files into a zip, under a folder of this name, the same to the byte every time."""
    day = datetime.fromtimestamp(epoch, UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", compresslevel=9) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", day)
            packed = path.endswith(_PACKED)
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)


def make_zips() -> None:
    """Make the zips from a built site."""
    settings.require_site()
    settings.DIST.mkdir(parents=True, exist_ok=True)
    for language in settings.LANGUAGES:
        name = settings.take_along(language)
        target = settings.DIST / f"{name}.zip"
        pack(folder(settings.SITE, language), name, target, settings.source_date_epoch())
        print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
