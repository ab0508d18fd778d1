"""What every public function asks of the numbers it is given."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
FloatOrFloats: TypeAlias = "float | Floats"


def as_floats(value: ArrayLike, name: str) -> Floats:
    """Copy `value` into a float64 array, refusing anything that is not a number."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be a rectangular array of numbers: {error}") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be numbers, got {describe(value)}")
    floats = np.array(array, dtype=np.float64)
    if np.isnan(floats).any():
        raise ValueError(f"{name} must not contain NaN, got {describe(value)}")
    return floats


def as_float(value: Any, name: str) -> float:
    """Turn one finite number into a Python float."""
    floats = as_floats(value, name)
    if floats.ndim != 0:
        raise ValueError(f"{name} must be one number, got shape {floats.shape}")
    if not np.isfinite(floats):
        raise ValueError(f"{name} must be finite, got {float(floats)}")
    return float(floats)


def as_samples(value: ArrayLike, features: int, name: str) -> Floats:
    """Accept one sample `(features,)` or a batch `(n, features)` with at least one sample."""
    floats = as_floats(value, name)
    if floats.ndim not in (1, 2) or floats.shape[-1] != features or floats.size == 0:
        raise ValueError(
            f"{name} must have shape (n, {features}) or ({features},), got {floats.shape}"
        )
    return floats


def same_shape(first: Floats, second: Floats, names: str) -> None:
    """Refuse two arrays that NumPy would otherwise broadcast against each other."""
    if first.shape != second.shape:
        raise ValueError(f"{names} must have the same shape, got {first.shape} and {second.shape}")


def float_or_array(array: Floats) -> FloatOrFloats:
    """Give a Python float for a scalar: NumPy 2 would show `np.float64(0.5)`."""
    return float(array) if array.ndim == 0 else array


def describe(value: Any) -> str:
    """Name a value in an error message without printing a page of it."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
