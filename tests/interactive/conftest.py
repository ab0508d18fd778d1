"""The engine, started once for the tests of a process."""

from collections.abc import Iterator

import pytest

from tests.interactive.engine import Engine, engine


@pytest.fixture(scope="session")
def js() -> Iterator[Engine]:
    """The modules of the figures, run without a browser."""
    with engine() as running:
        yield running
