"""Networks in files."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xorbook as xb

ACTIVATIONS = [xb.step, xb.identity, xb.sigmoid, xb.tanh, xb.relu, xb.softmax]


@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    seed=st.integers(0, 2**32),
    data=st.data(),
)
def test_what_was_saved_is_what_is_loaded(sizes: list[int], seed: int, data: st.DataObject):
    layers = len(sizes) - 1
    kinds = data.draw(st.lists(st.sampled_from(ACTIVATIONS), min_size=layers, max_size=layers))
    rng = np.random.default_rng(seed)
    net = xb.Network.random(sizes, rng=rng, activations=kinds, initializer=xb.Normal())
    file = io.BytesIO()
    net.save(file)
    loaded = xb.Network.load(io.BytesIO(file.getvalue()))
    assert (loaded.sizes, loaded.activations) == (net.sizes, net.activations)
    np.testing.assert_array_equal(loaded.theta, net.theta)


def test_a_path_will_do(tmp_path: Path):
    for path in (tmp_path / "net.npz", str(tmp_path / "other.npz")):
        xb.worked_example().save(path)
        assert repr(xb.Network.load(path)) == repr(xb.worked_example())


class Mine(xb.Network):
    pass


def test_a_subclass_loads_as_itself(tmp_path: Path):
    xb.worked_example().save(tmp_path / "net.npz")
    assert type(Mine.load(tmp_path / "net.npz")) is Mine


def saved(**changes: object) -> io.BytesIO:
    entries = {"sizes": (2, 1), "theta": [1.0, 2.0, 3.0], "activations": ["sigmoid"], **changes}
    file = io.BytesIO()
    np.savez(file, **{name: value for name, value in entries.items() if value is not None})
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (saved(theta=None), "file must be an .npz that Network.save wrote, got one without theta"),
        (saved(theta=[1.0]), r"theta must have shape \(3,\), got \(1,\)"),
        (saved(theta=[1.0, np.nan, 2.0]), "theta must be finite"),
        (saved(sizes=[2]), "sizes must name at least two layers"),
        (saved(activations=["os.system"]), "activations must be among step, .*, got .'os.system'"),
        (saved(activations=["sigmoid"] * 2), r"activations must hold one per layer \(1\), got 2"),
        (saved(theta=np.array([print])), "got no readable .npz"),
        (io.BytesIO(b""), "got no readable .npz"),
        (io.BytesIO(b"PK\x03\x04"), "got no readable .npz"),
    ],
)
def test_another_file_is_refused(file: io.BytesIO, message: str):
    with pytest.raises(ValueError, match=message):
        xb.Network.load(file)


def test_an_array_alone_is_no_network(tmp_path: Path):
    np.save(tmp_path / "theta.npy", np.zeros(3))
    with pytest.raises(ValueError, match="got a single array"):
        xb.Network.load(tmp_path / "theta.npy")


def test_a_missing_file_is_reported_as_such(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        xb.Network.load(tmp_path / "none.npz")


def test_an_activation_without_a_name_of_ours_is_not_saved():
    class Steeper(type(xb.sigmoid)):
        name = "sigmoid"

    net = xb.Network([([[1.0]], [0.0])], [Steeper()])
    with pytest.raises(ValueError, match="to be saved, got <activation sigmoid>"):
        net.save(io.BytesIO())
