"""Optimisers: how a parameter vector follows its gradient.

Each is a few settings; `start` gives the update rule with its own memory, which changes the
parameters in place. The parameters may be any array, so one rule moves a network or thousands.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from xorbook._settings import Settings
from xorbook._validation import Floats, as_float, describe

Update: TypeAlias = Callable[[Floats], None]


@dataclass(eq=False, repr=False)
class Optimizer(Settings, ABC):
    """A rule that moves parameters θ along their gradient g, step by step.

    Parameters
    ----------
    learning_rate : float
        η, above 0.

    Raises
    ------
    TypeError
        If a setting is not a real number.
    ValueError
        If the learning rate is not positive and finite, or another setting is out of its range.
    """

    learning_rate: float

    def __post_init__(self) -> None:
        if as_float(self.learning_rate, "learning_rate") <= 0:
            raise ValueError(f"learning_rate must be positive, got {self.learning_rate}")

    @abstractmethod
    def start(self, theta: Floats) -> Update:
        """Begin at `theta`: return the function that takes a gradient and moves `theta` in place.

        Parameters
        ----------
        theta : ndarray of float64, any shape
            It is changed by every update.

        Returns
        -------
        callable
            From a gradient of the same shape to None.

        Raises
        ------
        TypeError
            If `theta` is no array of float64, which could not be changed in place.
        """


@dataclass(eq=False, repr=False)
class SGD(Optimizer):
    """Gradient descent: θ ← θ − ηg. It is called stochastic when each step sees a part of the data.

    Parameters
    ----------
    learning_rate : float

    Notes
    -----
    H. Robbins and S. Monro, "A stochastic approximation method", Annals of Mathematical
    Statistics 22 (1951).

    Examples
    --------
    >>> import numpy as np
    >>> from xorbook import SGD
    >>> theta = np.array([1.0, -2.0])
    >>> update = SGD(0.5).start(theta)
    >>> update(np.array([1.0, 1.0]))
    >>> theta
    array([ 0.5, -2.5])
    """

    def start(self, theta: Floats) -> Update:
        """Begin at `theta`; there is nothing to remember."""
        check_theta(theta)

        def update(gradient: Floats) -> None:
            np.subtract(theta, self.learning_rate * gradient, out=theta)

        return update


@dataclass(eq=False, repr=False)
class Momentum(Optimizer):
    """Gradient descent with momentum: v ← μv + g, θ ← θ − ηv.

    Parameters
    ----------
    learning_rate : float
    momentum : float, default 0.9
        μ, in [0, 1).

    Notes
    -----
    B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR
    Computational Mathematics and Mathematical Physics 4 (1964); written as PyTorch's `SGD` does.

    Examples
    --------
    >>> import numpy as np
    >>> from xorbook import Momentum
    >>> theta = np.array([1.0])
    >>> update = Momentum(0.5, momentum=0.5).start(theta)
    >>> update(np.array([1.0]))
    >>> update(np.array([1.0]))
    >>> theta
    array([-0.25])
    """

    momentum: float = 0.9

    def __post_init__(self) -> None:
        super().__post_init__()
        check_share(self.momentum, "momentum")

    def start(self, theta: Floats) -> Update:
        """Begin at `theta` with a velocity of zero."""
        check_theta(theta)
        v = np.zeros_like(theta)

        def update(gradient: Floats) -> None:
            np.add(self.momentum * v, gradient, out=v)
            np.subtract(theta, self.learning_rate * v, out=theta)

        return update


def check_theta(theta: Floats) -> None:
    if not isinstance(theta, np.ndarray) or theta.dtype != np.float64:
        raise TypeError(f"theta must be an array of float64, got {describe(theta)}")


def check_share(value: float, name: str) -> None:
    if not 0 <= as_float(value, name) < 1:
        raise ValueError(f"{name} must lie in [0, 1), got {value}")
