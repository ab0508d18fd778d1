"""Keras with TensorFlow as its backend against the package: its Adam, and the listings' runs."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

import xorbook as xb
from tests.frameworks.networks import installed
from tests.frameworks.on_tensorflow import (
    ADAMS,
    RATES,
    SAMPLES,
    SHOWN,
    STEPS,
    networks,
    random_gradients,
)
from tests.pages.book import ROOT
from xorbook import studies

installed("keras")
installed("tensorflow")
NAMES = {"beta_1": "beta1", "beta_2": "beta2"}


@pytest.fixture(scope="module")
def found():
    done = subprocess.run(
        [sys.executable, "-m", "tests.frameworks.on_tensorflow"],
        cwd=ROOT,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("place", range(len(ADAMS)))
def test_adam_moves_parameters_as_keras_does(found, place):
    theta = np.zeros(8)
    rule = xb.KerasAdam(**{NAMES.get(name, name): value for name, value in ADAMS[place].items()})
    update = rule.start(theta)
    for gradient in random_gradients():
        update(gradient)
    np.testing.assert_allclose(theta, found["moved"][place], rtol=1e-12)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("place", range(len(networks())))
def test_every_loss_of_a_run_agrees_to_thirteen_digits(found, place, rate):
    losses = found["losses"][place][RATES.index(rate)]
    plan = {"loss": xb.binary_cross_entropy, "steps": STEPS}
    ours = xb.train(networks()[place], *SAMPLES, optimizer=xb.KerasAdam(rate), **plan)
    np.testing.assert_allclose(ours.loss[:STEPS], losses, rtol=1e-13)
    # The other rule is another one: it would not do.
    other = xb.train(networks()[place], *SAMPLES, optimizer=xb.Adam(rate, epsilon=1e-7), **plan)
    assert abs(other.loss[:STEPS] / losses - 1).max() > 1e-6


@pytest.mark.parametrize(
    ("listing", "seed"), [(listing, seed) for listing, seeds in SHOWN.items() for seed in seeds]
)
def test_from_its_seed_keras_ends_in_float32_where_the_package_does(found, listing, seed):
    setting = studies.TABLES["listings"][listing]
    net = studies.load_seeded_starts(listing)[seed]
    run = xb.train(
        net, *SAMPLES, loss=setting.loss, optimizer=setting.optimizer, steps=setting.steps
    )
    ends = [*net(SAMPLES[0]).ravel(), run.loss[-1]]
    np.testing.assert_allclose(found["ends"][listing][str(seed)], ends, rtol=0, atol=2e-5)
