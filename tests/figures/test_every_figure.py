"""What holds of every figure, each drawn once here: its labels can be read, its colours are named.

On a narrow phone labels are large enough, apart from each other and inside the figure.
"""

import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from tests.figures.drawing import EVERY, drawn
from xorbook.figures import Language
from xorbook.figures.canvas import Part, diagram, write
from xorbook.figures.style import NARROW, SMALLEST, WIDTH, styled
from xorbook.figures.svg import characters, font_characters, labels, render

SVG = "{http://www.w3.org/2000/svg}"
every_figure = pytest.mark.parametrize(("name", "language"), EVERY)


def glyph_sizes(svg: str) -> Iterator[float]:
    """Yield the size of every glyph in CSS px where the figure is NARROW px wide."""
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        size = 100 * _scale(group)
        for glyph in group.findall(f"{SVG}use[@transform]"):
            yield size * _scale(glyph) * NARROW / WIDTH


def _scale(element: ElementTree.Element) -> float:
    scale = re.search(r"scale\(([\d.]+)", element.get("transform", ""))
    return float(scale[1]) if scale else 1.0


def collisions(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of labels that overlap by more than a point both ways."""
    boxes = [(label.get_text(), label.get_window_extent()) for label in labels(figure)]
    return [
        (text, other)
        for (text, box), (other, box_2) in combinations(boxes, 2)
        if (common := Bbox.intersection(box, box_2)) and min(common.width, common.height) > 1
    ]


@every_figure
def test_no_glyph_is_smaller_than_ten_pixels_on_a_phone(name: str, language: Language) -> None:
    sizes = list(glyph_sizes(drawn(name, language)[1]))
    assert sizes
    assert min(sizes) >= SMALLEST


@every_figure
def test_labels_stay_apart_and_inside(name: str, language: Language) -> None:
    figure, _ = drawn(name, language)
    with styled():
        frame = figure.bbox.padded(1)
        boxes = {label.get_text(): label.get_window_extent() for label in labels(figure)}
        assert collisions(figure) == []
    assert [text for text, box in boxes.items() if not _inside(box, frame)] == []


def _inside(box: Bbox, frame: Bbox) -> bool:
    return all(frame.contains(*corner) for corner in box.get_points())


@every_figure
def test_every_colour_is_a_variable_with_a_light_and_a_dark_value(
    name: str, language: Language
) -> None:
    style, drawing = drawn(name, language)[1].split("</style>")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?<!#p)", _without_references(drawing)) == []
    assert not re.search(r"\b(black|white|rgb)\b", _without_comments(drawing))
    light, dark = style.split("@media (prefers-color-scheme:dark)")
    used = set(re.findall(r"var\(--(\w+)\)", drawing))
    assert set(re.findall(r"--(\w+):", light)) == set(re.findall(r"--(\w+):", dark)) == used


@every_figure
def test_nothing_is_black_for_want_of_a_colour(name: str, language: Language) -> None:
    svg = drawn(name, language)[1]
    for style in re.findall(r'<(?:path|use)[^>]* style="([^"]*)"', svg):
        assert "fill:" in style or "stroke:" in style
    for label in re.findall(r"<g ([^>]*scale\([\d.]+ -[\d.]+\)[^>]*)>", svg):
        assert "fill: var(" in label


@every_figure
def test_a_figure_asks_for_nothing_from_elsewhere(name: str, language: Language) -> None:
    addresses = set(re.findall(r"\w+://[^\"']*", drawn(name, language)[1]))
    assert addresses == {"http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"}


def test_the_font_holds_what_labels_use_and_ascii_and_no_more() -> None:
    used = set().union(*(characters(drawn(*key)[0]) for key in EVERY))
    assert font_characters() == used | set(map(chr, range(ord(" "), ord("~") + 1)))


def _without_references(svg: str) -> str:
    return re.sub(r'(xlink:href="#[^"]*"|url\(#[^)]*\)|&#\d+;)', "", _without_comments(svg))


def _without_comments(svg: str) -> str:
    return re.sub(r"<!--.*?-->", "", svg)


def test_a_small_label_is_noticed() -> None:
    with styled():
        figure, axes = diagram(50)
        write(axes, 100, 20, [Part("small", size=9)])
        assert max(glyph_sizes(render(figure).decode())) < SMALLEST


def test_an_index_counts_as_small_as_it_is() -> None:
    with styled():
        figure, axes = diagram(50)
        write(axes, 100, 20, [Part("$w_1$", size=14)])
        large, small = sorted(glyph_sizes(render(figure).decode()), reverse=True)
    assert large == pytest.approx(14 * NARROW / WIDTH)
    assert small == pytest.approx(0.7 * large)


def test_overlapping_labels_are_noticed() -> None:
    with styled():
        figure, axes = diagram(50)
        write(axes, 100, 20, [Part("one")])
        write(axes, 104, 24, [Part("two")])
        render(figure)
        assert collisions(figure) == [("one", "two")]
