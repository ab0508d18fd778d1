"""Optimisers, initialisers, losses and activations are values: not to be changed."""

import copy
import pickle

import numpy as np
import pytest

import xorbook as xb


def test_alike_is_equal():
    assert xb.Adam(0.1) == xb.Adam(learning_rate=0.1)
    assert hash(xb.Adam(0.1)) == hash(xb.Adam(learning_rate=0.1))
    assert len({xb.Adam(0.1), xb.Adam(0.2), xb.RMSProp(0.1), xb.Adam(0.1)}) == 3
    assert xb.Glorot() != xb.He("uniform")
    assert xb.Adam(0.1) != 0.1


def test_what_is_shown_makes_it_again():
    adams = xb.Adam(0.1, beta2=0.9), xb.KerasAdam(0.1)
    for value in (*adams, xb.He(), xb.PyTorchLinear(), xb.SGD(2.0)):
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


@pytest.mark.parametrize("loss", [xb.binary_cross_entropy, xb.categorical_cross_entropy], ids=str)
def test_nobody_changes_a_loss_for_everyone(loss: xb.Loss):
    with pytest.raises(AttributeError, match=r"cannot assign to field 'clip'"):
        loss.clip = 0.3
    with pytest.raises(AttributeError):
        xb.half_squared_error.name = "another"
    with pytest.raises(AttributeError):
        xb.sigmoid.name = "another"


SETTINGS = {
    "learning_rate": xb.SGD,
    "momentum": lambda value: xb.Momentum(0.1, value),
    "decay": lambda value: xb.RMSProp(decay=value),
    "beta1": lambda value: xb.Adam(beta1=value),
    "epsilon": lambda value: xb.Adam(epsilon=value),
    "low": xb.Uniform,
    "mean": xb.Normal,
    "standard_deviation": lambda value: xb.Normal(0, value),
    "clip": xb.BinaryCrossEntropy,
}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("given", [np.array(0.25), np.float32(0.25), np.float64(0.25)], ids=repr)
def test_settings_are_floats_of_their_own(name: str, given):
    made = SETTINGS[name](given)
    assert type(getattr(made, name)) is float
    if isinstance(given, np.ndarray):
        given[...] = 0.5
        assert getattr(made, name) == 0.25
        given[...] = 0.25
