"""Damaged and forged files: `Network.load` gives a network or a ValueError, in little memory."""

import contextlib
import io
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import xorbook as xb
from tests.package.damaged_files import NETS, arrays, bombs, damaged_files, packed, saved

# What a load may take beside a few times the file: a long header is read as Python source.
MEMORY = 2**22


@pytest.fixture(scope="module")
def files() -> list[bytes]:
    """All of them, made before memory is traced, which is slow."""
    return [*damaged_files(seed=0, rounds=400)]


@pytest.fixture
def traced() -> Iterator[None]:
    xb.Network.load(io.BytesIO(saved(NETS[0])))  # imports what it needs
    tracemalloc.start()
    yield
    tracemalloc.stop()


def outcome(file: io.BytesIO | Path) -> str:
    try:
        net = xb.Network.load(file)
    except ValueError as error:
        expected, _, came = str(error).partition(", got ")
        return expected if " must " in expected and came else f"unclear: {error}"
    assert np.isfinite(net.theta).all()
    assert [W.shape for W in net.W.values()] == [*pairwise(net.sizes)]
    assert len(net.activations) == len(net.W)
    return "a network"


def test_a_damaged_file_is_refused_or_read(
    files: list[bytes], tmp_path: Path, traced: None, record_property
):
    outcomes: Counter[str] = Counter()
    path = tmp_path / "net.npz"
    for number, data in enumerate(files):
        file = io.BytesIO(data)
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        outcomes[outcome(file)] += 1
        _, peak = tracemalloc.get_traced_memory()
        assert peak - before < MEMORY + 4 * len(data), number
        assert not file.closed
        if number % 3 == 0:  # seeking before the beginning is another error there
            path.write_bytes(data)
            outcome(path)
    assert outcomes.total() > 2300
    assert 100 < outcomes["a network"] < outcomes.total() / 2
    assert len(outcomes) > 5
    unclear = [said for said in outcomes if said.startswith("unclear")]
    record_property("fuzzing", (f"{outcomes.total()} damaged or forged files", len(unclear)))
    assert not unclear


def test_the_bombs_would_go_off(traced: None):
    """Reading all that is there takes the memory that `load` does not take."""
    for data in bombs():
        tracemalloc.reset_peak()
        with np.load(io.BytesIO(data)) as archive, contextlib.suppress(Exception):
            for name in archive.files:
                archive[name]
        assert tracemalloc.get_traced_memory()[1] > 2 * MEMORY + 4 * len(data)


@pytest.mark.parametrize("compression", [0, 8])
def test_undamaged_the_same_files_load(compression: int):
    for net in NETS:
        assert xb.Network.load(io.BytesIO(packed(arrays(net), compression))) == net
