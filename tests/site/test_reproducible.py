"""Builds are the same to the byte, wherever, whenever and for whom they are made."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_build import settings
from site_build.commands.serve import shown_elsewhere, touched
from site_build.contents import Contents
from tests.site.built import ROOT, build
from xorbook import figures

SOURCES = [
    "docs",
    "overrides",
    "site_build",
    "xorbook",
    "mkdocs.yml",
    "mkdocs.en.yml",
    "pyproject.toml",
    "requirements.lock",
    "README.md",
    "LICENSE",
]

ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": str(settings.source_date_epoch()),
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "123",
}


def checkout(target: Path) -> Path:
    """Copy the sources, without anything built, to another folder."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            made = shutil.ignore_patterns("figures" if name == "docs" else "", "__pycache__")
            shutil.copytree(source, target / name, ignore=made)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    return target


# What a build does, of one language: the other goes through the same code. So do the figures, of
# which some are drawn anew.
LANGUAGE = "ko"
FIGURES = figures.names()[::4]
STEPS = f"""
from site_build import settings
from site_build.commands.build import build_wheel, run
run("xorbook.figures", "docs", "--png", "--language", "{LANGUAGE}", "--only", *{FIGURES})
run("xorbook.practice.page_data", str(settings.BUILD / "practice"))
build_wheel()
run("site_build", "language", "{LANGUAGE}")
"""


def _drawn_anew(folder: str, files: list[str]) -> list[str]:
    return [file for file in files if Path(file).stem in FIGURES]


@pytest.fixture(scope="module")
def elsewhere(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout somewhere else, one language of it built into a folder beside it."""
    folder = tmp_path_factory.mktemp("a folder elsewhere")
    (folder / "matplotlibrc").write_text("font.size: 30\nlines.linewidth: 9\nsvg.fonttype: none\n")
    book = checkout(folder / "book")
    drawn = f"docs/{LANGUAGE}/figures"
    shutil.copytree(ROOT / drawn, book / drawn, ignore=_drawn_anew)
    given = {k: v for k, v in os.environ.items() if not k.startswith("XORBOOK_")}
    strange = ENVIRONMENT | {"MATPLOTLIBRC": str(folder / "matplotlibrc")}
    subprocess.run(
        [sys.executable, "-c", STEPS],
        cwd=book,
        env={**given, **strange, "XORBOOK_BUILD": str(folder / "staging"), "PYTHONPATH": "."},
        check=True,
    )
    return folder


def test_a_build_elsewhere_is_the_same_to_the_byte(site: Path, elsewhere: Path) -> None:
    other = elsewhere / "staging" / f"site-{LANGUAGE}"
    (wheel,) = site.glob("*.whl")
    assert wheel.read_bytes() == (elsewhere / "staging" / "wheel" / wheel.name).read_bytes()
    first = {file.relative_to(site) for file in site.rglob("*") if file.is_file()} - {
        file.relative_to(site) for file in (*(site / "en").rglob("*"), wheel)
    }
    second = {file.relative_to(other) for file in other.rglob("*") if file.is_file()}
    assert first == second
    different = [
        str(path)
        for path in sorted(first)
        if not filecmp.cmp(site / path, other / path, shallow=False)
    ]
    assert not different


def test_an_edited_page_alone_is_made_anew(elsewhere: Path) -> None:
    """What `make serve` does when a page is saved."""
    staging = elsewhere / "staging" / f"site-{LANGUAGE}"
    index = (staging / "search" / "search_index.json").read_bytes()
    others = {
        file: file.stat().st_mtime_ns
        for file in staging.glob("*/index.html")
        if file.parent.name != "gates"
    }
    page = elsewhere / "book" / "docs" / LANGUAGE / "gates.md"
    page.write_text(page.read_text("utf-8") + "\n\nA sentence more.\n", "utf-8")
    build(
        elsewhere / "book",
        elsewhere / "site",
        elsewhere / "staging",
        arguments=["--draft", "--edited", "language", LANGUAGE],
        **ENVIRONMENT,
    )
    assert "A sentence more." in (staging / "gates" / "index.html").read_text("utf-8")
    assert (staging / "search" / "search_index.json").read_bytes() == index
    assert len(others) > 8
    assert {file: file.stat().st_mtime_ns for file in others} == others


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        (["docs/ko/gates.md"], {"ko"}),
        (["docs/ko/gates.md", "docs/en/gates.md"], {"ko", "en"}),
        (["xorbook/gates.py"], {"package"}),
        (["overrides/main.html", "docs/ko/gates.md"], {"all", "ko"}),
        (["mkdocs.yml"], {"all"}),
        (["docs/contents.yml"], {"all"}),
    ],
)
def test_a_save_rebuilds_what_it_touches(changed: list[str], names: set[str]) -> None:
    before = {ROOT / name: 1 for name in (*changed, "docs/ko/index.md")}
    after = before | {ROOT / name: 2 for name in changed}
    assert touched(before, after) == names
    assert touched(before, {}) == {"all"}
    assert touched({}, before) == {"all"}


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("\n## ", "\n\n## ", True),
        ("title: ", "title: x", False),
        ("question: ", "question: x", False),
        ("title: ", "name: ", False),
    ],
)
def test_a_title_or_a_question_touches_every_page(
    tmp_path: Path, old: str, new: str, same: bool
) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", docs, ignore=shutil.ignore_patterns("figures"))
    page = docs / "en" / "gates.md"
    text, before = page.read_text("utf-8"), shown_elsewhere(Contents(docs))
    page.write_text(text.replace(old, new, 1), "utf-8")
    assert page.read_text("utf-8") != text
    assert (shown_elsewhere(Contents(docs)) == before) is same
