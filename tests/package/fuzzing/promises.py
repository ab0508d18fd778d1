"""What is promised of every call: errors of two kinds, in words that help, and no harm done."""

import copy
import inspect
import pickle
import re
import warnings
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

import numpy as np

from tests.package.fuzzing import values
from tests.package.fuzzing.targets import Target, is_ours

NUMPY_WARNS = re.compile("(overflow|underflow|invalid value|divide by zero) encountered")


def fresh(value: Any) -> Any:
    """Copy a value, if it can be copied."""
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


def outcome(target: Target, owner: Any, arguments: dict[str, Any]) -> tuple[Any, Any, list[str]]:
    """Make a call: return its error or its result, and what should not have come."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            error, result = None, target(owner, arguments)
        except Exception as raised:
            error, result = raised, None
    allowed = error is None or is_allowed(error, target) or calls_back(target, arguments)
    told = [] if allowed else [f"{type(error).__name__}: {error}"]
    for warning in caught:
        text = str(warning.message)
        if warning.category.__name__ not in target.documentation or NUMPY_WARNS.match(text):
            told.append(f"{warning.category.__name__}: {text}")
    return error, result, told


def is_allowed(error: Exception, target: Target) -> bool:
    """Tell whether an error is one that the package promises, in words that help."""
    if error_of_caller(error):
        return True
    if isinstance(error, OSError):
        return "OSError" in target.documentation
    if isinstance(error, ImportError):
        return "must be installed" in str(error)
    if isinstance(error, IndexError):
        kinds = "IndexError" in target.documentation
    else:
        kinds = type(error) in (TypeError, ValueError)
    expected, _, came = str(error).partition(", got ")
    return kinds and " must " in expected and bool(came)


def error_of_caller(error: Exception | None) -> bool:
    """Tell whether the function or object that was passed in raised it."""
    place = error.__traceback__ if error else None
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    files = (values.MADE_HERE, values.__file__)
    return place is not None and place.tb_frame.f_code.co_filename in files


def calls_back(target: Target, arguments: dict[str, Any]) -> bool:
    """Tell whether an odd function was passed in, which may fail in its own words."""
    return any(
        callable(value) and "Callable" in str(target.parameters[name].annotation)
        for name, value in arguments.items()
    )


def faults_of_result(target: Target, result: Any, given: dict[str, Any]) -> list[str]:
    """Say what a result cannot do: be shown, copied, pickled, or stay as it is."""
    told = []
    try:
        repr(result)
    except Exception as error:
        told.append(f"its repr: {type(error).__name__}: {error}")
    if (callable(result) and not is_ours(type(result))) or isinstance(result, Iterator):
        return told
    for way in (copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))):
        try:
            if not same(way(result), result):
                told.append("its copy differs")
        except Exception as error:
            told.append(f"its copy: {type(error).__name__}: {error}")
    if "not copied" not in target.documentation:
        told += [f"it changes with {name}" for name in given if changes_with(result, given[name])]
    return told


def masked(target: Target, given: dict[str, Any]) -> list[str]:
    """Name the arguments whose masked entries nobody may read."""
    if target.label.endswith((".__eq__", ".__contains__", ".get")):
        return []
    return [name for name, value in given.items() if np.ma.is_masked(value)]


def changes_with(result: Any, value: Any) -> bool:
    """Write into an array that was passed in, and look whether the result is another."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf" or result is value:
        return False
    if not value.flags.writeable:
        return False
    before = fresh(result)
    old = value.copy()
    value[...] = np.zeros((), value.dtype) if value.any() else np.ones((), value.dtype)
    changed = not same(before, result)
    value[...] = old
    return changed


def same(first: Any, second: Any, depth: int = 0) -> bool:
    """Compare two values to the last bit, NaN and all."""
    if first is second or depth > 8:
        return True
    if type(first) is not type(second):
        return False
    if isinstance(first, np.ndarray) and first.dtype != object:
        alike = (first.dtype, first.shape) == (second.dtype, second.shape)
        return alike and first.tobytes() == second.tobytes()
    if isinstance(first, dict):
        return [*first] == [*second] and all(same(first[k], second[k], depth + 1) for k in first)
    if isinstance(first, list | tuple):
        pairs = zip(first, second, strict=False)
        return len(first) == len(second) and all(same(a, b, depth + 1) for a, b in pairs)
    if is_ours(type(first)):
        return same(state(first), state(second), depth + 1)
    return repr(first) == repr(second) or not is_plain(first)


def state(thing: Any) -> dict[str, Any]:
    """Return an object's attributes, without what it has only worked out from them."""
    derived = worked_out(type(thing))
    return {name: v for name, v in getattr(thing, "__dict__", {}).items() if name not in derived}


@cache
def worked_out(kind: type) -> set[str]:
    return {n for n in dir(kind) if isinstance(inspect.getattr_static(kind, n), cached_property)}


def is_plain(value: Any) -> bool:
    return isinstance(value, str | bytes | int | float | complex | np.generic)
