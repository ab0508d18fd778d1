"""What readers may look for: every heading and term of the built pages, and how they are typed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from tests.site.built import LANGUAGES

# What follows a Korean word, always the same or by its end: after a consonant, after a vowel.
PLAIN = ("의", "에", "에서", "에서는", "도", "만", "부터", "까지", "처럼", "보다", "마다")
PARTICLES = (
    *(("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"), ("이란", "란")),
    *((one, one) for one in PLAIN),
)
_FORMULA = "\n\n"  # what stands in a sentence for a formula or code, and is no space
# Most of a page's markup, which is slow to parse, and none of its words.
_NO_WORDS = re.compile(r"<(x-math|pre)\b.*?</\1>|<div class=\"math-display\".*?</div>", re.DOTALL)
_BESIDE = ".headerlink, .doc-labels, .admonition-title"


@dataclass(frozen=True)
class Query:
    """What is typed, the pages that answer it, and how many of them the first answers must hold."""

    kind: str
    text: str
    pages: frozenset[str]
    wanted: int = 1
    first: int = 3

    def finds(self, answers: list[str]) -> bool:
        """Say whether the first answers are what was looked for."""
        return len(self.pages.intersection(answers[: self.first])) >= self.wanted


@dataclass(frozen=True)
class Term:
    """A term of the glossary: its names, and the pages that explain it."""

    names: tuple[str, ...]
    pages: frozenset[str]


class Book:
    """What one language of the built site says, page by page."""

    def __init__(self, folder: Path, aside: set[str]) -> None:
        self.aside = aside
        self.articles = dict(_articles(folder))
        self.chapters = {
            page: _sentences(article)
            for page, article in self.articles.items()
            if page not in aside
        }
        self.terms = list(_terms(self.articles["glossary"]))

    def headings(self) -> Iterator[Query]:
        """Every heading as it stands.

        One that several pages have must lead to all of them or, if they are more than three, to
        no other page. One that only pages beside the chapters have, such as a name of the package,
        may come after three chapters that teach what it says.
        """
        found = defaultdict(set)
        for page, article in self.articles.items():
            for heading in article.select("h1[id], h2[id], h3[id]"):
                found[_words(heading)].add(page)
        for text, pages in found.items():
            first = 5 if pages <= self.aside else 3
            yield Query("headings", text, frozenset(pages), min(3, len(pages)), first)

    def phrases(self, *patterns: str) -> Iterator[Query]:
        """Every phrase of these patterns in the chapters' text.

        The pages that hold it answer it, and those that explain the term in it.
        """
        explained = {name: term.pages for term in self.terms for name in term.names}
        found = defaultdict(set)
        for page, text in self.chapters.items():
            for match in (match for one in patterns for match in re.finditer(one, text)):
                found[match[0]] |= {page} | explained.get(match["term"], frozenset())
        for phrase, pages in found.items():
            yield Query("phrases", phrase, frozenset(pages))


def korean(book: Book) -> Iterator[Query]:
    """Terms with every particle, compounds written as one word, and phrases of two words."""
    yield from book.headings()
    for term in book.terms:
        for name in term.names:
            yield Query("terms", name, term.pages)
            if re.search("[가-힣]$", name):
                for particle in PARTICLES:
                    yield Query("terms with particles", with_particle(name, *particle), term.pages)
            if re.search("[가-힣] ", name):
                yield Query("terms without spaces", name.replace(" ", ""), term.pages)
    one = _any(name for term in book.terms for name in term.names)
    one = f"(?P<term>{one})"
    yield from book.phrases(rf"[가-힣]+의 {one}", rf"(?<![가-힣]){one}의 [가-힣]+")


def english(book: Book) -> Iterator[Query]:
    """Terms as one and as many, with an article and in a question, and phrases with `of`."""
    yield from book.headings()
    names = [(name, term) for term in book.terms for name in term.names if name.isascii()]
    for name, term in names:
        yield Query("terms", name, term.pages)
        yield Query("terms with articles", f"the {name}", term.pages)
        yield Query("terms in questions", f"what is {indefinite(name)} {name}", term.pages)
        if not name.endswith("able"):
            yield Query("plurals of terms", plural(name), term.pages)
    one = f"(?P<term>(?i:{_any(name for name, _ in names)}))"
    before = rf"[a-z]+ of (?:the |an? )?{one}s?\b"
    after = rf"\b{one} of (?:the |an? )?(?:[a-z]{{3,}}|[A-Z]{{2,}})\b"
    yield from book.phrases(before, after)


def with_particle(word: str, closed: str, open_: str) -> str:
    """Put the form of a particle after a word that its last syllable asks for."""
    final = (ord(word[-1]) - ord("가")) % 28
    rieul = 8  # the one consonant after which 로 stands, as after none
    return word + (open_ if final == 0 or (final == rieul and open_ == "로") else closed)


def plural(name: str) -> str:
    """Return the plural of an English noun."""
    if name == "epoch":  # its ch is a k
        return "epochs"
    if re.search("[^aeiou]y$", name):
        return name[:-1] + "ies"
    return name + ("es" if re.search("(s|x|ch|sh)$", name) else "s")


def indefinite(name: str) -> str:
    """Return the article that an English noun has first."""
    return "an" if name[0] in "aeiou" else "a"


def _any(names: Iterable[str]) -> str:
    """Write an expression for any of these names, the longest that is there."""
    return "|".join(
        re.escape(name) for name in sorted(set(names), key=lambda one: (-len(one), one))
    )


def _articles(folder: Path) -> Iterator[tuple[str, Tag]]:
    for file in sorted([folder / "index.html", *folder.glob("*/index.html")]):
        page = file.parent.relative_to(folder).as_posix().removeprefix(".")
        if page in LANGUAGES:  # the other one's first page
            continue
        html = _NO_WORDS.sub(_FORMULA, file.read_text("utf-8"))
        article = BeautifulSoup(html, "html.parser").select_one("article")
        assert isinstance(article, Tag), file
        for tag in article.select(_BESIDE):
            tag.replace_with(_FORMULA)
        yield page, article


def _sentences(article: Tag) -> str:
    """Return the running text, in which formulas and the ends of blocks keep words apart."""
    blocks = article.select("p, li, td, dd, h1, h2, h3")
    text = _FORMULA.join(block.get_text() for block in blocks).replace("\u2060", "")
    return re.sub("(?<!\n)\n(?!\n)", " ", text)


def _terms(glossary: Tag) -> Iterator[Term]:
    for entry in glossary.select("dt"):
        definition = entry.find_next_sibling("dd")
        assert isinstance(definition, Tag), entry
        links = [urljoin("glossary/", str(link["href"])) for link in definition.select("a")]
        names = re.split(r", | \(|\)", _words(entry))
        yield Term(
            tuple(name for name in names if name),
            frozenset(link.partition("#")[0].strip("/") for link in links),
        )


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())
