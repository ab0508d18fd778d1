"""Every page in every look through axe-core: WCAG 2.2 A and AA, and its best practices."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import faint_texts, prepare, slim, violations
from tests.browser.test_site import ADDRESSES, UNFOLD, opened

pytestmark = pytest.mark.browser

SCHEMES = ["default", "slate"]
WIDTHS = [1200, 360]
LANGUAGES = pytest.mark.parametrize("path", ["", "en/"], ids=["ko", "en"])
# What a page does when its width changes, it does before the second frame.
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
QUIET = {
    "viewport": {"width": WIDTHS[0], "height": 800},
    "color_scheme": "light",
    "reduced_motion": "reduce",
    "bypass_csp": True,
}


def show(page: Page, scheme: str, width: int) -> None:
    """Show a page in a look, and wait until it has settled in it."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(
        "scheme => document.querySelector(`.md-option[data-md-color-scheme=${scheme}]`).click()",
        scheme,
    )
    page.evaluate(SETTLED)


def check(page: Page) -> tuple[int, list[str]]:
    """Return how many looks of a page were checked, and what is wrong in which."""
    wrong = []
    for scheme in SCHEMES:
        show(page, scheme, WIDTHS[0])
        wrong += [f"{scheme}: {one}" for one in faint_texts(page)]
    slim(page)
    # Neighbours differ in one thing, so that the browser has less to do.
    looks = [*product(SCHEMES[:1], WIDTHS), *product(SCHEMES[1:], reversed(WIDTHS))]
    for scheme, width in looks:
        show(page, scheme, width)
        wrong += [f"{scheme} {width}: {one}" for one in violations(page) + faint_texts(page)]
    return len(looks), wrong


@ADDRESSES
def test_axe_finds_nothing(
    browser: Browser, address: str, path: str, record_property: Callable[[str, object], None]
) -> None:
    with opened(browser, address + path, **QUIET) as page:
        page.evaluate(UNFOLD)
        prepare(page)
        count, wrong = check(page)
    assert not wrong, "\n".join(wrong)
    record_property("looks checked by axe", count)


@LANGUAGES
def test_axe_finds_nothing_in_search_and_contents(
    browser: Browser, address: str, path: str, record_property: Callable[[str, object], None]
) -> None:
    with opened(browser, f"{address}{path}glossary/", **QUIET) as page:
        prepare(page)
        page.focus("input.md-search__input")
        page.keyboard.type("XOR")
        page.wait_for_selector(".md-search-result__item")
        count, wrong = check(page)
        assert page.is_visible(".md-search-result__item")
        page.keyboard.press("Escape")
        page.click("[data-book-toggle=__drawer]")
        for scheme in ("slate", "default"):
            page.evaluate("scheme => document.body.dataset.mdColorScheme = scheme", scheme)
            wrong += faint_texts(page) + violations(page)
    assert not wrong, "\n".join(wrong)
    record_property("looks checked by axe", count + 2)


def test_axe_finds_a_broken_page(browser: Browser, address: str) -> None:
    broken = {
        "image-alt": "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
        "button-name": "<button></button>",
        "target-size": "<div style='width:40px'>" + "<a href='#' style='font-size:9px'>a</a> " * 9,
        "faint: words": "<p class='words' style='color:#999'>faint words</p>",
        "faint: mathnormal": "<p class='katex-html'><i class='mathnormal' style='color:#bbb'>x",
        "faint: quiet": "<pre><code class='quiet' style='color:#999'>faint code</code></pre>",
    }
    with opened(browser, f"{address}glossary/", **QUIET) as page:
        prepare(page)
        for rule, html in broken.items():
            page.evaluate(
                "html => document.querySelector('article').insertAdjacentHTML('beforeend', html)",
                f"<div id='broken'>{html}</div>",
            )
            assert any(one.startswith(rule) for one in violations(page) + faint_texts(page)), rule
            page.evaluate("document.getElementById('broken').remove()")
