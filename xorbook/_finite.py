"""The arrays that parameters are handed out as: views that refuse a number that is not finite."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_floats

# The functions, besides ufuncs, that write into their first argument.
WRITERS = (np.copyto, np.place, np.putmask, np.put_along_axis, np.fill_diagonal)


class Finite(np.ndarray[tuple[Any, ...], np.dtype[np.float64]]):
    """A view whose entries stay finite: what would ruin them is refused before it is written.

    An ordinary view is changed by `net.b[1] -= np.inf` before anyone can look. Here `-=`, `out=`
    and assignment compute first and write what has been checked. Everything computed from such a
    view is an ordinary array.
    """

    def __setitem__(self, key: Any, values: ArrayLike) -> None:  # type: ignore[override]
        super().__setitem__(key, as_floats(values, "a parameter"))

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = (), **settings: Any
    ) -> Any:
        compute = getattr(ufunc, method)
        if method == "at":  # writes into its first input
            changed = np.array(inputs[0])
            compute(changed, *map(plain, inputs[1:]), **settings)
            inputs[0][...] = changed
            return None
        operands = [plain(operand) for operand in inputs]
        if not out:
            return compute(*operands, **settings)
        results = tuple(None if target is None else np.array(target) for target in out)
        compute(*operands, out=results, **settings)
        for target, result in zip(out, results, strict=True):
            if target is not None:
                target[...] = result
        return out[0] if len(out) == 1 else out

    def __array_function__(self, function: Any, types: Any, given: Any, named: Any) -> Any:
        first = function in WRITERS
        target = (given[0] if given else None) if first else named.get("out")
        if not isinstance(target, Finite):
            return super().__array_function__(function, types, given, named)
        changed = np.array(target)
        if first:
            function(changed, *given[1:], **named)
        else:
            function(*given, **{**named, "out": changed})
        target[...] = changed
        return None if first else target

    def fill(self, value: Any) -> None:
        """Write one number everywhere."""
        self[...] = value

    def put(self, indices: Any, values: ArrayLike, mode: Any = "raise") -> None:
        """Write numbers at places counted as in one row."""
        changed = np.array(self)
        changed.put(indices, values, mode)
        self[...] = changed

    @property
    def flat(self) -> Any:
        """Iterate over the entries in a row, to be read only."""
        entries = plain(self)
        entries.setflags(write=False)
        return entries.flat

    def __repr__(self) -> str:
        return repr(plain(self))


def finite(array: Floats) -> Finite:
    """Return such a view of an array."""
    return array.view(Finite)


def overwrite(array: Floats, values: ArrayLike, name: str) -> None:
    """Write numbers of exactly its shape into an array: nothing is broadcast."""
    floats = as_floats(values, name)
    if floats.shape != array.shape:
        raise ValueError(f"{name} must have shape {array.shape}, got {floats.shape}")
    array[...] = floats


def plain(value: Any) -> Any:
    """Return the ordinary array behind such a view, and anything else as it is."""
    return value.view(np.ndarray) if isinstance(value, Finite) else value
