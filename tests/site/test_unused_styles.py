"""The one style sheet holds what pages and scripts can use, as it stood there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_build.finishing.unused_styles import Used, pruned

PAGE = """<p class="a b" style="color: var(--read-by-page)"><i data-md-color-scheme="slate">
<script>root.className = "js"</script>"""
USED = Used.by([PAGE], ['element.classList.add("made")'])


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".a { x: 1 }", ".a{x: 1;}"),
        (".a, .lost > p, p.b:hover { x: 1 }", ".a,p.b:hover{x: 1;}"),
        (".lost { x: 1 } #lost { x: 1 }", "#lost{x: 1;}"),
        (".made, .js .a, .js .lost { x: 1 }", ".made,.js .a{x: 1;}"),
        (":is(.lost, .a), :not(.lost) { x: 1 }", ":is(.lost, .a),:not(.lost){x: 1;}"),
        ("@media print { .lost { x: 1 } }", ""),
        ("@media (x: 1) { .lost { x: 1 } p { y: 2 } }", "@media (x: 1) {p{y: 2;}}"),
        ("[data-md-color-scheme=slate] p { x: 1 }", "[data-md-color-scheme=slate] p{x: 1;}"),
        ('[data-md-color-scheme="other"] p { x: 1 }', ""),
        ("[data-other=other] p { x: 1 }", "[data-other=other] p{x: 1;}"),
        ("/* c */ @page { margin: 1cm }", "@page { margin: 1cm }"),
        ("p { --lost: url('a;b'); x: 1 }", "p{x: 1;}"),
        ("p { --first: 1; --second: var(--first) }", ""),
        ("p { --first: 1; x: var( --first, 2) }", "p{--first: 1;x: var( --first, 2);}"),
        ("p { --read-by-page: 1 }", "p{--read-by-page: 1;}"),
    ],
)
def test_what_is_used_stays_and_the_rest_goes(css: str, left: str) -> None:
    assert pruned(css, USED) == left


def test_what_is_no_style_sheet_is_an_error() -> None:
    with pytest.raises(ValueError, match="expected a style sheet"):
        pruned("p {} }", USED)


def test_the_sheet_of_the_site_is_pruned(site: Path) -> None:
    (sheet,) = (site / "assets" / "stylesheets").glob("*.css")
    css = sheet.read_text("utf-8")
    assert ".md-search-result__item" in css, "the script makes it"
    assert ".book-code-link" in css
    assert "arithmatex" not in css
    assert "=indigo]" not in css
    assert not re.search(r"--md-admonition-icon--bug:", css)
