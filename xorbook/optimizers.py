"""Optimisers: how a parameter vector follows its gradient.

Each is a few settings; `start` gives the update rule with its own memory, which changes the
parameters in place. The parameters may be any array, so one rule moves a network or thousands.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from xorbook._validation import Floats, check_positive, check_unmasked, describe, store_floats

Update: TypeAlias = Callable[[Floats], None]


@dataclass(frozen=True)
class Optimizer(ABC):
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
        store_floats(self)
        check_positive(self.learning_rate, "learning_rate")

    def start(self, theta: Floats) -> Update:
        """Begin at `theta` with an empty memory: return the function that moves it in place.

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
            If `theta` is no array of float64, which could not be changed in place; from the
            update, if a gradient is no array of real numbers.
        ValueError
            If `theta` is read-only; from the update, if a gradient has another shape.
        """
        _check_theta(theta)
        move = self._rule(theta)

        def update(gradient: Floats) -> None:
            _check_gradient(gradient, theta)
            move(gradient)

        return update

    @abstractmethod
    def _rule(self, theta: Floats) -> Update:
        """Return the update rule, with its own memory, for gradients of the shape of `theta`."""


@dataclass(frozen=True)
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

    def _rule(self, theta: Floats) -> Update:
        def update(gradient: Floats) -> None:
            np.subtract(theta, self.learning_rate * gradient, out=theta)

        return update


@dataclass(frozen=True)
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
        _check_share(self.momentum, "momentum")

    def _rule(self, theta: Floats) -> Update:
        v = np.zeros_like(theta)

        def update(gradient: Floats) -> None:
            np.add(self.momentum * v, gradient, out=v)
            np.subtract(theta, self.learning_rate * v, out=theta)

        return update


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """Gradient descent in units of the recent size of each gradient entry.

    v ← ρv + (1 − ρ)g², θ ← θ − ηg / (√v + ε).

    Parameters
    ----------
    learning_rate : float, default 0.01
    decay : float, default 0.99
        ρ, in [0, 1).
    epsilon : float, default 1e-8
        ε, above 0; outside the root, as in PyTorch.

    Notes
    -----
    T. Tieleman and G. Hinton, "rmsprop: divide the gradient by a running average of its recent
    magnitude", lecture 6 of Neural Networks for Machine Learning, Coursera (2012).

    Examples
    --------
    >>> import numpy as np
    >>> from xorbook import RMSProp
    >>> theta = np.array([1.0, 1.0])
    >>> RMSProp(0.01).start(theta)(np.array([1000.0, -0.001]))
    >>> theta.round(3)
    array([0.9, 1.1])
    """

    learning_rate: float = 0.01
    decay: float = 0.99
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_share(self.decay, "decay")
        check_positive(self.epsilon, "epsilon")

    def _rule(self, theta: Floats) -> Update:
        v = np.zeros_like(theta)

        def update(gradient: Floats) -> None:
            v[...] += (1 - self.decay) * (gradient * gradient - v)
            np.subtract(
                theta, self.learning_rate * gradient / (np.sqrt(v) + self.epsilon), out=theta
            )

        return update


@dataclass(frozen=True)
class Adam(Optimizer):
    """Adam: the mean m of the gradient over the root of the mean v of its square.

    m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², both divided by what a start at zero holds back,
    m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ); then θ ← θ − η m̂ / (√v̂ + ε).

    Parameters
    ----------
    learning_rate : float, default 0.001
    beta1 : float, default 0.9
        β₁, in [0, 1).
    beta2 : float, default 0.999
        β₂, in [0, 1).
    epsilon : float, default 1e-8
        ε, above 0.

    Notes
    -----
    D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR (2015).

    Examples
    --------
    The first step is η against the sign of each entry, whatever its size.

    >>> import numpy as np
    >>> from xorbook import Adam
    >>> theta = np.array([1.0, 1.0])
    >>> Adam(0.1).start(theta)(np.array([1000.0, -0.001]))
    >>> theta.round(4)
    array([0.9, 1.1])
    """

    learning_rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_share(self.beta1, "beta1")
        _check_share(self.beta2, "beta2")
        check_positive(self.epsilon, "epsilon")

    def _rule(self, theta: Floats) -> Update:
        sum1, sum2, scratch = np.zeros_like(theta), np.zeros_like(theta), np.empty_like(theta)
        beta1, beta2 = self.beta1, self.beta2
        t = 0

        def update(gradient: Floats) -> None:
            # Weighted sums instead of means, and factors as numbers: both save passes over θ.
            nonlocal t, sum1, sum2
            t += 1
            sum1 *= beta1
            sum1 += gradient
            sum2 *= beta2
            sum2 += np.multiply(gradient, gradient, out=scratch)
            mean1 = (1 - beta1) / (1 - beta1**t)  # m̂ = mean1 · sum1
            mean2 = math.sqrt((1 - beta2) / (1 - beta2**t))  # √v̂ = mean2 · √sum2
            root = np.sqrt(sum2, out=scratch)
            root += self.epsilon / mean2
            np.divide(sum1, root, out=root)
            root *= self.learning_rate * mean1 / mean2
            np.subtract(theta, root, out=theta)

        return update


@dataclass(frozen=True)
class KerasAdam(Adam):
    """Adam as Keras computes it: ε is added before what a start at zero holds back is put right.

    m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), with the rate ηₜ = η √(1 − β₂ᵗ) / (1 − β₁ᵗ);
    then θ ← θ − ηₜ m / (√v + ε). With m̂ and v̂ of `Adam` the last is
    θ ← θ − η m̂ / (√v̂ + ε / √(1 − β₂ᵗ)): early on, what stands in the place of ε is larger.

    With TensorFlow as its backend, Keras 3 rounds β₁ and β₂ to float32 before it takes their
    powers, even where it computes in float64, and so does this rule.

    Parameters
    ----------
    learning_rate : float, default 0.001
    beta1 : float, default 0.9
        β₁, in [0, 1), and below 1 in float32.
    beta2 : float, default 0.999
        β₂, likewise.
    epsilon : float, default 1e-7
        ε, above 0.

    Notes
    -----
    `keras.optimizers.Adam` of Keras 3. In D. P. Kingma and J. Ba, "Adam: a method for stochastic
    optimization", ICLR (2015), this order of the two steps is in the formula that ends the
    opening of section 2, with an ε̂.

    Examples
    --------
    The smaller a slope, the more its first step falls short of η.

    >>> import numpy as np
    >>> from xorbook import Adam, KerasAdam
    >>> for rule in (Adam(0.1), KerasAdam(0.1)):
    ...     theta = np.array([1.0, 1.0])
    ...     rule.start(theta)(np.array([1000.0, -1e-6]))
    ...     print(theta.round(4))
    ...
    [0.9   1.099]
    [0.9   1.024]
    """

    epsilon: float = 1e-7

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_share(_in_float32(self.beta1), "beta1 in float32")
        _check_share(_in_float32(self.beta2), "beta2 in float32")

    def _rule(self, theta: Floats) -> Update:
        mean, square, scratch = np.zeros_like(theta), np.zeros_like(theta), np.empty_like(theta)
        power1, power2 = _in_float32(self.beta1), _in_float32(self.beta2)
        t = 0

        def update(gradient: Floats) -> None:
            nonlocal t, mean, square
            t += 1
            np.subtract(gradient, mean, out=scratch)
            mean += np.multiply(scratch, 1 - self.beta1, out=scratch)
            np.subtract(np.multiply(gradient, gradient, out=scratch), square, out=scratch)
            square += np.multiply(scratch, 1 - self.beta2, out=scratch)
            rate = self.learning_rate * math.sqrt(1 - power2**t) / (1 - power1**t)
            root = np.sqrt(square, out=scratch)
            root += self.epsilon
            np.divide(mean, root, out=root)
            root *= rate
            np.subtract(theta, root, out=theta)

        return update


def _check_theta(theta: Floats) -> None:
    if not isinstance(theta, np.ndarray) or theta.dtype != np.float64:
        raise TypeError(f"theta must be an array of float64, got {describe(theta)}")
    check_unmasked(theta, "theta")
    if not theta.flags.writeable:
        raise ValueError("theta must be an array that can be changed, got a read-only one")


def _check_gradient(gradient: Floats, theta: Floats) -> None:
    if not isinstance(gradient, np.ndarray) or gradient.dtype.kind not in "biuf":
        raise TypeError(f"gradient must be an array of real numbers, got {describe(gradient)}")
    if gradient.shape != theta.shape:
        raise ValueError(f"gradient must have shape {theta.shape}, got {gradient.shape}")


def _in_float32(value: float) -> float:
    return float(np.float32(value))


def _check_share(value: float, name: str) -> None:
    if not 0 <= value < 1:
        raise ValueError(f"{name} must lie in [0, 1), got {value:g}")
