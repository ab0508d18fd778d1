"""Every loss against plain Python and differences; by hand, its reduction, corners and limits."""

import numpy as np
import pytest

import xorbook as xb
from tests.package.plain_losses import LOSSES, PLAIN

every_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
BATCHES = [(1, 2), (3, 2), (4, 5)]


def draw(loss: xb.Loss, shape: tuple[int, ...], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng([*shape, seed])
    return PLAIN[loss.name].draw(rng, shape), PLAIN[loss.name].draw(rng, shape)


def test_these_are_all_losses():
    assert {n for n in xb.__all__ if isinstance(getattr(xb, n), xb.Loss)} == set(PLAIN)


@every_loss
@pytest.mark.parametrize("shape", BATCHES)
def test_a_loss_agrees_with_plain_python(loss: xb.Loss, shape: tuple[int, int]):
    y, t = draw(loss, shape)
    expected = PLAIN[loss.name].cost(y.tolist(), t.tolist())
    assert loss(y, t) == pytest.approx(expected, rel=1e-13)
    assert type(loss(y, t)) is float


@every_loss
@pytest.mark.parametrize("shape", BATCHES)
def test_a_gradient_agrees_with_differences(loss: xb.Loss, shape: tuple[int, int]):
    y, t = draw(loss, shape)
    gradient, h = loss.gradient(y, t), 1e-6
    assert gradient.shape == y.shape
    # Towards the next output and back, so that shares still sum to 1.
    for index in np.ndindex(y.shape):
        move = np.zeros_like(y)
        move[index] += h
        move[index[0], (index[1] + 1) % shape[1]] -= h
        difference = loss(y + move, t) - loss(y - move, t)
        assert 2 * (gradient * move).sum() == pytest.approx(difference, rel=1e-6, abs=1e-13)


@every_loss
def test_one_sample_equals_a_batch_of_one(loss: xb.Loss):
    y, t = draw(loss, (1, 3))
    assert loss(y[0], t[0]) == loss(y, t)
    assert loss.gradient(y[0], t[0]).tolist() == loss.gradient(y, t)[0].tolist()


@every_loss
def test_nothing_that_came_in_is_changed(loss: xb.Loss):
    y, t = draw(loss, (3, 2))
    before = y.copy(), t.copy()
    loss(y, t)
    loss.gradient(y, t)[...] = 7.0
    np.testing.assert_array_equal((y, t), before)


OUTPUTS = {
    "half_squared_error": [xb.identity, xb.tanh, xb.softmax],
    "mean_squared_error": [xb.identity, xb.sigmoid, xb.softmax],
    "mean_absolute_error": [xb.identity, xb.tanh, xb.softmax],
    "mean_absolute_percentage_error": [xb.identity, xb.sigmoid],
    "mean_squared_logarithmic_error": [xb.sigmoid, xb.softmax],
    "binary_cross_entropy": [xb.sigmoid, xb.softmax],
    "categorical_cross_entropy": [xb.softmax],
}
PAIRS = [(getattr(xb, name), output) for name, outputs in OUTPUTS.items() for output in outputs]


@pytest.mark.parametrize(("loss", "output"), PAIRS, ids=lambda x: x.name)
def test_a_network_backpropagates_every_loss(loss: xb.Loss, output: xb.Activation):
    rng = np.random.default_rng(3)
    net = xb.Network.random((2, 3, 2), rng=rng, activations=[xb.tanh, output])
    x, t = rng.normal(size=(5, 2)), PLAIN[loss.name].draw(rng, (5, 2))
    assert xb.check_gradient(net, x, t, loss=loss).relative_error < 1e-7
    assert net.loss(x, t, loss=loss) == pytest.approx(loss(net.forward(x).output, t), rel=1e-13)
    one = net.loss(x[0], t[0], loss=loss)
    assert one == pytest.approx(net.loss(x[:1], t[:1], loss=loss), rel=1e-15)


@pytest.mark.parametrize(
    ("name", "cost", "gradient"),
    [
        ("half_squared_error", 6.5, [[-1.5, 1, 0.5, -0.5], [0, -1.5, 0.5, -0.5]]),
        ("mean_squared_error", 3.25, [[-0.75, 0.5, 0.25, -0.25], [0, -0.75, 0.25, -0.25]]),
        ("mean_absolute_error", 1.5, [[-0.125, 0.125, 0.125, -0.125], [0, -0.125, 0.125, -0.125]]),
        (
            "mean_absolute_percentage_error",
            84.375,
            [[-3.125, 6.25, 6.25, -12.5], [0, -12.5, 3.125, -3.125]],
        ),
    ],
)
def test_by_hand(name: str, cost: float, gradient: list[list[float]]):
    y, t = [[1, 4, 3, 0], [8, -2, 5, 3]], [[4, 2, 2, 1], [8, 1, 4, 4]]
    assert getattr(xb, name)(y, t) == cost
    assert getattr(xb, name).gradient(y, t).tolist() == gradient


def test_by_hand_logarithmic():
    """From 1 to 3, from 0 to 1 and from 3 to 7, 1 + x doubles: three entries of (ln 2)² in four."""
    y, t = [[1.0, 0.0], [3.0, 5.0]], [[3.0, 1.0], [7.0, 5.0]]
    assert xb.mean_squared_logarithmic_error(y, t) == pytest.approx(
        0.75 * np.log(2) ** 2, rel=1e-15
    )


def test_the_printed_logarithmic_formula_is_not_the_one():
    """Taken literally, a formula whose 1s cancel is ln(y/t)²: infinite on 0, where ours is not."""
    assert np.isfinite(xb.mean_squared_logarithmic_error([0.0], [0.0]))
    assert xb.mean_squared_logarithmic_error([-0.999], [0.0]) == pytest.approx(np.log(0.001) ** 2)


@pytest.mark.parametrize(
    "name", ["mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_error"]
)
def test_a_right_prediction_has_slope_0(name: str):
    loss = getattr(xb, name)
    assert loss([[2.0]], [[2.0]]) == 0.0
    assert loss.gradient([[2.0]], [[2.0]]).tolist() == [[0.0]]


def test_a_percentage_is_of_the_size_of_the_target():
    loss = xb.mean_absolute_percentage_error
    assert loss([-3.0], [-4.0]) == loss([3.0], [4.0]) == 25.0
    assert loss.gradient([-3.0], [-4.0]).tolist() == [25.0]
    assert loss([0.0], [4.0]) == 100.0


def test_squared_errors_take_any_finite_number():
    assert xb.half_squared_error([-3.0], [5.0]) == 32.0
    assert xb.half_squared_error.gradient([-3.0], [5.0]).tolist() == [-8.0]
    assert xb.mean_squared_error([-3.0], [5.0]) == 64.0


@pytest.mark.parametrize(
    ("loss", "y"),
    [
        (xb.binary_cross_entropy, [[1.5]]),
        (xb.binary_cross_entropy, [[-0.5]]),
        (xb.categorical_cross_entropy, [[0.5, 0.6]]),
        (xb.categorical_cross_entropy, [[-0.5, 1.5]]),
        (xb.mean_squared_logarithmic_error, [[-1.0]]),
    ],
    ids=str,
)
def test_where_training_leaves_the_domain_its_loss_is_nan(loss: xb.Loss, y: list[list[float]]):
    out, prediction = loss._behind(xb.identity), np.array(y)
    target = np.eye(1, prediction.size)
    assert np.isnan(out.values(prediction, prediction, target))
    assert np.isnan(out.delta(prediction, prediction, target)).any()


def test_repr_names_the_loss_and_a_clip_of_its_own():
    assert repr(xb.mean_squared_error) == "<loss mean_squared_error>"
    assert repr(xb.BinaryCrossEntropy()) == "<loss binary_cross_entropy>"
    assert repr(xb.CategoricalCrossEntropy(0)) == "<loss categorical_cross_entropy clip=0>"
