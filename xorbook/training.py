"""Gradient descent, step by step, on all samples or on a part of them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike

from xorbook._training_loop import Data, Passes, Recorder, counted, run, schedule, with_ones
from xorbook._validation import (
    SeedOrGenerator,
    as_floats,
    as_generator,
    as_samples,
    as_tuple,
    check_callable,
    check_count,
    check_type,
    describe,
)
from xorbook.activations import Activation, Step
from xorbook.history import History, Moment, history_of
from xorbook.losses import Loss
from xorbook.network import Network
from xorbook.optimizers import Optimizer
from xorbook.parameters import Parameters
from xorbook.plateau import plateau_of, with_best_means


def train(
    net: Network,
    x: ArrayLike,
    target: ArrayLike,
    *,
    loss: Loss,
    optimizer: Optimizer,
    steps: int,
    record_every: int = 1,
    parameters_at: Sequence[int] = (),
    batch_size: int | None = None,
    rng: SeedOrGenerator | None = None,
    stop_when: Callable[[Moment], bool] | None = None,
    progress: bool = False,
) -> History:
    """Train a network in place: forward, backward, update, again and again.

    Ctrl-C ends the run and returns what there is. A loss that is not finite ends it with one
    warning. In both cases the network keeps the parameters of the last record that was finite.

    Parameters
    ----------
    net : Network
        It is changed.
    x : array-like of shape (n_samples, n_inputs) or (n_inputs,)
    target : array-like of the output's shape
    loss : Loss
    optimizer : Optimizer
        It starts with an empty memory.
    steps : int
        How many updates to make, at least 0.
    record_every : int, default 1
        Record loss and accuracy every so many steps; the start and the end always.
    parameters_at : sequence of int, optional
        Steps at which to keep a copy of the parameters.
    batch_size : int, optional
        Samples per step: every epoch goes once through all of them, in an order drawn from `rng`,
        the last batch with what is left. All samples in every step when left out.
    rng : int or numpy.random.Generator, optional
        A seed, or a generator, which draws on from where it stands. Needed with `batch_size`, and
        only then.
    stop_when : callable, optional
        Asked at every record with a `Moment`; a true answer ends the run.
    progress : bool, default False
        Show a bar; needs the extra `xorbook[progress]`.

    Returns
    -------
    History

    Raises
    ------
    TypeError, ValueError
        If an argument is none of the above, or does not fit the network or the loss; if a layer is
        a step, whose slope is 0. A single unit with a step learns by `fit_perceptron`.
    ImportError
        If a bar is asked for and tqdm is not installed.

    Warns
    -----
    RuntimeWarning
        If the loss is no longer finite.

    Examples
    --------
    >>> import xorbook as xb
    >>> X, t = xb.xor()
    >>> net = xb.Network.random((2, 4, 1), rng=1)
    >>> history = xb.train(
    ...     net, X, t, loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.1), steps=500
    ... )
    >>> history.solved, net(X).round().ravel()
    (True, array([0., 1., 1., 0.]))
    """
    check_type(net, Network, "net")
    check_slopes(net.activations)
    check_plan(optimizer, steps, record_every, progress)
    samples, targets = checked_data(x, target, net.sizes, loss)
    data = with_ones(samples), targets
    keep = _checked_keep(parameters_at, steps)
    if stop_when is not None:
        check_callable(stop_when, "stop_when")
    batches = _shuffled(data, batch_size, rng)
    theta = net.parameters._theta
    passes = Passes(theta, net.sizes, net.activations, loss)
    recorder = Recorder(passes, targets, keep, stop_when)
    numbers, due = counted(steps, progress), schedule(steps, record_every, keep)
    course = run(passes, data, optimizer.start(theta), numbers, due, recorder, batches)
    kept = {step: Parameters(net.sizes, theta) for step, theta in course.kept.items()}
    plateau = plateau_of(course.end, targets, with_best_means(loss))
    history = history_of(course.steps, course.loss, course.accuracy, kept, course.stopped, plateau)
    _report(history)
    return history


def checked_data(x: ArrayLike, target: ArrayLike, sizes: tuple[int, ...], loss: Loss) -> Data:
    """Return samples and targets as two-dimensional arrays that fit the network and the loss."""
    check_type(loss, Loss, "loss")
    samples, targets = as_samples(x, sizes[0], "x"), as_floats(target, "target")
    expected = (*samples.shape[:-1], sizes[-1])
    if targets.shape != expected:
        raise ValueError(f"target must have shape {expected}, got {targets.shape}")
    targets = np.atleast_2d(targets)
    loss._check_target(targets)
    return np.atleast_2d(samples), targets


def check_plan(optimizer: Optimizer, steps: int, record_every: int, progress: bool) -> None:
    """Refuse a plan that cannot be followed."""
    check_type(optimizer, Optimizer, "optimizer")
    check_count(steps, "steps", least=0)
    check_count(record_every, "record_every")
    check_type(progress, bool, "progress")


def check_slopes(activations: Sequence[Activation]) -> None:
    """Refuse a step: through its slope of 0 nothing passes back, and at its jump there is none."""
    last = max((k for k, kind in enumerate(activations, 1) if isinstance(kind, Step)), default=0)
    if last:
        layers = "layer 1" if last == 1 else f"layers 1 to {last}"
        raise ValueError(
            f"activations must have a slope to train with, got step in layer {last}: "
            f"its slope is 0, and {layers} would not learn"
        )


def _shuffled(
    data: Data, batch_size: int | None, rng: SeedOrGenerator | None
) -> Iterator[Data] | None:
    """Return an endless supply of batches, epoch after epoch, or None for all samples at once."""
    if batch_size is None:
        if rng is not None:
            raise ValueError(f"rng must be left out without batch_size, got {describe(rng)}")
        return None
    check_count(batch_size, "batch_size")
    if rng is None:
        raise TypeError("rng must be a seed or a Generator with batch_size, got None")
    generator = as_generator(rng)
    if batch_size > len(data[0]):
        raise ValueError(f"batch_size must be at most {len(data[0])}, got {batch_size}")
    return _epochs(data, batch_size, generator)


def _epochs(data: Data, size: int, rng: np.random.Generator) -> Iterator[Data]:
    x, target = data
    while True:
        order = rng.permutation(len(x))
        for start in range(0, len(x), size):
            part = order[start : start + size]
            yield x[part], target[part]


def _checked_keep(parameters_at: Iterable[int], steps: int) -> frozenset[int]:
    keep = as_tuple(parameters_at, "parameters_at", "integers")
    for step in keep:
        check_count(step, "parameters_at", least=0)
        if step > steps:
            raise ValueError(f"parameters_at must lie in 0..{steps}, got {step}")
    return frozenset(int(step) for step in keep)


def _report(history: History) -> None:
    if history.stopped == "diverged":
        good = "its start" if len(history.steps) == 1 else f"step {history.steps[-2]}"
        warnings.warn(
            f"training diverged: the loss at step {history.steps[-1]} is {history.loss[-1]:g}; "
            f"the network keeps the parameters of {good}",
            RuntimeWarning,
            stacklevel=3,
        )
