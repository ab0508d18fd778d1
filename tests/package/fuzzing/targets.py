"""What there is to call: looked up in the package, so that a new name is found by itself."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from types import FunctionType
from typing import Any

import numpy as np

import xorbook as xb
from xorbook import practice, studies

PACKAGES = (xb, studies, practice)
# Called with odd values only by those who look for trouble, or by Python itself.
NOT_CALLED = {"__init__", "__new__", "__setattr__", "__delattr__", "__init_subclass__"}
NOT_CALLED |= {
    "__post_init__",
    "__hash__",
    "__reduce_ex__",
    "__array_ufunc__",
    "__array_wrap__",
    "__replace__",
}


@dataclass(frozen=True)
class Target:
    """Something to call, on a copy of its owner where it is a method."""

    label: str
    function: Callable[..., Any]
    documentation: str
    owner: Any = None

    @cached_property
    def parameters(self) -> dict[str, inspect.Parameter]:
        found = dict(inspect.signature(self.function).parameters)
        if self.owner is not None:
            del found[next(iter(found))]
        return {n: p for n, p in found.items() if p.kind is not inspect.Parameter.VAR_KEYWORD}

    def __call__(self, owner: Any, arguments: dict[str, Any]) -> Any:
        positional = [] if self.owner is None else [owner]
        named = {}
        for name, value in arguments.items():
            if self.parameters[name].kind is inspect.Parameter.KEYWORD_ONLY:
                named[name] = value
            else:
                positional.append(value)
        return self.function(*positional, **named)

    @cached_property
    def makes(self) -> bool:
        """Whether it is a class, or a method that makes one."""
        return inspect.isclass(self.function) or inspect.ismethod(self.function)

    def may_change(self, name: str) -> bool:
        if name == "self":
            return (
                "in place" in self.documentation or "__setitem__" in self.label or "=" in self.label
            )
        return bool(re.search(rf"\b{name} : .*\n +(It is|They are) changed", self.documentation))


def is_ours(thing: Any) -> bool:
    return str(getattr(thing, "__module__", "")).startswith("xorbook")


def documentation(function: Any, owner: type | None = None) -> str:
    """Return what a function promises: its docstring, its class's, and those of the bases."""
    texts = [inspect.getdoc(function)]
    texts += [base.__doc__ for base in (owner.__mro__ if owner else ()) if is_ours(base)]
    return "\n".join(text for text in texts if text)


def public() -> Iterator[tuple[str, Any]]:
    for package in PACKAGES:
        for name in package.__all__:
            yield name, getattr(package, name)


def functions_and_classes() -> Iterator[Target]:
    """List what can be called without an object: functions, classes, and their class methods."""
    for name, thing in public():
        if inspect.isfunction(thing):
            yield Target(name, thing, documentation(thing))
        if inspect.isclass(thing):
            if is_made_by_readers(thing):
                yield Target(name, thing, documentation(thing, thing))
            for method, function in inspect.getmembers(thing, inspect.ismethod):
                if is_ours(function.__func__) and not method.startswith("_"):
                    yield Target(f"{name}.{method}", function, documentation(function, thing))


def is_made_by_readers(kind: type) -> bool:
    """Tell classes that one makes from records that are only handed out, which take anything."""
    if inspect.isabstract(kind):
        return False
    parameters = inspect.signature(kind).parameters
    if not parameters or re.search(r"^ *Parameters\n", documentation(kind, kind), re.M):
        return True
    try:
        kind(*(object() for _ in parameters))
    except (TypeError, ValueError):
        return True
    return False


def methods(owner: Any) -> Iterator[Target]:
    """List the methods of an object, and the attributes of it that can be set."""
    kind = type(owner)
    for name in dir(kind):
        member = inspect.getattr_static(kind, name)
        called = not name.startswith("_") or (name.startswith("__") and name not in NOT_CALLED)
        label = f"{kind.__name__}.{name}"
        if isinstance(member, FunctionType) and is_ours(member) and called:
            yield Target(label, member, documentation(member, kind), owner)
        if isinstance(member, property) and is_ours(member.fget) and called:
            yield Target(label, member.fget, documentation(member, kind), owner)
            if member.fset is not None:
                yield Target(f"{label} =", member.fset, documentation(member, kind), owner)


def objects_in(result: Any) -> Iterator[Any]:
    """List the objects of the package that a result is, or holds."""
    members = result.values() if isinstance(result, dict) else result
    inside = list(members)[:3] if isinstance(members, list | tuple | type({}.values())) else []
    # An array of ours indexes, and complains, as NumPy does.
    return (t for t in [result, *inside] if is_ours(type(t)) and not isinstance(t, np.ndarray))


def needs_absent_framework(target: Target) -> bool:
    names = {str(p.annotation).strip("\"'").split(".")[0] for p in target.parameters.values()}
    return any(name in ("torch", "keras") and find_spec(name) is None for name in names)
