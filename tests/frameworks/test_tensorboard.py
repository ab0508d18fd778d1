"""What is written for TensorBoard is what `xorbook` computes, and the pictures show such a log."""

import numpy as np
import pytest

from tests.frameworks.networks import installed
from tests.frameworks.tensorboard_shots import (
    BINS,
    DOCS,
    LANGUAGES,
    MOMENTS,
    SHOTS,
    course,
    write_log,
)

installed("tensorboardX")
installed("tensorboard")
reader = installed("tensorboard.backend.event_processing.event_accumulator")


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    write_log(course(), folder)
    return reader.EventAccumulator(str(folder), {"scalars": 0, "histograms": 0}).Reload()


def test_the_losses_come_back(log):
    run = course()
    events = log.Scalars("loss")
    assert [event.step for event in events] == [*MOMENTS]
    found = [event.value for event in events]
    np.testing.assert_allclose(found, run.loss[[*MOMENTS]], rtol=1e-6, atol=0)


@pytest.mark.parametrize("layer", [1, 2, 3, 4])
def test_the_histograms_come_back(log, layer):
    run = course()
    events = log.Histograms(f"W{layer}")
    assert [event.step for event in events] == [*MOMENTS]
    for event in events:
        weights, stored = run.parameters[event.step].W[layer], event.histogram_value
        counts, edges = np.histogram(weights, bins=BINS)
        # Before the first edge there is a bin of nothing.
        assert stored.bucket == [0, *counts]
        np.testing.assert_allclose(stored.bucket_limit, edges, rtol=1e-12)
        assert (stored.num, stored.min, stored.max) == (weights.size, weights.min(), weights.max())


def test_the_pictures_are_those_that_are_taken():
    names = {f"tensorboard-{name}.webp" for name in SHOTS}
    for language in LANGUAGES:
        assert names <= {file.name for file in (DOCS / language / "pictures").iterdir()}
