"""Many networks of one shape, trained at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from xorbook._finite import finite, overwrite
from xorbook._layers import checked_activations
from xorbook._training_loop import Passes, Recorder, counted, run, schedule, with_ones
from xorbook._validation import (
    Floats,
    SeedOrGenerator,
    as_tuple,
    check_count,
    check_type,
    describe,
    is_integer,
    quantity,
)
from xorbook.activations import Activation, sigmoid
from xorbook.history import EnsembleHistory
from xorbook.initializers import Initializer, PyTorchLinear
from xorbook.losses import Loss
from xorbook.network import Network
from xorbook.optimizers import Optimizer
from xorbook.parameters import checked_sizes, layer_views
from xorbook.plateau import Plateaus
from xorbook.training import check_plan, check_slopes, checked_data


class Ensemble:
    """Networks of the same sizes and activations: the restarts of one experiment.

    They are computed together and come out as if each had been trained alone. Training many takes
    a fraction of training one after another: the parameters lie side by side, restarts last.

    Parameters
    ----------
    networks : sequence of Network
        At least one; they are copied.

    Attributes
    ----------
    theta : ndarray of shape (n_parameters, restarts)
        A network's parameters are a column. Like a network's own it refuses what is not finite.
    sizes : tuple of int
    activations : tuple of Activation

    Raises
    ------
    IndexError
        If there is no such restart.
    TypeError
        If `networks` is no sequence of Network.
    ValueError
        If there is none, or they differ in sizes or activations.

    Examples
    --------
    >>> import xorbook as xb
    >>> X, t = xb.xor()
    >>> many = xb.Ensemble.random((2, 2, 1), restarts=100, rng=0)
    >>> print(many)
    Ensemble(2-2-1, sigmoid sigmoid, 100 restarts)
    >>> histories = many.train(
    ...     X, t, loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.1), steps=500
    ... )
    >>> print(f"{histories.solved.mean():.0%} of these starts solve XOR")
    54% of these starts solve XOR
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, networks: Sequence[Network]) -> None:
        nets = as_tuple(networks, "networks", "Network")
        for net in nets:
            check_type(net, Network, "each of networks")
        if not nets:
            raise ValueError("networks must hold at least one Network, got none")
        for net in nets[1:]:
            if (net.sizes, net.activations) != (nets[0].sizes, nets[0].activations):
                raise ValueError(f"networks must be alike, got {nets[0]!r} and {net!r}")
        self._take(np.column_stack([net.theta for net in nets]), nets[0].sizes, nets[0].activations)

    def _take(
        self, theta: Floats, sizes: tuple[int, ...], activations: tuple[Activation, ...]
    ) -> None:
        self._theta = np.ascontiguousarray(theta)
        self._sizes, self._activations = sizes, activations

    @property
    def theta(self) -> Floats:
        """Every parameter of every network, of shape (n_parameters, restarts)."""
        return finite(self._theta)

    @theta.setter
    def theta(self, values: ArrayLike) -> None:
        overwrite(self._theta, values, "theta")

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units per layer, inputs first."""
        return self._sizes

    @property
    def activations(self) -> tuple[Activation, ...]:
        """The activation function of every layer."""
        return self._activations

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        *,
        restarts: int,
        rng: SeedOrGenerator,
        initializer: Initializer | None = None,
        activations: Sequence[Activation] | None = None,
    ) -> Self:
        """Draw the starts that `Network.random` would draw one after another from the same `rng`.

        Parameters
        ----------
        sizes : sequence of int
            Units per layer, inputs first.
        restarts : int
        rng : int or numpy.random.Generator
            A seed, or a generator, which draws on from where it stands.
        initializer : Initializer, optional
            `PyTorchLinear()` when left out.
        activations : sequence of Activation, optional
            One a layer; sigmoid everywhere when left out.

        Raises
        ------
        TypeError, ValueError
            As for `Network.random`; if `restarts` is not an integer, or below 1.

        Examples
        --------
        >>> from xorbook import Ensemble, Network
        >>> many = Ensemble.random((2, 2, 1), restarts=3, rng=0)
        >>> many[0] == Network.random((2, 2, 1), rng=0)
        True
        """
        drawer = PyTorchLinear() if initializer is None else initializer
        check_type(drawer, Initializer, "initializer")
        check_count(restarts, "restarts")
        theta = drawer(sizes, rng=rng, restarts=restarts)
        units = checked_sizes(sizes)
        kept = [sigmoid] * (len(units) - 1) if activations is None else activations
        many = cls.__new__(cls)
        many._take(theta, units, checked_activations(kept, len(units) - 1))
        return many

    def __len__(self) -> int:
        return int(self._theta.shape[1])

    def __getitem__(self, restart: int) -> Network:
        if not is_integer(restart):
            raise TypeError(f"restart must be an integer, got {describe(restart)}")
        if not 0 <= restart < len(self):
            raise IndexError(f"restart must be in 0..{len(self) - 1}, got {restart}")
        pairs = layer_views(self._theta[:, restart], self.sizes)
        return Network(pairs, self.activations)

    def __iter__(self) -> Iterator[Network]:
        return (self[restart] for restart in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ensemble):
            return NotImplemented
        alike = (self.sizes, self.activations) == (other.sizes, other.activations)
        return alike and np.array_equal(self._theta, other._theta)

    def predict(self, x: ArrayLike) -> Floats:
        """Compute every network's outputs ŷ; `many(x)` does the same.

        Parameters
        ----------
        x : array-like of shape (n_samples, n_inputs) or (n_inputs,)

        Returns
        -------
        ndarray of shape (restarts, n_samples, n_outputs) or (restarts, n_outputs)

        Raises
        ------
        TypeError, ValueError
            As for `Network.forward`.

        Examples
        --------
        >>> from xorbook import Ensemble, worked_example
        >>> Ensemble([worked_example()]).predict([1, 0])
        array([[0.93315612]])
        """
        return np.stack([net.predict(x) for net in self])

    def __call__(self, x: ArrayLike) -> Floats:
        """Return `predict(x)`."""
        return self.predict(x)

    def train(
        self,
        x: ArrayLike,
        target: ArrayLike,
        *,
        loss: Loss,
        optimizer: Optimizer,
        steps: int,
        record_every: int = 100,
        progress: bool = False,
    ) -> EnsembleHistory:
        """Train every network in place, on all samples, as `train` would train it alone.

        A network whose loss is no longer finite keeps the parameters of its last record that was;
        the others go on. Ctrl-C ends the training and returns what there is.

        Parameters
        ----------
        x : array-like of shape (n_samples, n_inputs) or (n_inputs,)
        target : array-like of shape (n_samples, n_outputs) or (n_outputs,)
        loss : Loss
        optimizer : Optimizer
        steps : int
        record_every : int, default 100
            Record loss and accuracy every so many steps; the start and the end always.
        progress : bool, default False
            Show a bar; needs the extra `xorbook[progress]`.

        Returns
        -------
        EnsembleHistory

        Raises
        ------
        TypeError, ValueError, ImportError
            As for `train`.

        Examples
        --------
        >>> import xorbook as xb
        >>> many = xb.Ensemble([xb.worked_example()])
        >>> plan = {"loss": xb.binary_cross_entropy, "optimizer": xb.SGD(1.0), "steps": 2000}
        >>> many.train(*xb.xor(), **plan)
        EnsembleHistory(2000 steps, 1 of 1 restart solved)
        """
        check_slopes(self.activations)
        check_plan(optimizer, steps, record_every, progress)
        samples, targets = checked_data(x, target, self.sizes, loss)
        passes = Passes(self._theta, self.sizes, self.activations, loss)
        recorder, data = Recorder(passes, targets), (with_ones(samples), targets[..., np.newaxis])
        numbers, due = counted(steps, progress), schedule(steps, record_every, ())
        course = run(passes, data, optimizer.start(self._theta), numbers, due, recorder)
        plateaus = Plateaus(course.end, targets, loss)
        interrupted = course.stopped == "interrupted"
        return EnsembleHistory(course.steps, course.loss, course.accuracy, interrupted, plateaus)

    def __repr__(self) -> str:
        sizes = "-".join(str(n) for n in self.sizes)
        names = " ".join(activation.name for activation in self.activations)
        return f"Ensemble({sizes}, {names}, {quantity(len(self), 'restart')})"
