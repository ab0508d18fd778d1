"""Draw for every page the picture that a shared link shows: its title, and a figure of its own.

Everything is read from the built pages; a page without a figure borrows that of the first page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from site_build import settings

SIZE = (1200, 630)
MARGIN = 64
TEXT_WIDTH = 500
INK, MUTED, RULE = "#22262b", "#5b626b", "#7545c0"  # the figures' own colours
TITLE, BOOK = 58, 28  # sizes of the text, in pixels
FONT = settings.FONTS / "korean-regular.woff2"

_META = re.compile(r'<meta property="og:(title|site_name|image)" content="([^"]*)">')
_FIGURE = re.compile(r'<img\b[^>]*\bsrc="(?:[^"]*/)?figures/([\w-]+)\.svg"')


def card(title: str, book: str, figure: Path) -> Image.Image:
    """Return the card of one page."""
    with Image.open(figure) as opened:
        drawing = opened.convert("RGB")
    made = Image.new("RGB", SIZE, drawing.getpixel((0, 0)))
    left = MARGIN + TEXT_WIDTH + MARGIN // 2
    room = (SIZE[0] - MARGIN // 2 - left, SIZE[1] - MARGIN)
    drawing.thumbnail(room, Image.Resampling.LANCZOS)
    corner = (left + (room[0] - drawing.width) // 2, (SIZE[1] - drawing.height) // 2)
    made.paste(drawing, corner)
    _write(ImageDraw.Draw(made), title, book)
    return made


def _write(draw: ImageDraw.ImageDraw, title: str, book: str) -> None:
    large, small = _font(TITLE), _font(BOOK)
    text = wrapped(title, large)
    box = draw.multiline_textbbox((MARGIN, 0), text, font=large, spacing=16)
    top = (SIZE[1] - box[3] + box[1]) // 2
    draw.rectangle((MARGIN, MARGIN + 8, MARGIN + 72, MARGIN + 13), fill=RULE)
    draw.multiline_text((MARGIN, top - box[1]), text, fill=INK, font=large, spacing=16)
    if book != title:
        draw.text(
            (MARGIN, SIZE[1] - MARGIN), wrapped(book, small), fill=MUTED, font=small, anchor="ls"
        )


def wrapped(text: str, font: ImageFont.FreeTypeFont) -> str:
    """Break a text between words into lines that fit beside the figure."""
    if missing := sorted(set(text) - _drawable()):
        raise ValueError(f"expected characters that {FONT.name} has, got {missing}")
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= TEXT_WIDTH:
            lines[-1] = longer
        elif font.getlength(word) <= TEXT_WIDTH:
            lines.append(word)
        else:
            raise ValueError(f"expected words no wider than {TEXT_WIDTH} pixels, got {word!r}")
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=1)
def _drawable() -> frozenset[str]:
    return frozenset(map(chr, TTFont(FONT).getBestCmap()))


@lru_cache(maxsize=2)
def _font(size: int) -> ImageFont.FreeTypeFont:
    # Whether there is a better layout engine depends on the machine.
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def write(folder: Path, site_url: str) -> None:
    """Draw the cards that the pages of one built language name."""
    home = (folder / "index.html").read_text("utf-8")
    for file in sorted(folder.rglob("index.html")):
        page = file.read_text("utf-8")
        named = {key: unescape(value) for key, value in _META.findall(page)}
        found = _FIGURE.search(page) or _FIGURE.search(home)
        if found is None:
            raise ValueError(f"expected a figure on the first page or in {file}, found none")
        target = folder / named["image"].removeprefix(site_url)
        target.parent.mkdir(parents=True, exist_ok=True)
        figure = folder / "figures" / f"{found[1]}.png"
        card(named["title"], named["site_name"], figure).save(target)
