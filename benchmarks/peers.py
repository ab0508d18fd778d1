"""What every peer is: the same training of XOR, written as a good user of each tool writes it.

All train 2-2-1 networks of sigmoids on the full batch by the mean binary cross-entropy and Adam
from the same starts, laid out as xorbook's `theta`: W1 row by row, b1, W2, b2.
"""

import shutil
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

import xorbook as xb

SIZES = (2, 2, 1)
LEARNING_RATE = 0.01

Floats: TypeAlias = NDArray[np.float64]
# Makes the steps it was prepared for and returns the parameters it ends with.
Training: TypeAlias = Callable[[], Floats]


class Peer(NamedTuple):
    """One way to train.

    `prepare` takes a start and a number of steps and does what is not timed; `steps` is how many
    make a round; `needs` is a module or a command. `within` is how far the parameters may be from
    xorbook's after the same steps; None where the tool takes another kind of step.
    """

    name: str
    needs: str
    steps: int
    prepare: Callable[[Floats, int], Training]
    within: float | None = 1e-10

    @property
    def absent(self) -> bool:
        """Whether it cannot be measured here."""
        return find_spec(self.needs) is None and shutil.which(self.needs) is None


def starts(restarts: int) -> Floats:
    """Draw starts of shape (9, restarts)."""
    return xb.Ensemble.random(SIZES, restarts=restarts, rng=np.random.default_rng(0)).theta


def check_agreement(peers: Sequence[Peer], start: Floats, steps: int = 25) -> None:
    """Refuse to compare what does not compute the same as the first peer."""
    expected = peers[0].prepare(start, steps)()
    for peer in peers:
        if peer.within is not None and not peer.absent:
            apart = np.abs(peer.prepare(start, steps)() - expected).max()
            if not apart <= peer.within:
                raise ValueError(
                    f"{peer.name} must end within {peer.within:g} of {peers[0].name}, "
                    f"got {apart:g} after {steps} steps"
                )
