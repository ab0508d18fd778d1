"""The loop that every training run goes through, and what it asks of its arguments."""

from __future__ import annotations  # np.random loads when it is first named

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from xorbook._engine import Engine
from xorbook._validation import Floats, as_floats, as_samples, check_count, check_type, describe
from xorbook.losses import Loss
from xorbook.optimizers import Optimizer, Update


class Recorder(Protocol):
    """Who writes down what happens."""

    def add(self, step: int, z: Floats) -> bool:
        """Record the last layer's z after that many steps; tell whether to go on."""


def run(
    engine: Engine,
    data: tuple[Floats, Floats],
    update: Update,
    numbers: Iterable[int],
    due: Callable[[int], bool],
    recorder: Recorder,
    batches: Iterator[tuple[Floats, Floats]] | None = None,
) -> None:
    """Make a step for every number but the last, which is only recorded."""
    x, target = data
    # What overflows shows as a loss that is not finite, and is reported once.
    with np.errstate(all="ignore"):
        for step in numbers:
            if step:
                update(engine.gradient)
            recorded = due(step)
            if recorded or batches is None:
                z, a = engine.forward(x)
            if recorded and not recorder.add(step, z[-1]):
                return
            if batches is None:
                engine.backward(z, a, target)
            else:
                part, aim = next(batches)
                engine.backward(*engine.forward(part), aim)


def schedule(steps: int, record_every: int, keep: Collection[int]) -> Callable[[int], bool]:
    """Return which steps are recorded: every so many, the ones to keep, and the last."""
    if record_every == 1:
        return lambda step: True
    return lambda step: step % record_every == 0 or step == steps or step in keep


def counted(steps: int, progress: bool, description: str = "") -> Iterable[int]:
    """Count from 0 to `steps`, with a bar if it is wanted."""
    numbers = range(steps + 1)
    if not progress:
        return numbers
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise ImportError("progress=True needs tqdm: pip install 'xorbook[progress]'") from None
    bar: Iterable[int] = tqdm(numbers, unit="step", desc=description or None)
    return bar


def shuffled(
    data: tuple[Floats, Floats], batch_size: int | None, rng: np.random.Generator | None
) -> Iterator[tuple[Floats, Floats]] | None:
    """Return an endless supply of batches, epoch after epoch, or None for all samples at once."""
    if batch_size is None:
        if rng is not None:
            raise ValueError(f"rng must be left out without batch_size, got {describe(rng)}")
        return None
    check_count(batch_size, "batch_size")
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a Generator with batch_size, got {describe(rng)}")
    if batch_size > len(data[0]):
        raise ValueError(f"batch_size must be at most {len(data[0])}, got {batch_size}")
    return _epochs(data, batch_size, rng)


def _epochs(
    data: tuple[Floats, Floats], size: int, rng: np.random.Generator
) -> Iterator[tuple[Floats, Floats]]:
    x, target = data
    while True:
        order = rng.permutation(len(x))
        for start in range(0, len(x), size):
            part = order[start : start + size]
            yield x[part], target[part]


def checked_data(
    x: ArrayLike, target: ArrayLike, sizes: tuple[int, ...], loss: Loss
) -> tuple[Floats, Floats]:
    """Return samples and targets as two-dimensional arrays that fit the network and the loss."""
    check_type(loss, Loss, "loss")
    samples, targets = as_samples(x, sizes[0], "x"), as_floats(target, "target")
    expected = (*samples.shape[:-1], sizes[-1])
    if targets.shape != expected:
        raise ValueError(f"target must have shape {expected}, got {targets.shape}")
    targets = np.atleast_2d(targets)
    loss._check_target(targets)
    return np.atleast_2d(samples), targets


def check_plan(optimizer: Optimizer, steps: int, record_every: int) -> None:
    """Refuse a plan that cannot be followed."""
    check_type(optimizer, Optimizer, "optimizer")
    check_count(steps, "steps", least=0)
    check_count(record_every, "record_every")
