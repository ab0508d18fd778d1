"""Every number of the source's worked example, to all the digits it prints."""

import numpy as np
import pytest

import xorbook as xb

# x, z1, z2, z_out, ŷ, t, BCE
FORWARD = [
    ((0, 0), "3", "-2", "1.72687", "0.849011", 0, "1.890551"),
    ((0, 1), "3.5", "-5", "1.47276", "0.813477", 1, "0.206437"),
    ((1, 0), "2.5", "0", "2.636213", "0.933156", 1, "0.069183"),
    ((1, 1), "3", "-3", "1.54743", "0.824542", 0, "1.740354"),
]

# In the source's order: w11 w21 b1 w12 w22 b2 out1 out2 b_out.
NAMES = ["W1[0,0]", "W1[1,0]", "b1[0]", "W1[0,1]", "W1[1,1]", "b1[1]", "W2[0,0]", "W2[1,0]"]
NAMES += ["b2[0]"]
GRADIENTS = {
    "half_squared_error": "0.001911 0.001719 0.003453 0.002717 0.003251 0.009741 0.046495 "
    "0.004089 0.048913",
    "binary_cross_entropy": "0.012212 0.011979 0.024605 0.012837 0.022506 0.067775 0.337839 "
    "0.026410 0.355047",
}
LOSSES = {"half_squared_error": xb.half_squared_error}
LOSSES["binary_cross_entropy"] = xb.binary_cross_entropy
START = [-0.5, 0.5, 3, 2, -3, -2, 1.5, 2.5, 0]


def shown(value: float, text: str) -> str:
    """Print a value with as many decimals as the text has."""
    return f"{value:.{len(text.partition('.')[2])}f}"


def gradients(loss: str) -> xb.Parameters:
    net = xb.worked_example()
    X, t = xb.xor()
    return net.backward(net.forward(X), t, loss=LOSSES[loss])


def test_the_nine_numbers_of_the_start():
    net = xb.worked_example()
    assert [net.parameters[name] for name in NAMES] == START
    assert net.sizes == (2, 2, 1)
    assert net.activations == (xb.sigmoid, xb.sigmoid)


@pytest.mark.parametrize("row", FORWARD, ids=lambda row: str(row[0]))
def test_forward_table(row):
    x, z1, z2, z_out, y, t, cost = row
    trace = xb.worked_example().forward(x)
    assert [shown(z, text) for z, text in zip(trace.z[1], (z1, z2), strict=True)] == [z1, z2]
    assert shown(trace.z[2].item(), z_out) == z_out
    assert shown(trace.output.item(), y) == y
    assert shown(xb.binary_cross_entropy(trace.output, [t]), cost) == cost


def test_hidden_activations_for_1_0():
    hidden = xb.worked_example().forward([1, 0]).a[1]
    assert [f"{a:.6f}" for a in hidden] == ["0.924142", "0.500000"]


def test_the_untrained_network_answers_1_to_everything():
    assert (xb.worked_example().forward(xb.xor()[0]).output > 0.5).all()


def test_mean_cross_entropy():
    X, t = xb.xor()
    mean = xb.worked_example().loss(X, t, loss=xb.binary_cross_entropy)
    assert f"{mean:.7f}" == "0.9766312"


@pytest.mark.parametrize("loss", GRADIENTS)
def test_nine_gradients_to_six_digits(loss: str):
    found = gradients(loss)
    assert [f"{found[name]:.6f}" for name in NAMES] == GRADIENTS[loss].split()


def test_the_hand_computed_gradient_is_the_one_of_the_single_sample():
    net = xb.worked_example()
    single = net.backward(net.forward([1, 0]), [1], loss=xb.half_squared_error)["W1[0,0]"]
    assert f"{single:.8f}" == "-0.00043844"
    assert single < 0 < gradients("half_squared_error")["W1[0,0]"]


def test_cross_entropy_makes_that_gradient_sixteen_times_larger():
    net = xb.worked_example()
    trace = net.forward([1, 0])
    single = net.backward(trace, [1], loss=xb.binary_cross_entropy)["W1[0,0]"]
    assert f"{single:.6f}" == "-0.007029"
    a1, y = trace.a[1][0], trace.output.item()
    assert single == pytest.approx((y - 1) * 1.5 * a1 * (1 - a1), rel=1e-14)
    assert round(single / -0.00043844) == 16


@pytest.mark.parametrize(
    ("loss", "after"), [("half_squared_error", "0.94314"), ("binary_cross_entropy", "0.76453")]
)
def test_mean_cross_entropy_after_one_step(loss: str, after: str):
    net = xb.worked_example()
    X, t = xb.xor()
    assert f"{net.loss(X, t, loss=xb.binary_cross_entropy):.5f}" == "0.97663"
    net.theta -= gradients(loss).theta
    assert f"{net.loss(X, t, loss=xb.binary_cross_entropy):.5f}" == after


def test_the_new_values_are_the_old_ones_minus_the_gradients():
    net = xb.worked_example()
    net.theta -= gradients("half_squared_error").theta
    printed = GRADIENTS["half_squared_error"].split()
    expected = [old - float(text) for old, text in zip(START, printed, strict=True)]
    np.testing.assert_allclose([net.parameters[n] for n in NAMES], expected, atol=5e-7)


def test_each_call_gives_a_network_of_its_own():
    xb.worked_example().theta[:] = 0.0
    assert f"{xb.worked_example().forward([1, 0]).output.item():.8f}" == "0.93315612"
