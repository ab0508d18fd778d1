"""Where training stands that has not solved its task: on a plateau, where outputs stay alike.

Samples with one common answer have no better one, for some losses, than the mean of their targets.
So while they stay alike, no loss is below that of the means, with every other sample right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from xorbook._validation import Floats
from xorbook.losses import BinaryCrossEntropy, Loss
from xorbook.losses.errors import HalfSquaredError, MeanSquaredError

# How near is near, as a share of a loss: the plateaus of XOR lie at least a quarter apart. And how
# much of the samples' pulls may be left where they cancel: on plateaus of XOR it is less, while a
# logistic regression that has only just begun leaves a tenth or more.
NEAR = 0.05
# How far outputs may lie apart that count as alike, as a share of the way between the targets.
SPREAD = 0.1


class Plateau(NamedTuple):
    """Where a run stands that has not solved its task: samples of both targets share an answer.

    Three things must hold: outputs are alike though their targets are not; the last loss is within
    a twentieth of the lowest that they allow; and the samples pull the parameters in opposite
    directions, so that of the gradient less than a twentieth is left. A run may still leave it.

    Attributes
    ----------
    right : int
        How many samples are right, as `History.accuracy` counts.
    samples : int
        Of how many.
    alike : tuple of int
        How many outputs are alike though their targets are not, largest group first: within a
        tenth of the way from one target to the other.
    loss : float
        The lowest while they stay alike: every group gives the mean of its targets, all other
        samples are right.

    Examples
    --------
    >>> import xorbook as xb
    >>> net = xb.Network.random((2, 1), rng=0)
    >>> history = xb.train(
    ...     net, *xb.xor(), loss=xb.binary_cross_entropy, optimizer=xb.SGD(1.0), steps=1000
    ... )
    >>> history.plateau.alike, f"{history.plateau.loss:.4f}"
    ((4,), '0.6931')
    """

    right: int
    samples: int
    alike: tuple[int, ...]
    loss: float


class End(NamedTuple):
    """How a run ended, for one network or, with one more axis at the end of each, for many.

    `pull` is what is left of the gradient, as a share of what it would be if no sample pulled
    against another.
    """

    outputs: Floats
    loss: Any
    accuracy: Any
    pull: Any


def with_best_means(loss: Loss) -> Loss | None:
    """Return the loss without a clip, if the mean of targets is the best common answer for it."""
    if isinstance(loss, BinaryCrossEntropy):
        return BinaryCrossEntropy(clip=0)  # a clip would move the answers that are right
    return loss if isinstance(loss, HalfSquaredError | MeanSquaredError) else None


def best_answers(targets: Floats, groups: Iterable[NDArray[np.intp]]) -> Floats:
    """Return targets of shape (n_samples, 1) with the mean of each group in its samples' place."""
    answers = targets.copy()
    for group in groups:
        answers[group] = targets[group].mean()
    return answers


def is_near(losses: Floats | float, plateau: float) -> NDArray[np.bool_]:
    """Tell which losses are near a plateau's."""
    return np.asarray(np.abs(losses - plateau) <= NEAR * plateau)


class Plateaus(Sequence[Plateau | None]):
    """Where each of many networks stands: looked up when somebody asks, as that takes a while."""

    def __init__(self, ends: End, targets: Floats, loss: Loss) -> None:
        self._ends = ends
        self._targets = targets.copy()
        self._lowest = with_best_means(loss)

    def __len__(self) -> int:
        return len(self._ends.loss)

    @overload
    def __getitem__(self, restart: int) -> Plateau | None: ...

    @overload
    def __getitem__(self, restart: slice) -> tuple[Plateau | None, ...]: ...

    def __getitem__(self, restart: int | slice) -> Plateau | tuple[Plateau | None, ...] | None:
        if isinstance(restart, slice):
            return tuple(self[k] for k in range(len(self))[restart])
        outputs, *numbers = self._ends
        end = End(outputs[..., restart], *(number[restart] for number in numbers))
        return plateau_of(end, self._targets, self._lowest)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plateaus):
            return NotImplemented
        return tuple(self) == tuple(other)

    def __repr__(self) -> str:
        return repr(tuple(self))


def plateau_of(
    end: End, targets: Floats, lowest: Callable[[Floats, Floats], float] | None
) -> Plateau | None:
    """Return the plateau on which one network stands, if it does.

    None where nothing is known: for several outputs, or other than two values of the target.
    `lowest` is the loss, if the mean is the best common answer for it.
    """
    # Not `>`: the pull is NaN where nothing pulls at all.
    if lowest is None or end.accuracy == 1 or not end.pull <= NEAR:
        return None
    groups = _groups(end.outputs, targets)
    least = lowest(best_answers(targets, groups), targets)
    if not groups or not is_near(end.loss, least):
        return None
    sizes = sorted((len(group) for group in groups), reverse=True)
    return Plateau(round(end.accuracy * len(targets)), len(targets), tuple(sizes), least)


def _groups(outputs: Floats, targets: Floats) -> list[NDArray[np.intp]]:
    """Return which samples have outputs that are alike though their targets are not."""
    levels = np.unique(targets)
    if targets.shape[1] != 1 or len(levels) != 2:
        return []
    spread = SPREAD * (levels[1] - levels[0])
    order = np.argsort(outputs[:, 0])
    gaps = np.diff(outputs[order, 0]) > spread
    parts = np.split(order, np.flatnonzero(gaps) + 1)
    groups = [part for part in parts if np.ptp(targets[part])]
    return groups if all(np.ptp(outputs[part]) <= spread for part in groups) else []
