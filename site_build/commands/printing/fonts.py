"""Remake the fonts of the PDF: Noto Sans KR, with what Korean text of any page may use.

Chromium embeds the system's Korean fonts as drawings (Type 3), and TrueType as fonts. These hold
all syllables of KS X 1001, so that a page may be written without remaking them. Needs npm.
"""

import io
from pathlib import Path

from fontTools.ttLib import TTFont

from site_build.commands.korean_fonts import LICENSE_MEMBER, cut, download
from site_build.vendored import record

FOLDER = Path(__file__).parent
WEIGHTS = {"regular": "400Regular", "bold": "700Bold"}
LICENSE = "font-LICENSE.txt"
# Latin, Greek and Cyrillic; punctuation, signs and single Korean letters.
_LETTERS = [*range(0x1100), *range(0x2000, 0x2E80), *range(0x3000, 0x3190)]


def korean() -> set[str]:
    """Return the syllables of KS X 1001, by their places in its table."""
    rows, cells = range(0xB0, 0xC9), range(0xA1, 0xFF)
    return {bytes([row, cell]).decode("euc_kr") for row in rows for cell in cells}


def characters(font: bytes) -> set[str]:
    """Return what the PDF keeps of a font: those syllables, and letters and signs of every kind."""
    every = set(map(chr, TTFont(io.BytesIO(font)).getBestCmap()))
    return every & (korean() | set(map(chr, _LETTERS)))


def main() -> None:
    """Write the fonts and their licence beside this module."""
    members = [f"package/{name}/NotoSansKR_{name}.ttf" for name in WEIGHTS.values()]
    *fonts, licence = download(*members, LICENSE_MEMBER)
    (FOLDER / LICENSE).write_bytes(licence)
    record(FOLDER / LICENSE)
    for weight, whole in zip(WEIGHTS, fonts, strict=True):
        file = FOLDER / f"korean-{weight}.woff2"
        kept = "".join(sorted(characters(whole)))
        file.write_bytes(cut(whole, kept, f"Xorbook Print {weight.title()}", "woff2"))
        record(file)
        print(f"{file}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
