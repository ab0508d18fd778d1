"""How the page of practice gets its problems, and which chapters lead there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown import Markdown

from site_build.contents import Contents
from site_build.finishing import practice
from site_build.markdown_extensions.placeholders import makeExtension
from xorbook.practice import KINDS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PLACE = '<book-figure name="practice-{}" id="i" lang="ko"></book-figure>'


def built(root: Path, *kinds: str) -> tuple[Path, Path]:
    """A site with a page that asks for these kinds, and problems of two."""
    (root / "site" / "page").mkdir(parents=True)
    (root / "site" / "page" / "index.html").write_text("".join(map(PLACE.format, kinds)))
    (root / "site" / "index.html").write_text("<p>x</p>")
    (root / "problems").mkdir()
    for kind in ("gate", "loss"):
        (root / "problems" / f"{kind}.js").write_text(f"{kind}()")
        (root / "problems" / f"{kind}.html").write_text(f"<div><p>{kind}</p></div>")
    return root / "site", root / "problems"


def test_a_place_is_filled_and_knows_its_data(tmp_path: Path) -> None:
    site, problems = built(tmp_path, "gate", "loss")
    practice.write(site, problems)
    page = (site / "page" / "index.html").read_text()
    found = re.findall(
        r'<book-figure name="practice-(\w+)" id="i" lang="ko" data-problems="\.\./([^"]+)">'
        r"(.*?)</book-figure>",
        page,
    )
    assert [(kind, text) for kind, _, text in found] == [
        ("gate", "<div><p>gate</p></div>"),
        ("loss", "<div><p>loss</p></div>"),
    ]
    assert [(site / name).read_text() for _, name, _ in found] == ["gate()", "loss()"]
    assert (site / "index.html").read_text() == "<p>x</p>"


def test_a_second_time_changes_nothing_but_what_is_new(tmp_path: Path) -> None:
    site, problems = built(tmp_path, "gate")
    practice.write(site, problems)
    first = (site / "page" / "index.html").read_text()
    practice.write(site, problems)
    assert (site / "page" / "index.html").read_text() == first
    (problems / "gate.js").write_text("other()")
    (problems / "gate.html").write_text("<p>other</p>")
    practice.write(site, problems)
    page = (site / "page" / "index.html").read_text()
    (data,) = (site / practice.FOLDER).iterdir()
    assert data.read_text() == "other()"
    assert data.name in page
    assert "<p>other</p></book-figure>" in page
    assert "<p>gate</p>" not in page


def test_an_unknown_kind_is_named(tmp_path: Path) -> None:
    site, problems = built(tmp_path, "xor")
    with pytest.raises(ValueError, match="expected one of gate, loss as a kind of practice, got x"):
        practice.write(site, problems)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_line_becomes_a_place(language: str) -> None:
    markdown = Markdown(extensions=[makeExtension(address="https://x.org/", language=language)])
    assert markdown.convert("A.\n\n{{ practice gate }}\n\nB.") == (
        '<p>A.</p>\n<div class="practice"><book-figure name="practice-gate" '
        f'id="interactive-practice-gate" lang="{language}"></book-figure></div>\n\n<p>B.</p>'
    )
    assert "{{ practice gate }}" in markdown.convert("Write `{{ practice gate }}`.")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_has_every_kind_and_every_chapter_leads_to_one(language: str) -> None:
    page = (DOCS / language / "practice.md").read_text("utf-8")
    sections = re.findall(
        r"^## .* \{ #([a-z]+) \}\n\n.*\n\n\{\{ practice ([a-z]+) \}\}$", page, re.M
    )
    assert sections == [(kind, kind) for kind in KINDS]
    for chapter in (DOCS / language).glob("*.md"):
        text = chapter.read_text("utf-8")
        _, heading, exercises = text.partition("{ #exercises }")
        if heading:
            led = re.findall(r"\]\(practice\.md#([a-z]+)\)", exercises)
            assert led, f"{chapter.name}: its exercises lead to no problems of practice.md"
            assert set(led) <= set(KINDS)
    assert len(Contents().chapters) > 10
