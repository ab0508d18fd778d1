"""Hands the pages and the package's docstrings to sybil."""

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.rest import DocTestParser

from tests.pages.examples import parse_page

pages = Sybil(parsers=[parse_page], path="docs", patterns=["*.md"])
docstrings = Sybil(
    parsers=[DocTestParser()],
    path="xorbook",
    patterns=["*.py"],
    document_types={".py": PythonDocStringDocument},
)
pytest_collect_file = (pages + docstrings).pytest()
