"""Optimisers that give every parameter a step length of its own."""

import math
from dataclasses import dataclass

import numpy as np

from xorbook._validation import Floats, as_float
from xorbook.optimizers import Optimizer, Update, check_share, check_theta


@dataclass(eq=False, repr=False)
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
        check_share(self.decay, "decay")
        _check_epsilon(self.epsilon)

    def start(self, theta: Floats) -> Update:
        """Begin at `theta` with a mean square of zero."""
        check_theta(theta)
        v = np.zeros_like(theta)

        def update(gradient: Floats) -> None:
            v[...] += (1 - self.decay) * (gradient * gradient - v)
            np.subtract(
                theta, self.learning_rate * gradient / (np.sqrt(v) + self.epsilon), out=theta
            )

        return update


@dataclass(eq=False, repr=False)
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
        check_share(self.beta1, "beta1")
        check_share(self.beta2, "beta2")
        _check_epsilon(self.epsilon)

    def start(self, theta: Floats) -> Update:
        """Begin at `theta` with both means at zero."""
        check_theta(theta)
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


def _check_epsilon(value: float) -> None:
    if as_float(value, "epsilon") <= 0:
        raise ValueError(f"epsilon must be positive, got {value}")
