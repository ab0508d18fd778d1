"""The stored starts are what a framework draws, and the listings end there as the pages say."""

import numpy as np
import pytest

import xorbook as xb
from tests.frameworks.networks import installed
from tests.frameworks.starts import DRAWN, SEEDS, from_torch
from xorbook import studies

torch = installed("torch")
SLIDES = "slides, PyTorch"


@pytest.mark.parametrize("listing", DRAWN)
def test_a_seed_still_draws_the_stored_start(listing):
    draw, seeds = DRAWN[listing]
    stored = studies.load_seeded_starts(listing)
    assert [*stored] == [*seeds]
    for seed, net in stored.items():
        np.testing.assert_allclose(draw(seed).theta, net.theta, rtol=0, atol=1e-6)


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
