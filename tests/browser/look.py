"""Pictures of pages, for people: `python -m tests.browser.look forward backprop --out DIR`.

Each page in both languages, 360 and 1200 px wide, light and dark, from the built `site/`, with
its folded parts open.
"""

from __future__ import annotations

import argparse
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.chromium import chromium, served

SITE = Path(__file__).resolve().parents[2] / "site"
LANGUAGES = {"ko": "", "en": "en/"}
OPEN = "document.querySelectorAll('details').forEach(details => details.open = true)"


def address(page: str) -> str:
    """Return where a page lies under its language."""
    return "" if page == "index" else f"{page}/"


def picture(browser: Browser, url: str, width: int, scheme: str, file: Path) -> None:
    """Save a picture of the whole page."""
    height = 800 if width < 600 else 900
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=1.5 if width < 600 else 1,
    )
    page.goto(url, wait_until="networkidle")
    page.evaluate(OPEN)
    # A picture of the whole page shows what is far below, too.
    page.add_style_tag(content="* { content-visibility: visible !important; }")
    page.screenshot(path=file, full_page=True)
    page.close()


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", metavar="PAGE")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--languages", nargs="+", default=list(LANGUAGES), choices=list(LANGUAGES))
    parser.add_argument("--widths", nargs="+", type=int, default=[360, 1200])
    parser.add_argument("--schemes", nargs="+", default=["light", "dark"])
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    views = product(options.pages, options.languages, options.widths, options.schemes)
    with chromium() as browser, served(SITE) as root:
        for page, language, width, scheme in views:
            file = options.out / f"{page}-{language}-{width}-{scheme}.png"
            picture(browser, root + LANGUAGES[language] + address(page), width, scheme, file)
            print(file)


if __name__ == "__main__":
    main()
