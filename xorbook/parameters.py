"""All weights and biases of a network, or their gradients, as one flat vector with views."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_floats, as_tuple, describe, is_integer


class Layered:
    """Arrays counted by layer, as the formulas count them: `net.W[1]` is W⁽¹⁾.

    Assigning writes into the array that is there, so that views stay views.

    Raises
    ------
    TypeError
        If the layer is not an integer.
    IndexError
        If there is no such layer. Negative indices are not for counting layers.
    ValueError
        If what is assigned does not have the array's shape.

    Examples
    --------
    >>> from xorbook import worked_example
    >>> net = worked_example()
    >>> net.b[1]
    array([ 3., -2.])
    >>> net.b[1] -= [1.0, 0.5]
    >>> net.theta
    array([-0.5,  2. ,  0.5, -3. ,  2. , -2.5,  1.5,  2.5,  0. ])
    """

    def __init__(self, arrays: Sequence[Floats], first: int = 1) -> None:
        self._arrays = tuple(arrays)
        self._first = first

    def __getitem__(self, layer: int) -> Floats:
        last = self._first + len(self._arrays) - 1
        if not is_integer(layer):
            raise TypeError(f"layer must be an integer, got {describe(layer)}")
        if not self._first <= layer <= last:
            raise IndexError(f"layer must be in {self._first}..{last}, got {layer}")
        return self._arrays[layer - self._first]

    def __setitem__(self, layer: int, values: ArrayLike) -> None:
        array, floats = self[layer], as_floats(values, f"layer {layer}")
        if floats.shape != array.shape:
            raise ValueError(f"layer {layer} must have shape {array.shape}, got {floats.shape}")
        array[...] = floats

    def __len__(self) -> int:
        return len(self._arrays)

    def __iter__(self) -> Iterator[Floats]:
        return iter(self._arrays)

    def __repr__(self) -> str:
        lines = (f"[{self._first + k}] {array!r}" for k, array in enumerate(self._arrays))
        return "\n".join(lines)


class Parameters:
    """The parameters of a network with the given layer sizes, or one number for each of them.

    Parameters
    ----------
    sizes : sequence of int
        Units per layer, inputs first: `(2, 2, 1)`.
    theta : array-like of shape (n_parameters,), optional
        W1 row by row, b1, W2, b2, …; zeros when left out.

    Attributes
    ----------
    theta : ndarray of shape (n_parameters,)
        The flat vector. `W` and `b` are views into it: change one and the other has changed.
    W : Layered of ndarray of shape (n_from, n_to)
    b : Layered of ndarray of shape (n_to,)
    sizes : tuple of int
    names : tuple of str
        A name per entry of `theta`: `"W1[0,0]"`, …, `"b2[0]"`. `p["W1[0,0]"]` is that entry.

    Raises
    ------
    TypeError
        If a size is not an integer, or `theta` is not made of real numbers.
    ValueError
        If there are fewer than two layers, a size is below 1, or `theta` has another shape or
        is not finite.

    Examples
    --------
    >>> from xorbook import Parameters
    >>> p = Parameters((2, 1), [1.0, 2.0, -1.0])
    >>> p.W[1]
    array([[1.],
           [2.]])
    >>> p["b1[0]"]
    -1.0
    """

    # `theta - gradients` is a slip for `theta - gradients.theta`: NumPy then says so.
    __array_ufunc__ = None

    def __init__(self, sizes: Sequence[int], theta: ArrayLike | None = None) -> None:
        self.sizes = checked_sizes(sizes)
        self._theta = np.zeros(sum((m + 1) * n for m, n in pairwise(self.sizes)))
        views = layer_views(self._theta, self.sizes)
        self._W, self._b = Layered([W for W, _ in views]), Layered([b for _, b in views])
        if theta is not None:
            self.theta = as_floats(theta, "theta")

    @property
    def W(self) -> Layered:
        """Weights, counted from 1: `W[1]` has shape (n_inputs, n_units)."""
        return self._W

    @property
    def b(self) -> Layered:
        """Biases, counted from 1: `b[1]` has shape (n_units,)."""
        return self._b

    @cached_property
    def names(self) -> tuple[str, ...]:
        """A name per entry of `theta`."""
        names: list[str] = []
        for layer, (m, n) in enumerate(pairwise(self.sizes), start=1):
            names += [f"W{layer}[{i},{j}]" for i in range(m) for j in range(n)]
            names += [f"b{layer}[{j}]" for j in range(n)]
        return tuple(names)

    @cached_property
    def _position(self) -> dict[str, int]:
        return {name: k for k, name in enumerate(self.names)}

    @property
    def theta(self) -> Floats:
        """Every parameter in one vector of shape (n_parameters,)."""
        return self._theta

    @theta.setter
    def theta(self, values: ArrayLike) -> None:
        floats = as_floats(values, "theta")
        if floats.shape != self._theta.shape:
            raise ValueError(f"theta must have shape {self._theta.shape}, got {floats.shape}")
        self._theta[:] = floats

    def __getitem__(self, name: str) -> float:
        return float(self._theta[self.position(name)])

    def __len__(self) -> int:
        return len(self._theta)

    def position(self, name: str) -> int:
        """Return where in `theta` the parameter of that name stands.

        Raises
        ------
        ValueError
            If no parameter has that name.
        """
        try:
            return self._position[name]
        except (KeyError, TypeError):
            known = [self.names[0], "…", self.names[-1]] if len(self) > 20 else self.names
            raise ValueError(
                f"parameter must be one of {', '.join(known)}, got {describe(name)}"
            ) from None

    def __repr__(self) -> str:
        entries = ", ".join(f"{name}={self[name]:.6g}" for name in self.names)
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
    units = as_tuple(sizes, "sizes", "integers")
    if not all(is_integer(n) for n in units):
        raise TypeError(f"sizes must be a sequence of integers, got {describe(sizes)}")
    if len(units) < 2 or any(n < 1 for n in units):
        raise ValueError(
            f"sizes must name at least two layers of at least one unit, got {describe(sizes)}"
        )
    return tuple(int(n) for n in units)
