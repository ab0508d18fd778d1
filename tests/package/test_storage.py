"""Networks in files."""

import copy
import io
import zipfile
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
        (saved(theta=np.array([print] * 3)), "theta must be of float64, got object"),
        (saved(theta=np.zeros(3, np.float32)), "theta must be of float64, got float32"),
        (saved(sizes=[2.0, 1.0]), r"sizes must be integers in one dimension, got float64 of .*2,"),
        (saved(activations=[b"sigmoid"]), "activations must be names in one dimension, got .S7"),
        (saved(more=[1.0]), "got one with .'sizes', 'theta', 'activations', 'more'."),
        (io.BytesIO(b""), "got no readable .npz"),
        (io.BytesIO(b"PK\x03\x04"), "got no readable .npz"),
    ],
)
def test_another_file_is_refused(file: io.BytesIO, message: str):
    with pytest.raises(ValueError, match=message):
        xb.Network.load(file)


def test_what_is_packed_otherwise_is_refused_by_name():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        for name in ("sizes", "theta", "activations"):
            archive.writestr(f"{name}.npy", b"")
    with pytest.raises(ValueError, match="got one whose sizes is compressed by method 12"):
        xb.Network.load(file)
    encrypted = saved().getvalue().replace(b"PK\x01\x02-\x03-\x00\x00", b"PK\x01\x02-\x03-\x00\x01")
    with pytest.raises(ValueError, match="got one whose sizes is encrypted"):
        xb.Network.load(io.BytesIO(encrypted))


def test_a_network_packed_by_savez_compressed_loads_unless_it_unpacks_to_far_too_much():
    entries = {"sizes": (99, 99), "theta": np.zeros(9900), "activations": ["sigmoid"]}
    file = io.BytesIO()
    np.savez_compressed(file, **entries)
    with pytest.raises(ValueError, match=r"got \d{3} bytes whose theta unpacks to 79328"):
        xb.Network.load(file)
    file = io.BytesIO()
    np.savez_compressed(file, **{**entries, "theta": np.random.default_rng(0).normal(size=9900)})
    assert xb.Network.load(file).theta[0] == np.random.default_rng(0).normal()


def test_numbers_of_the_other_byte_order_are_the_same_numbers():
    theta = np.array([1.0, 2.0, 3.0]).astype(">f8")
    assert xb.Network.load(saved(theta=theta)).theta.tolist() == [1, 2, 3]


def test_an_open_file_is_read_from_its_beginning_and_stays_open(tmp_path: Path):
    with open(tmp_path / "net.npz", "w+b") as file:
        xb.worked_example().save(file)
        assert xb.Network.load(file) == xb.worked_example()
        assert not file.closed
    with open(tmp_path / "net.npz") as text, pytest.raises(TypeError, match="an open binary file"):
        xb.Network.load(text)


def test_the_system_speaks_for_itself(tmp_path: Path):
    with pytest.raises(IsADirectoryError):
        xb.Network.load(tmp_path)
    with pytest.raises(FileNotFoundError):
        xb.worked_example().save(tmp_path / "none" / "net.npz")


def test_a_copy_of_an_activation_is_as_good_as_the_one_it_was_copied_from():
    net = copy.deepcopy(xb.worked_example())
    file = io.BytesIO()
    net.save(file)
    assert xb.Network.load(file) == net


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
