"""The rules, applied to the book."""

import subprocess
import sys
from collections import defaultdict

import numpy as np

import xorbook as xb
from tests.pages.book import (
    ROOT,
    all_pages,
    figure_problems,
    notebook_problems,
    notebooks,
    page_names,
    picture_problems,
    problems,
)
from tests.pages.markup import Page


def test_the_book_breaks_no_rule():
    assert list(problems()) == []


def test_the_book_is_there():
    assert len(page_names()) >= 11
    assert len(all_pages()) == 2 * len(page_names())


def test_a_page_stays_in_one_process_however_pytest_is_started():
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "docs/en/gates.md"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_figure_that_is_missing_or_unused_is_reported():
    page = Page("![shows](figures/there.svg)\n![shows](figures/gone.svg)\n")
    assert list(figure_problems([page], {"there", "idle"})) == [
        "page.md:2: there is no figure 'gone' in xorbook/figures",
        "figure 'idle' is used by no page",
    ]


def test_a_picture_that_is_missing_unused_heavy_or_of_one_language_is_reported(tmp_path):
    page = Page("![a](pictures/used.webp)\n![b](pictures/gone.webp)\n![c](figures/f.svg)\n")
    for language, files in (("ko", {"used": 3, "idle": 1}), ("en", {"used": 40_000, "idle": 1})):
        folder = tmp_path / language / "pictures"
        folder.mkdir(parents=True)
        for name, size in files.items():
            (folder / f"{name}.webp").write_bytes(bytes(size))
    assert list(picture_problems([page], tmp_path)) == [
        "page.md:2: there is no pictures/gone.webp",
        "pictures/idle.webp is used by no page",
        "pictures/used.webp is not the same in both languages",
        "pictures/used.webp has 40000 bytes, expected at most 35840",
    ]
    assert list(figure_problems([page], {"f"})) == []


def test_a_notebook_with_outputs_or_typed_decimals_is_reported():
    cells = [
        {"cell_type": "markdown", "source": ["The answer is $x_1 = 1$, see `W[1]`."]},
        {"cell_type": "code", "source": "1", "outputs": [{}], "execution_count": 1},
    ]
    found = list(notebook_problems("n.ipynb", {"cells": cells}))
    assert len(found) == 2
    assert "holds 1;" in found[0]
    hidden = [{"cell_type": "markdown", "source": "½ of $\\tfrac12$"}]
    assert [text for text in notebook_problems("n.ipynb", {"cells": hidden}) if "'½'" in text]
    assert "outputs" in found[1]


def _code(notebook):
    cells = notebook["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_the_notebook_starts_from_the_worked_example():
    for path, notebook in notebooks().items():
        namespace = {}
        exec(_code(notebook)[0], namespace)
        assert np.array_equal(namespace["net"].theta, xb.worked_example().theta), path


def test_the_notebook_has_the_same_code_in_both_languages():
    code = defaultdict(list)
    for path, notebook in notebooks().items():
        code[path.name].append(_code(notebook))
    for name, (korean, english) in code.items():
        assert korean == english != [], name
    assert code
