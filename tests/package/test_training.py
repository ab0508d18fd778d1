"""Training against plain Python, against the public passes, and on its way out."""

import math
import subprocess
import sys
import tracemalloc
import warnings
from pathlib import Path

import numpy as np
import pytest

import xorbook as xb
from tests.package import dual
from tests.package.random_networks import CASES, Case

X, t = xb.xor()


def bce(net: xb.Network, **more) -> xb.History:
    settings = {"loss": xb.binary_cross_entropy, "optimizer": xb.SGD(1.0), "steps": 100, **more}
    return xb.train(net, X, t, **settings)


def start(seed: int, sizes: tuple[int, ...] = (2, 2, 1)) -> xb.Network:
    return xb.Network.random(sizes, rng=np.random.default_rng(seed))


@pytest.mark.parametrize("loss", [xb.half_squared_error, xb.binary_cross_entropy], ids=str)
def test_ten_steps_are_those_of_plain_python(loss: xb.Loss):
    net = xb.worked_example()
    theta = net.theta.tolist()
    history = xb.train(net, X, t, loss=loss, optimizer=xb.SGD(1.0), steps=10)
    network = (net.sizes, ["sigmoid", "sigmoid"])
    losses = []
    for _ in range(11):
        duals = [dual.Dual(number) for number in theta]
        losses.append(dual.mean_loss(*network, duals, X.tolist(), t.tolist(), loss.name).value)
        slopes = dual.gradient(*network, theta, X.tolist(), t.tolist(), loss.name)
        before, theta = theta, [number - slope for number, slope in zip(theta, slopes, strict=True)]
    np.testing.assert_allclose(net.theta, before, rtol=0, atol=1e-13)
    np.testing.assert_allclose(history.loss, losses, rtol=0, atol=1e-13)
    assert history.steps.tolist() == list(range(11))


def test_the_first_step_of_the_worked_example_has_the_losses_of_the_source():
    history = bce(xb.worked_example(), steps=1)
    assert [f"{loss:.5f}" for loss in history.loss] == ["0.97663", "0.76453"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_step_is_the_public_gradient(case: Case):
    net, inputs, targets = case.draw()
    loss = getattr(xb, case.loss)
    expected = net.theta - 1e-3 * net.backward(net.forward(inputs), targets, loss=loss).theta
    before = net.loss(inputs, targets, loss=loss)
    history = xb.train(net, inputs, targets, loss=loss, optimizer=xb.SGD(1e-3), steps=1)
    np.testing.assert_allclose(net.theta, expected, rtol=0, atol=1e-15)
    assert history.loss[0] == pytest.approx(before, rel=1e-13)
    assert history.loss[1] == pytest.approx(net.loss(inputs, targets, loss=loss), rel=1e-13)


def test_one_sample_alone_will_do():
    net, same = start(0), start(0)
    xb.train(net, [1, 0], [1], loss=xb.half_squared_error, optimizer=xb.SGD(1.0), steps=3)
    xb.train(same, [[1, 0]], [[1]], loss=xb.half_squared_error, optimizer=xb.SGD(1.0), steps=3)
    np.testing.assert_array_equal(net.theta, same.theta)


def test_records_do_not_change_the_run():
    often, rarely = start(1), start(1)
    every, some = bce(often, steps=1000), bce(rarely, steps=1000, record_every=300)
    np.testing.assert_array_equal(often.theta, rarely.theta)
    assert some.steps.tolist() == [0, 300, 600, 900, 1000]
    np.testing.assert_allclose(some.loss, every.loss[some.steps], rtol=1e-14)
    np.testing.assert_array_equal(some.accuracy, every.accuracy[some.steps])


def test_no_steps_record_the_start():
    net = start(1)
    theta = net.theta.copy()
    history = bce(net, steps=0)
    np.testing.assert_array_equal(net.theta, theta)
    assert history.steps.tolist() == [0]


def test_parameters_are_kept_where_asked():
    net = start(1)
    history = bce(net, steps=600, record_every=100, parameters_at=[0, 7, 600])
    assert history.steps.tolist() == [0, 7, 100, 200, 300, 400, 500, 600]
    assert list(history.parameters) == [0, 7, 600]
    np.testing.assert_array_equal(history.parameters[0].theta, start(1).theta)
    np.testing.assert_array_equal(history.parameters[600].theta, net.theta)
    again = start(1)
    bce(again, steps=7)
    assert history.parameters[7]["W1[0,0]"] == again.parameters["W1[0,0]"]


def accuracy_of(net: xb.Network) -> float:
    output = net.forward(X).output
    return sum(round(float(y)) == goal for y, goal in zip(output[:, 0], t[:, 0], strict=True)) / 4


def test_accuracy_and_when_it_was_solved():
    net = start(3)
    history = bce(net, steps=2000)
    assert history.solved
    first = history.solved_at
    assert history.accuracy[first - 1] < 1
    assert (history.accuracy[first:] == 1).all()
    for steps in (0, first - 1, first):
        net = start(3)
        bce(net, steps=steps)
        assert accuracy_of(net) == history.accuracy[steps]
    short = bce(start(3), steps=first - 1)
    assert (short.solved, short.solved_at) == (False, None)


def test_targets_of_minus_1_and_1_are_told_apart_at_0():
    """A tanh that has the right sign everywhere has solved the task, however flat it still is."""
    signs = 2 * t - 1
    net = xb.Network.random((2, 4, 1), rng=1, activations=[xb.tanh, xb.tanh])
    plan = {"loss": xb.mean_squared_error, "optimizer": xb.SGD(0.1), "steps": 1000}
    many = xb.Ensemble([net])
    history = xb.train(net, X, signs, **plan, parameters_at=range(1001))
    first = history.solved_at
    for step in (first - 1, first):
        theta = history.parameters[step].theta
        net.theta = theta
        assert history.accuracy[step] == (np.sign(net(X)) == signs).mean()
    assert np.abs(net(X) - signs).max() > 0.5
    assert many.train(X, signs, **plan, record_every=1)[0].solved_at == first


@pytest.mark.parametrize(
    ("targets", "accuracy"),
    [([[-1], [1]], 1), ([[-1], [-1]], 1 / 2), ([[0], [1]], 1), ([[1], [1]], 1 / 2)],
)
def test_how_near_an_output_must_be(targets: list[list[float]], accuracy: float):
    """The outputs are −0.4 and 0.9; −0.4 is right for −1 where that is what stands against 1."""
    net = xb.Network([([[1.0]], [0.0])], [xb.identity])
    plan = {"loss": xb.half_squared_error, "optimizer": xb.SGD(0.1), "steps": 0}
    assert xb.train(net, [[-0.4], [0.9]], targets, **plan).accuracy[0] == accuracy


def test_solved_again_counts_from_the_last_time():
    accuracy = np.array([1.0, 0.5, 1.0, 1.0])
    history = xb.History(np.array([0, 10, 20, 30]), accuracy, accuracy, {}, "steps")
    assert history.solved_at == 20


def test_behind_a_softmax_the_largest_output_decides():
    net = xb.Network([(np.zeros((1, 3)), [0.1, 0.2, 0.0])], [xb.softmax])
    history = xb.train(
        net, [[1.0]], [[0, 1, 0]], loss=xb.half_squared_error, optimizer=xb.SGD(1.0), steps=0
    )
    assert (net.forward([[1.0]]).output < 0.5).all()
    assert history.solved


def test_stop_when_ends_the_run_at_that_record():
    seen = []

    def low(moment: xb.Moment) -> bool:
        seen.append(moment)
        return moment.loss < 0.1

    net = start(3)
    history = bce(net, steps=5000, stop_when=low)
    assert history.stopped == "stop_when"
    assert history.loss[-1] < 0.1 <= history.loss[-2]
    assert net.loss(X, t, loss=xb.binary_cross_entropy) == pytest.approx(history.loss[-1])
    assert [moment.step for moment in seen] == history.steps.tolist()
    assert [moment.accuracy for moment in seen] == history.accuracy.tolist()


def test_a_diverging_run_ends_with_one_warning_and_the_last_finite_parameters():
    net = xb.Network.random((2, 1), rng=np.random.default_rng(0), activations=[xb.identity])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        history = xb.train(net, X, t, loss=xb.half_squared_error, optimizer=xb.SGD(1e3), steps=5000)
    assert [str(warning.message) for warning in caught] == [
        f"training diverged: the loss at step {history.steps[-1]} is inf; "
        f"the network keeps the parameters of step {history.steps[-2]}"
    ]
    assert caught[0].filename == __file__
    assert history.stopped == "diverged"
    assert repr(history).endswith("not solved, diverged)")
    assert history.loss[-1] == np.inf
    assert np.isfinite(history.loss[:-1]).all()
    assert np.isfinite(net.theta).all()
    assert net.loss(X, t, loss=xb.half_squared_error) == pytest.approx(history.loss[-2])


# A shell that starts the tests in the background has them ignore what Ctrl-C sends.
INTERRUPTED = """
import os, signal, threading, time
import numpy as np, xorbook as xb
signal.signal(signal.SIGINT, signal.default_int_handler)
X, t = xb.xor()

def interrupt_when_it_learns(learner):
    # However busy the machine is: after two changes that can be seen.
    for _ in range(2):
        before = learner.theta.copy()
        while (learner.theta == before).all():
            time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGINT)

net = xb.Network.random((2, 2, 1), rng=1)
threading.Thread(target=interrupt_when_it_learns, args=[net]).start()
history = xb.train(net, X, t, loss=xb.binary_cross_entropy, optimizer=xb.SGD(1.0), steps=10**9)
print(history.stopped, len(history.steps) == history.steps[-1] + 1 > 1)
print(abs(net.loss(X, t, loss=xb.binary_cross_entropy) - history.loss[-1]) < 1e-14)
many = xb.Ensemble.random((2, 2, 1), restarts=5000, rng=1)
threading.Thread(target=interrupt_when_it_learns, args=[many]).start()
histories = many.train(
    X, t, loss=xb.binary_cross_entropy, optimizer=xb.SGD(1.0), steps=10**9, record_every=1
)
print(len(histories), {h.stopped for h in histories}, histories[0].steps[-1] >= 1)
print(np.abs(many[7].loss(X, t, loss=xb.binary_cross_entropy) - histories[7].loss[-1]) < 1e-14)
"""


def test_an_interrupt_returns_the_history_so_far():
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=300,
        check=False,
    )
    assert done.stderr == ""
    lines = ["interrupted True", "True", "5000 {'interrupted'} True", "True"]
    assert done.stdout.splitlines() == lines


def test_an_interrupt_before_anything_is_recorded_is_an_interrupt(monkeypatch):
    monkeypatch.setattr(type(xb.sigmoid), "_fill", stop)
    with pytest.raises(KeyboardInterrupt):
        bce(start(0))


def stop(self, z, out):
    raise KeyboardInterrupt


def test_nothing_is_printed_unless_a_bar_is_wanted(capsys: pytest.CaptureFixture[str]):
    bce(start(0), steps=20)
    assert capsys.readouterr() == ("", "")
    bce(start(0), steps=20, progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "21/21" in err


def test_a_bar_without_tqdm_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(ImportError, match=r"pip install 'xorbook\[progress\]'"):
        bce(start(0), progress=True)


def test_batches_are_the_samples_of_an_epoch_in_the_order_drawn():
    net, by_hand = start(2), start(2)
    bce(net, steps=6, batch_size=3, rng=np.random.default_rng(7))
    rng = np.random.default_rng(7)
    for _ in range(3):
        order = rng.permutation(4)
        for part in (order[:3], order[3:]):
            gradients = by_hand.backward(
                by_hand.forward(X[part]), t[part], loss=xb.binary_cross_entropy
            )
            by_hand.theta -= gradients.theta
    np.testing.assert_allclose(net.theta, by_hand.theta, rtol=0, atol=1e-14)


def test_a_batch_of_all_samples_is_no_batch_but_for_the_order_of_a_sum():
    net, whole = start(2), start(2)
    history = bce(net, steps=50, batch_size=4, rng=np.random.default_rng(0))
    np.testing.assert_allclose(history.loss, bce(whole, steps=50).loss, rtol=0, atol=1e-13)


def test_runs_from_the_same_generator_are_the_same():
    runs = [
        bce(start(4), batch_size=1, rng=np.random.default_rng(3), optimizer=xb.Adam(0.05))
        for _ in range(2)
    ]
    np.testing.assert_array_equal(runs[0].loss, runs[1].loss)


def test_the_order_of_the_samples_does_not_matter():
    order = np.array([2, 0, 3, 1])
    net, shuffled = start(5), start(5)
    xb.train(net, X, t, loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.1), steps=50)
    xb.train(
        shuffled, X[order], t[order], loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.1), steps=50
    )
    np.testing.assert_allclose(shuffled.theta, net.theta, rtol=0, atol=1e-11)


def test_a_history_as_a_table_has_every_digit(tmp_path: Path):
    history = bce(start(6), steps=30)
    history.to_csv(tmp_path / "history.csv")
    head, *rows = (tmp_path / "history.csv").read_text("utf-8").splitlines()
    assert head == "step,loss,accuracy"
    columns = list(zip(*(map(float, row.split(",")) for row in rows), strict=True))
    assert columns == [tuple(history.steps), tuple(history.loss), tuple(history.accuracy)]


def test_a_plateau_of_the_book_is_reached():
    """From zero, every unit stays equal to its neighbour: the loss cannot leave ln 2."""
    net = xb.Network([(np.zeros((2, 2)), [0, 0]), (np.zeros((2, 1)), [0])], [xb.sigmoid] * 2)
    assert bce(net, steps=1000).loss[-1] == pytest.approx(math.log(2), abs=1e-12)


def test_single_records_are_python_numbers():
    history = bce(start(3), steps=3)
    assert [type(history.loss[-1]), type(history.accuracy[0]), type(history.steps[1])] == [
        float,
        float,
        int,
    ]
    assert repr(history.loss[-1]) == repr(float(np.array(history.loss)[-1]))
    assert type(history.loss.min()) is float
    assert history.loss[1:].shape == (3,)
    assert type(history.loss - 1) is np.ndarray
    assert repr(history.steps) == "array([0, 1, 2, 3])"


def test_parameters_that_overflow_are_a_divergence_even_where_the_loss_is_finite():
    net = xb.worked_example()
    with pytest.warns(RuntimeWarning, match="training diverged: the loss at step 3 is nan"):
        history = xb.train(
            net, X, t, loss=xb.half_squared_error, optimizer=xb.Adam(1e308), steps=50
        )
    assert history.stopped == "diverged"
    assert np.isfinite(net.theta).all()
    many = xb.Ensemble([xb.worked_example()] * 2)
    histories = many.train(X, t, loss=xb.half_squared_error, optimizer=xb.Adam(1e308), steps=50)
    assert [each.stopped for each in histories] == ["diverged", "diverged"]
    assert np.isfinite(many.theta).all()


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([xb.step, xb.step], "layer 2: its slope is 0, and layers 1 to 2 would not learn"),
        ([xb.step, xb.sigmoid], "layer 1: its slope is 0, and layer 1 would not learn"),
    ],
)
def test_a_step_is_refused_before_anything_is_computed(kinds, said: str, monkeypatch):
    net = xb.Network.random((2, 2, 1), rng=0, activations=kinds)
    many = xb.Ensemble([net])
    monkeypatch.setattr(type(xb.step), "_fill", stop)
    plan = {"loss": xb.half_squared_error, "optimizer": xb.SGD(1.0), "steps": 5}
    runs = [lambda: xb.train(net, X, t, **plan), lambda: many.train(X, t, **plan)]
    if kinds[-1] == xb.sigmoid:
        runs.append(lambda: xb.train_numerically(net, X, t, steps=5))
    for run in runs:
        with pytest.raises(ValueError, match=said):
            run()


def test_records_of_a_large_network_take_little_memory():
    """Every step is recorded, and what waits for its loss is bounded."""
    net = xb.Network.random((784, 100, 10), rng=0)
    rng = np.random.default_rng(0)
    inputs, targets = rng.random((1000, 784)), rng.random((1000, 10))
    plan = {"loss": xb.binary_cross_entropy, "optimizer": xb.SGD(0.1), "steps": 20}
    tracemalloc.start()
    xb.train(net, inputs, targets, **plan, record_every=1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40e6
