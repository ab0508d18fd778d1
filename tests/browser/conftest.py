"""A real browser, and the built site on one origin, under the prefix of its address."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium, executable, served
from tests.site.built import site

__all__ = ["site"]

PREFIX = "/xorbook/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this process; skips where there is none, unless one is required."""
    if executable() is None:
        reason = "neither chromium nor google-chrome is installed"
        if os.environ.get("XORBOOK_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served, ending in a slash."""
    with served(site, PREFIX) as root:
        yield root
