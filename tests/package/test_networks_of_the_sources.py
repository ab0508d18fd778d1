"""The other networks that the book takes over, and the tables that belong to them."""

import math

import numpy as np

import xorbook as xb

X = [[0, 0], [0, 1], [1, 0], [1, 1]]


def printed(values: np.ndarray, places: int = 4) -> list[str]:
    return [f"{value:.{places}f}" for value in values.ravel()]


def mlp(scale: float, output_bias: float, activation: xb.Activation) -> np.ndarray:
    W1, W2 = scale * np.array([[-2, 2], [-2, 2]]), scale * np.array([[1], [1]])
    b1, b2 = scale * np.array([3, -1]), scale * np.array([output_bias])
    return xb.Network([(W1, b1), (W2, b2)], [activation, activation]).forward(X).output


def test_three_logistic_units_merged_into_one_matrix_layer():
    W1, b1 = [[5, -7], [5, -7]], [-8, 3]
    net = xb.Network([(W1, b1), ([[-11], [-11]], [6])], [xb.sigmoid, xb.sigmoid])
    trace = net.forward(X)
    assert printed(trace.a[1][:, 0]) == ["0.0003", "0.0474", "0.0474", "0.8808"]
    assert printed(trace.a[1][:, 1]) == ["0.9526", "0.0180", "0.0180", "0.0000"]
    assert f"{trace.a[1][3, 1]:.5f}" == "0.00002"
    assert printed(trace.output) == ["0.0112", "0.9949", "0.9949", "0.0244"]
    assert f"{net.loss(X, xb.xor()[1], loss=xb.binary_cross_entropy):.5f}" == "0.01152"


def test_the_step_network_solves_xor():
    assert mlp(1.0, -1.0, xb.step).ravel().tolist() == [0, 1, 1, 0]


def test_with_sigmoids_the_same_weights_call_every_input_1():
    assert printed(mlp(1.0, -1.0, xb.sigmoid)) == ["0.5552", "0.6135", "0.6135", "0.5552"]


def test_scaling_them_leaves_two_rows_at_a_half():
    far = mlp(100.0, -1.0, xb.sigmoid).ravel()
    np.testing.assert_allclose(far[[0, 3]], 0.5)


def test_ten_times_the_weights_and_a_lower_output_bias_solve_it():
    assert printed(mlp(10.0, -1.5, xb.sigmoid)) == ["0.0067", "0.9933", "0.9933", "0.0067"]


# The step by step example of M. Mazur (2015), with the digits that it publishes. It counts units
# from 1 and lets w1 and w2 lead into h1: a column of W1.
PUBLISHED_W = {
    "W1[0,0]": "0.149780716",
    "W1[1,0]": "0.19956143",
    "W1[0,1]": "0.24975114",
    "W1[1,1]": "0.29950229",
    "W2[0,0]": "0.35891648",
    "W2[1,0]": "0.408666186",
    "W2[0,1]": "0.511301270",
    "W2[1,1]": "0.561370121",
}
EXAMPLE = [0.05, 0.10], [0.01, 0.99]


def two_outputs() -> xb.Network:
    layers = [
        ([[0.15, 0.25], [0.20, 0.30]], [0.35, 0.35]),
        ([[0.40, 0.50], [0.45, 0.55]], [0.60, 0.60]),
    ]
    return xb.Network(layers, [xb.sigmoid, xb.sigmoid])


def as_published(value: float, digits: str) -> bool:
    """Tell whether a number is the published one; now and then its last digit is cut off."""
    return abs(value - float(digits)) <= 10.0 ** -len(digits.partition(".")[2])


def test_half_the_squared_error_is_summed_over_the_outputs_and_the_mean_over_the_samples():
    net, (x, target) = two_outputs(), EXAMPLE
    outputs = net(x)
    assert printed(outputs, 8) == ["0.75136507", "0.77292847"]
    each = [(goal - y) ** 2 / 2 for goal, y in zip(target, outputs, strict=True)]
    total = net.loss(x, target, loss=xb.half_squared_error)
    assert as_published(total, "0.298371109")
    assert total == sum(each)
    assert net.loss([x, x], [target, target], loss=xb.half_squared_error) == total


def test_a_weight_of_two_outputs_has_two_paths_and_their_sum_is_published():
    net, (x, target) = two_outputs(), EXAMPLE
    paths = xb.chain_paths(net, net.forward(x), target, "W1[0,0]", loss=xb.half_squared_error)
    products = [math.prod(path.values()) for path in paths]
    assert len(paths) == 2
    assert as_published(sum(products), "0.000438568")
    first = paths[0]
    assert as_published(first["dL/da2[0]"], "0.74136507")
    assert as_published(first["da2[0]/dz2[0]"], "0.186815602")
    # ∂E1/∂h1 and ∂E2/∂h1, whose sum is multiplied by what both paths share
    shared = first["da1[0]/dz1[0]"] * first["dz1[0]/dW1[0,0]"]
    to_hidden = [product / shared for product in products]
    assert as_published(to_hidden[0], "0.055399425")
    assert as_published(to_hidden[1], "-0.019049119")


def test_one_step_gives_the_published_weights():
    net, (x, target) = two_outputs(), EXAMPLE
    plan = {"loss": xb.half_squared_error, "optimizer": xb.SGD(0.5), "steps": 1}
    xb.train(net, x, target, **plan)
    for name, digits in PUBLISHED_W.items():
        assert as_published(net.parameters[name], digits), name
