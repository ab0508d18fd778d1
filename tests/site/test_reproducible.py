"""Two builds are the same to the byte, wherever, whenever and for whom they are made."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

from site_build import settings
from tests.site.built import ROOT, build

SOURCES = [
    "docs",
    "overrides",
    "site_build",
    "xorbook",
    "mkdocs.yml",
    "mkdocs.en.yml",
    "pyproject.toml",
    "requirements.lock",
    "README.md",
    "LICENSE",
]


def checkout(target: Path) -> Path:
    """Copy the sources, without anything built, to another folder."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            made = shutil.ignore_patterns("figures" if name == "docs" else "", "__pycache__")
            shutil.copytree(source, target / name, ignore=made)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    return target


def test_a_build_elsewhere_is_the_same_to_the_byte(site: Path, tmp_path: Path) -> None:
    root = checkout(tmp_path / "another folder")
    build(
        root,
        tmp_path / "site",
        tmp_path / "staging",
        SOURCE_DATE_EPOCH=str(settings.source_date_epoch()),
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        PYTHONHASHSEED="123",
    )
    first = {file.relative_to(site) for file in site.rglob("*") if file.is_file()}
    second = {
        f.relative_to(tmp_path / "site") for f in (tmp_path / "site").rglob("*") if f.is_file()
    }
    assert first == second
    different = [
        str(path)
        for path in sorted(first)
        if not filecmp.cmp(site / path, tmp_path / "site" / path, shallow=False)
    ]
    assert not different
