"""Remake the Korean fonts: cut Noto Sans KR to what figures show, and to what any page may show.

The figures' font travels with the package, so it holds no more than their labels and ASCII. Those
of the PDF and of the pictures of shared links hold all syllables of KS X 1001, so that a page or a
title may be written without remaking them; Chromium would embed the system's Korean fonts as
drawings (Type 3), and TrueType as fonts. Needs npm, which fetches the font's package; everyone
else uses the committed results.
"""

import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from site_build import settings
from site_build.vendored import record

PACKAGE = "@expo-google-fonts/noto-sans-kr@0.4.3"
LICENSE_MEMBER = "package/LICENSE_FONT"
LICENSE = "font-LICENSE.txt"
WEIGHTS = {"regular": "400Regular", "bold": "700Bold"}
FIGURES = settings.ROOT / "xorbook" / "figures"
FAMILY = "Xorbook Sans KR"  # a name of its own, so that an installed Noto is never drawn instead
_ASCII = range(ord(" "), ord("~") + 1)
# Latin, Greek and Cyrillic; punctuation, signs and single Korean letters.
_LETTERS = [*range(0x1100), *range(0x2000, 0x2E80), *range(0x3000, 0x3190)]


def used_characters() -> str:
    """Ask the figures, in a process of their own, which characters they show; add ASCII."""
    command = [sys.executable, "-m", "xorbook.figures", "--characters"]
    answer = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return "".join(sorted(set(map(chr, _ASCII)).union(answer.stdout.removesuffix("\n"))))


def korean() -> set[str]:
    """Return the syllables of KS X 1001, by their places in its table."""
    rows, cells = range(0xB0, 0xC9), range(0xA1, 0xFF)
    return {bytes([row, cell]).decode("euc_kr") for row in rows for cell in cells}


def page_characters(font: bytes) -> str:
    """Return what any page may show of a font: those syllables, letters and signs of every kind."""
    every = set(map(chr, TTFont(io.BytesIO(font)).getBestCmap()))
    return "".join(sorted(every & (korean() | set(map(chr, _LETTERS)))))


def download(*members: str) -> list[bytes]:
    """Return files of the font's package: whole fonts, the licence.

    Raises
    ------
    RuntimeError
        When npm, which fetches the package, is not installed.
    """
    if shutil.which("npm") is None:
        raise RuntimeError(f"npm is needed to fetch {PACKAGE}, and is not installed")
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--json", "--pack-destination", folder, PACKAGE]
        answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8")
        with tarfile.open(Path(folder, json.loads(answer.stdout)[0]["filename"])) as package:
            return [_member(package, name) for name in members]


def _member(package: tarfile.TarFile, name: str) -> bytes:
    member = package.extractfile(name)
    if member is None:
        raise ValueError(f"expected a file {name} in {PACKAGE}, got something else")
    return member.read()


def cut(whole: bytes, characters: str, family: str = FAMILY, flavour: str | None = None) -> bytes:
    """Return the font with the glyphs of these characters only, under a name of its own."""
    missing = sorted(set(characters) - set(map(chr, TTFont(io.BytesIO(whole)).getBestCmap())))
    if missing:
        raise ValueError(f"expected characters that {PACKAGE} has, got {missing}")
    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=[0, 1, 2, 3, 4, 6, 13, 14], flavor=flavour
    )
    font = subset.load_font(io.BytesIO(whole), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    for name_id, value in {1: family, 3: family, 4: family, 6: family.replace(" ", "")}.items():
        font["name"].setName(value, name_id, 3, 1, 0x409)
    result = io.BytesIO()
    font.recalcTimestamp = False
    subset.save_font(font, result, options)
    return result.getvalue()


def _write(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    record(file)
    print(f"{file}: {len(data)} bytes")


def make_fonts() -> None:
    """Write the fonts, each with its licence: beside the figures, and where the site's are."""
    members = [f"package/{name}/NotoSansKR_{name}.ttf" for name in WEIGHTS.values()]
    *fonts, licence = download(*members, LICENSE_MEMBER)
    for folder in (FIGURES, settings.FONTS):
        _write(folder / LICENSE, licence)
    _write(FIGURES / "font.ttf", cut(fonts[0], used_characters()))
    for weight, whole in zip(WEIGHTS, fonts, strict=True):
        made = cut(whole, page_characters(whole), f"Xorbook Print {weight.title()}", "woff2")
        _write(settings.FONTS / f"korean-{weight}.woff2", made)
