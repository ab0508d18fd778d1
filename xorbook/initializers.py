"""How the parameters of a network are drawn before training."""

from __future__ import annotations  # np.random loads when it is first named

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from xorbook._settings import Settings
from xorbook._validation import Floats, as_float, check_count, check_type
from xorbook.parameters import checked_sizes

# Low and high of a uniform distribution, or mean and standard deviation of a normal one.
Pair: TypeAlias = tuple[float, float]


class Initializer(Settings, ABC):
    """A distribution for the start of every parameter.

    Call it with layer sizes and a generator to draw a start. Starts drawn one after another and
    starts drawn at once from the same generator are the same.

    Raises
    ------
    TypeError
        If a setting is not of its type.
    ValueError
        If a setting is out of its range.
    """

    def __call__(
        self, sizes: Sequence[int], *, rng: np.random.Generator, restarts: int | None = None
    ) -> Floats:
        """Draw one start, or several.

        Parameters
        ----------
        sizes : sequence of int
            Units per layer, inputs first.
        rng : numpy.random.Generator
        restarts : int, optional
            How many starts to draw. When left out, one, without an axis for it.

        Returns
        -------
        ndarray of shape (n_parameters,) or (n_parameters, restarts)
            W1 row by row, b1, W2, b2, …, as in `Parameters`.

        Raises
        ------
        TypeError
            If `rng` is no Generator, or a size or `restarts` no integer.
        ValueError
            If there are fewer than two layers, or a size or `restarts` is below 1.
        """
        check_type(rng, np.random.Generator, "rng")
        pairs = self._pairs(checked_sizes(sizes))
        draw = rng.normal if self._normal() else rng.uniform
        if restarts is None:
            return draw(pairs[:, 0], pairs[:, 1])
        check_count(restarts, "restarts")
        # One start after another leaves the generator, so restarts come first; last they compute.
        return np.ascontiguousarray(draw(pairs[:, 0], pairs[:, 1], (restarts, len(pairs))).T)

    def _pairs(self, sizes: tuple[int, ...]) -> Floats:
        rows: list[Pair] = []
        for n_from, n_to in pairwise(sizes):
            weights, biases = self._layer(n_from, n_to)
            rows += [weights] * (n_from * n_to) + [biases] * n_to
        return np.array(rows)

    def _normal(self) -> bool:
        return False

    @abstractmethod
    def _layer(self, n_from: int, n_to: int) -> tuple[Pair, Pair]:
        """Return the distribution of a layer's weights, and of its biases."""


@dataclass(eq=False, repr=False)
class Uniform(Initializer):
    """Every parameter uniformly from [low, high).

    Parameters
    ----------
    low : float, default 0.0
    high : float, default 1.0
        Above `low`.

    Raises
    ------
    TypeError
        If a bound is not a real number.
    ValueError
        If `high` is not above `low`.

    Examples
    --------
    >>> import numpy as np
    >>> from xorbook import Uniform
    >>> theta = Uniform()((2, 2, 1), rng=np.random.default_rng(0))
    >>> theta.shape, bool((theta >= 0).all())
    ((9,), True)
    """

    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        if as_float(self.low, "low") >= as_float(self.high, "high"):
            raise ValueError(f"high must be above low ({self.low}), got {self.high}")

    def _layer(self, n_from: int, n_to: int) -> tuple[Pair, Pair]:
        return (self.low, self.high), (self.low, self.high)


@dataclass(eq=False, repr=False)
class Normal(Initializer):
    """Every parameter from a normal distribution.

    Parameters
    ----------
    mean : float, default 0.0
    standard_deviation : float, default 1.0
        Above 0.

    Raises
    ------
    TypeError
        If a setting is not a real number.
    ValueError
        If the standard deviation is not positive.

    Examples
    --------
    >>> import numpy as np
    >>> from xorbook import Network, Normal
    >>> Network.random((2, 2, 1), rng=np.random.default_rng(0), initializer=Normal()).b[1].shape
    (2,)
    """

    mean: float = 0.0
    standard_deviation: float = 1.0

    def __post_init__(self) -> None:
        as_float(self.mean, "mean")
        if as_float(self.standard_deviation, "standard_deviation") <= 0:
            raise ValueError(f"standard_deviation must be positive, got {self.standard_deviation}")

    def _layer(self, n_from: int, n_to: int) -> tuple[Pair, Pair]:
        return (self.mean, self.standard_deviation), (self.mean, self.standard_deviation)

    def _normal(self) -> bool:
        return True


@dataclass(eq=False, repr=False)
class PyTorchLinear(Initializer):
    """Every parameter of a layer uniformly from ±1/√n_from, as PyTorch's `nn.Linear` draws it.

    Examples
    --------
    >>> import numpy as np
    >>> from xorbook import Network, PyTorchLinear
    >>> first = Network.random((2, 2, 1), rng=np.random.default_rng(0))
    >>> theta = PyTorchLinear()((2, 2, 1), rng=np.random.default_rng(0))
    >>> bool((first.theta == theta).all())
    True
    """

    def _layer(self, n_from: int, n_to: int) -> tuple[Pair, Pair]:
        bound = 1 / math.sqrt(n_from)
        return (-bound, bound), (-bound, bound)
