"""Gradient descent, step by step, on all samples or on a part of them."""

from __future__ import annotations  # np.random loads when it is first named

import warnings
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from xorbook._engine import Engine, with_ones
from xorbook._loop import check_plan, checked_data, counted, run, schedule, shuffled
from xorbook._recorders import Moment, OneRecorder
from xorbook._validation import as_tuple, check_callable, check_count, check_type
from xorbook.history import History
from xorbook.losses import Loss
from xorbook.network import Network
from xorbook.optimizers import Optimizer


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
    rng: np.random.Generator | None = None,
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
    rng : numpy.random.Generator, optional
        Needed with `batch_size`, and only then.
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
        If an argument is none of the above, or does not fit the network or the loss.
    ImportError
        If a bar is asked for and tqdm is not installed.

    Warns
    -----
    RuntimeWarning
        If the loss is no longer finite.

    Examples
    --------
    >>> import numpy as np
    >>> import xorbook as xb
    >>> X, t = xb.xor()
    >>> net = xb.Network.random((2, 4, 1), rng=np.random.default_rng(1))
    >>> history = xb.train(
    ...     net, X, t, loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.1), steps=500
    ... )
    >>> history.solved, net.forward(X).output.round().ravel()
    (True, array([0., 1., 1., 0.]))
    """
    check_type(net, Network, "net")
    check_plan(optimizer, steps, record_every)
    samples, targets = checked_data(x, target, net.sizes, loss)
    data = with_ones(samples), targets
    keep = _checked_keep(parameters_at, steps)
    if stop_when is not None:
        check_callable(stop_when, "stop_when")
    batches = shuffled(data, batch_size, rng)
    numbers, due = counted(steps, progress), schedule(steps, record_every, keep)
    engine = Engine(net.theta, net.sizes, net.activations, loss)
    recorder = OneRecorder(engine, data[1], keep, stop_when)
    try:
        run(engine, data, optimizer.start(net.theta), numbers, due, recorder, batches)
    except KeyboardInterrupt:
        if recorder.empty:
            raise
        recorder.stopped = "interrupted"
    history = recorder.history(net.sizes)
    net.theta[:] = recorder.last
    _report(history)
    return history


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
