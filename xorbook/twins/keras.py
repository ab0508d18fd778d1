"""The twin of a network in Keras: every W as it is, a layer and its activation in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xorbook._validation import describe
from xorbook.activations import identity, relu, sigmoid, softmax, tanh
from xorbook.network import Network
from xorbook.twins.base import Framework, network

if TYPE_CHECKING:
    import keras

KERAS = Framework(
    module="keras",
    needed="Keras and the backend that KERAS_BACKEND names",
    sequential="Sequential",
    names={
        identity: "linear",
        sigmoid: "sigmoid",
        tanh: "tanh",
        relu: "relu",
        softmax: "softmax",
    },
)


def to_keras(net: Network) -> keras.Sequential:
    """Build the network's twin in Keras: the same weights, in float64.

    A `Dense` layer computes x @ kernel + bias and keeps its kernel of shape (n_from, n_to), as W
    is here: nothing is transposed. What comes out is a copy: training one does not change the
    other. No random number is drawn.

    The weights are exact, what Keras 3 computes with them need not be: its matrix products are in
    float64 only with TensorFlow as the backend and in float32 elsewhere, and `fit`, `predict` and
    the losses first round to `keras.config.floatx()`.

    Parameters
    ----------
    net : Network

    Returns
    -------
    keras.Sequential
        One `Dense` a layer: `model.layers[0]` is layer 1.

    Raises
    ------
    TypeError
        If `net` is no Network.
    ValueError
        If an activation is the step: it has no gradient that a framework could train with.
    ImportError
        If Keras is not installed, or the backend is not that Keras is set to compute with.

    Notes
    -----
    F. Chollet et al., "Keras", keras.io (2015).

    Examples
    --------
    >>> from xorbook import to_keras, worked_example, xor
    >>> X, t = xor()
    >>> model = to_keras(worked_example())
    >>> print(f"{model.predict(X, verbose=0)[2, 0]:.6f}")
    0.933156
    """
    layers = KERAS.layers(net)
    keras = KERAS.installed()
    model = keras.Sequential([keras.Input((net.sizes[0],), dtype="float64")])
    for W, b, name in layers:
        # The default start would be random, only to be replaced.
        dense = keras.layers.Dense(
            len(b), activation=name, kernel_initializer="zeros", dtype="float64"
        )
        model.add(dense)
        dense.set_weights([W, b])
    return model


def from_keras(model: keras.Sequential) -> Network:
    """Build a network from a Keras model: the same weights, in float64.

    Narrower floats become float64 exactly.

    Parameters
    ----------
    model : keras.Sequential
        `Dense` layers with a bias, their activations linear, sigmoid, tanh, relu or softmax by
        name. The first must know how many inputs it has.

    Returns
    -------
    Network

    Raises
    ------
    TypeError
        If `model` is no Sequential, or a weight is complex.
    ValueError
        If it has no inputs yet, holds other layers or activations, or a weight is not finite.

    Examples
    --------
    >>> from xorbook import from_keras, to_keras, worked_example
    >>> net = worked_example()
    >>> bool((from_keras(to_keras(net)).theta == net.theta).all())
    True
    """
    keras = KERAS.of(model, "model")
    if not model.built or not model.layers:
        raise ValueError(f"model must have an Input and layers, got {describe(model)}")
    known = KERAS.known(keras.activations)
    layers = []
    for layer in model.layers:
        # A subclass can compute anything, so only the class itself is known.
        if type(layer) is not keras.layers.Dense or not layer.use_bias or layer.quantization_mode:
            raise ValueError(f"model must hold Dense layers with a bias, got {describe(layer)}")
        if layer.activation not in known:
            raise ValueError(
                f"activations must be {KERAS} by name, got {describe(layer.activation)}"
            )
        W, b = map(keras.ops.convert_to_numpy, (layer.kernel, layer.bias))
        layers.append((W, b, known[layer.activation]))
    return network(layers)
