"""The contents, and what is said of a chapter that is added by half."""

import shutil
from pathlib import Path

import pytest

from site_build.contents import Contents, ContentsError
from site_build.settings import LANGUAGES
from tests.pages.book import ROOT, page_names
from tests.pages.contents import contents_problems

PAGE = """---
title: {title}
description: Words.
question: Why?
prerequisites: [one.md]
---

# {title} {{ #{name} }}

A [term](glossary.md#term).

![shows](figures/f.svg)

### Exercise 1 {{ #exercise-1 }}

## Summary {{ #summary }}

## Sources {{ #sources }}
"""
LIST = """first: index
parts:
  - title: {ko: 앞, en: Front}
    chapters: [one]
  - title: {ko: 뒤, en: Back}
    chapters: [two]
  - title: {ko: 부록, en: Appendices}
    appendices: [words]
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A small book of two parts, whose second chapter needs its first."""
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        for name in ("index", "one", "two", "words"):
            text = PAGE.format(title=f"{name} {language}", name=name)
            if name == "one":
                text = text.replace("[one.md]", "[]")
            (tmp_path / language / f"{name}.md").write_text(text, "utf-8")
    (tmp_path / "contents.yml").write_text(LIST, "utf-8")
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_the_contents_list_the_book():
    contents = Contents()
    written = [Path(name).stem for name in page_names()]
    assert sorted(contents.pages) == sorted([*written, *contents.notebooks])
    assert len(contents.chapters) >= 7
    assert set(contents.notebooks) <= set(contents.chapters)
    assert contents.docs == ROOT / "docs"


def test_both_languages_have_the_same_menu_with_titles_of_their_own():
    menus = [Contents().menu(language) for language in LANGUAGES]
    files = [[_files(entry) for entry in menu] for menu in menus]
    assert files[0] == files[1]
    titles = [[title for entry in menu for title in _titles(entry)] for menu in menus]
    assert len(titles[0]) == len(titles[1]) > len(Contents().pages)
    assert not set(titles[0]) & set(titles[1])


def _files(entry):
    (target,) = entry.values()
    return [_files(one) for one in target] if isinstance(target, list) else target


def _titles(entry):
    ((title, target),) = entry.items()
    below = [t for one in target for t in _titles(one)] if isinstance(target, list) else []
    return [title, *below]


def test_menu_and_table_are_made_of_what_pages_say(docs):
    contents = Contents(docs)
    assert contents.menu("en") == [
        {"index en": "index.md"},
        {"Front": [{"one en": "one.md"}]},
        {"Back": [{"two en": "two.md"}]},
        {"Appendices": [{"words en": "words.md"}]},
    ]
    assert contents.table("ko") == "| [one ko](one.md) | Why? |\n| [two ko](two.md) | Why? |"
    assert contents.chapters == ["one", "two"]
    assert contents.beside_chapters == ["index", "words"]


def test_a_notebook_is_a_page_but_explains_nothing(docs):
    for language in LANGUAGES:
        (docs / language / "two.md").unlink()
        said = f'"title": "two {language}", "question": "What if?"'
        text = f'{{"metadata": {{"page": {{{said}}}}}}}'
        (docs / language / "two.ipynb").write_text(text, "utf-8")
    contents = Contents(docs)
    assert list(contents_problems(contents)) == []
    assert contents.menu("ko")[2] == {"뒤": [{"two ko": "two.ipynb"}]}
    assert contents.chapters == ["one", "two"]
    assert contents.beside_chapters == ["index", "two", "words"]


def test_a_whole_book_has_no_problem(docs):
    assert list(contents_problems(Contents(docs))) == []


def test_a_page_without_an_entry_is_named(docs):
    for language in LANGUAGES:
        shutil.copy(docs / language / "two.md", docs / language / "three.md")
    assert list(contents_problems(Contents(docs))) == [
        "docs/contents.yml does not list three, which is a page"
    ]


def test_an_entry_without_a_page_is_named(docs):
    edit(docs / "contents.yml", "[two]", "[two, three, one]")
    assert list(contents_problems(Contents(docs))) == [
        "docs/contents.yml lists one twice",
        "docs/contents.yml lists three: expected one page of this name, found no page",
    ]


def test_a_page_in_one_language_is_named(docs):
    (docs / "en" / "two.md").unlink()
    assert list(contents_problems(Contents(docs))) == ["docs/en/two.md does not exist"]


def test_a_page_that_is_written_twice_is_named(docs):
    for language in LANGUAGES:
        (docs / language / "two.ipynb").write_text('{"metadata": {}}')
    (found,) = contents_problems(Contents(docs))
    assert found.endswith("found two.ipynb and two.md, which share an address")
    with pytest.raises(ContentsError, match=r"expected docs/ko/two\.md or docs/ko/two\.ipynb,"):
        Contents(docs).menu("ko")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: two ko\n", "", "has no title"),
        ("description: Words.", "description: Some: words.", "expected front matter in YAML"),
        ("question: Why?\n", "", "has no question: the one that it answers"),
        ("![shows](figures/f.svg)\n", "", "has no figure, of which the picture"),
        ("### Exercise 1 { #exercise-1 }\n", "", "has no exercise"),
        ("## Summary { #summary }", "", "has no section #summary"),
        ("## Sources { #sources }", "", "has no section #sources: the sources of its numbers"),
        ("#exercise-1 }", "#exercise-1 }\n\n## So { #first-section }", "under which nobody finds"),
        ("[term](glossary.md#term)", "term", "links no term to the glossary"),
        ("[one.md]", "[one.md, words.md]", "come before it, got words.md"),
    ],
)
def test_what_a_chapter_lacks_is_named(docs, old, new, message):
    edit(docs / "ko" / "two.md", old, new)
    (found,) = contents_problems(Contents(docs))
    assert found.startswith("docs/ko/two.md")
    assert message in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("first: index\n", ""),
        ("first: index\n", "first: : index\n"),
        ("    chapters: [two]\n", "    chapters: two\n"),
        ("chapters: [two]", "chapters: []"),
        ("{ko: 뒤, en: Back}", "{ko: 뒤}"),
        ("    appendices: [words]\n", ""),
        ("appendices: [words]", "pages: [words]"),
    ],
)
def test_contents_that_make_no_book_are_refused(docs, old, new):
    edit(docs / "contents.yml", old, new)
    (found,) = contents_problems(Contents(docs))
    assert found.startswith("docs/contents.yml: expected ")
    with pytest.raises(ContentsError, match="expected "):
        Contents(docs).menu("ko")


def test_a_page_without_a_title_ends_a_build(docs):
    edit(docs / "en" / "two.md", "title: two en\n", "")
    with pytest.raises(ContentsError, match="en/two: expected its title, found none"):
        Contents(docs).menu("en")
