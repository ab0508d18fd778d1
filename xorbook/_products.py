"""The three products of a layer, for one network and for many at once.

W and b of a layer lie one behind the other in `theta`, so together they are one block of shape
(n_from + 1, n_to), whose last row meets a column of ones behind the inputs. Many networks have one
more axis on everything but the input: restarts come **last**, where numbers that are computed
alike lie side by side.
"""

from typing import Protocol

import numpy as np

from xorbook._validation import Floats


class Products(Protocol):
    """What forward and backward passes need of a layer; `a` has its column of ones."""

    def forward(self, a: Floats, block: Floats) -> Floats:
        """Return z = a @ W + b."""

    def gradients(self, a: Floats, delta: Floats, block: Floats) -> None:
        """Write a.T @ δ into `block`: the slopes of W, and in its last row those of b."""

    def back(self, delta: Floats, block: Floats) -> Floats:
        """Return δ @ W.T."""


class OneNetwork:
    """Matrix products as the formulas write them; `dot` starts sooner than `@` does."""

    def forward(self, a: Floats, block: Floats) -> Floats:
        z: Floats = a.dot(block)
        return z

    def gradients(self, a: Floats, delta: Floats, block: Floats) -> None:
        a.T.dot(delta, out=block)

    def back(self, delta: Floats, block: Floats) -> Floats:
        upstream: Floats = delta.dot(block[:-1].T)
        return upstream


class ManyNetworks:
    """The same for (n_samples, n_units, restarts): indices n, f (from), t (to) and r below.

    The first layer sees the same input in every network: one matrix product serves all. Deeper,
    `einsum` without `optimize` runs along the restarts, which beats a thousand tiny matrices.
    """

    def forward(self, a: Floats, block: Floats) -> Floats:
        if a.ndim == 2:
            z = np.asarray(np.matmul(a, _wide(block)))
            return z.reshape(len(a), *block.shape[1:])
        return np.asarray(np.einsum("nfr,ftr->ntr", a, block))

    def gradients(self, a: Floats, delta: Floats, block: Floats) -> None:
        if a.ndim == 2:
            np.matmul(a.T, _wide(delta), out=_wide(block))
        else:
            np.einsum("nfr,ntr->ftr", a, delta, out=block)

    def back(self, delta: Floats, block: Floats) -> Floats:
        return np.asarray(np.einsum("ntr,ftr->nfr", delta, block[:-1]))


def _wide(block: Floats) -> Floats:
    """Return a view with all further axes in one."""
    return block.reshape(len(block), -1)
