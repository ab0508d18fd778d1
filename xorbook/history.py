"""What a training run leaves behind: the course of one network, or of many."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xorbook._validation import Floats, alike, describe, is_integer
from xorbook.parameters import Parameters


class Moment(NamedTuple):
    """Where a training run stands: what `stop_when` is asked about.

    Attributes
    ----------
    step : int
        How many steps have been made.
    loss, accuracy : float
        Over all samples.

    Examples
    --------
    >>> from xorbook import Moment
    >>> (lambda moment: moment.accuracy == 1)(Moment(step=7, loss=0.5, accuracy=0.75))
    False
    """

    step: int
    loss: float
    accuracy: float


class Records(np.ndarray[tuple[Any, ...], np.dtype[Any]]):
    """An array whose single entries are Python numbers: NumPy 2 would show `np.float64(0.5)`."""

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        return found.item() if isinstance(found, np.generic) else found

    def __array_wrap__(
        self, array: NDArray[Any], context: Any = None, return_scalar: bool = False
    ) -> Any:
        return array.item() if return_scalar else np.asarray(array)

    def __repr__(self) -> str:
        return repr(np.asarray(self))


@dataclass(frozen=True, eq=False)
class History:
    """The course of one training run, record by record.

    Attributes
    ----------
    steps : ndarray of int of shape (n_records,)
        How many steps had been made: 0 for the start.
    loss : ndarray of shape (n_records,)
        Over all samples, with the parameters after that many steps.
    accuracy : ndarray of shape (n_records,)
        Share of samples whose every output is nearer to its target than one half; behind a
        softmax, whose largest output is at the largest target.
    parameters : dict of int to Parameters
        Those at the steps that were asked for.
    stopped : str
        Why the run ended: `"steps"` when all were made, `"stop_when"`, `"interrupted"` (Ctrl-C)
        or `"diverged"` (the loss was no longer finite; the record of that step is the last).

    Examples
    --------
    >>> import xorbook as xb
    >>> X, t = xb.xor()
    >>> net = xb.worked_example()
    >>> history = xb.train(
    ...     net, X, t, loss=xb.binary_cross_entropy, optimizer=xb.SGD(1.0), steps=1
    ... )
    >>> print(history)
    History(1 step, loss 0.97663 -> 0.76453, not solved)
    >>> history.accuracy[-1]
    0.5
    """

    steps: NDArray[np.int64]
    loss: Floats
    accuracy: Floats
    parameters: dict[int, Parameters]
    stopped: str

    def __post_init__(self) -> None:
        _keep_as_records(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, History):
            return NotImplemented
        return alike(self, other)

    @property
    def solved(self) -> bool:
        """Whether every sample was on the right side at the end."""
        return self.solved_at is not None

    @property
    def solved_at(self) -> int | None:
        """The first recorded step from which every sample stayed on the right side."""
        wrong = np.flatnonzero(self.accuracy < 1)
        first = wrong[-1] + 1 if len(wrong) else 0
        return int(self.steps[first]) if first < len(self.steps) else None

    def to_csv(self, file: str | PathLike[str]) -> None:
        """Write a table with the columns step, loss and accuracy, in full precision.

        Parameters
        ----------
        file : str or os.PathLike

        Raises
        ------
        TypeError
            If `file` is no path.
        OSError
            If the file cannot be written.

        Examples
        --------
        >>> import tempfile, pathlib
        >>> import xorbook as xb
        >>> net, (X, t) = xb.worked_example(), xb.xor()
        >>> history = xb.train(
        ...     net, X, t, loss=xb.binary_cross_entropy, optimizer=xb.SGD(1.0), steps=1
        ... )
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder) / "history.csv"
        ...     history.to_csv(file)
        ...     print(file.read_text().splitlines()[0])
        step,loss,accuracy
        """
        import csv

        if not isinstance(file, str | PathLike):
            raise TypeError(f"file must be a path, got {describe(file)}")
        if "\0" in os.fsdecode(file):
            raise ValueError(f"file must be a path without a null character, got {describe(file)}")
        with open(file, "w", newline="", encoding="utf-8") as opened:
            table = csv.writer(opened, lineterminator="\n")
            table.writerow(["step", "loss", "accuracy"])
            table.writerows(
                zip(self.steps.tolist(), self.loss.tolist(), self.accuracy.tolist(), strict=True)
            )

    def __repr__(self) -> str:
        count = _count(self.steps[-1], "step")
        end = "not solved" if self.solved_at is None else f"solved at {self.solved_at}"
        why = "" if self.stopped == "steps" else f", {self.stopped}"
        return f"History({count}, loss {self.loss[0]:.5f} -> {self.loss[-1]:.5f}, {end}{why})"


@dataclass(frozen=True, eq=False, repr=False)
class EnsembleHistory(Sequence[History]):
    """The courses of many networks that were trained at once; `histories[3]` is one of them.

    Attributes
    ----------
    steps : ndarray of int of shape (n_records,)
        How many steps had been made: 0 for the start.
    loss : ndarray of shape (restarts, n_records)
        Over all samples. What comes after a loss that is not finite says nothing.
    accuracy : ndarray of shape (restarts, n_records)
        As in `History`.
    interrupted : bool
        Whether Ctrl-C ended the run.

    Raises
    ------
    IndexError
        If there is no such restart.

    Examples
    --------
    >>> import xorbook as xb
    >>> X, t = xb.xor()
    >>> many = xb.Ensemble.random((2, 2, 1), restarts=100, rng=0)
    >>> histories = many.train(
    ...     X, t, loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.1), steps=500
    ... )
    >>> print(histories)
    EnsembleHistory(500 steps, 54 of 100 restarts solved)
    >>> histories[0]
    History(500 steps, loss 0.70555 -> 0.00249, solved at 100)
    """

    steps: NDArray[np.int64]
    loss: Floats
    accuracy: Floats
    interrupted: bool

    def __post_init__(self) -> None:
        _keep_as_records(self)

    @property
    def solved(self) -> NDArray[np.bool_]:
        """Which networks ended with every sample on the right side, of shape (restarts,)."""
        finite = np.isfinite(self.loss).all(axis=1)
        return np.asarray(finite & (self.accuracy[:, -1] == 1))

    def __len__(self) -> int:
        return len(self.loss)

    def __getitem__(self, restart: int) -> History:  # type: ignore[override]
        if not is_integer(restart):
            raise TypeError(f"restart must be an integer, got {describe(restart)}")
        if not 0 <= restart < len(self):
            raise IndexError(f"restart must be in 0..{len(self) - 1}, got {restart}")
        stopped = "interrupted" if self.interrupted else "steps"
        return history_of(self.steps, self.loss[restart], self.accuracy[restart], {}, stopped)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EnsembleHistory):
            return NotImplemented
        return alike(self, other)

    def __repr__(self) -> str:
        count = _count(self.steps[-1], "step")
        solved = f"{self.solved.sum()} of {_count(len(self), 'restart')} solved"
        return f"EnsembleHistory({count}, {solved}{', interrupted' if self.interrupted else ''})"


def history_of(
    steps: NDArray[np.int64],
    loss: Floats,
    accuracy: Floats,
    parameters: dict[int, Parameters],
    stopped: str,
) -> History:
    """Return the course of one network up to its first loss that is not finite."""
    bad = np.flatnonzero(~np.isfinite(loss))
    end = bad[0] + 1 if len(bad) else len(loss)
    reason = "diverged" if len(bad) else stopped
    return History(steps[:end], loss[:end], accuracy[:end], parameters, reason)


def _keep_as_records(history: History | EnsembleHistory) -> None:
    for name in ("steps", "loss", "accuracy"):
        object.__setattr__(history, name, np.array(getattr(history, name)).view(Records))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
