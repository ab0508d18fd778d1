"""The site as a reader's browser shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page

from tests.site.built import LANGUAGES, NOTEBOOKS, ROOT

pytestmark = pytest.mark.browser

NAMES = sorted(file.stem for file in (ROOT / "docs" / "ko").iterdir() if file.is_file())
PAGES = [
    prefix + ("" if name == "index" else f"{name}/")
    for prefix in LANGUAGES.values()
    for name in NAMES
]
# Where something is tried for its own sake: what a page holds is checked on every page elsewhere.
SOME = pytest.mark.parametrize(
    "path", ["", "en/gates/", "backprop/", f"en/{NOTEBOOKS[0]}/", "reference/"]
)


# A busy machine has no idle time; nothing that a reader needs waits for it.
NEVER_IDLE = "window.requestIdleCallback = () => 0;"
_POOLS: WeakKeyDictionary[Browser, dict[str, list[BrowserContext]]] = WeakKeyDictionary()


@contextmanager
def opened(browser: Browser, url: str, brings: str = "", **context: Any) -> Iterator[Page]:
    """Open a page, where nothing done in idle time is ever done.

    It brings a script along that is there before it. Everything it logs as an error fails the test.
    """
    with _lent(browser, brings, context) as lent:
        page = lent.new_page()
        with _at(page, url):
            yield page
        page.close()


@contextmanager
def asked(browser: Browser, url: str, brings: str = "", **context: Any) -> Iterator[Page]:
    """Open a page that is asked and never touched, in a tab where others have been before.

    A new tab is a new process, which costs as much as opening a page. A tab remembers where its
    mouse is, its size and its media: who changes one of these changes it back.
    """
    with _lent(browser, brings, context) as lent:
        page = lent.pages[0] if lent.pages else lent.new_page()
        with _at(page, url):
            yield page


@contextmanager
def _at(page: Page, url: str) -> Iterator[None]:
    """Go to an address, hear what is logged there, and leave nothing in the browser's stores."""
    errors: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    def fail(error: Error) -> None:
        errors.append(str(error))

    page.on("pageerror", fail)
    page.on("console", hear)
    response = page.goto(url)
    assert response is not None
    assert response.ok, url
    yield
    assert not errors
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.remove_listener("pageerror", fail)
    page.remove_listener("console", hear)


@contextmanager
def _lent(browser: Browser, brings: str, options: dict[str, Any]) -> Iterator[BrowserContext]:
    """Lend a context that others have had before: a new one costs a fourth of opening a page.

    Its pages leave nothing behind. Where a test fails, they may have: nobody gets it again.
    """
    pool = _POOLS.setdefault(browser, {}).setdefault(f"{brings}{sorted(options.items())}", [])
    if pool:
        context = pool.pop()
    else:
        context = browser.new_context(**options)
        context.add_init_script(NEVER_IDLE + brings)
    try:
        yield context
    except BaseException:
        context.close()
        raise
    pool.append(context)


UNFOLD = "document.querySelectorAll('details').forEach(details => details.open = true)"


def test_hangul_has_glyphs(browser: Browser, address: str) -> None:
    """A font without Hangul draws the same box for every syllable."""
    draw = """syllable => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 48;
      const context = canvas.getContext('2d');
      context.font = '32px ' + getComputedStyle(document.querySelector('article')).fontFamily;
      context.fillText(syllable, 4, 36);
      return canvas.toDataURL();
    }"""
    with opened(browser, address) as page:
        drawn = {syllable: page.evaluate(draw, syllable) for syllable in "가각힣뉴런쀍"}
        nothing = page.evaluate(draw, " ")
    assert nothing not in drawn.values()
    assert len(set(drawn.values())) == len(drawn)


@SOME
def test_the_language_switch_keeps_the_page(browser: Browser, address: str, path: str) -> None:
    other = path.removeprefix("en/") if path.startswith("en/") else f"en/{path}"
    with opened(browser, address + path) as page:
        page.click("a.book-language")
        page.wait_for_url(address + other)
        assert page.get_attribute("html", "lang") == ("en" if other.startswith("en/") else "ko")
        page.click("a.book-language")
        page.wait_for_url(address + path)


@SOME
def test_the_copy_button_gives_code_without_prompts(
    browser: Browser, address: str, path: str
) -> None:
    options = {"permissions": ["clipboard-read", "clipboard-write"]}
    with opened(browser, address + path, **options) as page:
        page.evaluate(UNFOLD)
        blocks = page.query_selector_all(".language-pycon")
        for block in {blocks[0], blocks[-1]} if blocks else ():
            shown = block.eval_on_selector("code", "code => code.textContent")
            button = block.query_selector("button.md-code__button[data-md-type=copy]")
            assert button is not None
            button.click()
            page.wait_for_function("() => document.querySelector('[data-md-copying]') === null")
            copied = page.evaluate("navigator.clipboard.readText()")
            code = [
                line[4:] for line in shown.splitlines() if line.startswith((">>> ", "... ", "..."))
            ]
            assert copied.rstrip().splitlines() == "\n".join(code).rstrip().splitlines()


BARE = """() => {
  const size = element => element.getBoundingClientRect();
  const formulas = document.querySelectorAll('article :is(p, td, .math-display) .katex-html');
  const shown = [...formulas].filter(
    formula => formula.checkVisibility({contentVisibilityAuto: true}));
  const figures = [...document.querySelectorAll('article figure img')];
  return [document.querySelector('article h1').checkVisibility(),
          document.querySelectorAll('.katex-html').length, document.querySelectorAll('math').length,
          shown.filter(formula => size(formula).width === 0).length,
          figures.filter(figure => size(figure).width < 100 || size(figure).height < 50).length];
}"""


@SOME
def test_without_javascript_all_is_there(browser: Browser, address: str, path: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + path)
        headed, formulas, with_math, empty, tiny = page.evaluate(BARE)
    assert headed
    assert formulas == with_math
    assert (empty, tiny) == (0, 0)


def test_the_theme_toggle_turns_page_and_figures_dark(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    with opened(browser, f"{address}gates/", color_scheme="light") as page:
        figure = page.locator("article figure img").first
        light = figure.screenshot()
        page.click("label[for=__palette_1]")
        page.wait_for_function("() => document.body.dataset.mdColorScheme === 'slate'")
        dark = figure.screenshot()
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        channels = [int(part) for part in re.findall(r"\d+", ground)]
    assert light != dark
    assert max(channels[:3]) < 64


def test_colours_follow_the_system_until_the_reader_chooses(browser: Browser, address: str) -> None:
    def wait_for(scheme: str) -> None:
        page.wait_for_function(
            "scheme => document.body.dataset.mdColorScheme === scheme", arg=scheme
        )

    with opened(browser, f"{address}glossary/", color_scheme="dark") as page:
        wait_for("slate")
        page.emulate_media(color_scheme="light")
        wait_for("default")
        page.click("label[for=__palette_1]")
        wait_for("slate")
        page.goto(f"{address}en/gates/")
        wait_for("slate")
        page.click("label[for=__palette_0]")
        wait_for("default")
        page.emulate_media(color_scheme="dark")
        page.goto(address)
        wait_for("default")


def test_dark_pages_are_dark_before_their_text_is_there(browser: Browser, address: str) -> None:
    first = """new MutationObserver(() => {
      if (!window.first && document.querySelector('article'))
        window.first = document.body.dataset.mdColorScheme;
    }).observe(document, {childList: true, subtree: true})"""
    with browser.new_context(color_scheme="dark", bypass_csp=True) as context:
        context.add_init_script(first)
        page = context.new_page()
        page.goto(f"{address}glossary/")
        assert page.evaluate("window.first") == "slate"
