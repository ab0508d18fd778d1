"""The plot of a history, where matplotlib is installed and where it is not."""

import sys
from collections.abc import Iterator

import numpy as np
import pytest

import xorbook as xb

matplotlib = pytest.importorskip("matplotlib")
from matplotlib import pyplot  # noqa: E402, only where it is installed


@pytest.fixture(autouse=True)
def without_a_screen() -> Iterator[None]:
    backend = matplotlib.get_backend()
    pyplot.switch_backend("agg")
    yield
    pyplot.close("all")
    pyplot.switch_backend(backend)


@pytest.fixture
def history() -> xb.History:
    plan = {"loss": xb.binary_cross_entropy, "optimizer": xb.SGD(1.0), "steps": 500}
    return xb.train(xb.worked_example(), *xb.xor(), **plan, record_every=50)


def test_loss_and_accuracy_over_the_steps(history: xb.History):
    ax = history.plot()
    right = ax.figure.axes[-1]
    (loss,), (accuracy,) = ax.get_lines(), right.get_lines()
    np.testing.assert_array_equal(loss.get_xydata(), np.c_[history.steps, history.loss])
    np.testing.assert_array_equal(accuracy.get_xydata(), np.c_[history.steps, history.accuracy])
    assert [ax.get_xlabel(), ax.get_ylabel(), right.get_ylabel()] == ["step", "loss", "accuracy"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["loss", "accuracy"]
    assert loss.get_linestyle() != accuracy.get_linestyle()
    assert (ax.get_ylim()[0], right.get_ylim()) == (0, (-0.05, 1.05))
    ax.figure.canvas.draw()


def test_it_is_drawn_where_one_asks(history: xb.History):
    figure, (left, right) = pyplot.subplots(1, 2)
    assert history.plot(ax=right) is right
    assert (len(left.get_lines()), len(right.get_lines())) == (0, 1)
    assert pyplot.get_fignums() == [figure.number]


def test_every_plot_without_a_place_has_a_figure_of_its_own(history: xb.History):
    assert history.plot().figure is not history.plot().figure


def test_a_single_record_can_be_seen_and_infinity_is_left_out():
    net, (X, t) = xb.worked_example(), xb.xor()
    plan = {"loss": xb.half_squared_error, "optimizer": xb.SGD(1.0), "steps": 0}
    (line,) = xb.train(net, X, t, **plan).plot().get_lines()
    assert line.get_marker() == "o"
    steps, loss = np.arange(2), np.array([1.0, np.inf])
    xb.History(steps, loss, np.zeros(2), {}, "diverged").plot().figure.canvas.draw()


def test_without_matplotlib_it_says_what_to_install(history: xb.History, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"pip install 'xorbook\[figures\]'"):
        history.plot()
