"""Every page in every look through axe-core: WCAG 2.2 A and AA, and its best practices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import (
    AXE_SCRIPT,
    FAINT,
    LAID_OUT,
    NOT_UNDERLINED,
    faint_texts,
    fill,
    prepare,
    violations,
    violations_slim,
)
from tests.browser.test_keyboard import NAMELESS
from tests.browser.test_site import NAMES, UNFOLD, asked, opened

pytestmark = pytest.mark.browser

SCHEMES = ["default", "slate"]
WIDTHS = [1200, 360]
LANGUAGES = pytest.mark.parametrize("path", ["", "en/"], ids=["ko", "en"])
QUIET = {"color_scheme": "light", "reduced_motion": "reduce", "bypass_csp": True}

SHOW_ALL = f"{UNFOLD}; ({LAID_OUT})()"


def looks() -> Iterator[tuple[str, int, bool]]:
    """Yield every page in both widths: one in Korean, the other in English; one of them dark.

    The languages differ in their words alone, so one look in each is enough, and axe sees the same
    in all colours. Which is which takes turns.
    """
    for k, name in enumerate(NAMES):
        page = "" if name == "index" else f"{name}/"
        for prefix, width in zip(("", "en/"), WIDTHS if k % 2 else WIDTHS[::-1], strict=True):
            yield prefix + page, width, (width == WIDTHS[0]) == (k % 4 < 2)


SHOW = "scheme => document.querySelector(`.md-option[data-md-color-scheme=${scheme}]`).click()"


def show(page: Page, scheme: str) -> None:
    """Show a page in a scheme, as the switch of its header does."""
    page.evaluate(SHOW, scheme)


def faint_in_each_scheme(page: Page) -> list[str]:
    """List the texts with too little contrast, in each scheme, in one call: none is painted."""
    look = f"({SHOW})(scheme); return [document.body.dataset.mdColorScheme, ...({FAINT})()]"
    looks = page.evaluate(f"schemes => schemes.map(scheme => {{ {look} }})", SCHEMES)
    assert [shown for shown, *_ in looks] == SCHEMES
    assert all(measured for _, measured, _ in looks), "the page shows no text"
    return [f"{scheme}: {one}" for scheme, _, faint in looks for one in faint]


def check(page: Page) -> list[str]:
    """Return what is wrong with a page as it is shown now: axe is asked in the dark.

    Its looks differ in colours, which axe is not asked about, and in the switch from one to the
    other. The contrast is measured in each.
    """
    show(page, SCHEMES[1])
    return violations_slim(page) + faint_in_each_scheme(page)


@pytest.mark.parametrize(("path", "width", "dark"), list(looks()))
def test_axe_finds_nothing_as_soon_as_a_page_is_loaded(
    browser: Browser,
    address: str,
    path: str,
    width: int,
    dark: bool,
    record_property: Callable[[str, object], None],
) -> None:
    """Nobody waits: a page is what it is at the first moment that a reader can use it.

    So axe is there before the page and asked at once, of all that is folded or far below too, which
    would move under its eyes: bringing it in later would give the scripts of the page time to come
    after. What they change, which is what scrolls, is looked at later; and the contrast, in every
    colour scheme.
    """
    viewport = {"width": width, "height": 800}
    options = QUIET | {"color_scheme": "dark" if dark else "light", "viewport": viewport}
    with asked(browser, address + path, AXE_SCRIPT, **options) as page:
        wrong = [f"at once: {one}" for one in violations_slim(page, first=SHOW_ALL)]
        fill(page)
        wrong += [f"scrolls without a name: {one}" for one in page.evaluate(NAMELESS)]
        wrong += page.evaluate(NOT_UNDERLINED)
        wrong += faint_in_each_scheme(page)
    assert not wrong, "\n".join(wrong)
    record_property("looks checked by axe", 1)


@pytest.mark.parametrize("width", WIDTHS)
@LANGUAGES
def test_axe_finds_nothing_in_search_and_contents(
    browser: Browser,
    address: str,
    path: str,
    width: int,
    record_property: Callable[[str, object], None],
) -> None:
    viewport = {"width": width, "height": 800}
    with opened(browser, f"{address}{path}glossary/", viewport=viewport, **QUIET) as page:
        prepare(page)
        if width == WIDTHS[1]:
            page.click("[data-book-toggle=__search]")
        page.focus("input.md-search__input")
        page.keyboard.type("XOR")
        page.wait_for_selector(".md-search-result__item")
        count, wrong = 1, check(page)
        assert page.is_visible(".md-search-result__item")
        if width == WIDTHS[1]:
            page.keyboard.press("Escape")
            page.click("[data-book-toggle=__drawer]")
            count, wrong = 2, wrong + check(page)
    assert not wrong, "\n".join(wrong)
    record_property("looks checked by axe", count)


def test_axe_finds_a_broken_page(browser: Browser, address: str) -> None:
    broken = {
        "image-alt": "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
        "button-name": "<button></button>",
        "target-size": "<div style='width:40px'>" + "<a href='#' style='font-size:9px'>a</a> " * 9,
        "scrollable-region-focusable": "<pre><code style='display: block; width: 9rem'>"
        + "code " * 40,
        "not underlined": "<p>See <a href='#a' style='text-decoration: none'>there</a>.",
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
            found = violations(page) + faint_texts(page) + page.evaluate(NOT_UNDERLINED)
            assert any(one.startswith(rule) for one in found), rule
            page.evaluate("document.getElementById('broken').remove()")
