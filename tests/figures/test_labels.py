"""Labels can be read on a narrow phone: large enough, apart from each other, inside the figure."""

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
from xorbook.figures.svg import labels, render

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
