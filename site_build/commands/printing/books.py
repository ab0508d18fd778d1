"""Print the built `site/` as one PDF for each language."""

from __future__ import annotations

import io

from pypdf import PdfReader

from site_build import settings
from site_build.commands.build import configuration
from site_build.commands.printing.book import document
from site_build.commands.printing.browser import chromium, executable
from site_build.commands.printing.check import problems
from site_build.commands.printing.pdf import print_document


def make_pdfs() -> None:
    """Make the PDFs from a built site.

    Raises
    ------
    RuntimeError
        When there is no Chromium or no site, or something is wrong with what was printed.
    """
    if executable() is None:
        raise RuntimeError("a PDF needs Chromium: neither chromium nor google-chrome is there")
    settings.require_site()
    settings.DIST.mkdir(parents=True, exist_ok=True)
    settings.BUILD.mkdir(parents=True, exist_ok=True)
    wrong = []
    with chromium() as browser:
        for language in settings.LANGUAGES:
            source = settings.BUILD / f"book-{language}.html"
            site = settings.SITE / settings.PREFIXES[language]
            source.write_text(document(site, configuration(language)), "utf-8")
            made = print_document(browser, source)
            target = settings.DIST / f"{settings.take_along(language)}.pdf"
            target.write_bytes(made)
            pdf = PdfReader(io.BytesIO(made))
            wrong += [f"{target}: {problem}" for problem in problems(pdf)]
            print(f"{target}: {len(pdf.pages)} pages, {len(made) / 1e6:.1f} MB")
    if wrong:
        raise RuntimeError("\n".join(wrong))
