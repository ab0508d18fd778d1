"""The plateaus of XOR: the losses at which training stands without having solved it, and who."""

import numpy as np
from numpy.typing import NDArray

from xorbook._validation import Floats, check_type
from xorbook.gates import xor
from xorbook.losses import Loss
from xorbook.plateau import best_answers, is_near, with_best_means

# Which of the four inputs the network does not tell apart: whichever they are of as many, the loss
# is the same.
ALIKE: dict[str, list[int]] = {
    "four alike": [0, 1, 2, 3],
    "three alike": [1, 2, 3],
    "two alike": [2, 3],
}


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
    lowest = with_best_means(loss)
    if lowest is None:
        raise ValueError(f"loss must be a squared error or binary_cross_entropy, got {loss!r}")
    _, targets = xor()
    return {
        name: lowest(best_answers(targets, [np.array(group)]), targets)
        for name, group in ALIKE.items()
    }


def standing_on(losses: Floats, loss: Loss) -> dict[str, NDArray[np.bool_]]:
    """Recognise by its last loss who stands on which plateau: a mask of `losses` for each."""
    return {name: is_near(losses, value) for name, value in plateaus(loss).items()}
