"""Remake the font of the figures and cards: Noto Sans KR, with only the characters they show.

Needs npm, which fetches the font's package; everyone else uses the committed result.
"""

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from site_build import settings
from site_build.finishing import cards
from site_build.vendored import record

PACKAGE = "@expo-google-fonts/noto-sans-kr@0.4.3"
MEMBER = "package/400Regular/NotoSansKR_400Regular.ttf"
LICENSE_MEMBER = "package/LICENSE_FONT"
FIGURES = settings.ROOT / "xorbook" / "figures"
FAMILY = "Xorbook Sans KR"  # a name of its own, so that an installed Noto is never drawn instead


def used_characters() -> str:
    """Ask the figures, in a process of their own, which characters they show; add the cards'."""
    command = [sys.executable, "-m", "xorbook.figures", "--characters"]
    answer = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return "".join(sorted(cards.characters().union(answer.stdout.removesuffix("\n"))))


def download(*members: str) -> list[bytes]:
    """Return files of the font's package: whole fonts, the licence."""
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


def main() -> None:
    """Write the font and its licence beside the figures."""
    whole, licence = download(MEMBER, LICENSE_MEMBER)
    font = cut(whole, used_characters())
    (FIGURES / "font.ttf").write_bytes(font)
    (FIGURES / "font-LICENSE.txt").write_bytes(licence)
    for name in ("font.ttf", "font-LICENSE.txt"):
        record(FIGURES / name)
    print(f"{FIGURES / 'font.ttf'}: {len(font)} bytes")


if __name__ == "__main__":
    main()
