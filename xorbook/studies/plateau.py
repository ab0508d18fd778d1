"""The losses at which training on XOR stands still without having solved it, and who is there."""

import numpy as np
from numpy.typing import NDArray

from xorbook._validation import Floats, check_type
from xorbook.gates import xor
from xorbook.losses import BinaryCrossEntropy, Loss
from xorbook.losses.errors import HalfSquaredError, MeanSquaredError

# Inputs that the network cannot tell apart get the mean of their targets, the others are right.
PREDICTIONS: dict[str, tuple[float, ...]] = {
    "four alike": (1 / 2, 1 / 2, 1 / 2, 1 / 2),
    "three alike": (0, 2 / 3, 2 / 3, 2 / 3),
    "two alike": (0, 1, 1 / 2, 1 / 2),
}

# How near is near, as a share of the plateau's loss: the plateaus lie at least a quarter apart.
NEAR = 0.05


def plateaus(loss: Loss) -> dict[str, float]:
    """Compute the losses of networks that give several of the four inputs the same answer.

    They are named by how many inputs share an answer. The first is a point where the gradient can
    be zero; the other two are approached ever more slowly, as the remaining inputs become right.

    Parameters
    ----------
    loss : Loss
        A squared error or the binary cross-entropy: the mean of the targets is the best common
        answer for these.

    Returns
    -------
    dict of str to float

    Raises
    ------
    TypeError
        If `loss` is no Loss.
    ValueError
        If it is another loss.

    Notes
    -----
    For the binary cross-entropy they are ln 2, ¾H(⅓), with H the entropy of a coin, and ½ ln 2.

    Examples
    --------
    >>> import xorbook as xb
    >>> from xorbook.studies import plateaus
    >>> for name, value in plateaus(xb.binary_cross_entropy).items():
    ...     print(f"{name:<11} {value:.4f}")
    four alike  0.6931
    three alike 0.4774
    two alike   0.3466
    """
    check_type(loss, Loss, "loss")
    if not isinstance(loss, BinaryCrossEntropy | HalfSquaredError | MeanSquaredError):
        raise ValueError(f"loss must be a squared error or binary_cross_entropy, got {loss!r}")
    # A clip would move the answers that are right.
    exact = BinaryCrossEntropy(clip=0) if isinstance(loss, BinaryCrossEntropy) else loss
    _, targets = xor()
    return {
        name: exact(np.array(prediction)[:, np.newaxis], targets)
        for name, prediction in PREDICTIONS.items()
    }


def standing_on(losses: Floats, loss: Loss) -> dict[str, NDArray[np.bool_]]:
    """Recognise by its last loss who stands on which plateau: a mask of `losses` for each."""
    return {name: np.abs(losses - value) <= NEAR * value for name, value in plateaus(loss).items()}
