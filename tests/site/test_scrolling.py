"""What the build makes a stop of the Tab key."""

import pytest
from markdown import Markdown

from site_build.markdown_extensions.scrolling import FITS, columns

LABELS = {"code": "Code", "table": "Table", "output": "Output"}
STOP = 'tabindex="0" role="group" aria-label="{}"'


def html_of(text: str) -> str:
    names = ["tables", "math", "copy_buttons", "scrolling"]
    extensions = [f"site_build.markdown_extensions.{name}" for name in names]
    return Markdown(
        extensions=[*extensions, "tables", "pymdownx.superfences", "pymdownx.highlight"],
        extension_configs={extensions[-1]: LABELS},
    ).convert(text)


@pytest.mark.parametrize(
    ("html", "width"),
    [
        ("", 0),
        ("a\nabc\n", 3),
        ("<span class='gp'>&gt;&gt;&gt; </span>가나", 8),
        ("x" * 30 + "\ny", 30),
    ],
)
def test_columns_are_those_of_the_longest_line(html: str, width: int):
    assert columns(html) == width


def test_long_code_is_a_named_stop_and_short_code_is_none():
    long, short = "x" * (FITS + 1), "x" * FITS
    made = html_of(f"## A\n\n```python\n{long}\n```\n\n```python\n{short}\n```\n")
    assert made.count("<code") == 2
    assert made.count(f"<code {STOP.format('Code')}>") == 1
    assert f"<code>{short}" in made.replace('<span class="n">', "")


def test_tables_formulas_and_outputs_are_stops_whatever_their_width():
    made = html_of('| a |\n|---|\n| 1 |\n\n$$\nx\n$$\n\n<div class="notebook-output">1</div>\n')
    assert f'<div class="md-typeset__scrollwrap" {STOP.format("Table")}>' in made
    assert f'<div class="notebook-output" {STOP.format("Output")}>1</div>' in made
    (formula,) = [part for part in made.split("<div ") if part.startswith('class="math-display"')]
    assert formula.partition(">")[0].count('tabindex="0"') == 1


def test_what_comes_by_twice_is_a_stop_once():
    twice = html_of(html_of("## A\n\n```python\n" + "x" * 40 + "\n```\n"))
    assert twice.count("tabindex") == 1
