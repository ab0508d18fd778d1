"""The passes that training repeats: nothing checked, one gradient vector reused.

The public `Network.forward` and `Network.backward` compute the same; tests hold the two together.
"""

from itertools import pairwise
from typing import Any

import numpy as np

from xorbook._products import ManyNetworks, OneNetwork, Products
from xorbook._validation import Floats
from xorbook.activations import Activation
from xorbook.losses import Loss
from xorbook.softmax_activation import Softmax


class Engine:
    """Forward and backward passes over parameters of shape (n_parameters,), or with restarts last.

    `gradient` has the shape of `theta` and holds what the last `backward` found. Inputs come from
    `with_ones`. A forward pass writes its hidden activations where the last one wrote them.
    """

    def __init__(
        self,
        theta: Floats,
        sizes: tuple[int, ...],
        activations: tuple[Activation, ...],
        loss: Loss,
    ) -> None:
        self.theta = theta
        self.gradient = np.zeros_like(theta)
        self.products: Products = OneNetwork() if theta.ndim == 1 else ManyNetworks()
        self.activations = activations
        self.blocks = _blocks(theta, sizes)
        self.slopes = _blocks(self.gradient, sizes)
        self.output = loss._behind(activations[-1])
        self.hidden: list[tuple[Floats, Floats]] = []

    def forward(self, x: Floats) -> tuple[list[Floats], list[Floats]]:
        """Return every z and every a; the z of layer 1 is `z[0]`, its a is `a[1]`.

        Every a but the last has a column of ones.
        """
        if not self.hidden or len(self.hidden[0][0]) != len(x):
            self.hidden = [_room(len(x), block) for block in self.blocks[:-1]]
        z, a = [], [x]
        for block, activation, (whole, units) in zip(
            self.blocks, self.activations, self.hidden, strict=False
        ):
            z.append(self.products.forward(a[-1], block))
            activation._fill(z[-1], units)
            a.append(whole)
        z.append(self.products.forward(a[-1], self.blocks[-1]))
        a.append(self.activations[-1]._fill(z[-1], np.empty_like(z[-1])))
        return z, a

    def backward(self, z: list[Floats], a: list[Floats], t: Floats) -> None:
        """Fill `gradient` from the last forward pass."""
        delta = self.output.delta(z[-1], a[-1], t)
        for layer in range(len(z) - 1, -1, -1):
            self.products.gradients(a[layer], delta, self.slopes[layer])
            if layer:
                upstream = self.products.back(delta, self.blocks[layer])
                units = self.hidden[layer - 1][1]
                delta = self.activations[layer - 1]._pull_back(z[layer - 1], units, upstream)

    def scores(self, z: Floats, t: Floats) -> tuple[Any, Any]:
        """Return loss and accuracy for the last layer's z, one of each per further axis of z."""
        activation = self.activations[-1]
        y = activation._fill(z, np.empty_like(z))
        if isinstance(activation, Softmax):
            right = y.argmax(axis=1) == t.argmax(axis=1)
        else:
            right = (np.abs(y - t) < 0.5).all(axis=1)
        return self.output.values(z, y, t), right.mean(axis=0)


def with_ones(x: Floats) -> Floats:
    """Return samples with the column of ones that meets the biases."""
    return np.column_stack([x, np.ones(len(x))])


def _blocks(theta: Floats, sizes: tuple[int, ...]) -> list[Floats]:
    """Return views of every layer's W with b as its last row."""
    blocks, start = [], 0
    for n_from, n_to in pairwise(sizes):
        end = start + (n_from + 1) * n_to
        blocks.append(theta[start:end].reshape(n_from + 1, n_to, *theta.shape[1:]))
        start = end
    return blocks


def _room(samples: int, block: Floats) -> tuple[Floats, Floats]:
    """Return room for a layer's activations and a column of ones, and a view without the ones."""
    whole = np.ones((samples, block.shape[1] + 1, *block.shape[2:]))
    return whole, whole[:, :-1]
