"""The stored starts are what a framework draws, and the listings end there as the pages say."""

import csv
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import xorbook as xb
from tests.frameworks.networks import installed
from tests.frameworks.starts import DEEP, DRAWN, MATRICES, SEEDS, UNITS, from_torch
from tests.pages.book import ROOT
from xorbook import studies

torch, tf = installed("torch"), installed("tensorflow")
SLIDES = "slides, PyTorch"
# The listings of the notes, and the shapes of their variables in order.
NOTES = {"notes, three units": UNITS, "notes, matrices": MATRICES, "notes, deep": DEEP}


def drawn(listing):
    """Draw the starts of a listing in a process of its own: Keras reads its backend once."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.frameworks.starts", listing],
        cwd=ROOT,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = csv.DictReader(done.stdout.splitlines())
    return {int(line["seed"]): np.array(line["theta"].split(), dtype=float) for line in lines}


@pytest.mark.parametrize("listing", DRAWN)
def test_a_seed_still_draws_the_stored_start(listing):
    stored, again = studies.load_seeded_starts(listing), drawn(listing)
    assert [*stored] == [*again] == [*DRAWN[listing][1]]
    for seed, net in stored.items():
        np.testing.assert_allclose(again[seed], net.theta, rtol=0, atol=1e-6)


def test_another_backend_draws_other_starts_in_keras():
    """The tests' own process has PyTorch as the backend, as the page says."""
    keras = installed("keras")
    assert keras.backend.backend() == "torch"
    keras.utils.set_random_seed(777)
    dense = keras.layers.Dense(2)
    dense.build((None, 2))
    stored = studies.load_seeded_starts("slides, Keras")[777].W[1]
    assert abs(dense.get_weights()[0] - stored).min() > 1e-3


def trained_together(seeds):
    """Train networks of the slides' listing in float32, side by side; return their outputs."""
    nets = [from_torch(seed) for seed in seeds]
    parts = [np.stack([part(net) for net in nets]) for part in (
        lambda net: net.W[1], lambda net: net.b[1][None], lambda net: net.W[2],
        lambda net: net.b[2][None],
    )]  # fmt: skip
    W1, b1, W2, b2 = (torch.tensor(p, dtype=torch.float32, requires_grad=True) for p in parts)
    X, t = (torch.tensor(a, dtype=torch.float32) for a in xb.xor())
    optimizer = torch.optim.Adam([W1, b1, W2, b2], lr=0.01)
    loss = torch.nn.BCEWithLogitsLoss(reduction="none")
    for step in range(2001):
        z = torch.sigmoid(X @ W1 + b1) @ W2 + b2
        if step == 2000:
            return torch.sigmoid(z).detach().numpy()
        optimizer.zero_grad()
        loss(z, t.expand_as(z)).mean(dim=(1, 2)).sum().backward()
        optimizer.step()


def test_in_float32_the_same_seeds_solve_xor():
    X, t = xb.xor()
    many = xb.Ensemble([*studies.load_seeded_starts(SLIDES).values()])
    many.train(
        X, t, loss=xb.binary_cross_entropy, optimizer=xb.Adam(0.01), steps=2000, record_every=2000
    )
    np.testing.assert_allclose(trained_together(SEEDS), many(X), rtol=0, atol=2e-5)


def notes_output(name: str, variables: list[Any], x: Any) -> Any:
    """Compute what a listing of the notes puts out: three units, or layer after layer."""
    if name == "notes, three units":
        W1, b1, W2, b2, W3, b3 = variables
        x = tf.concat([tf.sigmoid(x @ W1 + b1), tf.sigmoid(x @ W2 + b2)], axis=-1)
        return tf.sigmoid(x @ W3 + b3)
    for W, b in zip(variables[::2], variables[1::2], strict=True):
        x = tf.sigmoid(x @ W + b)
    return x


def as_in_the_notes(name: str) -> tuple[float, np.ndarray]:
    """Run a listing from its seed in float32, with its own loss; return how it ends."""
    setting = studies.TABLES["listings"][name]
    x, t = (tf.constant(a, tf.float32) for a in xb.xor())
    tf.random.set_seed(777)
    variables = [tf.Variable(tf.random.normal(shape)) for shape in NOTES[name]]

    def loss_of(y: Any) -> Any:
        return -tf.reduce_mean(t * tf.math.log(y + 1e-7) + (1 - t) * tf.math.log(1 - y + 1e-7))

    def step(count: Any) -> tuple[Any]:
        with tf.GradientTape() as tape:
            loss = loss_of(notes_output(name, variables, x))
        for variable, slope in zip(variables, tape.gradient(loss, variables), strict=True):
            variable.assign_sub(setting.optimizer.learning_rate * slope)
        return (count + 1,)

    @tf.function(autograph=False)
    def run() -> None:
        tf.while_loop(lambda count: count < setting.steps, step, (0,))

    run()
    y = notes_output(name, variables, x)
    return float(loss_of(y)), y.numpy().ravel()


@pytest.mark.parametrize("name", NOTES)
def test_a_listing_of_the_notes_ends_in_float32_as_the_page_shows_it(name):
    X, t = xb.xor()
    setting, net = studies.TABLES["listings"][name], studies.load_seeded_starts(name)[777]
    ended = xb.train(
        net, X, t, loss=setting.loss, optimizer=setting.optimizer, steps=setting.steps,
        record_every=setting.steps,
    )  # fmt: skip
    loss, outputs = as_in_the_notes(name)
    assert f"{loss:.4f}" == f"{ended.loss[-1]:.4f}"
    assert [f"{y:.2f}" for y in outputs] == [f"{y:.2f}" for y in net(X).ravel()]
    np.testing.assert_allclose(outputs, net(X).ravel(), rtol=0, atol=2e-5)
