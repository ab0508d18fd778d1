"""The three products of a layer, for one network and for many at once.

One network has W of shape (n_from, n_to) and arrays of shape (n_samples, n_units). Many have one
more axis on everything but the input: restarts come **last**, where numbers that are computed
alike lie side by side.
"""

from typing import Protocol

import numpy as np

from xorbook._validation import Floats


class Products(Protocol):
    """What forward and backward passes need of a layer."""

    def forward(self, a: Floats, W: Floats, b: Floats) -> Floats:
        """Return z = a @ W + b."""

    def gradients(self, a: Floats, delta: Floats, W: Floats, b: Floats) -> None:
        """Write a.T @ δ into `W` and the sum of δ over the samples into `b`."""

    def back(self, delta: Floats, W: Floats) -> Floats:
        """Return δ @ W.T."""


class OneNetwork:
    """Matrix products as the formulas write them."""

    def forward(self, a: Floats, W: Floats, b: Floats) -> Floats:
        return a @ W + b

    def gradients(self, a: Floats, delta: Floats, W: Floats, b: Floats) -> None:
        np.matmul(a.T, delta, out=W)
        np.add.reduce(delta, axis=0, out=b)

    def back(self, delta: Floats, W: Floats) -> Floats:
        return delta @ W.T


class ManyNetworks:
    """The same for (n_samples, n_units, restarts), summed unit by unit.

    The first layer sees the same input in every network: one matrix product serves all. Deeper,
    a sum over a few units is a few long vector operations, which beat a thousand tiny matrices.
    """

    def forward(self, a: Floats, W: Floats, b: Floats) -> Floats:
        if a.ndim == 2:
            z = (a @ W.reshape(len(W), -1)).reshape(len(a), *W.shape[1:])
        else:
            z = a[:, 0, np.newaxis] * W[0]
            for unit in range(1, len(W)):
                z += a[:, unit, np.newaxis] * W[unit]
        z += b
        return z

    def gradients(self, a: Floats, delta: Floats, W: Floats, b: Floats) -> None:
        if a.ndim == 2:
            np.matmul(a.T, delta.reshape(len(delta), -1), out=W.reshape(len(W), -1))
        else:
            for unit in range(len(W)):
                np.add.reduce(a[:, unit, np.newaxis] * delta, axis=0, out=W[unit])
        np.add.reduce(delta, axis=0, out=b)

    def back(self, delta: Floats, W: Floats) -> Floats:
        upstream = delta[:, 0, np.newaxis] * W[:, 0]
        for unit in range(1, W.shape[1]):
            upstream += delta[:, unit, np.newaxis] * W[:, unit]
        return upstream
