"""CONTRIBUTING names what there is: the rooms of `site_build` with their modules, the fences."""

import re
from pathlib import Path

import pytest

from site_build.fences import NAMES

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
ROOMS = ("markdown_extensions", "finishing", "commands")


def modules(folder: Path) -> set[str]:
    """Name the modules and packages of a folder, and what it holds besides."""
    names = {path.stem for path in folder.iterdir()}
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("room", ROOMS)
def test_the_table_of_rooms_names_their_modules(room: str):
    (row,) = re.findall(rf"^\| `{room}/` \|.*$", GUIDE, re.MULTILINE)
    named = set(re.findall(r"`(\w+)/?`", row))
    assert modules(ROOT / "site_build" / room) <= named


def test_the_guide_names_what_the_rooms_share():
    (shared,) = re.findall(r"^What they share stands beside them:.*$", GUIDE, re.MULTILINE)
    named = set(re.findall(r"`(\w+)/?`", shared))
    assert modules(ROOT / "site_build") - set(ROOMS) == named


def test_the_guide_names_the_modules_of_the_package():
    (table,) = re.findall(r"^\| what one looks for \|.*?\n\n", GUIDE, re.DOTALL | re.MULTILINE)
    named = set(re.findall(r"`(\w+)/?`", table))
    package = ROOT / "xorbook"
    private = {path.stem for path in package.glob("_[a-z]*.py")}
    studies = {path.stem for path in (package / "studies").glob("[a-z]*.py")}
    assert (modules(package) - {"py"} | private | studies) - named == set()
    there = {path.stem for path in package.rglob("*.py")} | modules(package)
    assert named - there - {"theta", "xorbook"} == set()


def test_the_guide_names_the_fences_that_exist():
    (listed,) = re.findall(r"^- ` ```pycon `.*?No other fence exists\.", GUIDE, re.DOTALL | re.M)
    assert sorted(re.findall(r"` ```([\w ]+) `", listed)) == sorted(NAMES)
