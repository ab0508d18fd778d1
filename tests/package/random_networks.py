"""Networks, inputs and targets drawn at random, of many shapes: what gradients are tested on."""

from dataclasses import dataclass

import numpy as np

import xorbook as xb

ACTIVATIONS = {
    activation.name: activation
    for activation in (xb.identity, xb.sigmoid, xb.tanh, xb.relu, xb.softmax)
}
LOSSES = {loss.name: loss for loss in (xb.half_squared_error, xb.binary_cross_entropy)}

NETWORKS = [
    ((2, 1), ("sigmoid",)),
    ((1, 1), ("identity",)),
    ((2, 2, 1), ("sigmoid", "sigmoid")),
    ((2, 2, 1), ("identity", "tanh")),
    ((2, 3, 2), ("tanh", "softmax")),
    ((3, 4, 1), ("relu", "sigmoid")),
    ((3, 4, 2), ("sigmoid", "relu")),
    ((3, 3, 3), ("softmax", "identity")),
    ((2, 5, 4, 3), ("tanh", "relu", "softmax")),
    ((4, 3, 5, 2), ("softmax", "sigmoid", "tanh")),
    ((2, 4, 4, 4, 1), ("sigmoid", "tanh", "sigmoid", "sigmoid")),
]


@dataclass(frozen=True)
class Case:
    sizes: tuple[int, ...]
    names: tuple[str, ...]
    loss: str
    samples: int

    def __str__(self) -> str:
        sizes = "-".join(map(str, self.sizes))
        return f"{sizes} {'-'.join(self.names)} {self.loss} n={self.samples}"

    def draw(self) -> tuple[xb.Network, np.ndarray, np.ndarray]:
        rng = np.random.default_rng([*self.sizes, self.samples, len(self.loss)])
        net = xb.Network.random(
            self.sizes, rng=rng, activations=[ACTIVATIONS[name] for name in self.names]
        )
        net.theta *= 2.0
        # Outputs of any activation then stay inside (0, 1), where cross-entropy is defined.
        net.W[len(net.W)] *= 0.1
        net.b[len(net.b)][:] = rng.uniform(0.4, 0.6, self.sizes[-1])
        X = rng.normal(size=(self.samples, self.sizes[0]))
        return net, X, rng.uniform(size=(self.samples, self.sizes[-1]))


CASES = [
    Case(sizes, names, loss, samples)
    for sizes, names in NETWORKS
    for loss in LOSSES
    for samples in (1, 7)
]
