"""Figures are the same on every run, follow light and dark, and lack no character."""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from xorbook.figures import FIGURES, Language, draw
from xorbook.figures.__main__ import remove_stale, write
from xorbook.figures.canvas import Part, blank, diagram
from xorbook.figures.canvas import write as write_label
from xorbook.figures.light_and_dark import themed
from xorbook.figures.png import PIXELS
from xorbook.figures.registry import figure
from xorbook.figures.style import PALETTE, number, styled
from xorbook.figures.svg import font_characters, render


def test_labels_are_in_the_language_asked_for() -> None:
    assert "은닉층" in draw("worked-net-forward", Language.KO).decode()
    assert "hidden layer" in draw("worked-net-forward", Language.EN).decode()
    assert not re.search("[가-힣]", draw("worked-net-forward", Language.EN).decode())


def test_a_colour_outside_the_palette_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"style\.PALETTE, got #123456"):
        themed('<svg><style></style><path style="fill: #123456"/></svg>')


def test_a_missing_glyph_is_an_error_that_names_it() -> None:
    held = font_characters()
    with styled():
        drawing, axes = diagram(40)
        lacking = next(sign for sign in map(chr, range(ord("가"), ord("힣"))) if sign not in held)
        write_label(axes, 100, 20, [Part(lacking)])
        with pytest.raises(ValueError, match=rf"'{lacking}' \(U\+[0-9A-F]+\): run `make font`"):
            render(drawing)


def test_hangul_in_a_formula_is_an_error() -> None:
    with styled():
        drawing, axes = diagram(40)
        write_label(axes, 100, 20, [Part("$가$")])
        with pytest.raises(ValueError, match="ASCII TeX"):
            render(drawing)


def test_light_and_dark_tokens_are_never_the_same_colour() -> None:
    light = [pair[0] for pair in PALETTE.values()]
    assert len(set(light)) == len(light)
    assert all(pair[0] != pair[1] for pair in PALETTE.values())


def test_only_changed_figures_are_written_and_stale_ones_removed(tmp_path: Path) -> None:
    names = ["step-and-sigmoid"]
    (first,), _ = write(tmp_path, names, Language.KO)
    assert first == tmp_path / "ko" / "figures" / "step-and-sigmoid.svg"
    assert write(tmp_path, names, Language.KO) == ([], [])
    first.write_text("changed by hand")
    assert write(tmp_path, names, Language.KO) == ([first], [])
    stale = [first.with_name("gone.svg"), first.with_name("gone.png")]
    for path in stale:
        path.write_text("<svg/>")
    assert sorted(remove_stale(tmp_path)) == sorted(stale)
    assert first.exists()


def test_a_figure_that_fails_is_named_and_the_others_are_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FIGURES, "gone-wrong", lambda say: blank("wide"))  # type: ignore[arg-type]
    changed, wrong = write(tmp_path, ["gone-wrong", "step-and-sigmoid"], Language.EN)
    assert [path.stem for path in changed] == ["step-and-sigmoid"]
    (line,) = wrong
    assert re.fullmatch(r"figure 'gone-wrong' \(en\): TypeError: .* \(canvas\.py:[0-9]+\)", line)


def test_a_picture_is_light_and_wide_and_made_again_only_when_it_must(tmp_path: Path) -> None:
    names = ["step-and-sigmoid"]
    (svg, png), _ = write(tmp_path, names, Language.EN, pictures=True)
    made = png.read_bytes()
    with Image.open(png) as picture:
        assert picture.width == PIXELS
        assert picture.convert("RGB").getpixel((0, 0)) == ImageColor.getrgb(PALETTE["paper"][0])
    assert write(tmp_path, names, Language.EN, pictures=True) == ([], [])
    png.write_bytes(made.replace(b"sha256:", b"sha256:0"))
    assert write(tmp_path, names, Language.EN, pictures=True) == ([png], [])
    assert png.read_bytes() == made
    assert svg.exists()


def test_two_figures_of_one_name_are_refused() -> None:
    def step_and_sigmoid(say: Language):  # type: ignore[no-untyped-def]
        return blank(10)

    with pytest.raises(ValueError, match="second 'step-and-sigmoid'"):
        figure(step_and_sigmoid)
    assert FIGURES["step-and-sigmoid"] is not step_and_sigmoid


def test_an_unknown_figure_is_an_error() -> None:
    with pytest.raises(ValueError, match="expected the name of a figure"):
        draw("no-such-figure", Language.EN)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(-0.5, None, "−0.5"), (0.924142, None, "0.9241"), (-0.00001, 3, "0.000"), (3.0, None, "3")],
)
def test_numbers_in_labels(value: float, digits: int | None, text: str) -> None:
    assert number(value, digits) == text
