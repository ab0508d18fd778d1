"""Each optimiser against the paper's update, written out for one number in plain Python."""

import math
import struct

import numpy as np
import pytest

import xorbook as xb

GRADIENTS = [1.5, -0.25, 0.0, 3.0, -1e-3, 2.0]


def sgd(theta: float, gradients: list[float]) -> float:
    for g in gradients:
        theta -= 0.1 * g
    return theta


def momentum(theta: float, gradients: list[float]) -> float:
    velocity = 0.0
    for g in gradients:
        velocity = 0.8 * velocity + g
        theta -= 0.1 * velocity
    return theta


def rmsprop(theta: float, gradients: list[float]) -> float:
    square = 0.0
    for g in gradients:
        square = 0.9 * square + 0.1 * g**2
        theta -= 0.1 * g / (math.sqrt(square) + 1e-6)
    return theta


def adam(theta: float, gradients: list[float]) -> float:
    mean = square = 0.0
    for t, g in enumerate(gradients, start=1):
        mean = 0.8 * mean + 0.2 * g
        square = 0.9 * square + 0.1 * g**2
        unbiased, root = mean / (1 - 0.8**t), math.sqrt(square / (1 - 0.9**t))
        theta -= 0.1 * unbiased / (root + 1e-6)
    return theta


def keras_adam(theta: float, gradients: list[float]) -> float:
    """As the end of section 2 of the paper has it, with powers of decays rounded to float32."""
    mean = square = 0.0
    beta1, beta2 = (struct.unpack("f", struct.pack("f", beta))[0] for beta in (0.8, 0.9))
    for t, g in enumerate(gradients, start=1):
        mean = 0.8 * mean + 0.2 * g
        square = 0.9 * square + 0.1 * g**2
        rate = 0.1 * math.sqrt(1 - beta2**t) / (1 - beta1**t)
        theta -= rate * mean / (math.sqrt(square) + 1e-6)
    return theta


RULES = [
    (xb.SGD(0.1), sgd),
    (xb.Momentum(0.1, momentum=0.8), momentum),
    (xb.RMSProp(0.1, decay=0.9, epsilon=1e-6), rmsprop),
    (xb.Adam(0.1, beta1=0.8, beta2=0.9, epsilon=1e-6), adam),
    (xb.KerasAdam(0.1, beta1=0.8, beta2=0.9, epsilon=1e-6), keras_adam),
]
every_rule = pytest.mark.parametrize(
    ("optimizer", "by_hand"), RULES, ids=[type(rule).__name__ for rule, _ in RULES]
)


@every_rule
def test_six_updates_are_those_of_the_paper(optimizer, by_hand):
    theta = np.array([0.7])
    update = optimizer.start(theta)
    for gradient in GRADIENTS:
        update(np.array([gradient]))
    assert theta[0] == pytest.approx(by_hand(0.7, GRADIENTS), rel=1e-13)


@every_rule
def test_entries_of_any_shape_move_on_their_own(optimizer, by_hand):
    rng = np.random.default_rng(0)
    theta, gradients = rng.normal(size=(3, 4)), rng.normal(size=(5, 3, 4))
    moved = theta.copy()
    update = optimizer.start(moved)
    for gradient in gradients:
        update(gradient)
    for index in np.ndindex(theta.shape):
        alone = by_hand(theta[index], [float(gradient[index]) for gradient in gradients])
        assert moved[index] == pytest.approx(alone, rel=1e-12)


@every_rule
def test_a_start_remembers_nothing_of_another(optimizer, by_hand):
    for _ in range(2):
        theta = np.array([0.7])
        optimizer.start(theta)(np.array([1.0]))
        assert theta[0] == pytest.approx(by_hand(0.7, [1.0]), rel=1e-14)


@every_rule
def test_updates_write_into_theta_and_leave_the_gradient(optimizer, by_hand):
    theta, gradient = np.array([0.7, 1.0]), np.array([1.0, -2.0])
    view = theta[:1]
    optimizer.start(theta)(gradient)
    assert view[0] != 0.7
    assert gradient.tolist() == [1.0, -2.0]


def test_the_first_step_of_adam_has_the_size_of_the_learning_rate():
    theta = np.zeros(3)
    xb.Adam(0.01).start(theta)(np.array([1e6, -1e-3, 0.0]))
    np.testing.assert_allclose(theta, [-0.01, 0.01, 0.0], rtol=1e-4)


@pytest.mark.parametrize("slope", [1.0, -1e-6, 1e-9])
def test_in_its_first_step_keras_adds_an_epsilon_over_thirty_times_as_large(slope):
    """Nothing else differs: √(1 − β₂) of Adam's ε is what Keras adds."""
    moved = []
    for rule in (xb.KerasAdam(0.1), xb.Adam(0.1, epsilon=1e-7 / math.sqrt(1 - 0.999))):
        theta = np.zeros(1)
        rule.start(theta)(np.array([slope]))
        moved.append(theta[0])
    assert moved[0] == pytest.approx(moved[1], rel=1e-4)
    assert abs(moved[0]) < 0.1 * (abs(slope) / (abs(slope) + 30 * 1e-7))


def test_keras_rounds_the_decays_whose_powers_it_takes():
    """The difference to exact powers is that of rounding to float32, and it is there."""
    exact, rounded = 0.0, np.zeros(1)
    mean = square = 0.0
    update = xb.KerasAdam(0.1).start(rounded)
    for t in range(1, 4):
        mean, square = 0.9 * mean + 0.1, 0.999 * square + 0.001
        rate = 0.1 * math.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        exact -= rate * mean / (math.sqrt(square) + 1e-7)
        update(np.ones(1))
    assert 1e-6 < abs(rounded[0] / exact - 1) < 1e-4


def test_settings_can_be_read_and_compared():
    assert xb.Adam() == xb.Adam(0.001, 0.9, 0.999, 1e-8)
    assert xb.KerasAdam() == xb.KerasAdam(0.001, 0.9, 0.999, 1e-7)
    assert xb.KerasAdam(epsilon=1e-8) != xb.Adam()
    assert xb.Momentum(0.1) != xb.Momentum(0.1, momentum=0.5)
    with pytest.raises(AttributeError):
        xb.SGD(0.1).learning_rate = 1.0
