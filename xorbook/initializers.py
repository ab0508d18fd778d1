"""How the parameters of a network are drawn before training.

First distributions that are the same for every layer, then those whose weights are the smaller
the more units a layer joins.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np

from xorbook._validation import (
    Floats,
    SeedOrGenerator,
    as_generator,
    check_count,
    check_positive,
    describe,
    store_floats,
)
from xorbook.parameters import LARGEST, checked_sizes

# Low and high of a uniform distribution, or mean and standard deviation of a normal one.
Pair: TypeAlias = tuple[float, float]
Distribution: TypeAlias = Literal["uniform", "normal"]
ZERO: Pair = (0.0, 0.0)


class Initializer(ABC):
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
        self, sizes: Sequence[int], *, rng: SeedOrGenerator, restarts: int | None = None
    ) -> Floats:
        """Draw one start, or several.

        Parameters
        ----------
        sizes : sequence of int
            Units per layer, inputs first.
        rng : int or numpy.random.Generator
            A seed, or a generator, which draws on from where it stands.
        restarts : int, optional
            How many starts to draw. When left out, one, without an axis for it.

        Returns
        -------
        ndarray of shape (n_parameters,) or (n_parameters, restarts)
            W1 row by row, b1, W2, b2, …, as in `Parameters`.

        Raises
        ------
        TypeError
            If `rng` is neither seed nor Generator, or a size or `restarts` no integer.
        ValueError
            If there are fewer than two layers, or a size or `restarts` is below 1.
        """
        generator = as_generator(rng)
        pairs = self._pairs(checked_sizes(sizes))
        draw = generator.normal if self._normal() else generator.uniform
        if restarts is None:
            return draw(pairs[:, 0], pairs[:, 1])
        check_count(restarts, "restarts")
        if int(restarts) * len(pairs) > LARGEST:
            raise ValueError(f"restarts must fit into memory, got {restarts}")
        # One start after another leaves the generator, so restarts come first; last they compute.
        return np.ascontiguousarray(draw(pairs[:, 0], pairs[:, 1], (restarts, len(pairs))).T)

    def _pairs(self, sizes: tuple[int, ...]) -> Floats:
        rows: list[Pair] = []
        counts: list[int] = []
        for n_from, n_to in pairwise(sizes):
            rows += self._layer(n_from, n_to)
            counts += [n_from * n_to, n_to]
        return np.repeat(np.array(rows), counts, axis=0)

    def _normal(self) -> bool:
        return False

    @abstractmethod
    def _layer(self, n_from: int, n_to: int) -> tuple[Pair, Pair]:
        """Return the distribution of a layer's weights, and of its biases."""


@dataclass(frozen=True)
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
        If `high` is not above `low`, or so far above that the difference is infinite.

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
        store_floats(self)
        if self.low >= self.high:
            raise ValueError(f"high must be above low ({self.low:g}), got {self.high:g}")
        if math.isinf(self.high - self.low):
            raise ValueError(
                f"high - low must be finite, got low={self.low:g} and high={self.high:g}"
            )

    def _layer(self, n_from: int, n_to: int) -> tuple[Pair, Pair]:
        return (self.low, self.high), (self.low, self.high)


@dataclass(frozen=True)
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
        store_floats(self)
        check_positive(self.standard_deviation, "standard_deviation")

    def _layer(self, n_from: int, n_to: int) -> tuple[Pair, Pair]:
        return (self.mean, self.standard_deviation), (self.mean, self.standard_deviation)

    def _normal(self) -> bool:
        return True


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class _ByVariance(Initializer):
    """Weights around 0 with a variance that the layer's size sets, biases 0."""

    distribution: Distribution = "uniform"

    def __post_init__(self) -> None:
        if not isinstance(self.distribution, str) or self.distribution not in ("uniform", "normal"):
            raise ValueError(
                f"distribution must be 'uniform' or 'normal', got {describe(self.distribution)}"
            )

    def _layer(self, n_from: int, n_to: int) -> tuple[Pair, Pair]:
        deviation = math.sqrt(self._variance(n_from, n_to))
        if self.distribution == "normal":
            return (0.0, deviation), ZERO
        bound = math.sqrt(3.0) * deviation
        return (-bound, bound), ZERO

    def _normal(self) -> bool:
        return self.distribution == "normal"

    @abstractmethod
    def _variance(self, n_from: int, n_to: int) -> float: ...


@dataclass(frozen=True)
class Glorot(_ByVariance):
    """Weights of variance 2 / (n_from + n_to), biases 0: what Keras's `Dense` starts from.

    Parameters
    ----------
    distribution : {"uniform", "normal"}, default "uniform"
        No normal draw is cut off, as Keras does beyond two standard deviations.

    Raises
    ------
    ValueError
        If the distribution is neither.

    Notes
    -----
    X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
    networks", AISTATS (2010). Also known by its author's first name, Xavier.

    Examples
    --------
    The uniform bound is √(6 / (n_from + n_to)), here 1.

    >>> import numpy as np
    >>> from xorbook import Glorot
    >>> theta = Glorot()((4, 2), rng=np.random.default_rng(0))
    >>> bool((abs(theta) < 1).all()), theta[-2:]
    (True, array([0., 0.]))
    """

    def _variance(self, n_from: int, n_to: int) -> float:
        return 2 / (n_from + n_to)


@dataclass(frozen=True)
class He(_ByVariance):
    """Weights of variance 2 / n_from, biases 0: made for ReLU.

    Parameters
    ----------
    distribution : {"normal", "uniform"}, default "normal"

    Raises
    ------
    ValueError
        If the distribution is neither.

    Notes
    -----
    K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", ICCV (2015).

    Examples
    --------
    >>> import numpy as np
    >>> from xorbook import He
    >>> theta = He()((200, 100), rng=np.random.default_rng(0))
    >>> print(f"{theta[:-100].std():.3f}")
    0.100
    """

    distribution: Distribution = "normal"

    def _variance(self, n_from: int, n_to: int) -> float:
        return 2 / n_from
