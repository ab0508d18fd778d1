"""A thousand 2-2-1 networks side by side."""

import ctypes
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

import xorbook as xb
from benchmarks.peers import LEARNING_RATE, SIZES, Floats, Peer, Training, starts

X, T = xb.xor()
RESTARTS = 1000
JAX_STEPS = 300


def with_ensemble(theta: Floats, steps: int) -> Training:
    many = xb.Ensemble.random(SIZES, restarts=theta.shape[1], rng=np.random.default_rng(0))
    many.theta[...] = theta

    def training() -> Floats:
        optimizer = xb.Adam(LEARNING_RATE)
        many.train(X, T, loss=xb.binary_cross_entropy, optimizer=optimizer, steps=steps)
        return many.theta

    return training


def with_ten_thousand(theta: Floats, steps: int) -> Training:
    training = with_ensemble(np.tile(theta, 10), steps)
    return lambda: training()[:, : theta.shape[1]]


def with_torch(theta: Floats, steps: int) -> Training:
    """Batched products with the restarts first, float64, Adam over all tensors at once."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    torch.set_num_threads(1)
    restarts = theta.shape[1]
    shapes = ((2, 2), (1, 2), (2, 1), (1, 1))
    parts = np.split(theta.T, [4, 6, 8], axis=1)
    W1, b1, W2, b2 = parameters = [
        torch.tensor(part.reshape(restarts, *shape), requires_grad=True)
        for part, shape in zip(parts, shapes, strict=True)
    ]
    x = torch.tensor(X).expand(restarts, 4, 2)
    y = torch.tensor(T).expand(restarts, 4, 1)
    optimizer = torch.optim.Adam(parameters, lr=LEARNING_RATE, foreach=True)

    def training() -> Floats:
        for _ in range(steps):
            hidden = torch.sigmoid(torch.baddbmm(b1, x, W1))
            z = torch.baddbmm(b2, hidden, W2)
            loss = binary_cross_entropy_with_logits(z, y, reduction="sum") / 4
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        flat = [part.detach().numpy().reshape(restarts, -1) for part in parameters]
        return np.concatenate(flat, axis=1).T

    return training


def _jax_training(steps: int) -> Any:
    """Return the whole training of one network, mapped over the restarts; not yet compiled."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    x, t = jnp.asarray(X), jnp.asarray(T)

    def loss(theta: Any) -> Any:
        hidden = jax.nn.sigmoid(x @ theta[:4].reshape(2, 2) + theta[4:6])
        z = hidden @ theta[6:8].reshape(2, 1) + theta[8:]
        return jnp.mean(jnp.logaddexp(0.0, z) - t * z)

    def step(carry: Any, number: Any) -> Any:
        theta, m, v = carry
        g = jax.grad(loss)(theta)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        m_hat, v_hat = m / (1 - 0.9**number), v / (1 - 0.999**number)
        return (theta - LEARNING_RATE * m_hat / (jnp.sqrt(v_hat) + 1e-8), m, v), None

    def train(theta: Any) -> Any:
        start = (theta, jnp.zeros_like(theta), jnp.zeros_like(theta))
        return jax.lax.scan(step, start, jnp.arange(1.0, steps + 1))[0][0]

    return jax.jit(jax.vmap(train, in_axes=1, out_axes=1))


@cache
def _compiled(steps: int, restarts: int) -> tuple[Callable[[Floats], Any], float]:
    """Compile for this many steps and restarts; return the training and the seconds it took."""
    training = _jax_training(steps)
    begun = process_time()
    compiled = training.lower(starts(restarts)).compile()
    return compiled, process_time() - begun


def with_jax(theta: Floats, steps: int) -> Training:
    """One call compiled for all steps: `grad` inside `scan` inside `vmap`, float64."""
    compiled, _ = _compiled(steps, theta.shape[1])
    return lambda: np.asarray(compiled(theta))


def compilation_seconds() -> float:
    """Return the processor time that JAX compiled for."""
    return _compiled(JAX_STEPS, RESTARTS)[1]


@cache
def _scalar_loop() -> Any:
    """Compile scalar.c and load it into this process."""
    folder = tempfile.mkdtemp(prefix="xorbook-bench-")
    library = Path(folder) / "scalar.so"
    source = Path(__file__).with_name("scalar.c")
    command = ["cc", "-O2", "-shared", "-fPIC", str(source), "-o", str(library), "-lm"]
    subprocess.run(command, check=True)
    train = ctypes.CDLL(str(library)).train
    pointer = np.ctypeslib.ndpointer(np.float64, flags="C_CONTIGUOUS")
    train.argtypes, train.restype = [pointer, ctypes.c_long, ctypes.c_long], ctypes.c_int
    return train


def with_c(theta: Floats, steps: int) -> Training:
    train = _scalar_loop()
    nets = np.array(theta.T, order="C")

    def training() -> Floats:
        if train(nets, len(nets), steps):
            raise MemoryError("the C loop found no memory for its means")
        return nets.T

    return training


JAX = Peer("JAX, vmap and scan, compiled", "jax", JAX_STEPS, with_jax)
PEERS = (
    Peer("xorbook, Ensemble", "xorbook", 300, with_ensemble),
    Peer("PyTorch, baddbmm", "torch", 50, with_torch),
    JAX,
    Peer("C, a scalar loop, cc -O2", "cc", 100, with_c),
    Peer("xorbook, Ensemble of 10 000", "xorbook", 100, with_ten_thousand),
)
