"""Starts whose weights are the smaller the more units a layer joins."""

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import Literal, TypeAlias

from xorbook._validation import describe
from xorbook.initializers import Initializer, Pair

Distribution: TypeAlias = Literal["uniform", "normal"]
ZERO: Pair = (0.0, 0.0)


@dataclass(eq=False, repr=False)
class _ByVariance(Initializer):
    """Weights around 0 with a variance that the layer's size sets, biases 0."""

    distribution: Distribution = "uniform"

    def __post_init__(self) -> None:
        if self.distribution not in ("uniform", "normal"):
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


@dataclass(eq=False, repr=False)
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


@dataclass(eq=False, repr=False)
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
