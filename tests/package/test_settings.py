"""Optimisers and initialisers are values: equal when alike, and not to be changed."""

import copy
import pickle

import pytest

import xorbook as xb


def test_alike_is_equal():
    assert xb.Adam(0.1) == xb.Adam(learning_rate=0.1)
    assert hash(xb.Adam(0.1)) == hash(xb.Adam(learning_rate=0.1))
    assert len({xb.Adam(0.1), xb.Adam(0.2), xb.RMSProp(0.1), xb.Adam(0.1)}) == 3
    assert xb.Glorot() != xb.He("uniform")
    assert xb.Adam(0.1) != 0.1


def test_what_is_shown_makes_it_again():
    for value in (xb.Adam(0.1, beta2=0.9), xb.He(), xb.PyTorchLinear(), xb.SGD(2.0)):
        assert eval(repr(value), vars(xb)) == value


@pytest.mark.parametrize("name", ["learning_rate", "beta2", "beta_2"])
def test_settings_stay(name: str):
    adam = xb.Adam(0.1)
    with pytest.raises(AttributeError, match=f"^cannot assign to field '{name}'$"):
        setattr(adam, name, 0.5)
    assert adam == xb.Adam(0.1)


def test_copies_are_equal():
    adam = xb.Adam(0.1)
    assert copy.deepcopy(adam) == adam
    assert pickle.loads(pickle.dumps(adam)) == adam
