"""Prints the built `site/` as one PDF for each language."""

from __future__ import annotations

import io
import os
import sys

from pypdf import PdfReader

from site_build import settings
from site_build.commands.build import configuration
from site_build.commands.printing.book import document
from site_build.commands.printing.browser import chromium, executable
from site_build.commands.printing.check import problems
from site_build.commands.printing.pdf import print_document


def main() -> int:
    """Make the PDFs; what is missing, or wrong with them, is said in a line."""
    if executable() is None:
        print("pdf: needs Chromium: neither chromium nor google-chrome is there", file=sys.stderr)
        return 1
    if not (settings.SITE / "index.html").is_file():
        print(f"pdf: no site in {settings.SITE}: run `make site`", file=sys.stderr)
        return 1
    os.environ.update(settings.environment())
    os.chdir(settings.ROOT)
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
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
