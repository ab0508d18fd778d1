"""Both reference pages hold everything public, whichever class it is written in."""

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


def described(name: str, thing: object) -> set[str]:
    """Return what describes a public name: for an instance such as `sigmoid`, its class."""
    if inspect.isclass(thing):
        return {name, *methods(thing)}
    if inspect.isfunction(thing):
        return {name}
    return {type(thing).__name__} if type(thing).__module__.startswith("xorbook") else set()


EXPECTED = set().union(*(described(name, thing) for name, thing in PUBLIC.items()))


def test_instances_and_what_a_private_base_brings_are_asked_for() -> None:
    assert {"Network", "Network.save", "Network.load", "Optimizer.start"} <= EXPECTED
    assert {"train", "Sigmoid", "HalfSquaredError"} <= EXPECTED


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_everything_public_is_described(site: Path, prefix: str) -> None:
    page = (site / prefix / "reference" / "index.html").read_text("utf-8")
    ids = re.findall(r'id="xorbook\.([^"]+)"', page)
    assert not {name for name in EXPECTED if not any(f".{i}".endswith(f".{name}") for i in ids)}
