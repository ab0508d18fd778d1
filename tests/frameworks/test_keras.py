"""Twins in Keras, with PyTorch as its backend."""

import copy

import numpy as np
import pytest

import xorbook as xb
from tests.frameworks.networks import ACTIVATIONS, SIZES, installed, random_net

keras = installed("keras")
Dense, Input = keras.layers.Dense, keras.Input


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_there_and_back(sizes, activation):
    net = random_net(sizes, activation if activation is not xb.softmax else xb.tanh, activation)
    model = xb.to_keras(net)
    assert {weight.dtype for weight in model.weights} == {"float64"}
    assert len(model.trainable_weights) == 2 * len(net.activations)
    back = xb.from_keras(model)
    np.testing.assert_array_equal(back.theta, net.theta)
    assert (back.sizes, back.activations) == (net.sizes, net.activations)
    # With this backend Keras computes matrix products in float32.
    x = np.random.default_rng(1).normal(size=(7, net.sizes[0]))
    output = model.predict(x, verbose=0)
    np.testing.assert_allclose(output, net.forward(x).output, rtol=1e-5, atol=1e-6)


def test_with_this_backend_predictions_agree_to_about_seven_digits():
    X, _ = xb.xor()
    keras.config.set_floatx("float64")
    try:
        found = xb.to_keras(xb.worked_example()).predict(X, verbose=0)
    finally:
        keras.config.set_floatx("float32")
    assert found.dtype == np.float64
    assert 1e-9 < abs(found / xb.worked_example()(X) - 1).max() < 1e-6


def test_a_twin_is_a_copy_and_costs_no_random_number():
    keras.utils.set_random_seed(0)
    expected = keras.random.uniform((3,)).tolist()
    keras.utils.set_random_seed(0)
    net = xb.worked_example()
    model = xb.to_keras(net)
    assert keras.random.uniform((3,)).tolist() == expected
    model.layers[0].bias.assign([7.0, 7.0])
    back = xb.from_keras(model)
    assert (net.b[1][0], back.b[1][0]) == (3, 7)
    back.theta -= 1
    assert model.layers[0].get_weights()[1].tolist() == [7, 7]


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
def test_narrower_floats_become_float64_exactly(dtype):
    dense = Dense(3, dtype=dtype)
    net = xb.from_keras(keras.Sequential([Input((2,)), dense]))
    assert net.activations == (xb.identity,)
    assert net.W[1].tolist() == dense.kernel.value.tolist()


def test_a_copied_network_has_a_twin():
    model = xb.to_keras(copy.deepcopy(xb.worked_example()))
    assert xb.from_keras(model) == xb.worked_example()


class MyDense(Dense):
    pass


NAMES = "activations must be linear, sigmoid, tanh, relu, softmax by name, got <function "
HOLD = "model must hold Dense layers with a bias, got <"


@pytest.mark.parametrize(
    ("layers", "error"),
    [
        ([], "model must have an Input and layers, got <Sequential name=s, built=False>"),
        ([Dense(1)], "model must have an Input and layers, got <Sequential name=s, built=False>"),
        ([Input((2,)), MyDense(1, name="d")], f"{HOLD}MyDense name=d, built=True>"),
        ([Input((2,)), Dense(1, use_bias=False, name="d")], f"{HOLD}Dense name=d, built=True>"),
        (
            [Input((2,)), Dense(2), keras.layers.ReLU(name="r")],
            f"{HOLD}ReLU name=r, built=True>",
        ),
        ([Input((2,)), Dense(1, activation="gelu")], f"{NAMES}gelu at 0x"),
    ],
    ids=str,
)
def test_another_shape_is_refused(layers, error):
    with pytest.raises(ValueError, match=" must ") as caught:
        xb.from_keras(keras.Sequential(layers, name="s"))
    assert str(caught.value).startswith(error)


def test_another_model_quantised_and_infinite_weights_are_refused():
    with pytest.raises(TypeError, match=r"must be a keras.Sequential, got <Dense"):
        xb.from_keras(Dense(1))
    model = keras.Sequential([Input((2,)), Dense(1, name="d")])
    model.layers[0].quantize("int8")
    with pytest.raises(ValueError, match=f"{HOLD}Dense name=d"):
        xb.from_keras(model)
    model = keras.Sequential([Input((2,), dtype="complex64"), Dense(1, dtype="complex64")])
    with pytest.raises(TypeError, match=r"W1 must be real numbers, got array\(.*j"):
        xb.from_keras(model)
    model = xb.to_keras(xb.worked_example())
    model.layers[1].bias.assign([np.nan])
    with pytest.raises(ValueError, match=r"b2 must be finite, got array\(\[nan\]\)"):
        xb.from_keras(model)
