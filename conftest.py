"""Hands the pages and the package's docstrings to sybil, and lists what the book takes as given."""

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

from tests.pages.book import all_pages
from tests.pages.claims import read_claims
from tests.pages.examples import parse_page, parse_sessions

pages = Sybil(parsers=[parse_page], path="docs", patterns=["*.md"])
docstrings = Sybil(
    parsers=[DocTestParser()],
    path="xorbook",
    patterns=["*.py"],
    document_types={".py": PythonDocStringDocument},
)
readme = Sybil(parsers=[parse_sessions], path=".", filenames=["README.md"])
pytest_collect_file = SybilCollection([pages, docstrings, readme]).pytest()


def pytest_terminal_summary(terminalreporter):
    """Print every number that the book cites or sets instead of computing it."""
    terminalreporter.section("numbers the book takes as given")
    for page in all_pages():
        for at, claim in read_claims(page).all():
            if claim.given is not None:
                shown = " ".join(number.text for number in claim.numbers)
                terminalreporter.write_line(f"{page.where(at)}: {shown}: {claim.given[7:]}")
