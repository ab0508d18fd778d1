"""What makes training fast, in the order of a step: passes, the loop around them, its records.

`Network.forward` and `Network.backward` check what they get and keep what they find. Here nothing
is checked, and arrays are used again; tests hold the two together. Four ideas save the time:

- In `theta` the b of a layer lies right behind its W. Seen as one matrix of shape
  (n_from + 1, n_to), with a column of ones behind the inputs, a layer is a single product.
- The gradient is one vector too, so an optimiser moves all parameters at once.
- Many networks have one more axis on everything but the inputs, the restarts, and it comes last:
  numbers that are computed alike lie side by side, and one call serves all networks.
- Losses are computed for many records in one call, with the records on a last axis as well.

So θ has shape (n_parameters,) or (n_parameters, restarts), and a layer's z and a have shape
(n_samples, n_units) or (n_samples, n_units, restarts).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from xorbook._validation import Floats
from xorbook.activations import Activation, Softmax
from xorbook.history import Moment
from xorbook.losses import Loss
from xorbook.optimizers import Update
from xorbook.plateau import End

Data = tuple[Floats, Floats]

# Records that wait for their losses: many in one call, but no more numbers than this.
RECORDS, NUMBERS = 256, 250_000


# ── Passes ──────────────────────────────────────────────────────────────────────────────────────


class Room(NamedTuple):
    """Where a layer's arrays are written; `with_ones` is a and, but for the output, its ones."""

    z: Floats
    a: Floats
    with_ones: Floats
    upstream: Floats


class Passes:
    """Forward and backward passes over the parameters of one network, or of many.

    `gradient` has the shape of `theta` and holds what the last `backward` found. Inputs come from
    `with_ones`. A forward pass writes where the last one of as many samples wrote.
    """

    def __init__(
        self, theta: Floats, sizes: tuple[int, ...], activations: tuple[Activation, ...], loss: Loss
    ) -> None:
        self.theta = theta
        self.gradient = np.zeros_like(theta)
        self.products: Products = OneNetwork() if theta.ndim == 1 else ManyNetworks()
        self.activations = activations
        self.layers = _layer_matrices(theta, sizes)
        self.slopes = _layer_matrices(self.gradient, sizes)
        self.output = loss._behind(activations[-1])
        self.rooms: dict[int, list[Room]] = {}

    def forward(self, x: Floats) -> list[Room]:
        """Compute every z and a, layer by layer."""
        rooms = self.rooms.get(len(x)) or self._new_rooms(len(x))
        below = x
        for layer, activation, room in zip(self.layers, self.activations, rooms, strict=True):
            self.products.forward(below, layer, room.z)
            activation._fill(room.z, room.a)
            below = room.with_ones
        return rooms

    def backward(self, x: Floats, rooms: list[Room], target: Floats) -> None:
        """Fill `gradient` from what a forward pass has written."""
        delta = self.output.delta(rooms[-1].z, rooms[-1].a, target)
        for k in range(len(rooms) - 1, 0, -1):
            below = rooms[k - 1]
            self.products.gradient(below.with_ones, delta, self.slopes[k])
            self.products.back(delta, self.layers[k], below.upstream)
            delta = self.activations[k - 1]._pull_back(below.z, below.a, below.upstream)
        self.products.gradient(x, delta, self.slopes[0])

    def pull(self, x: Floats, target: Floats) -> tuple[Floats, Any]:
        """Return the outputs, and how much the samples' pulls on θ leave of one another.

        The share is 0 where they cancel, 1 where none pulls against another: it compares the
        gradient with what it would be if every output were above its target.
        """
        rooms = self.forward(x)
        y = rooms[-1].a
        self.backward(x, rooms, target)
        left = np.linalg.norm(self.gradient, axis=0)
        self.backward(x, rooms, y - np.abs(y - target))
        return y, left / np.linalg.norm(self.gradient, axis=0)

    def scores(self, z: Floats, target: Floats, reach: float) -> tuple[Any, Any]:
        """Return loss and accuracy for the last layer's z, one of each per further axis of z.

        An output is right that is less than `reach` away from its target.
        """
        activation = self.activations[-1]
        y = activation._fill(z, np.empty_like(z))
        if isinstance(activation, Softmax):
            right = y.argmax(axis=1) == target.argmax(axis=1)
        else:
            right = (np.abs(y - target) < reach).all(axis=1)
        return self.output.values(z, y, target), right.mean(axis=0)

    def _new_rooms(self, samples: int) -> list[Room]:
        rooms = []
        for layer in self.layers:
            units, restarts = layer.shape[1], layer.shape[2:]
            whole = np.ones((samples, units + 1, *restarts))
            z, upstream = np.empty((2, samples, units, *restarts))
            rooms.append(Room(z, whole[:, :-1], whole, upstream))
        output = np.empty_like(rooms[-1].z)
        rooms[-1] = rooms[-1]._replace(a=output, with_ones=output)
        self.rooms[samples] = rooms
        return rooms


class Products(Protocol):
    """The three products of a layer; `a` has its column of ones."""

    def forward(self, a: Floats, layer: Floats, z: Floats) -> None:
        """Write z = a @ W + b."""

    def gradient(self, a: Floats, delta: Floats, slopes: Floats) -> None:
        """Write a.T @ δ: the slopes of W, and in the last row those of b."""

    def back(self, delta: Floats, layer: Floats, upstream: Floats) -> None:
        """Write δ @ W.T, ∂L/∂a of the layer below."""


class OneNetwork:
    """Matrix products as the formulas write them; `dot` starts sooner than `@` does."""

    def forward(self, a: Floats, layer: Floats, z: Floats) -> None:
        a.dot(layer, out=z)

    def gradient(self, a: Floats, delta: Floats, slopes: Floats) -> None:
        a.T.dot(delta, out=slopes)

    def back(self, delta: Floats, layer: Floats, upstream: Floats) -> None:
        delta.dot(layer[:-1].T, out=upstream)


class ManyNetworks:
    """The same with restarts last: indices n, f (from), t (to) and r below.

    The first layer sees the same input in every network: one matrix product serves all. Deeper,
    `einsum` without `optimize` runs along the restarts, which beats a thousand tiny matrices.
    """

    def forward(self, a: Floats, layer: Floats, z: Floats) -> None:
        if a.ndim == 2:
            np.matmul(a, _wide(layer), out=_wide(z))
        else:
            np.einsum("nfr,ftr->ntr", a, layer, out=z)

    def gradient(self, a: Floats, delta: Floats, slopes: Floats) -> None:
        if a.ndim == 2:
            np.matmul(a.T, _wide(delta), out=_wide(slopes))
        else:
            np.einsum("nfr,ntr->ftr", a, delta, out=slopes)

    def back(self, delta: Floats, layer: Floats, upstream: Floats) -> None:
        np.einsum("ntr,ftr->nfr", delta, layer[:-1], out=upstream)


def with_ones(x: Floats) -> Floats:
    """Return samples with the column of ones that meets the biases."""
    return np.column_stack([x, np.ones(len(x))])


def _layer_matrices(theta: Floats, sizes: tuple[int, ...]) -> list[Floats]:
    """Return views of every layer's W with b as its last row."""
    layers, start = [], 0
    for n_from, n_to in pairwise(sizes):
        end = start + (n_from + 1) * n_to
        layers.append(theta[start:end].reshape(n_from + 1, n_to, *theta.shape[1:]))
        start = end
    return layers


def _wide(array: Floats) -> Floats:
    """Return a view with all axes but the first in one."""
    return array.reshape(len(array), -1)


# ── The loop ────────────────────────────────────────────────────────────────────────────────────


def run(
    passes: Passes,
    data: Data,
    update: Update,
    numbers: Iterable[int],
    due: Callable[[int], bool],
    recorder: Recorder,
    batches: Iterator[Data] | None = None,
) -> Course:
    """Make a step for every number but the last, which is only recorded; return the course.

    Ctrl-C ends the run and leaves what there is. θ is left as of the last finite record.
    """
    x, target = data
    # What overflows shows as a loss that is not finite, and is reported once.
    with np.errstate(all="ignore"):
        try:
            for step in numbers:
                if step:
                    update(passes.gradient)
                recorded = due(step)
                if recorded or batches is None:
                    rooms = passes.forward(x)
                if recorded and not recorder.add(step, rooms[-1].z):
                    break
                if batches is None:
                    passes.backward(x, rooms, target)
                else:
                    part, aim = next(batches)
                    passes.backward(part, passes.forward(part), aim)
        except KeyboardInterrupt:
            if recorder.empty:
                raise
            recorder.stopped = "interrupted"
        return recorder.close(x)


def schedule(steps: int, record_every: int, keep: Collection[int]) -> Callable[[int], bool]:
    """Return which steps are recorded: every so many, the ones to keep, and the last."""
    if record_every == 1:
        return lambda step: True
    return lambda step: step % record_every == 0 or step == steps or step in keep


def counted(steps: int, progress: bool) -> Iterable[int]:
    """Count from 0 to `steps`, with a bar if it is wanted."""
    numbers = range(steps + 1)
    if not progress:
        return numbers
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise ImportError("progress=True needs tqdm: pip install 'xorbook[progress]'") from None
    bar: Iterable[int] = tqdm(numbers, unit="step")
    return bar


# ── The records ─────────────────────────────────────────────────────────────────────────────────


class Recorder:
    """Writes down what happens, and keeps the parameters of the last finite record.

    A network whose loss is no longer finite is followed no further; when that is true of all, the
    run ends.
    """

    def __init__(
        self,
        passes: Passes,
        target: Floats,
        keep: Collection[int] = (),
        stop_when: Callable[[Moment], bool] | None = None,
    ) -> None:
        self.passes, self.target, self.keep = passes, target, keep
        # Halfway to the other target: to 1 from −1, or else to 1 from 0.
        self.reach = 1.0 if (np.abs(target) == 1).all() and (target < 0).any() else 0.5
        self.stop_when = stop_when
        numbers = passes.theta.size + target.size * passes.theta[0].size
        self.room = 1 if stop_when else max(1, min(RECORDS, NUMBERS // numbers))
        self.waiting: list[tuple[int, Floats, Floats]] = []
        self.scored: list[tuple[tuple[int, ...], Floats, Floats]] = []
        self.kept: dict[int, Floats] = {}
        self.last = passes.theta.copy()
        self.alive = np.ones(passes.theta.shape[1:], dtype=bool)
        self.stopped = "steps"

    def add(self, step: int, z: Floats) -> bool:
        """Record a step; tell whether to go on."""
        self.waiting.append((step, z.copy(), self.passes.theta.copy()))
        return len(self.waiting) < self.room or self.score()

    @property
    def empty(self) -> bool:
        """Whether nothing has been recorded."""
        return not (self.waiting or self.scored)

    def score(self) -> bool:
        """Turn what waits into records; tell whether to go on."""
        steps, zs, thetas = zip(*self.waiting, strict=True)
        self.waiting = []
        target = self.target.reshape(*self.target.shape, *[1] * (zs[0].ndim - 1))
        losses, accuracies = self.passes.scores(np.stack(zs, axis=-1), target, self.reach)
        self.scored.append((steps, losses, accuracies))
        # Parameters that are once not finite stay so: to look at the last ones is enough.
        if np.isfinite(losses).all() and np.isfinite(thetas[-1]).all() and self.alive.all():
            self.last = thetas[-1]
        else:
            self._follow(losses, thetas)
        if self.keep:
            self._keep(steps, losses, thetas)
        if not self.alive.any():
            return False
        if self.stop_when is None:
            return True
        moment = Moment(steps[-1], float(losses[-1]), float(accuracies[-1]))
        self.stopped = "stop_when" if self.stop_when(moment) else self.stopped
        return self.stopped == "steps"

    def _keep(self, steps: tuple[int, ...], losses: Floats, thetas: tuple[Floats, ...]) -> None:
        """Keep the parameters that were asked for, up to the first loss that is not finite."""
        for step, loss, theta in zip(steps, losses, thetas, strict=True):
            if not np.isfinite(loss):
                return
            if step in self.keep:
                self.kept[step] = theta

    def _follow(self, losses: Floats, thetas: tuple[Floats, ...]) -> None:
        """Keep the parameters of every network up to its first loss that is not finite."""
        for record, theta in enumerate(thetas):
            losses[..., record][~np.isfinite(theta).all(axis=0)] = np.nan
            self.alive &= np.isfinite(losses[..., record])
            np.copyto(self.last, theta, where=self.alive)

    def close(self, x: Floats) -> Course:
        """Score what still waits, put θ back where it was last finite, and return the course."""
        if self.waiting:
            self.score()
        self.passes.theta[...] = self.last
        target = self.target.reshape(*self.target.shape, *[1] * (self.passes.theta.ndim - 1))
        outputs, pull = self.passes.pull(x, target)
        losses = np.concatenate([losses for _, losses, _ in self.scored], axis=-1)
        accuracies = np.concatenate([accuracies for _, _, accuracies in self.scored], axis=-1)
        return Course(
            np.array([step for steps, _, _ in self.scored for step in steps], dtype=np.int64),
            losses,
            accuracies,
            self.kept,
            self.stopped,
            End(outputs, losses[..., -1], accuracies[..., -1], pull),
        )


class Course(NamedTuple):
    """The records of a run: loss and accuracy have the records last, after any restarts."""

    steps: NDArray[np.int64]
    loss: Floats
    accuracy: Floats
    kept: dict[int, Floats]
    stopped: str
    end: End
