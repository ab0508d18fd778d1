"""Both reference pages hold everything that can be called, whichever class it is written in."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import xorbook as xb
from tests.site.built import LANGUAGES
from xorbook import studies

PUBLIC = {name: getattr(module, name) for module in (xb, studies) for name in module.__all__}


def methods(cls: type) -> Iterator[str]:
    """Give the public methods and properties of a class, each under the class that describes it."""
    for name in dir(cls):
        owner = next(one for one in cls.__mro__ if name in vars(one))
        member = vars(owner)[name]
        called = inspect.isfunction(member) or isinstance(member, property | classmethod)
        if not name.startswith("_") and called and owner.__module__.startswith("xorbook"):
            public = owner if owner.__name__ in PUBLIC else cls
            yield f"{public.__name__}.{name}"


CALLED = sorted(
    {name for name, thing in PUBLIC.items() if inspect.isfunction(thing)}
    | {name for thing in PUBLIC.values() if inspect.isclass(thing) for name in methods(thing)}
)


def test_what_a_private_base_brings_is_asked_for() -> None:
    assert {"Network.save", "Network.load", "Optimizer.start", "train"} <= set(CALLED)
    assert "Network.forward" in CALLED
    assert not [name for name in CALLED if "._" in name]


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_everything_that_can_be_called_is_described(site: Path, prefix: str) -> None:
    page = (site / prefix / "reference" / "index.html").read_text("utf-8")
    described = set(re.findall(r'id="xorbook\.([^"]+)"', page))
    missing = [
        name for name in CALLED if not any(f".{one}".endswith(f".{name}") for one in described)
    ]
    assert not missing
