"""What training writes down while it runs: for one network, and for many at once."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import numpy as np

from xorbook._engine import Engine
from xorbook._validation import Floats
from xorbook.history import History
from xorbook.parameters import Parameters

# Scores of many steps in one call cost a fraction of as many calls.
BLOCK = 256


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


class OneRecorder:
    """Records of one run, scored a block at a time unless someone waits for each."""

    def __init__(
        self,
        engine: Engine,
        target: Floats,
        keep: Collection[int] = (),
        stop_when: Callable[[Moment], bool] | None = None,
    ) -> None:
        self.engine, self.target, self.keep = engine, target, keep
        self.stop_when = stop_when
        self.block = BLOCK if stop_when is None else 1
        self.waiting: list[tuple[int, Floats, Floats]] = []
        self.scored: list[tuple[list[int], Floats, Floats]] = []
        self.kept: dict[int, Floats] = {}
        self.last: Floats = engine.theta.copy()
        self.stopped = ""

    def add(self, step: int, z: Floats) -> bool:
        """Record a step; tell whether to go on."""
        self.waiting.append((step, z, self.engine.theta.copy()))
        if len(self.waiting) >= self.block:
            self.score()
        return not self.stopped

    @property
    def empty(self) -> bool:
        """Whether nothing has been recorded."""
        return not (self.waiting or self.scored)

    def score(self) -> None:
        """Turn what waits into records, up to the first loss that is not finite."""
        steps, zs, thetas = zip(*self.waiting, strict=True)
        losses, accuracies = self.engine.scores(np.stack(zs, axis=-1), self.target[:, :, None])
        bad = np.flatnonzero(~np.isfinite(losses))
        finite = int(bad[0]) if len(bad) else len(steps)
        end = min(finite + 1, len(steps))
        self.scored.append((list(steps[:end]), losses[:end], accuracies[:end]))
        self.waiting = []
        self.kept |= {steps[k]: thetas[k] for k in range(finite) if steps[k] in self.keep}
        self.last = thetas[finite - 1] if finite else self.last
        if len(bad):
            self.stopped = "diverged"
        elif self.stop_when is not None and self.stop_when(
            Moment(steps[-1], float(losses[-1]), float(accuracies[-1]))
        ):
            self.stopped = "stop_when"

    def history(self, sizes: tuple[int, ...]) -> History:
        """Close the record."""
        if self.waiting:
            self.score()
        steps = [step for block, _, _ in self.scored for step in block]
        return History(
            np.array(steps, dtype=np.int64),
            np.concatenate([losses for _, losses, _ in self.scored]),
            np.concatenate([accuracies for _, _, accuracies in self.scored]),
            {step: Parameters(sizes, theta) for step, theta in self.kept.items()},
            self.stopped or "steps",
        )


class ManyRecorder:
    """Records of many runs side by side; one that diverges does not end the others."""

    def __init__(self, engine: Engine, target: Floats) -> None:
        self.engine, self.target = engine, target
        self.last: Floats = engine.theta.copy()
        self.finite = np.ones(engine.theta.shape[1], dtype=bool)
        self.scored: list[tuple[int, Any, Any]] = []

    def add(self, step: int, z: Floats) -> bool:
        """Record a step; go on while any loss is finite."""
        losses, accuracies = self.engine.scores(z, self.target)
        self.scored.append((step, losses, accuracies))
        self.finite &= np.isfinite(losses)
        np.copyto(self.last, self.engine.theta, where=self.finite)
        return bool(self.finite.any())
