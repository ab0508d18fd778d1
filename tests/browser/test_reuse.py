"""What readers take along: addresses of code, files of figures, and code of every kind."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.test_site import opened
from tests.site.built import NOTEBOOKS

pytestmark = pytest.mark.browser
TARGET = 24  # CSS pixels, WCAG 2.2


def test_code_has_an_address_and_figures_files(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}en/forward/", viewport={"width": 360, "height": 740}) as page:
        block = page.locator("#hidden-layer-code-1")
        link = block.get_by_role("link", name="Link to this code")
        assert link.evaluate("link => getComputedStyle(link).opacity") == "0"
        block.get_by_role("button").first.focus()
        page.keyboard.press("Tab")
        if not link.evaluate("link => link === document.activeElement"):  # code that may scroll
            assert block.locator("code").evaluate("code => code === document.activeElement")
            page.keyboard.press("Tab")
        assert link.evaluate("link => link === document.activeElement")
        assert link.evaluate("link => getComputedStyle(link).opacity") == "1"
        page.locator("book-figure").scroll_into_view_if_needed()
        page.wait_for_selector("book-figure > [data-live]")
        files = page.locator("figcaption a[download]:visible").all()
        for target in [link, *files]:
            box = target.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= TARGET
        page.keyboard.press("Enter")
        assert page.url.endswith("/en/forward/#hidden-layer-code-1")
        for kind, file in zip(["svg", "png"], files, strict=False):
            with page.expect_download() as download:
                file.click()
            assert download.value.suggested_filename == f"worked-net-forward.{kind}"


@pytest.mark.parametrize(("path", "kind"), [("", "bash"), (f"{NOTEBOOKS[0]}/", "python")])
def test_code_without_prompts_is_copied_whole(
    browser: Browser, address: str, path: str, kind: str
) -> None:
    """Sessions are copied, and run, in test_pasting."""
    with opened(browser, address + path, permissions=["clipboard-read", "clipboard-write"]) as page:
        block = page.locator(f".language-{kind}").first
        block.get_by_role("button").first.click()
        page.wait_for_function("() => document.querySelector('[data-md-copying]') === null")
        copied = page.evaluate("navigator.clipboard.readText()")
        shown = block.locator("code").text_content()
        assert shown is not None
        assert copied.strip() == shown.strip() != ""
