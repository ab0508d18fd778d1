"""The site without a mouse: what the Tab key reaches, and what the other keys do there."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from site_build.contents import Contents
from tests.browser.axe import LAID_OUT, faint_texts
from tests.browser.test_site import NAMES, UNFOLD, asked, opened

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
STILL = {"reduced_motion": "reduce"}

STOP = """() => {
  const element = document.activeElement;
  const drawn = element.matches('.md-option') ? element.nextElementSibling : element;
  const {left, top, width, height} = drawn.getClientRects()[0];
  const style = getComputedStyle(drawn);
  const hit = document.elementFromPoint(left + Math.min(width / 2, 20), top + height / 2);
  const named = element.closest('[aria-label], [title]');
  return {
    what: element.outerHTML.slice(0, 120),
    order: [...document.querySelectorAll('*')].indexOf(element),
    name: (named?.ariaLabel || element.textContent.trim() || element.title ||
      element.labels?.[0]?.textContent.trim() || '').slice(0, 40),
    ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
    seen: hit !== null && (drawn.contains(hit) || hit.contains(drawn)),
  };
}"""
UNDER_HEADER = """() => {
  const {activeElement: element} = document;
  const {bottom} = document.querySelector('.md-header').getBoundingClientRect();
  return [element.outerHTML.slice(0, 120), element.getBoundingClientRect().top < bottom];
}"""
REACHABLE = """() => [...document.querySelectorAll(
    'a[href], button:not([hidden]), summary, input, select, textarea, [tabindex]')]
  .filter(e => e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))
  .filter(e => e.type !== 'radio' || e.checked)
  .map(e => [...document.querySelectorAll('*')].indexOf(e))"""
NAMELESS = """() => [...document.querySelectorAll('article *')]
  .filter(e => e.scrollWidth > e.clientWidth)
  .filter(e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
  .filter(e => e.tabIndex !== 0 || e.role !== 'group' || !e.ariaLabel)
  .map(e => e.outerHTML.slice(0, 120))"""


# A frame is painted between the two.
FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Figures to work with would come as the reader comes near, and stops are counted from the start.
ALL_FIGURES = """() => Promise.all(
  [...document.querySelectorAll('book-figure')].map(figure => figure.show()))"""


def walk(page: Page) -> list[dict[str, Any]]:
    """Press Tab from the start of a page to its end; return where it stopped, as it was painted.

    What is laid out as it comes near may move what has the focus, until the next frame.
    """
    stops: list[dict[str, Any]] = []
    while len(stops) < 500:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        page.evaluate(FRAME)
        stop = page.evaluate(STOP)
        if stops and stop["order"] == stops[0]["order"]:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize(
    ("path", "size"), [("gates/", DESK), ("en/forward/", PHONE)], ids=["desk", "phone"]
)
def test_the_tab_key_reaches_all_in_order_and_shows_where_it_is(
    browser: Browser, address: str, path: str, size: dict[str, int]
) -> None:
    with opened(browser, address + path, viewport=size, **STILL) as page:
        page.evaluate(UNFOLD)
        page.evaluate(ALL_FIGURES)
        stops = walk(page)
        # What turned out not to scroll as it came near is a stop no more.
        reachable = page.evaluate(REACHABLE)
    orders = [stop["order"] for stop in stops]
    assert len(stops) > 40
    assert orders == sorted(orders)
    assert not [stop["what"] for stop in stops if not stop["name"]]
    assert not [stop["what"] for stop in stops if not stop["ringed"]]
    assert not [stop["what"] for stop in stops if not stop["seen"]]
    assert not set(reachable) - set(orders)


def test_the_way_back_leads_under_no_header(browser: Browser, address: str) -> None:
    """From a link below the trainer, which has stops of every kind, up to one above it."""
    hidden, passed = [], []
    with opened(browser, f"{address}en/training/", viewport=DESK, **STILL) as page:
        page.evaluate(ALL_FIGURES)
        page.focus("#what-it-found .headerlink")
        while not passed or "headerlink" not in passed[-1]:
            page.keyboard.press("Shift+Tab")
            page.evaluate(FRAME)
            what, is_hidden = page.evaluate(UNDER_HEADER)
            passed.append(what)
            hidden += [what] * is_hidden
    assert any("data-act" in what for what in passed)
    assert not hidden


@pytest.mark.parametrize("name", NAMES)
def test_without_scripts_what_scrolls_is_a_named_stop(
    browser: Browser, address: str, name: str
) -> None:
    """With scripts, on every page: test_accessibility. One language, in turn, is enough here."""
    path = ("en/" if NAMES.index(name) % 2 else "") + ("" if name == "index" else f"{name}/")
    phone = {"viewport": PHONE, "java_script_enabled": False, "bypass_csp": True}
    with asked(browser, address + path, **phone) as page:
        page.evaluate(UNFOLD)
        page.evaluate(LAID_OUT)
        assert not page.evaluate(NAMELESS)
        page.set_viewport_size({"width": 320, "height": 740})
        page.evaluate("document.documentElement.style.fontSize = '250%'")  # twice as large
        assert not page.evaluate(NAMELESS)
        page.set_viewport_size(PHONE)


def test_what_scrolls_unnamed_is_found(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}en/forward/", viewport=PHONE) as page:
        page.evaluate(
            "document.querySelectorAll('article [tabindex]').forEach(e => e.tabIndex = -1)"
        )
        assert page.evaluate(NAMELESS)


STOPS = """() => [...document.querySelectorAll('article [role=group]')]
  .filter(e => e.checkVisibility() && e.clientWidth)
  .map(e => [e.hasAttribute('tabindex'), e.scrollWidth > e.clientWidth])"""


def test_stops_go_and_come_with_the_width_of_the_page(browser: Browser, address: str) -> None:
    """By the second frame after a change, a stop is exactly what scrolls."""
    with opened(browser, f"{address}en/forward/", viewport=DESK, bypass_csp=True) as page:
        page.evaluate(LAID_OUT)
        counts = []
        for size in (DESK, PHONE, DESK):
            page.set_viewport_size(size)
            page.evaluate("document.fonts.ready")
            page.evaluate(FRAME)
            found = page.evaluate(STOPS)
            assert [stop for stop, _ in found] == [scrolls for _, scrolls in found]
            counts.append(sum(scrolls for _, scrolls in found))
        assert counts[0] < counts[1] > counts[2] == counts[0]


def test_a_turned_phone_does_not_take_readers_from_where_they_are(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}en/gates/", viewport=PHONE, **STILL) as page:
        code = page.query_selector("article pre > code[tabindex='0']")
        code.focus()
        page.set_viewport_size(DESK)
        page.evaluate(FRAME)
        assert code.evaluate("code => code.scrollWidth <= code.clientWidth")
        assert code.evaluate("code => code === document.activeElement")


def test_a_stop_that_nobody_sees_is_found(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}glossary/", viewport=DESK, **STILL) as page:
        page.evaluate("document.body.insertAdjacentHTML('afterbegin', '<button></button>')")
        page.add_style_tag(content="button { outline: none !important; margin-left: -9rem; }")
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
    assert (stop["name"], stop["ringed"], stop["seen"]) == ("", False, False)


def test_the_first_stop_leads_past_header_and_contents(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}shapes/", viewport=DESK, **STILL) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.md-skip')")
        assert page.evaluate("getComputedStyle(document.activeElement).opacity") == "1"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('article') !== null")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_search_is_opened_used_and_left_by_keys(
    browser: Browser, address: str, size: dict[str, int]
) -> None:
    opening = "input.md-search__input" if size is DESK else "[data-book-toggle=__search]"
    shown = "() => document.getElementById('__search').checked"
    with opened(browser, address, viewport=size, **STILL) as page:
        page.focus(opening)
        if size is PHONE:
            assert not page.is_visible("input.md-search__input")
            page.keyboard.press("Enter")
        page.wait_for_function(shown)
        page.keyboard.type("XOR")
        page.wait_for_selector(".md-search-result__item")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.matches('.md-search-result__link')")
        page.keyboard.press("Escape")
        assert not page.evaluate(shown)
        page.keyboard.press("Tab")
        assert page.evaluate(STOP)["seen"]


def test_the_contents_are_opened_used_and_left_by_keys(browser: Browser, address: str) -> None:
    button = "[data-book-toggle=__drawer]"
    with opened(browser, f"{address}en/gates/", viewport=PHONE, **STILL) as page:
        assert not page.is_visible("#__nav_panel a >> nth=1")
        page.focus(button)
        page.keyboard.press("Space")
        assert page.get_attribute(button, "aria-expanded") == "true"
        assert page.evaluate("document.activeElement.closest('#__nav_panel') !== null")
        page.keyboard.press("Escape")
        assert page.get_attribute(button, "aria-expanded") == "false"
        assert page.evaluate(f"document.activeElement.matches('{button}')")
        page.keyboard.press("Enter")
        page.keyboard.press("Shift+Tab")
        assert page.get_attribute(button, "aria-expanded") == "false", "left: closed"


def test_the_switches_are_named_and_turned_by_keys(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}en/", viewport=DESK, color_scheme="light", **STILL) as page:
        switch = page.get_by_role("radiogroup", name="Colours").get_by_role("radio", checked=True)
        assert switch.get_attribute("aria-label") == "Light"
        switch.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
        assert switch.get_attribute("aria-label") == "Dark"
        language = page.get_by_role("link", name="한국어", exact=True)
        assert language.get_attribute("lang") == "ko"


def test_a_solution_unfolds_by_a_key_and_says_so(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}gates/", viewport=DESK, **STILL) as page:
        summary = page.locator("details.success > summary").first
        before = summary.locator("..").aria_snapshot()
        summary.focus()
        page.keyboard.press("Enter")
        after = summary.locator("..").aria_snapshot()
    assert len(after) > len(before), "folded, it is silent about the solution"
    assert summary


LEAVING = """() => {
  window.left = [];
  navigation.addEventListener('navigate', event => left.push(event.destination.url));
}"""


def test_a_letter_alone_is_no_command(browser: Browser, address: str) -> None:
    """Where a key would lead is told at once, before the page is left."""
    pages = Contents().pages
    following = pages[pages.index("gates") + 1]
    with opened(browser, f"{address}gates/", viewport=DESK, **STILL) as page:
        page.evaluate(LEAVING)
        for key in "np.,sf/":
            page.keyboard.press(key)
        assert not page.evaluate("left")
        assert not page.evaluate("document.getElementById('__search').checked")
    with browser.new_context(viewport=DESK) as context:
        page = context.new_page()
        page.route("**/keyboard.js", lambda route: route.abort())
        page.goto(f"{address}gates/")
        page.keyboard.press("n")
        page.wait_for_url(f"**/{following}/")


def test_the_contents_open_before_the_script_is_there(browser: Browser, address: str) -> None:
    label, button = "label.md-header__button[for=__drawer]", "[data-book-toggle=__drawer]"
    with browser.new_context(viewport=PHONE, **STILL) as context:
        page = context.new_page()
        held: list[Route] = []
        page.route("**/keyboard.js", lambda route: held.append(route))
        page.goto(f"{address}en/gates/", wait_until="commit")
        page.click(label)
        assert not page.is_visible(button)
        assert page.evaluate("document.getElementById('__drawer').checked")
        while not held:  # the test's own limit ends it
            page.wait_for_timeout(10)
        held[0].continue_()
        page.wait_for_load_state()
        assert not page.is_visible(label)
        assert page.get_attribute(button, "aria-expanded") == "true"


MOVING = """() => [...document.querySelectorAll('*')].filter(element => {
  const style = getComputedStyle(element);
  return style.animationName !== 'none' || style.scrollBehavior === 'smooth'
    || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0);
}).length"""


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport=DESK, reduced_motion="no-preference") as page:
        assert page.evaluate(MOVING)
        page.emulate_media(reduced_motion="reduce")
        assert not page.evaluate(MOVING)


UNDRAWN = """() => {
  const paper = getComputedStyle(document.body).backgroundColor;
  const icons = [...document.querySelectorAll('.admonition-title, summary')]
    .map(title => getComputedStyle(title, '::before').backgroundColor);
  const figures = [...document.querySelectorAll('figure img')]
    .map(figure => getComputedStyle(figure).backgroundColor);
  return [icons.length, icons.filter(ink => ink === paper).length,
          figures.length, figures.filter(ground => ground === 'rgba(0, 0, 0, 0)').length];
}"""


def test_forced_colours_leave_text_icons_and_figures(browser: Browser, address: str) -> None:
    with opened(
        browser, f"{address}forward/", viewport=DESK, forced_colors="active", bypass_csp=True
    ) as page:
        page.evaluate(UNFOLD)
        assert not faint_texts(page)
        icons, without_ink, figures, without_paper = page.evaluate(UNDRAWN)
    assert icons
    assert figures
    assert (without_ink, without_paper) == (0, 0)
