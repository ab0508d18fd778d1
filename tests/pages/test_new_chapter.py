"""A chapter is its two pages, a line in the contents, and the module of its figures: tried here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_build.commands.chapter import begin_chapter
from tests.pages.book import LANGUAGES, ROOT, label_problems
from tests.pages.markup import Page
from tests.pages.mutations import failure

PAGE = """---
title: {title}
description: Words.
question: Why?
prerequisites: [perceptron.md]
---

# {title} {{ #rewinding }}

[x](glossary.md#weight)

![shows](figures/one-product.svg)

/// figure-caption
Words.
///

```pycon
>>> import xorbook as xb
>>> unit = xb.Perceptron([1.5], bias=0)
>>> unit.weighted_sum([2])
3.0
```

$2 \\cdot 1.5 = 3$

<!-- claims
formula : [2 * unit.weights[0] / unit.weights[0], unit.weights[0], unit.weighted_sum([2])]
-->

### {exercise} 1 {{ #exercise-1 }}

## S {{ #summary }}

## S {{ #sources }}
"""
FIGURE = '''"""Figures of the chapter on rewinding."""

from matplotlib.figure import Figure

from xorbook._language import Language
from xorbook.figures.canvas import blank
from xorbook.figures.registry import figure


@figure
def one_product(say: Language) -> Figure:
    """Draw nothing at all."""
    return blank(20)
'''


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The pages, the package and what checks them, elsewhere."""
    made = shutil.ignore_patterns("__pycache__", "*.svg", "*.png", "browser", "frameworks")
    for folder in ("docs", "xorbook", "site_build", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=made)
    return tmp_path


def check(copy: Path, *names: str) -> list[str]:
    """Return what `make check` says of one chapter."""
    command = subprocess.run(
        [sys.executable, "-m", "tests.pages", *names],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert command.stderr == ""
    return command.stdout.splitlines()


def test_of_a_chapter_that_is_begun_everything_missing_is_named(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin_chapter("rewinding-time", copy)
    files = [f"docs/{language}/rewinding-time.md" for language in LANGUAGES]
    files.append("xorbook/figures/rewinding_time.py")
    assert capsys.readouterr().out.splitlines()[:-1] == files
    with pytest.raises(RuntimeError, match="exists already"):
        begin_chapter("rewinding-time", copy)
    said = check(copy, "rewinding-time", "rewinding_time")
    assert said[0] == "docs/contents.yml does not list rewinding-time, which is a page"
    blanks = sum((copy / file).read_text("utf-8").count("⟦") for file in files)
    assert len([line for line in said if "still to be written: ⟦" in line]) == blanks > 20
    assert len(said) == blanks + 1


def test_a_syllable_that_the_font_lacks_is_named(copy: Path) -> None:
    module = copy / "xorbook" / "figures" / "gates.py"
    module.write_text(f"{module.read_text('utf-8')}\n# 뷁 and 가\n", "utf-8")
    (found,) = label_problems(module.parent)
    assert found.startswith("xorbook/figures/gates.py: the figures' font has no 뷁: run make font")


@pytest.mark.parametrize("name", ["Losses", "a b", "../index", "", "loss2"])
def test_a_chapter_is_named_as_its_address_will_be(name: str, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="small letters"):
        begin_chapter(name, tmp_path)


def test_a_chapter_is_two_pages_a_line_and_its_figures(copy: Path) -> None:
    titles = {"ko": ("되감기", "연습"), "en": ("Rewinding", "Exercise")}
    for language in LANGUAGES:
        title, exercise = titles[language]
        page = Page(PAGE.format(title=title, exercise=exercise), f"docs/{language}/rewinding.md")
        assert failure(page) is None
        (copy / page.name).write_text(page.text, "utf-8")
    contents = copy / "docs" / "contents.yml"
    text = contents.read_text("utf-8")
    assert check(copy, "rewinding") == [
        "docs/contents.yml does not list rewinding, which is a page",
        "docs/en/rewinding.md:12: there is no figure 'one-product' in xorbook/figures",
    ]
    contents.write_text(text.replace("- gates\n", "- gates\n      - rewinding\n"), "utf-8")
    (copy / "xorbook" / "figures" / "rewinding.py").write_text(FIGURE, "utf-8")
    assert check(copy, "rewinding") == [
        "no rule is broken, and what the pages show is what comes out"
    ]
