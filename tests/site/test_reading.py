"""What a screen reader is given for formulas and figures, in the built pages."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.site.built import pages

HIDDEN = '<span class="katex-html" aria-hidden="true">'


def unread(html: str) -> list[str]:
    """List what is wrong with the formulas of a page: each is seen once and read once."""
    formulas = html.split('<span class="katex">')[1:]
    return [
        formula[:80]
        for formula in formulas
        if formula.count("<math ") != 1
        or formula.count(HIDDEN) != 1
        or not re.sub(r"<annotation.*?</annotation>|<[^>]*>", "", formula.partition(HIDDEN)[0])
    ]


def described(html: str) -> list[str]:
    """Return the alt texts of the figures of a page."""
    images = re.findall(r"<figure[^>]*>\s*(?:<book-figure [^>]*>)?(?:<p>)?\s*(<img [^>]*>)", html)
    assert len(images) == html.count("<figure")
    return [unescape("".join(re.findall(r'alt="([^"]*)"', image))) for image in images]


def wordless(html: str, language: str) -> list[str]:
    """List the alt texts of figures that are no sentences in the page's language."""
    hangul = {"ko": True, "en": False}[language]
    return [
        text
        for text in described(html)
        if len(text) < 60
        or len(text.split()) < 10
        or not text.endswith(".")
        or bool(re.search("[가-힣]", text)) is not hangul
    ]


def test_formulas_are_read_and_figures_described(site: Path) -> None:
    wrong = []
    formulas = figures = 0
    for path, file in pages(site).items():
        html = file.read_text("utf-8")
        formulas += html.count("<math ")
        figures += len(described(html))
        language = "en" if path.startswith("en/") else "ko"
        wrong += [f"{path}: {one}" for one in unread(html) + wordless(html, language)]
    assert formulas > 1000
    assert figures > 40
    assert not wrong


@pytest.mark.parametrize(
    "html",
    [
        f'<span class="katex">{HIDDEN}x</span></span>',
        '<span class="katex"><math ><mi>x</mi></math><span class="katex-html">x</span></span>',
        f'<span class="katex"><math ><annotation>x</annotation></math>{HIDDEN}x</span></span>',
    ],
    ids=["no MathML", "read twice", "only its TeX"],
)
def test_a_formula_that_is_not_read_is_found(html: str) -> None:
    assert unread(html)
    assert not unread(f'<span class="katex"><math ><mi>x</mi></math>{HIDDEN}x</span></span>')


@pytest.mark.parametrize("alt", ["loss-slices", "A figure of the loss.", "손실 곡선 아홉 개."])
def test_a_name_is_no_description(alt: str) -> None:
    assert wordless(f'<figure><img alt="{alt}"></figure>', "en")
    sentence = "Nine small curves, one for each number, each with a dot at its present value."
    assert not wordless(f'<figure><img alt="{sentence}"></figure>', "en")
