"""Many networks of one shape, trained at once."""

from __future__ import annotations  # np.random loads when it is first named

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xorbook._blocks import Plan, Records, train_blocks
from xorbook._layers import checked_activations
from xorbook._loop import check_plan, checked_data
from xorbook._validation import Floats, as_tuple, check_type, describe, is_integer
from xorbook.activations import Activation, sigmoid
from xorbook.history import History
from xorbook.initializers import Initializer, PyTorchLinear
from xorbook.losses import Loss
from xorbook.network import Network
from xorbook.optimizers import Optimizer
from xorbook.parameters import checked_sizes, layer_views


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
        A network's parameters are a column.
    sizes : tuple of int
    activations : tuple of Activation

    Raises
    ------
    TypeError
        If `networks` is no sequence of Network.
    ValueError
        If there is none, or they differ in sizes or activations.

    Examples
    --------
    >>> import numpy as np
    >>> import xorbook as xb
    >>> X, t = xb.xor()
    >>> rng = np.random.default_rng(0)
    >>> many = xb.Ensemble.random((2, 2, 1), restarts=100, rng=rng)
    >>> many
    Ensemble(2-2-1, sigmoid sigmoid, 100 restarts)
    >>> many.train(X, t, loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.1), steps=500)
    >>> print(f"{many.solved().mean():.0%} of these starts solve XOR")
    54% of these starts solve XOR
    """

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
        self.theta = np.ascontiguousarray(theta)
        self.sizes, self.activations = sizes, activations
        self._records: list[Records] = []

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        *,
        restarts: int,
        rng: np.random.Generator,
        initializer: Initializer | None = None,
        activations: Sequence[Activation] | None = None,
    ) -> Self:
        """Draw the starts that `Network.random` would draw one after another from the same `rng`.

        Parameters
        ----------
        sizes : sequence of int
            Units per layer, inputs first.
        restarts : int
        rng : numpy.random.Generator
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
        >>> import numpy as np
        >>> from xorbook import Ensemble, Network
        >>> many = Ensemble.random((2, 2, 1), restarts=3, rng=np.random.default_rng(0))
        >>> first = Network.random((2, 2, 1), rng=np.random.default_rng(0))
        >>> bool((many[0].theta == first.theta).all())
        True
        """
        drawer = PyTorchLinear() if initializer is None else initializer
        check_type(drawer, Initializer, "initializer")
        theta = drawer(sizes, rng=rng, restarts=restarts)
        units = checked_sizes(sizes)
        kept = [sigmoid] * (len(units) - 1) if activations is None else activations
        many = cls.__new__(cls)
        many._take(theta, units, checked_activations(kept, len(units) - 1))
        return many

    def __len__(self) -> int:
        return int(self.theta.shape[1])

    def __getitem__(self, restart: int) -> Network:
        if not is_integer(restart):
            raise TypeError(f"restart must be an integer, got {describe(restart)}")
        if not 0 <= restart < len(self):
            raise IndexError(f"restart must be in 0..{len(self) - 1}, got {restart}")
        pairs = layer_views(self.theta[:, restart], self.sizes)
        return Network(pairs, self.activations)

    def __iter__(self) -> Iterator[Network]:
        return (self[restart] for restart in range(len(self)))

    def predictions(self, x: ArrayLike) -> Floats:
        """Compute every network's output.

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
        >>> Ensemble([worked_example()]).predictions([1, 0])
        array([[0.93315612]])
        """
        return np.stack([net.forward(x).output for net in self])

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
    ) -> None:
        """Train every network in place, on all samples, as `train` would train it alone.

        A network whose loss is no longer finite keeps the parameters of its last record that was;
        the others go on. Ctrl-C ends the training, and `histories` holds what there is.

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

        Raises
        ------
        TypeError, ValueError, ImportError
            As for `train`.

        Examples
        --------
        >>> import xorbook as xb
        >>> many = xb.Ensemble([xb.worked_example()])
        >>> many.train(*xb.xor(), loss=xb.binary_cross_entropy, optimizer=xb.SGD(1.0), steps=1)
        >>> many.histories()
        [History(1 step, loss 0.97663 -> 0.76453, not solved)]
        """
        check_plan(optimizer, steps, record_every)
        data = checked_data(x, target, self.sizes, loss)
        plan = Plan(data, loss, optimizer, steps, record_every, progress)
        self._records = train_blocks(self.theta, self.sizes, self.activations, plan)

    def solved(self) -> NDArray[np.bool_]:
        """Tell which restarts ended the last training with every sample on the right side.

        Returns
        -------
        ndarray of bool of shape (restarts,)

        Raises
        ------
        ValueError
            If the ensemble has not been trained.

        Examples
        --------
        >>> import xorbook as xb
        >>> many = xb.Ensemble([xb.worked_example()])
        >>> many.train(*xb.xor(), loss=xb.binary_cross_entropy, optimizer=xb.SGD(1.0), steps=2000)
        >>> many.solved()
        array([ True])
        """
        return np.concatenate([records.solved() for records in self._trained()])

    def histories(self) -> list[History]:
        """Return the course of the last training, one History a restart.

        Raises
        ------
        ValueError
            If the ensemble has not been trained.
        """
        return [
            records.history(restart)
            for records in self._trained()
            for restart in range(records.loss.shape[1])
        ]

    def _trained(self) -> list[Records]:
        if not self._records:
            raise ValueError("the ensemble must be trained first, got none of its records")
        return self._records

    def __repr__(self) -> str:
        sizes = "-".join(str(n) for n in self.sizes)
        names = " ".join(activation.name for activation in self.activations)
        return f"Ensemble({sizes}, {names}, {len(self)} restarts)"
