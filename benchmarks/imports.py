"""What an import costs, each in a fresh interpreter."""

import os
import sys
from importlib.util import find_spec

from benchmarks.measuring import Measured, alternate

PACKAGES = {
    "numpy": "numpy",
    "xorbook": "xorbook",
    "PyTorch": "torch",
    "JAX": "jax",
    "scikit-learn": "sklearn.neural_network",
    "micrograd": "micrograd.engine",
}


def import_costs(rounds: int) -> list[Measured]:
    """Measure the processor time of an interpreter that imports a package and ends."""
    actions = [
        None if find_spec(module.partition(".")[0]) is None else lambda module=module: _cost(module)
        for module in PACKAGES.values()
    ]
    return alternate(list(PACKAGES), actions, rounds)


def _cost(module: str) -> float:
    # A reader's second import finds compiled files; the round that does not count writes them.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", f"import {module}"]
    _, status, usage = os.wait4(os.posix_spawn(sys.executable, command, environment), 0)
    if status:
        raise ImportError(f"import {module} must end well, got status {status}")
    return usage.ru_utime + usage.ru_stime
