"""Cutting a font down to the characters that labels use."""

import io

import pytest
from fontTools.ttLib import TTFont

from site_build import settings
from site_build.commands import korean_fonts as site_font
from xorbook.figures.style import FONT, FONT_FAMILY


def test_a_cut_font_holds_the_characters_asked_for_and_no_others() -> None:
    cut = TTFont(io.BytesIO(site_font.cut(FONT.read_bytes(), "층0")))
    assert set(cut.getBestCmap()) == {ord("층"), ord("0")}
    assert cut["name"].getBestFamilyName() == FONT_FAMILY


def test_cutting_twice_gives_the_same_bytes() -> None:
    assert site_font.cut(FONT.read_bytes(), "층0") == site_font.cut(FONT.read_bytes(), "층0")


def test_a_character_that_the_whole_font_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"expected characters that .* has, got .*뷁"):
        site_font.cut(FONT.read_bytes(), "0뷁")


def test_the_fonts_of_the_pages_hold_every_syllable_in_use() -> None:
    for weight in site_font.WEIGHTS:
        held = TTFont(settings.FONTS / f"korean-{weight}.woff2").getBestCmap()
        assert {chr(code) for code in held} >= site_font.korean() | set("—·“”σ≥")


def test_the_font_lies_where_the_figures_look_for_it() -> None:
    assert site_font.FIGURES / "font.ttf" == FONT
    assert "SIL Open Font License" in (site_font.FIGURES / "font-LICENSE.txt").read_text("utf-8")
