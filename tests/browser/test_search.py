"""What readers type into the search, as they write it, and the chapter they should be shown."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_site import opened
from tests.site.searching import searching

pytestmark = pytest.mark.browser

KOREAN = {
    "역전파": "backprop",
    "역전파를": "backprop",
    "역전파에서는": "backprop",
    "오차역전파법에서": "backprop",
    "오차 역전파": "backprop",
    "연쇄법칙": "calculus",
    "연쇄 법칙으로": "calculus",
    "기울기검사를": "backprop",
    "경사하강법으로": "backprop",
    "경사 하강법": "backprop",
    "학습률과": "backprop",
    "0.000438": "backprop",
    "가중치의": "perceptron",
    "논리게이트": "gates",
    "논리 게이트란": "gates",
    "NAND는": "gates",
    "XOR 게이트를": "gates",
    "선형분리": "xor",
    "시그모이드를": "activations",
    "활성화 함수": "activations",
    "활성화함수": "activations",
    "활성화함수의": "activations",
    "계단함수": "activations",
    "ReLU": "activations",
    "은닉층에서": "hidden-layer",
    "형상은": "shapes",
    "행렬의 곱": "shapes",
    "브로드캐스팅": "shapes",
    "전치": "shapes",
    "0.933156": "forward",
    "0.924142": "forward",
    "순전파는": "forward",
    "손실 함수의": "losses",
    "손실함수": "losses",
    "퍼셉트론이란": "perceptron",
    "편향은": "perceptron",
    "편향이란": "perceptron",
    "정오표": "errata",
    "용어": "glossary",
}
ENGLISH = {
    "chain rule": "calculus",
    "backpropagation": "backprop",
    "gradient check": "backprop",
    "sigmoid": "activations",
    "activation functions": "activations",
    "derivative of the sigmoid": "activations",
    "vanishing": "depth",
    "weights": "perceptron",
    "gate": "gates",
    "XOR gates": "gates",
    "learning rate": "gates",
    "linearly separable": "xor",
    "hidden layers": "hidden-layer",
    "broadcasting": "shapes",
    "matrices": "shapes",
    "0.933156": "forward",
    "0.924142": "forward",
    "forward pass": "forward",
    "loss functions": "losses",
    "perceptrons": "perceptron",
    "biases": "perceptron",
    "errata": "errata",
    "glossary": "glossary",
}
AT_ONCE = 10  # as many answers Material shows before anyone scrolls
NONSENSE = ["가가나나", "zxqvw", "0.987654321"]


class Search:
    """The search of a page, used as a reader uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.locator("input.md-search__input")
        self.field.click()

    def type(self, query: str) -> None:
        self.field.fill(query)
        # Material listens to keys, which neither filling nor typing Hangul presses here.
        self.field.press("End")

    def answers(self, query: str) -> list[str]:
        """Return the paths of all pages that the search shows for a query, best first."""
        said = "document.querySelector('.md-search-result__meta').textContent"
        # What stands there when nothing is typed; a query without answers says something else.
        texts = "JSON.parse(document.getElementById('__config').textContent).translations"
        empty = self.page.evaluate(f"{texts}['search.result.placeholder']")
        self.type("")
        self.page.wait_for_function(f"empty => {said} === empty", arg=empty)
        self.type(query)
        self.page.wait_for_function(f"empty => {said} !== empty", arg=empty)
        # All in one call: a call for each takes most of the time of a search.
        links = self.page.locator(".md-search-result__item > a:first-child")
        return [urlsplit(url).path for url in links.evaluate_all("all => all.map(a => a.href)")]


@pytest.mark.parametrize(
    ("prefix", "table"), [("", KOREAN), ("en/", ENGLISH)], ids=["korean", "english"]
)
def test_the_search_finds_the_chapter(
    browser: Browser, site: Path, address: str, prefix: str, table: dict[str, str]
) -> None:
    home = urlsplit(address).path + prefix
    missed = {}
    foreign = []
    shown = {}
    with opened(browser, address + prefix, viewport={"width": 1280, "height": 800}) as page:
        search = Search(page)
        for query, chapter in table.items():
            paths = shown[query] = search.answers(query)
            if f"{home}{chapter}/" not in paths[:3]:
                missed[query] = paths
            foreign += [
                path for path in paths if prefix not in path or path.startswith(f"{home}en/")
            ]
        found = {query: search.answers(query) for query in NONSENSE}
    assert not missed
    assert not foreign
    assert found == {query: [] for query in NONSENSE}
    with searching(site / prefix) as alone:
        folders = {query: alone.pages(query)[:AT_ONCE] for query in table}
    assert {query: paths[:AT_ONCE] for query, paths in shown.items()} == {
        query: [f"{home}{page}/" if page else home for page in pages]
        for query, pages in folders.items()
    }, "the search of tests/site is not the one that readers have"


def test_a_word_that_nobody_wrote_is_missed(browser: Browser, address: str) -> None:
    """The comparison above can fail: a wrong chapter is not among the first three."""
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as page:
        first = Search(page).answers("역전파를")[:3]
    assert first
    assert not any(path.endswith("/perceptron/") for path in first)
