"""Hands the pages and the package's docstrings to sybil, and prints what they add up to."""

from collections import Counter
from importlib.util import find_spec

import pytest
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

from tests.pages.examples import parse_page, parse_sessions
from tests.summary import FirstCauses, print_summary

# No file there takes longer than some seconds.
QUICK = ("README.md", "docs/", "xorbook/", "tests/interactive/")

pages = Sybil(parsers=[parse_page], path="docs", patterns=["*.md"])
docstrings = Sybil(
    parsers=[DocTestParser()],
    path="xorbook",
    patterns=["*.py"],
    # Their examples run under `make test-frameworks`.
    excludes=[f"twins/{name}.py" for name in ("torch", "keras") if find_spec(name) is None],
    document_types={".py": PythonDocStringDocument},
)
readme = Sybil(parsers=[parse_sessions], path=".", filenames=["README.md"])
pytest_collect_file = SybilCollection([pages, docstrings, readme]).pytest()


def pytest_configure(config):
    """Tell the first causes of many failures at length, and count the others."""
    config.pluginmanager.register(FirstCauses())


def pytest_collection_modifyitems(config, items):
    """Where processes share the files, leave the quick ones for last, so that all end at once.

    Otherwise those of few tests would be last, of which some take half a minute.
    """
    if hasattr(config, "workerinput"):
        count = Counter(map(_file, items))
        items.sort(key=lambda item: (_file(item).startswith(QUICK), -count[_file(item)]))


def _file(item):
    return item.nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep a file in one process: the sessions of a page share a namespace."""
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


def pytest_terminal_summary(terminalreporter):
    """Print what readers of the tests should see even when all is well."""
    print_summary(terminalreporter)
