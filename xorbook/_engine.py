"""The passes that training repeats: nothing checked, nothing copied, one gradient vector reused.

The public `Network.forward` and `Network.backward` compute the same; tests hold the two together.
"""

from typing import Any

import numpy as np

from xorbook._products import ManyNetworks, OneNetwork, Products
from xorbook._validation import Floats
from xorbook.activations import Activation, Softmax
from xorbook.losses import Loss
from xorbook.parameters import layer_views


class Engine:
    """Forward and backward passes over parameters of shape (n_parameters,), or with restarts last.

    `gradient` has the shape of `theta` and holds what the last `backward` found.
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
        self.weights = layer_views(theta, sizes)
        self.slopes = layer_views(self.gradient, sizes)
        self.output = loss._behind(activations[-1])

    def forward(self, x: Floats) -> tuple[list[Floats], list[Floats]]:
        """Return every z and every a; the z of layer 1 is `z[0]`, its a is `a[1]`."""
        z, a = [], [x]
        for (W, b), activation in zip(self.weights, self.activations, strict=True):
            z.append(self.products.forward(a[-1], W, b))
            a.append(activation._value(z[-1]))
        return z, a

    def backward(self, z: list[Floats], a: list[Floats], t: Floats) -> None:
        """Fill `gradient`."""
        delta = self.output.delta(z[-1], a[-1], t)
        for layer in range(len(z) - 1, -1, -1):
            self.products.gradients(a[layer], delta, *self.slopes[layer])
            if layer:
                upstream = self.products.back(delta, self.weights[layer][0])
                delta = self.activations[layer - 1]._pull_back(z[layer - 1], a[layer], upstream)

    def scores(self, z: Floats, t: Floats) -> tuple[Any, Any]:
        """Return loss and accuracy for the last layer's z, one of each per further axis of z."""
        activation = self.activations[-1]
        y = activation._value(z)
        if isinstance(activation, Softmax):
            right = y.argmax(axis=1) == t.argmax(axis=1)
        else:
            right = (np.abs(y - t) < 0.5).all(axis=1)
        return self.output.values(z, y, t), right.mean(axis=0)
