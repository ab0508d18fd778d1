"""Feed-forward networks: the forward pass with everything it computed, and the way back."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from xorbook import storage
from xorbook._layers import checked_activations, checked_pairs
from xorbook._validation import (
    Floats,
    SeedOrGenerator,
    as_samples,
    check_no_overflow,
    check_type,
    overflow_shown,
)
from xorbook.activations import Activation, sigmoid
from xorbook.initializers import Initializer, PyTorchLinear
from xorbook.losses import Loss
from xorbook.parameters import Layered, Parameters, layer_views
from xorbook.storage import File
from xorbook.trace import Trace, check_trace


class Network:
    """A feed-forward network: per layer z = a_prev @ W + b, then a = activation(z).

    Parameters
    ----------
    weights : sequence of (W, b)
        One pair a layer: W of shape (n_from, n_to), b of shape (n_to,).
    activations : sequence of Activation
        One a layer.

    Attributes
    ----------
    theta : ndarray of shape (n_parameters,)
        W1 row by row, b1, W2, b2, …; `W` and `b` are views into it. All three can be changed in
        place and refuse a number that is not finite.
    W, b : Layered of ndarray
        Counted from 1, as in the formulas.
    parameters : Parameters
        The same numbers with their names: `net.parameters["W1[0,0]"] = 2`.
    activations : tuple of Activation
    sizes : tuple of int
        Units per layer, inputs first.

    Raises
    ------
    TypeError
        If `weights` is no sequence of pairs of real numbers, or `activations` none of Activation.
    ValueError
        If the shapes of the layers do not fit together, a number is not finite, or there is not
        one activation a layer.

    Examples
    --------
    >>> from xorbook import Network, step
    >>> net = Network([([[-2, 2], [-2, 2]], [3, -1]), ([[1], [1]], [-1])], [step, step])
    >>> print(net([[0, 0], [0, 1], [1, 0], [1, 1]]).ravel())
    [0. 1. 1. 0.]
    >>> net == net.copy()
    True
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(
        self,
        weights: Sequence[tuple[ArrayLike, ArrayLike]],
        activations: Sequence[Activation],
    ) -> None:
        pairs = checked_pairs(weights)
        sizes = (pairs[0][0].shape[0], *(W.shape[1] for W, _ in pairs))
        self.parameters = Parameters(
            sizes, np.concatenate([p.ravel() for pair in pairs for p in pair])
        )
        self._activations = checked_activations(activations, len(pairs))

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        *,
        rng: SeedOrGenerator,
        activations: Sequence[Activation] | None = None,
        initializer: Initializer | None = None,
    ) -> Self:
        """Draw the parameters.

        Parameters
        ----------
        sizes : sequence of int
            Units per layer, inputs first.
        rng : int or numpy.random.Generator
            A seed, or a generator, which draws on from where it stands.
        activations : sequence of Activation, optional
            One a layer; sigmoid everywhere when left out.
        initializer : Initializer, optional
            The distribution; `PyTorchLinear()` when left out, uniform between ±1/√n_from.

        Raises
        ------
        TypeError, ValueError
            If `rng` is neither seed nor Generator, `initializer` no Initializer, and as for
            `Parameters` and `Network`.

        Examples
        --------
        >>> from xorbook import Network
        >>> Network.random((2, 3, 1), rng=0)
        Network(2-3-1, sigmoid sigmoid, 13 parameters)
        """
        drawer = PyTorchLinear() if initializer is None else initializer
        check_type(drawer, Initializer, "initializer")
        theta = drawer(sizes, rng=rng)
        pairs = layer_views(theta, sizes)
        return cls(pairs, [sigmoid] * len(pairs) if activations is None else activations)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units per layer, inputs first."""
        return self.parameters.sizes

    @property
    def W(self) -> Layered:
        """Weights, counted from 1: `W[1]` has shape (n_inputs, n_units)."""
        return self.parameters.W

    @property
    def b(self) -> Layered:
        """Biases, counted from 1: `b[1]` has shape (n_units,)."""
        return self.parameters.b

    @property
    def theta(self) -> Floats:
        """All parameters in one vector; `net.theta -= gradients.theta` is a gradient step."""
        return self.parameters.theta

    @theta.setter
    def theta(self, values: ArrayLike) -> None:
        self.parameters.theta = values

    @property
    def activations(self) -> tuple[Activation, ...]:
        """The activation function of every layer; all can be replaced at once."""
        return self._activations

    @activations.setter
    def activations(self, activations: Sequence[Activation]) -> None:
        self._activations = checked_activations(activations, len(self.sizes) - 1)

    def copy(self) -> Self:
        """Return a network with the same numbers that changes on its own."""
        return copy.deepcopy(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Network):
            return NotImplemented
        same = self.parameters == other.parameters
        return same and self.activations == other.activations

    def predict(self, x: ArrayLike) -> Floats:
        """Compute the outputs ŷ alone; `net(x)` does the same.

        Parameters
        ----------
        x : array-like of shape (n_samples, n_inputs) or (n_inputs,)

        Returns
        -------
        ndarray of shape (n_samples, n_outputs) or (n_outputs,)

        Raises
        ------
        TypeError, ValueError
            As for `forward`.

        Examples
        --------
        >>> from xorbook import worked_example
        >>> worked_example().predict([1, 0])
        array([0.93315612])
        """
        return self.forward(x).output

    def __call__(self, x: ArrayLike) -> Floats:
        """Return `predict(x)`."""
        return self.predict(x)

    def forward(self, x: ArrayLike) -> Trace:
        """Compute every z and every a.

        Parameters
        ----------
        x : array-like of shape (n_samples, n_inputs) or (n_inputs,)

        Returns
        -------
        Trace

        Raises
        ------
        TypeError
            If `x` is not made of real numbers.
        ValueError
            If `x` has another shape, holds no sample, or is not finite.

        Examples
        --------
        >>> from xorbook import worked_example
        >>> trace = worked_example().forward([1, 0])
        >>> trace.z[1], trace.output
        (array([2.5, 0. ]), array([0.93315612]))
        """
        a = [as_samples(x, self.sizes[0], "x")]
        z = []
        layers = layer_views(self.parameters._theta, self.sizes)
        with overflow_shown():
            for (W, b), activation in zip(layers, self.activations, strict=True):
                z.append(a[-1] @ W + b)
                check_no_overflow(z[-1], "x")
                a.append(activation._value(z[-1]))
        return Trace(Layered(z), Layered(a, first=0))

    def deltas(self, trace: Trace, target: ArrayLike, *, loss: Loss) -> Layered:
        """Compute δ = ∂L/∂z of every layer, shaped like `trace.z`.

        Arguments and errors are those of `backward`.

        Examples
        --------
        >>> from xorbook import half_squared_error, worked_example
        >>> net = worked_example()
        >>> deltas = net.deltas(net.forward([1, 0]), [1], loss=half_squared_error)
        >>> print(f"{deltas[2][0]:.6f}")
        -0.004169
        """
        check_type(loss, Loss, "loss")
        check_trace(trace, self.sizes)
        last = len(self.activations)
        delta = loss._delta(self.activations[-1], trace.z[last], trace.output, target)
        deltas, W = [delta], self.W
        for layer in range(last - 1, 0, -1):
            upstream = deltas[0] @ W[layer + 1].T
            deltas.insert(
                0, self.activations[layer - 1]._pull_back(trace.z[layer], trace.a[layer], upstream)
            )
        return Layered(deltas)

    def backward(self, trace: Trace, target: ArrayLike, *, loss: Loss) -> Parameters:
        """Backpropagate: the gradient of the loss for every parameter.

        Parameters
        ----------
        trace : Trace
            From this network's `forward`.
        target : array-like of the output's shape
        loss : Loss

        Returns
        -------
        Parameters
            Shaped like the network's own: `.W[1]`, `.b[1]`, …, `.theta`, `["W1[0,0]"]`. Behind a
            step they are 0, or NaN where it jumps, at exactly 0; `train` refuses a step.

        Raises
        ------
        TypeError
            If `trace` is no Trace, `loss` no Loss, or the target is not made of real numbers.
        ValueError
            If the trace is from a network of other sizes, the target does not have the output's
            shape or the loss's domain, or the slope of the loss is infinite.

        Notes
        -----
        D. E. Rumelhart, G. E. Hinton and R. J. Williams, "Learning representations by
        back-propagating errors", Nature 323 (1986).

        Examples
        --------
        >>> from xorbook import half_squared_error, worked_example
        >>> net = worked_example()
        >>> gradients = net.backward(net.forward([1, 0]), [1], loss=half_squared_error)
        >>> print(f"{gradients['W1[0,0]']:.8f}")
        -0.00043844
        """
        deltas = self.deltas(trace, target, loss=loss)
        gradients = Parameters(self.sizes)
        # Behind a step at 0 they are NaN, which only these views take.
        layers = layer_views(gradients._theta, self.sizes)
        for layer, (W, b) in enumerate(layers, start=1):
            a, delta = np.atleast_2d(trace.a[layer - 1]), np.atleast_2d(deltas[layer])
            W[:] = a.T @ delta
            b[:] = delta.sum(axis=0)
        return gradients

    def loss(self, x: ArrayLike, target: ArrayLike, *, loss: Loss) -> float:
        """Return the loss of the predictions for `x`.

        A cross-entropy behind its own activation is computed from z, without a clip.
        Arguments and errors are those of `forward` and of the loss.

        Examples
        --------
        >>> from xorbook import binary_cross_entropy, worked_example, xor
        >>> X, t = xor()
        >>> print(f"{worked_example().loss(X, t, loss=binary_cross_entropy):.5f}")
        0.97663
        """
        check_type(loss, Loss, "loss")
        trace = self.forward(x)
        return loss._of_output(self.activations[-1], trace.z[len(trace.z)], trace.output, target)

    def save(self, file: File) -> None:
        """Write sizes, parameters and the names of the activations to an `.npz` file.

        Parameters
        ----------
        file : str, path-like or binary file
            NumPy adds `.npz` to a name that does not end in it.

        Raises
        ------
        TypeError
            If `file` is neither a path nor a binary file.
        ValueError
            If an activation is not one of this package's, which a name could not bring back.
        OSError
            If the file cannot be written.

        Examples
        --------
        >>> import io
        >>> from xorbook import Network, worked_example
        >>> file = io.BytesIO()
        >>> worked_example().save(file)
        >>> Network.load(file) == worked_example()
        True
        """
        storage.write(file, self.sizes, self.theta, self.activations)

    @classmethod
    def load(cls, file: File) -> Self:
        """Read what `save` wrote; no code in the file is run.

        Parameters
        ----------
        file : str, path-like or binary file
            It is read from its beginning, and an open one stays open.

        Raises
        ------
        TypeError
            If `file` is neither a path nor a binary file.
        ValueError
            If it is not such a file, is damaged, or its parts do not fit together.
        OSError
            If the file cannot be read.

        Examples
        --------
        >>> import io
        >>> from xorbook import Network
        >>> Network.load(io.BytesIO(b"text"))
        Traceback (most recent call last):
            ...
        ValueError: file must be an .npz that Network.save wrote, got no readable .npz
        """
        parameters, activations = storage.read(file)
        return cls(layer_views(parameters.theta, parameters.sizes), activations)

    def __repr__(self) -> str:
        sizes = "-".join(str(n) for n in self.sizes)
        names = " ".join(activation.name for activation in self.activations)
        return f"Network({sizes}, {names}, {len(self.parameters)} parameters)"
