"""What a training run leaves behind."""

from dataclasses import dataclass
from os import PathLike

import numpy as np
from numpy.typing import NDArray

from xorbook._validation import Floats, describe
from xorbook.parameters import Parameters


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
    >>> history
    History(1 step, loss 0.97663 -> 0.76453, not solved)
    """

    steps: NDArray[np.int64]
    loss: Floats
    accuracy: Floats
    parameters: dict[int, Parameters]
    stopped: str

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
        with open(file, "w", newline="", encoding="utf-8") as opened:
            table = csv.writer(opened, lineterminator="\n")
            table.writerow(["step", "loss", "accuracy"])
            table.writerows(
                zip(self.steps.tolist(), self.loss.tolist(), self.accuracy.tolist(), strict=True)
            )

    def __repr__(self) -> str:
        steps = int(self.steps[-1])
        count = f"{steps} step{'' if steps == 1 else 's'}"
        end = "not solved" if self.solved_at is None else f"solved at {self.solved_at}"
        why = "" if self.stopped == "steps" else f", {self.stopped}"
        return f"History({count}, loss {self.loss[0]:.5f} -> {self.loss[-1]:.5f}, {end}{why})"
