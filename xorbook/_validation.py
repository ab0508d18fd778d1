"""What every public function asks of what it is given, and how values are named."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
FloatOrFloats: TypeAlias = "float | Floats"
SeedOrGenerator: TypeAlias = "int | np.random.Generator"

T = TypeVar("T")


def as_floats(value: ArrayLike, name: str, *, finite: bool = True) -> Floats:
    """Copy `value` into a float64 array, refusing anything that is not a real number."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{name} must be a rectangular array of numbers, got {describe(value)}"
        ) from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be real numbers, got {describe(value)}")
    check_unmasked(value, name)
    floats = np.array(array, dtype=np.float64)
    if finite and not np.isfinite(floats).all():
        raise ValueError(f"{name} must be finite, got {describe(value)}")
    if np.isnan(floats).any():
        raise ValueError(f"{name} must not be NaN, got {describe(value)}")
    return floats


def check_unmasked(value: object, name: str) -> None:
    """Refuse masked entries: whoever masked them does not want them to count."""
    masked_arrays = sys.modules.get("numpy.ma")  # slow to load; without it nothing is masked
    if masked_arrays is not None and masked_arrays.is_masked(value):
        raise ValueError(f"{name} must have no masked entries, got {describe(value)}")


def as_float(value: Any, name: str) -> float:
    """Turn one finite number into a Python float."""
    floats = as_floats(value, name)
    if floats.ndim != 0:
        raise ValueError(f"{name} must be one number, got shape {floats.shape}")
    return float(floats)


def as_samples(value: ArrayLike, features: int, name: str) -> Floats:
    """Accept one sample `(features,)` or a batch `(n, features)` with at least one sample."""
    floats = as_floats(value, name)
    if floats.ndim not in (1, 2) or floats.shape[-1] != features or floats.size == 0:
        raise ValueError(
            f"{name} must have shape (n, {features}) or ({features},), got {floats.shape}"
        )
    return floats


def as_tuple(value: Iterable[T], name: str, items: str) -> tuple[T, ...]:
    """Collect a sequence, saying of what when it is none."""
    try:
        return tuple(value)
    except TypeError:
        raise TypeError(f"{name} must be a sequence of {items}, got {describe(value)}") from None


def same_shape(first: Floats, second: Floats, names: str) -> None:
    """Refuse two arrays that NumPy would otherwise broadcast against each other."""
    if first.shape != second.shape:
        raise ValueError(f"{names} must have the same shape, got {first.shape} and {second.shape}")


def check_type(value: object, kind: type, name: str) -> None:
    """Refuse what is not a `kind`, before it fails somewhere deeper."""
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0] in "AEIO" else "a"
        raise TypeError(f"{name} must be {article} {kind.__name__}, got {describe(value)}")


def check_callable(value: object, name: str) -> None:
    """Refuse what cannot be called."""
    if not callable(value):
        raise TypeError(f"{name} must be callable, got {describe(value)}")


def is_integer(value: object) -> bool:
    """Tell counts from the rest: `True` is an int to Python, but no count."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def check_count(value: object, name: str, least: int = 1) -> None:
    """Refuse what is no whole number of things, or fewer than there must be."""
    if not is_integer(value):
        raise TypeError(f"{name} must be an integer, got {describe(value)}")
    if value < least:  # type: ignore[operator]
        raise ValueError(f"{name} must be at least {least}, got {value}")


def check_positive(value: float, name: str) -> None:
    """Refuse a number that is not above 0."""
    if value <= 0:
        raise ValueError(f"{name} must be positive, got {value:g}")


def as_generator(rng: SeedOrGenerator) -> np.random.Generator:
    """Take a seed or a Generator, as SciPy and scikit-learn do (Scientific Python's SPEC 7).

    None is refused: nobody could draw the same numbers again.
    """
    if isinstance(rng, np.random.Generator):
        return rng
    if not is_integer(rng):
        raise TypeError(f"rng must be a seed or a Generator, got {describe(rng)}")
    if rng < 0:
        raise ValueError(f"rng must be a seed of at least 0, got {rng}")
    return np.random.default_rng(rng)


def settings(thing: object) -> dict[str, Any]:
    """Return what an object was made with; most activations and losses have no settings at all."""
    return getattr(thing, "__dict__", {})


def store_floats(frozen: Any) -> None:
    """Keep every field of a frozen dataclass as a Python float: a 0-d array could change later."""
    for field in fields(frozen):
        value = as_float(getattr(frozen, field.name), field.name)
        object.__setattr__(frozen, field.name, value)


def alike(first: Any, second: Any) -> bool:
    """Compare two of one dataclass, whose fields may be arrays; NaN is like NaN here."""
    pairs = [(getattr(first, f.name), getattr(second, f.name)) for f in fields(first)]
    return all(
        np.array_equal(mine, its, equal_nan=True) if isinstance(mine, np.ndarray) else mine == its
        for mine, its in pairs
    )


def overflow_shown() -> np.errstate:
    """Let what is too large for a float become infinite, or NaN, for `check_no_overflow` to see."""
    # Not "raise": some builds of BLAS set the processor's flags where nothing has overflowed.
    return np.errstate(over="ignore", invalid="ignore")


def check_no_overflow(found: Any, name: str) -> None:
    """Say of which argument it comes that a number has become too large for a float."""
    if not np.isfinite(found).all():
        raise ValueError(f"{name} must not lead beyond the largest float, got an overflow")


def float_or_array(array: Floats) -> FloatOrFloats:
    """Give a Python float for a scalar: NumPy 2 would show `np.float64(0.5)`."""
    return float(array) if array.ndim == 0 else array


def describe(value: Any) -> str:
    """Name a value in an error message, on one line and without printing a page of it."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def quantity(number: int, thing: str) -> str:
    """Name so many things, in a repr."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
