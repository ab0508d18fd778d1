"""Every heading and term of the book, looked for as readers write it, leads to its page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from site_build.contents import Contents
from site_build.finishing import search
from tests.site.built import LANGUAGES
from tests.site.queries import Book, Query, english, korean, plural, with_particle
from tests.site.searching import Search, searching

QUERIES = {"ko": korean, "en": english}
# What is not among the first answers, and why it need not be.
EXCEPTIONS: dict[str, dict[str, str]] = {
    "ko": {
        "죽은ReLU": "a Korean and an English word: nobody writes them as one",
        "학습": "a part of the errata and of the reference; a chapter teaches training",
        "softmax의 결과는": "the function's name; losses speak of what it gives, too",
        "신경망의 가중치": "in passing; the first three are about the weights of networks",
        "가중치의 편미분에는": "in passing; the first three find the slopes of weights",
        "가중치의 편미분으로": "in passing; the first three find the slopes of weights",
        "편미분의 평균과": "in passing; the first three are about means of slopes",
        "출력층의 편향은": "in passing; the first three are about biases and outputs of networks",
        "출력층의 편향을": "in passing; the first three are about biases and outputs of networks",
        "Adam": "a class; the first five are chapters that train with it",
    },
    "en": {
        "indices of a weight": "in passing; the first three say what indices stand for",
        "gradient of each": "in passing; the first three are about gradients of each layer or step",
        "He": "a class; as a word it stands in chapters that tell who found what",
    },
}


def aside() -> set[str]:
    """The pages that come after the chapters, by their folders."""
    return {"" if name == "index" else name for name in Contents().beside_chapters}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Korean, then English."""
    return str(request.param)


@cache
def queries_in(folder: Path, language: str) -> list[Query]:
    """All that is looked for in a language, gathered once: its tests do not come in one row."""
    return list(QUERIES[language](Book(folder, aside())))


@pytest.fixture
def queries(site: Path, language: str) -> list[Query]:
    """All that is looked for in one language."""
    return queries_in(site / LANGUAGES[language], language)


@pytest.fixture(scope="module")
def shipped(site: Path, language: str) -> Iterator[Search]:
    """The search of one language."""
    with searching(site / LANGUAGES[language]) as running:
        yield running


def test_headings_and_terms_find_their_pages(
    language: str,
    queries: list[Query],
    shipped: Search,
    record_property: pytest.RecordProperty,
) -> None:
    answers = {query: shipped.pages(query.text) for query in queries}
    missed = {query: pages for query, pages in answers.items() if not query.finds(pages)}
    asked = Counter(query.kind for query in answers)
    lost = Counter(query.kind for query in missed)
    counts = {kind: (count - lost[kind], count) for kind, count in asked.items()}
    record_property("search", (language, counts))
    unexpected = {
        (query.kind, query.text, *sorted(query.pages)): pages[:5]
        for query, pages in missed.items()
        if query.text not in EXCEPTIONS[language]
    }
    assert not unexpected
    needless = EXCEPTIONS[language].keys() - {query.text for query in missed}
    assert not needless, "they are found, or stand in the book no more"
    assert len(EXCEPTIONS[language]) < len(queries) / 100


def test_much_is_looked_for(language: str, queries: list[Query]) -> None:
    """The lists come from the built pages: were those read wrongly, little would be asked."""
    kinds = Counter(query.kind for query in queries)
    assert len(kinds) == {"ko": 5, "en": 6}[language]
    assert min(kinds.values()) > 20
    assert kinds["headings"] > 150
    assert all(query.pages for query in queries)


@pytest.mark.parametrize(
    ("language", "kind", "text", "pages"),
    [
        ("ko", "phrases", "소프트맥스의 도함수", {"activations", "calculus"}),
        ("ko", "terms with particles", "학습률과", {"backprop"}),
        ("ko", "terms without spaces", "기울기소실", {"depth"}),
        ("en", "plurals of terms", "decision boundaries", {"gates"}),
        ("en", "phrases", "bias of the output layer", {"backprop", "shapes"}),
    ],
    indirect=["language"],
)
def test_what_is_looked_for(queries: list[Query], kind: str, text: str, pages: set[str]) -> None:
    (query,) = [query for query in queries if (query.kind, query.text) == (kind, text)]
    assert query.pages == pages


def test_a_phrase_of_two_words_finds_its_chapter(site: Path) -> None:
    with searching(site) as shipped:
        assert shipped.pages("몫의 미분")[0] == "activations"
        assert shipped.pages("몫의 미분법을")[0] == "activations"


def test_material_alone_would_show_others(site: Path, tmp_path: Path) -> None:
    """The comparison can fail: the same pages, ranked as Material and lunr rank them."""
    material = Path(str(files("material"))) / "templates" / "assets"
    (tmp_path / "assets").symlink_to(material)
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    index["config"]["fields"] = {"title": {"boost": 1000}, "text": {"boost": 1}}
    query = Query("phrases", "몫의 미분", frozenset(["activations"]))
    with searching(tmp_path, index) as plain:
        assert plain.pages("몫의")[0] == "activations"
        assert not query.finds(plain.pages(query.text))


def test_a_heading_of_many_pages_needs_no_other_page_first() -> None:
    query = Query("headings", "정리", frozenset(["a", "b", "c", "d"]), 3)
    assert query.finds(["d", "a", "b", "x"])
    assert not query.finds(["d", "a", "x", "b"])


@pytest.mark.parametrize(
    ("word", "written"),
    [("마진", "마진으로"), ("역전파", "역전파로"), ("확률", "확률로")],
)
def test_a_particle_takes_the_form_that_the_word_asks_for(word: str, written: str) -> None:
    assert with_particle(word, "으로", "로") == written


def test_plurals() -> None:
    assert [plural(name) for name in ("bias", "batch", "epoch", "decision boundary", "layer")] == [
        "biases",
        "batches",
        "epochs",
        "decision boundaries",
        "layers",
    ]


GLOSSARY = """<dl><dt id="chain-rule">연쇄 법칙 (chain rule)</dt>
<dd>마디마다 구한 미분의 곱. <a href="../backprop/">→ 역전파</a></dd>
<dt id="bias">편향 (bias)</dt>
<dd>더하는 수. <a href="../backprop/">→ 역전파</a></dd></dl>"""
CHAPTER = '<h2 id="how">방법</h2><p><a href="../glossary/#chain-rule">연쇄 법칙</a>을 씁니다.</p>'


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """A chapter, a glossary, and an index as Material writes it."""
    locations = ["", "backprop/", "backprop/#how", "glossary/", "errata/#a"]
    docs = [{"location": at, "title": "제목", "text": "역전파"} for at in locations]
    index = {"config": {"separator": " +", "fields": {"text": {"boost": 1}}}, "docs": docs}
    for name, text in {
        "search/search_index.json": json.dumps(index),
        "glossary/index.html": GLOSSARY,
        "backprop/index.html": CHAPTER,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    search.rank(tmp_path, ["index", "glossary", "errata"])
    return tmp_path


def test_the_index_puts_chapters_first(small_site: Path) -> None:
    ranked = json.loads((small_site / "search" / "search_index.json").read_text("utf-8"))["docs"]
    assert [entry.get("boost", 1) < 1 for entry in ranked] == [True, False, False, True, True]
    assert [entry["text"] for entry in ranked] == ["역전파"] * 5


def test_the_index_knows_what_the_glossary_says(small_site: Path) -> None:
    index = json.loads((small_site / "search" / "search_index.json").read_text("utf-8"))
    taught = {entry["location"]: entry.get("teaches") for entry in index["docs"]}
    assert taught == {
        "": None,
        "backprop/": "편향 (bias)",
        "backprop/#how": "연쇄 법칙 (chain rule)",
        "glossary/": None,
        "errata/#a": None,
    }
    assert index["config"]["separator"] == " +|(?<=연쇄)(?=법칙)"
    assert index["config"]["fields"].keys() == {"text", "title", "teaches"}


def test_the_worker_that_is_installed_ranks(site: Path) -> None:
    for prefix in LANGUAGES.values():
        (script,) = (site / prefix / "assets" / "javascripts" / "workers").glob("search.*.min.js")
        built = script.read_text("utf-8")
        assert "score:bookScore(" in built
        assert not built.startswith("//")
