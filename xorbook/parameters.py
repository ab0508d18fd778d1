"""All weights and biases of a network, or their gradients, as one flat vector with views."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from xorbook._validation import Floats, as_floats, describe

T = TypeVar("T")


class Layered(Generic[T]):
    """Items counted by layer, as the formulas count them: `net.W[1]` is W⁽¹⁾.

    Raises
    ------
    IndexError
        If there is no such layer. Negative indices are not for counting layers.
    """

    def __init__(self, items: Sequence[T], first: int = 1) -> None:
        self._items = tuple(items)
        self.first = first

    def __getitem__(self, layer: int) -> T:
        last = self.first + len(self._items) - 1
        if not isinstance(layer, int | np.integer):
            raise TypeError(f"layer must be an integer, got {describe(layer)}")
        if not self.first <= layer <= last:
            raise IndexError(f"layer must be in {self.first}..{last}, got {layer}")
        return self._items[layer - self.first]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __repr__(self) -> str:
        lines = (f"[{self.first + k}] {item!r}" for k, item in enumerate(self._items))
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
    names : tuple of str
        A name per entry of `theta`: `"W1[0,0]"`, …, `"b2[0]"`.

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

    def __init__(self, sizes: Sequence[int], theta: ArrayLike | None = None) -> None:
        self.sizes = _checked_sizes(sizes)
        count = sum((m + 1) * n for m, n in pairwise(self.sizes))
        self._theta = np.zeros(count)
        weights, biases, names = [], [], []
        start = 0
        for layer, (m, n) in enumerate(pairwise(self.sizes), start=1):
            weights.append(self._theta[start : start + m * n].reshape(m, n))
            biases.append(self._theta[start + m * n : start + (m + 1) * n])
            names += [f"W{layer}[{i},{j}]" for i in range(m) for j in range(n)]
            names += [f"b{layer}[{j}]" for j in range(n)]
            start += (m + 1) * n
        self.W: Layered[Floats] = Layered(weights)
        self.b: Layered[Floats] = Layered(biases)
        self.names = tuple(names)
        self._position = {name: k for k, name in enumerate(names)}
        if theta is not None:
            self.theta = as_floats(theta, "theta")

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
            If no parameter has that name; the message lists the names.
        """
        try:
            return self._position[name]
        except (KeyError, TypeError):
            raise ValueError(
                f"no parameter is named {describe(name)}, expected one of {', '.join(self.names)}"
            ) from None

    def __repr__(self) -> str:
        entries = ", ".join(f"{name}={self[name]:.6g}" for name in self.names)
        return f"Parameters({entries})"


def _checked_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    if isinstance(sizes, str) or not all(isinstance(n, int | np.integer) for n in sizes):
        raise TypeError(f"sizes must be integers, got {describe(sizes)}")
    if len(sizes) < 2 or any(n < 1 for n in sizes):
        raise ValueError(
            f"sizes must name at least two layers of at least one unit, got {describe(sizes)}"
        )
    return tuple(int(n) for n in sizes)
