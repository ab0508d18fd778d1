"""Training many networks block by block, each block small enough for a core's own cache."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xorbook._engine import Engine, with_ones
from xorbook._loop import counted, run, schedule
from xorbook._recorders import ManyRecorder
from xorbook._validation import Floats
from xorbook.activations import Activation
from xorbook.history import History
from xorbook.losses import Loss
from xorbook.optimizers import Optimizer

# Numbers in the largest array of a step: measured on cores with 512 KiB to 2 MiB of L2 cache.
BLOCK = 16384


class Plan(NamedTuple):
    """What every block is trained with."""

    data: tuple[Floats, Floats]
    loss: Loss
    optimizer: Optimizer
    steps: int
    record_every: int
    progress: bool


class Records(NamedTuple):
    """The records of a block: loss and accuracy have shape (n_records, restarts)."""

    steps: NDArray[np.int64]
    loss: Floats
    accuracy: Floats
    interrupted: bool

    def solved(self) -> NDArray[np.bool_]:
        """Which restarts end with every sample on the right side."""
        return np.asarray(np.isfinite(self.loss[-1]) & (self.accuracy[-1] == 1))

    def history(self, restart: int) -> History:
        """Return one restart's course, up to the first loss that is not finite."""
        loss = self.loss[:, restart]
        bad = np.flatnonzero(~np.isfinite(loss))
        end = bad[0] + 1 if len(bad) else len(loss)
        stopped = "diverged" if len(bad) else "interrupted" if self.interrupted else "steps"
        return History(
            self.steps[:end].copy(),
            loss[:end].copy(),
            self.accuracy[:end, restart].copy(),
            {},
            stopped,
        )


def train_blocks(
    theta: Floats, sizes: tuple[int, ...], activations: tuple[Activation, ...], plan: Plan
) -> list[Records]:
    """Train every column of `theta` in place; an interrupt leaves later blocks at their start."""
    records: list[Records] = []
    x, target = plan.data
    plan = plan._replace(data=(with_ones(x), target[:, :, np.newaxis]))
    block = max(1, BLOCK // (len(x) * max(sizes)))
    for start in range(0, theta.shape[1], block):
        columns = slice(start, start + block)
        part = np.ascontiguousarray(theta[:, columns])
        engine = Engine(part, sizes, activations, plan.loss)
        if records and records[-1].interrupted:
            left = _train_block(engine, plan._replace(steps=0, progress=False), "")
            records.append(left._replace(interrupted=True))
            continue
        records.append(_train_block(engine, plan, f"restarts {start}.."))
        theta[:, columns] = part
    return records


def _train_block(engine: Engine, plan: Plan, description: str) -> Records:
    recorder = ManyRecorder(engine, plan.data[1])
    due = schedule(plan.steps, plan.record_every, ())
    numbers = counted(plan.steps, plan.progress, description)
    interrupted = False
    try:
        run(engine, plan.data, plan.optimizer.start(engine.theta), numbers, due, recorder)
    except KeyboardInterrupt:
        if not recorder.scored:
            raise
        interrupted = True
    engine.theta[...] = recorder.last
    steps, losses, accuracies = zip(*recorder.scored, strict=True)
    return Records(np.array(steps), np.stack(losses), np.stack(accuracies), interrupted)
