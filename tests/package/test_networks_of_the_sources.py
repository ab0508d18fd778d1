"""The other networks that the book takes over, and the tables that belong to them."""

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
