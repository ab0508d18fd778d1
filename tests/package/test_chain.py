"""The factors of the chain rule multiply to the gradient, and say which is which."""

import math
from itertools import product

import numpy as np
import pytest

import xorbook as xb

NAMES = xb.worked_example().parameters.names
LOSSES = [xb.half_squared_error, xb.binary_cross_entropy]

TO_THE_OUTPUT = ["dL/da2[0]", "da2[0]/dz2[0]"]
EXPECTED_NAMES = {
    f"{kind}1[{index}]": [
        *TO_THE_OUTPUT,
        f"dz2[0]/da1[{unit}]",
        f"da1[{unit}]/dz1[{unit}]",
        f"dz1[{unit}]/d{kind}1[{index}]",
    ]
    for unit in (0, 1)
    for kind, index in (("W", f"0,{unit}"), ("W", f"1,{unit}"), ("b", f"{unit}"))
} | {name: [*TO_THE_OUTPUT, f"dz2[0]/d{name}"] for name in ("W2[0,0]", "W2[1,0]", "b2[0]")}


@pytest.mark.parametrize(("loss", "sample"), list(product(LOSSES, range(4))))
@pytest.mark.parametrize("name", NAMES)
def test_product_is_the_gradient(name: str, loss: xb.Loss, sample: int):
    net, (X, t) = xb.worked_example(), xb.xor()
    trace = net.forward(X[sample])
    factors = xb.chain_factors(net, trace, t[sample], name, loss=loss)
    gradient = net.backward(trace, t[sample], loss=loss)[name]
    assert math.prod(factors.values()) == pytest.approx(gradient, rel=1e-12, abs=0)


@pytest.mark.parametrize("name", NAMES)
def test_names_follow_the_path_from_the_loss(name: str):
    net = xb.worked_example()
    factors = xb.chain_factors(net, net.forward([1, 0]), [1], name, loss=xb.half_squared_error)
    assert list(factors) == EXPECTED_NAMES[name]
    assert {type(factor) for factor in factors.values()} == {float}


def test_each_factor_is_what_its_name_says():
    net = xb.worked_example()
    trace = net.forward([1, 0])
    factors = xb.chain_factors(net, trace, [1], "W1[0,0]", loss=xb.half_squared_error)
    y, a1 = trace.output.item(), trace.a[1][0]
    expected = [y - 1, y * (1 - y), 1.5, a1 * (1 - a1), 1.0]
    assert list(factors.values()) == pytest.approx(expected, rel=1e-12)


def test_a_deep_chain_of_single_units():
    net = xb.Network.random((3, 2, 1, 1, 1), rng=np.random.default_rng(1))
    trace = net.forward([0.5, -1.0, 2.0])
    gradients = net.backward(trace, [1], loss=xb.binary_cross_entropy)
    for name in net.parameters.names:
        factors = xb.chain_factors(net, trace, [1], name, loss=xb.binary_cross_entropy)
        assert math.prod(factors.values()) == pytest.approx(gradients[name], rel=1e-12, abs=0)
    assert len(xb.chain_factors(net, trace, [1], "W1[2,1]", loss=xb.half_squared_error)) == 9


def test_indices_of_two_digits():
    net = xb.Network.random((12, 11, 1), rng=np.random.default_rng(1))
    trace = net.forward(np.linspace(-1, 1, 12))
    gradients = net.backward(trace, [1], loss=xb.half_squared_error)
    factors = xb.chain_factors(net, trace, [1], "W1[11,10]", loss=xb.half_squared_error)
    assert math.prod(factors.values()) == pytest.approx(gradients["W1[11,10]"], rel=1e-12)
    assert list(factors)[-1] == "dz1[10]/dW1[11,10]"


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 2, 2, 1)])
def test_several_paths_are_a_sum_of_products(sizes: tuple[int, ...]):
    net = xb.Network.random(sizes, rng=np.random.default_rng(0))
    trace = net.forward([1, 0])
    target = [1] * sizes[-1]
    with pytest.raises(ValueError, match=r"one path only, got W1\[0,0\] .* sum of products"):
        xb.chain_factors(net, trace, target, "W1[0,0]", loss=xb.half_squared_error)


@pytest.mark.parametrize("sizes", [(2, 2, 1), (2, 3, 2), (3, 2, 4, 3), (2, 2, 2, 2, 1)])
@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_the_products_of_all_paths_sum_to_the_gradient(sizes: tuple[int, ...], loss: xb.Loss):
    net = xb.Network.random(sizes, rng=0, initializer=xb.Normal())
    trace = net.forward(np.linspace(-1, 1, sizes[0]))
    target = np.arange(sizes[-1]) % 2
    gradients = net.backward(trace, target, loss=loss)
    for name in net.parameters.names:
        paths = xb.chain_paths(net, trace, target, name, loss=loss)
        assert len(paths) == math.prod(sizes[int(name[1]) + 1 :])
        assert len({tuple(path) for path in paths}) == len(paths)
        products = [math.prod(path.values()) for path in paths]
        assert sum(products) == pytest.approx(gradients[name], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", NAMES)
def test_a_single_path_has_the_factors_of_the_chain(name: str):
    net = xb.worked_example()
    arguments = net, net.forward([1, 0]), [1], name
    factors = xb.chain_factors(*arguments, loss=xb.half_squared_error)
    assert xb.chain_paths(*arguments, loss=xb.half_squared_error) == [factors]
    assert list(factors) == EXPECTED_NAMES[name]


def test_names_of_several_paths_lead_through_the_first_output_first():
    net = xb.Network.random((1, 2, 2, 2), rng=0)
    paths = xb.chain_paths(net, net.forward([1]), [1, 0], "W1[0,1]", loss=xb.half_squared_error)
    ways = [[name for name in path if name.startswith("dz")] for path in paths]
    assert ways == [
        [f"dz3[{o}]/da2[{h}]", f"dz2[{h}]/da1[1]", "dz1[1]/dW1[0,1]"]
        for o in (0, 1)
        for h in (0, 1)
    ]


def test_a_weight_of_the_last_layer_reaches_the_loss_through_its_own_output_alone():
    net = xb.Network.random((2, 2, 2), rng=0)
    trace = net.forward([1, 0])
    factors = xb.chain_factors(net, trace, [1, 0], "W2[0,1]", loss=xb.half_squared_error)
    assert list(factors) == ["dL/da2[1]", "da2[1]/dz2[1]", "dz2[1]/dW2[0,1]"]
    gradient = net.backward(trace, [1, 0], loss=xb.half_squared_error)["W2[0,1]"]
    assert math.prod(factors.values()) == pytest.approx(gradient, rel=1e-12)


def test_of_a_layer_with_one_path_the_factors_exist_below_others():
    net = xb.Network.random((2, 2, 2, 1), rng=np.random.default_rng(0))
    trace = net.forward([1, 0])
    factors = xb.chain_factors(net, trace, [1], "W2[1,0]", loss=xb.half_squared_error)
    gradient = net.backward(trace, [1], loss=xb.half_squared_error)["W2[1,0]"]
    assert math.prod(factors.values()) == pytest.approx(gradient, rel=1e-12)


def test_softmax_has_no_single_product():
    net = xb.Network(
        [([[1.0, 2.0]], [0.0, 0.0]), ([[1.0], [1.0]], [0.0])], [xb.softmax, xb.sigmoid]
    )
    with pytest.raises(ValueError, match="layer 1 must work unit by unit"):
        xb.chain_factors(net, net.forward([1]), [1], "b1[0]", loss=xb.half_squared_error)


def test_an_infinite_factor_is_refused():
    net = xb.Network([([[1.0]], [0.0])], [xb.sigmoid])
    with pytest.raises(ValueError, match="must have a finite slope to be passed back"):
        xb.chain_factors(net, net.forward([50]), [0], "b1[0]", loss=xb.binary_cross_entropy)
