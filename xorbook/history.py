"""What a training run leaves behind: the course of one network, or of many."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xorbook._validation import Floats, alike, check_type, describe, is_integer, quantity
from xorbook.parameters import Parameters
from xorbook.plateau import NEAR, Plateau

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Less is not seen in the digits of a loss that are shown.
SLOW = 0.0001


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
        Share of samples whose every output is nearer to its target than one half, or, where all
        targets are −1 and 1, than 1: an output of tanh has the sign of its target. Behind a
        softmax, share of samples whose largest output is at the largest target.
    parameters : dict of int to Parameters
        Those at the steps that were asked for.
    stopped : str
        Why the run ended: `"steps"` when all were made, `"stop_when"`, `"interrupted"` (Ctrl-C)
        or `"diverged"` (the loss was no longer finite; the record of that step is the last).
    plateau : Plateau or None
        Where a run stands that has not solved its task. Only what is known is said: of one output,
        targets of two values, and a squared error or the binary cross-entropy; not while the loss
        is `falling`.

    Examples
    --------
    >>> import xorbook as xb
    >>> X, t = xb.xor()
    >>> net = xb.worked_example()
    >>> history = xb.train(
    ...     net, X, t, loss=xb.binary_cross_entropy, optimizer=xb.SGD(1.0), steps=1
    ... )
    >>> print(history)
    History(1 step, loss 0.97663 -> 0.76453, not solved, the loss still falls)
    >>> print(history.accuracy[-1])
    0.5
    >>> net = xb.Network.random((2, 2, 1), rng=1)
    >>> xb.train(net, X, t, loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.1), steps=2000)
    History(2000 steps, loss 0.69706 -> 0.34663, plateau at 0.34657: 2 of 4 right, 2 alike)
    """

    steps: NDArray[np.int64]
    loss: Floats
    accuracy: Floats
    parameters: dict[int, Parameters]
    stopped: str
    plateau: Plateau | None = None

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

    @property
    def falling(self) -> bool:
        """Whether the loss was still falling at the end.

        It is the lowest of all, and as many steps again, at the speed of the last tenth, would
        take off a twentieth of it or more. False where it falls more slowly, which the history says
        from a ten-thousandth on, and where too few records tell how fast it fell.
        """
        return self._falls_by(NEAR)

    def _falls_by(self, share: float) -> bool:
        last = int(self.steps[-1])
        before = np.searchsorted(self.steps, 0.9 * last, side="right") - 1
        stretch = last - int(self.steps[before])
        if stretch > max(1, last / 2) or self.loss[-1] != self.loss.min():
            return False
        drop = self.loss[before] - self.loss[-1]
        return bool(drop > 0 and drop * last >= share * self.loss[-1] * stretch)

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

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """Draw the loss over the steps and, against a scale of its own on the right, the accuracy.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; axes in a new figure of pyplot when left out.

        Returns
        -------
        matplotlib.axes.Axes
            That of the loss; `ax.figure.savefig("loss.png")` keeps it. The accuracy's is the last
            of `ax.figure.axes`.

        Raises
        ------
        TypeError
            If `ax` is no Axes.
        ImportError
            If matplotlib is not installed; it comes with the extra `xorbook[figures]`.

        Examples
        --------
        >>> import xorbook as xb
        >>> net, (X, t) = xb.worked_example(), xb.xor()
        >>> history = xb.train(
        ...     net, X, t, loss=xb.binary_cross_entropy, optimizer=xb.SGD(1.0), steps=500
        ... )
        >>> ax = history.plot()
        >>> ax.get_xlabel(), ax.get_ylabel()
        ('step', 'loss')
        """
        try:
            from matplotlib import pyplot
            from matplotlib.axes import Axes
        except ImportError:
            raise ImportError(
                "matplotlib must be installed to plot: pip install 'xorbook[figures]'"
            ) from None
        if ax is None:
            _, ax = pyplot.subplots(layout="constrained")
        check_type(ax, Axes, "ax")
        _draw(self, ax)
        return ax

    def __repr__(self) -> str:
        count = quantity(self.steps[-1], "step")
        end = f"solved at {self.solved_at}" if self.solved else self._where()
        why = "" if self.stopped == "steps" else f", {self.stopped}"
        return f"History({count}, loss {self.loss[0]:.5f} -> {self.loss[-1]:.5f}, {end}{why})"

    def _where(self) -> str:
        if self.plateau is None:
            if self.falling:
                return "not solved, the loss still falls"
            return "not solved, the loss falls slowly" if self._falls_by(SLOW) else "not solved"
        right, samples, alike, loss = self.plateau
        sizes = " and ".join(str(size) for size in alike)
        return f"plateau at {loss:.5f}: {right} of {samples} right, {sizes} alike"


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
    plateaus : sequence of (Plateau or None)
        Where the outputs of each network stand, also where its loss still falls.

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
    plateaus: Sequence[Plateau | None]

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
        course = self.loss[restart], self.accuracy[restart]
        return history_of(self.steps, *course, {}, stopped, self.plateaus[restart])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EnsembleHistory):
            return NotImplemented
        return alike(self, other)

    def __repr__(self) -> str:
        count = quantity(self.steps[-1], "step")
        solved = f"{self.solved.sum()} of {quantity(len(self), 'restart')} solved"
        return f"EnsembleHistory({count}, {solved}{', interrupted' if self.interrupted else ''})"


def history_of(
    steps: NDArray[np.int64],
    loss: Floats,
    accuracy: Floats,
    parameters: dict[int, Parameters],
    stopped: str,
    plateau: Plateau | None,
) -> History:
    """Return the course of one network up to its first loss that is not finite.

    A loss that still falls only passes by a plateau.
    """
    bad = np.flatnonzero(~np.isfinite(loss))
    end = bad[0] + 1 if len(bad) else len(loss)
    reason = "diverged" if len(bad) else stopped
    history = History(steps[:end], loss[:end], accuracy[:end], parameters, reason, plateau)
    return replace(history, plateau=None) if len(bad) or history.falling else history


def _keep_as_records(history: History | EnsembleHistory) -> None:
    for name in ("steps", "loss", "accuracy"):
        object.__setattr__(history, name, np.array(getattr(history, name)).view(Records))


def _draw(history: History, left: Axes) -> None:
    right = left.twinx()
    # A dash tells the two apart without colours; a point shows a run of one record.
    point = "o" if len(history.steps) == 1 else ""
    steps = np.asarray(history.steps)
    lines = left.plot(steps, history.loss, "C0", marker=point, label="loss")
    lines += right.plot(steps, history.accuracy, "C1--", marker=point, label="accuracy")
    left.set(xlabel="step", ylabel="loss")
    left.set_ylim(bottom=0)  # or a loss that stays on a plateau would seem to have come down
    right.set(ylabel="accuracy", ylim=(-0.05, 1.05))
    left.legend(handles=lines, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, frameon=False)
