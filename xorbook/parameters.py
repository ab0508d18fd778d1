"""All weights and biases of a network, or their gradients: one flat vector, and views into it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from xorbook._finite import finite, overwrite
from xorbook._validation import (
    Floats,
    as_float,
    as_tuple,
    check_count,
    describe,
    is_integer,
)

LARGEST = sys.maxsize // 8  # float64 numbers that an address can tell apart


class Layered(Mapping[int, Floats]):
    """Arrays counted by layer, as the formulas count them: `net.W[1]` is W⁽¹⁾.

    Its keys are the layers, as a dict's would be: `net.W.items()` gives pairs of layer and array,
    `net.W.values()` the arrays. Assigning writes into the array that is there.

    Parameters
    ----------
    arrays : sequence of ndarray of float64
        They are kept, not copied.
    first : int, default 1
        The first layer's number.

    Raises
    ------
    TypeError
        If a layer or `first` is not an integer, or one of `arrays` no array of float64.
    IndexError
        If there is no such layer. Negative indices are not for counting layers.
    ValueError
        If what is assigned does not have the array's shape, or `first` is below 0.

    Examples
    --------
    >>> from xorbook import worked_example
    >>> net = worked_example()
    >>> print(net.b[1])
    [ 3. -2.]
    >>> net.b[1] -= [1.0, 0.5]
    >>> print(net.theta)
    [-0.5  2.   0.5 -3.   2.  -2.5  1.5  2.5  0. ]
    >>> [(layer, W.shape) for layer, W in net.W.items()]
    [(1, (2, 2)), (2, (2, 1))]
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, arrays: Sequence[Floats], first: int = 1) -> None:
        self._arrays = as_tuple(arrays, "arrays", "arrays")
        for array in self._arrays:
            if not isinstance(array, np.ndarray) or array.dtype != np.float64:
                raise TypeError(f"arrays must be arrays of float64, got {describe(array)}")
        check_count(first, "first", least=0)
        self._first = int(first)

    def __getitem__(self, layer: int) -> Floats:
        last = self._first + len(self._arrays) - 1
        if not is_integer(layer):
            raise TypeError(f"layer must be an integer, got {describe(layer)}")
        if not self._first <= layer <= last:
            raise IndexError(f"layer must be in {self._first}..{last}, got {layer}")
        return self._arrays[layer - self._first]

    def __setitem__(self, layer: int, values: ArrayLike) -> None:
        overwrite(self[layer], values, f"layer {layer}")

    def __contains__(self, layer: object) -> bool:
        return is_integer(layer) and layer in self._layers

    def __len__(self) -> int:
        return len(self._arrays)

    def __iter__(self) -> Iterator[int]:
        return iter(self._layers)

    def __reversed__(self) -> Iterator[int]:
        return reversed(self._layers)

    def get(self, layer: int, default: Any = None) -> Any:
        """Return the array of a layer, or `default` where there is no such layer."""
        return self[layer] if layer in self else default  # noqa: SIM401, this is `get`

    @property
    def _layers(self) -> range:
        return range(self._first, self._first + len(self._arrays))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Layered):
            return NotImplemented
        return self._layers == other._layers and all(
            np.array_equal(mine, its, equal_nan=True)
            for mine, its in zip(self._arrays, other._arrays, strict=True)
        )

    def __repr__(self) -> str:
        lines = [f"[{layer}] {array!r}" for layer, array in self.items()]
        return "\n".join(lines) or "Layered([])"


class Parameters(Mapping[str, float]):
    """The parameters of a network with the given layer sizes, or one number for each of them.

    Its keys are their names: `p["W1[0,0]"]` is one of them, `p.items()` gives them all.

    Parameters
    ----------
    sizes : sequence of int
        Units per layer, inputs first: `(2, 2, 1)`.
    theta : array-like of shape (n_parameters,), optional
        W1 row by row, b1, W2, b2, …; zeros when left out.

    Attributes
    ----------
    theta : ndarray of shape (n_parameters,)
        The flat vector. `W` and `b` are views into it: change one and the other has changed. All
        three refuse a number that is not finite.
    W : Layered of ndarray of shape (n_from, n_to)
    b : Layered of ndarray of shape (n_to,)
    sizes : tuple of int
    names : tuple of str
        A name per entry of `theta`: `"W1[0,0]"`, …, `"b2[0]"`.

    Raises
    ------
    TypeError
        If a size is not an integer, or `theta` is not made of real numbers.
    ValueError
        If there are fewer than two layers, a size is below 1 or beyond all memory, or `theta` has
        another shape or is not finite.

    Examples
    --------
    >>> from xorbook import Parameters
    >>> p = Parameters((2, 1), [1.0, 2.0, -1.0])
    >>> print(p.W[1])
    [[1.]
     [2.]]
    >>> p["b1[0]"] = 0.5
    >>> dict(p)
    {'W1[0,0]': 1.0, 'W1[1,0]': 2.0, 'b1[0]': 0.5}
    """

    # `theta - gradients` is a slip for `theta - gradients.theta`: NumPy then says so.
    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, sizes: Sequence[int], theta: ArrayLike | None = None) -> None:
        self._sizes = checked_sizes(sizes)
        self._theta = np.zeros(n_parameters(self._sizes))
        if theta is not None:
            overwrite(self._theta, theta, "theta")

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units per layer, inputs first."""
        return self._sizes

    @property
    def W(self) -> Layered:
        """Weights, counted from 1: `W[1]` has shape (n_inputs, n_units)."""
        return Layered([W for W, _ in layer_views(finite(self._theta), self._sizes)])

    @property
    def b(self) -> Layered:
        """Biases, counted from 1: `b[1]` has shape (n_units,)."""
        return Layered([b for _, b in layer_views(finite(self._theta), self._sizes)])

    @property
    def names(self) -> tuple[str, ...]:
        """A name per entry of `theta`."""
        return tuple(self._position)

    @cached_property
    def _position(self) -> dict[str, int]:
        names: list[str] = []
        for layer, (m, n) in enumerate(pairwise(self.sizes), start=1):
            names += [f"W{layer}[{i},{j}]" for i in range(m) for j in range(n)]
            names += [f"b{layer}[{j}]" for j in range(n)]
        return {name: k for k, name in enumerate(names)}

    @property
    def theta(self) -> Floats:
        """Every parameter in one vector of shape (n_parameters,)."""
        return finite(self._theta)

    @theta.setter
    def theta(self, values: ArrayLike) -> None:
        overwrite(self._theta, values, "theta")

    def __getitem__(self, name: str) -> float:
        return float(self._theta[self.position(name)])

    def __setitem__(self, name: str, value: float) -> None:
        self._theta[self.position(name)] = as_float(value, describe(name))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self._position

    def __len__(self) -> int:
        return len(self._theta)

    def __iter__(self) -> Iterator[str]:
        return iter(self._position)

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._position)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the parameter of that name, or `default` where there is none."""
        return self[name] if name in self else default  # noqa: SIM401, this is `get`

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Parameters):
            return NotImplemented
        same = np.array_equal(self._theta, other._theta, equal_nan=True)
        return self._sizes == other._sizes and same

    def position(self, name: str) -> int:
        """Return where in `theta` the parameter of that name stands.

        Raises
        ------
        ValueError
            If no parameter has that name.
        """
        if name in self:
            return self._position[name]
        known = [self.names[0], "…", self.names[-1]] if len(self) > 20 else self.names
        raise ValueError(f"parameter must be one of {', '.join(known)}, got {describe(name)}")

    def __repr__(self) -> str:
        if len(self) > 20:
            sizes = "-".join(str(n) for n in self.sizes)
            return f"Parameters({sizes}, {len(self)} numbers)"
        entries = ", ".join(f"{name}={value:.6g}" for name, value in self.items())
        return f"Parameters({entries})"


def layer_views(theta: Floats, sizes: Sequence[int]) -> list[tuple[Floats, Floats]]:
    """Return W and b of every layer as views into `theta`, whose further axes they keep."""
    views = []
    start = 0
    for m, n in pairwise(sizes):
        W = theta[start : start + m * n].reshape(m, n, *theta.shape[1:])
        views.append((W, theta[start + m * n : start + (m + 1) * n]))
        start += (m + 1) * n
    return views


def checked_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    """Return layer sizes that a network can have."""
    units = as_tuple(sizes, "sizes", "integers")
    if not all(is_integer(n) for n in units):
        raise TypeError(f"sizes must be a sequence of integers, got {describe(sizes)}")
    if len(units) < 2 or any(n < 1 for n in units):
        raise ValueError(
            f"sizes must name at least two layers of at least one unit, got {describe(sizes)}"
        )
    if n_parameters(units) > LARGEST:
        raise ValueError(f"sizes must name a network that fits into memory, got {describe(sizes)}")
    return tuple(int(n) for n in units)


def n_parameters(sizes: Sequence[int]) -> int:
    """Count the weights and biases of a network with these layer sizes."""
    return sum((int(m) + 1) * int(n) for m, n in pairwise(sizes))
