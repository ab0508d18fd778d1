"""A copy is whole: it is equal, learns like the original, and neither follows the other."""

import copy
import multiprocessing
import pickle

import numpy as np
import pytest

import xorbook as xb
from xorbook import studies

X, t = xb.xor()
PLAN = {"loss": xb.binary_cross_entropy, "optimizer": xb.Adam(0.1), "steps": 500}

WAYS = {
    "deepcopy": copy.deepcopy,
    "pickle": lambda thing: pickle.loads(pickle.dumps(thing)),
    "deepcopy of a pickle": lambda thing: copy.deepcopy(pickle.loads(pickle.dumps(thing))),
}
every_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


def things() -> dict[str, object]:
    """Return one of each kind of thing that a caller can hold."""
    net = xb.worked_example()
    trace = net.forward(X)
    edge = xb.Network([([[1.0], [1.0]], [-1.0])], [xb.step])
    many = xb.Ensemble.random((2, 2, 1), restarts=3, rng=0)
    return {
        "network": net,
        "parameters": net.parameters,
        "gradients": net.backward(trace, t, loss=xb.half_squared_error),
        "gradients with NaN": edge.backward(edge.forward(X), t, loss=xb.half_squared_error),
        "weights": net.W,
        "trace": trace,
        "deltas": net.deltas(trace, t, loss=xb.half_squared_error),
        "history": xb.train(net.copy(), X, t, **PLAN, parameters_at=[0, 2]),
        "ensemble": many,
        "histories": copy.deepcopy(many).train(X, t, **PLAN),
        "perceptron": xb.AND,
        "fit": xb.fit_perceptron(X, t),
        "gradient check": xb.check_gradient(net, X, t, loss=xb.half_squared_error),
        "loss": xb.BinaryCrossEntropy(clip=0.1),
        "activation": xb.softmax,
        "optimizer": xb.Adam(0.1),
        "initializer": xb.Uniform(-1, 1),
        "setting": studies.Setting(),
    }


@every_way
@pytest.mark.parametrize("name", things())
def test_a_copy_is_equal_and_looks_alike(name: str, way):
    thing = things()[name]
    other = way(thing)
    assert other is not thing
    assert other == thing
    assert repr(other) == repr(thing)
    assert thing != "something else"


@every_way
def test_a_copied_network_learns_like_the_original(way):
    net = xb.worked_example()
    other = way(net)
    histories = [xb.train(each, X, t, **PLAN) for each in (net, other)]
    assert histories[0] == histories[1]
    assert histories[1].solved
    assert other.loss(X, t, loss=xb.binary_cross_entropy) == pytest.approx(histories[1].loss[-1])
    assert other == net
    np.testing.assert_array_equal(other.W[1], other.theta[:4].reshape(2, 2))


@every_way
def test_neither_follows_the_other(way):
    net = xb.worked_example()
    other = way(net)
    other.W[1][0, 0] = 7.0
    assert (other.theta[0], net.theta[0]) == (7.0, -0.5)
    assert other != net
    net.b[2] -= 1.0
    assert (net.parameters["b2[0]"], other.parameters["b2[0]"]) == (-1.0, 0.0)


@every_way
def test_a_copied_gradient_moves_a_network(way):
    net = xb.worked_example()
    gradients = net.backward(net.forward(X), t, loss=xb.half_squared_error)
    other = way(gradients)
    other.W[1][:] = 0.0
    assert not other.theta[:4].any()
    assert gradients.theta[:4].all()


@every_way
def test_a_copied_ensemble_learns_like_the_original(way):
    many = xb.Ensemble.random((2, 2, 1), restarts=20, rng=0)
    other = way(many)
    assert many.train(X, t, **PLAN) == other.train(X, t, **PLAN)
    assert many == other


@every_way
def test_a_copied_history_keeps_its_own_parameters(way):
    history = xb.train(xb.worked_example(), X, t, **PLAN, parameters_at=[2])
    other = way(history)
    other.parameters[2].theta[:] = 0.0
    assert history.parameters[2].theta.any()
    assert not other.parameters[2].W[1].any()
    assert other != history


@every_way
def test_a_copy_and_its_original_fit_together(way):
    """Activations of a copy are equal to the original's, not the same objects."""
    net = xb.worked_example()
    other = way(net)
    assert other.activations == net.activations
    assert len(xb.Ensemble([net, other])) == 2
    assert xb.train_numerically(other, X, t, steps=2).stopped == "steps"


def trained(net: xb.Network) -> tuple[xb.Network, xb.History]:
    history = xb.train(net, X, t, **PLAN)
    return net, history


def test_a_network_learns_in_another_process_and_comes_back():
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        net, history = pool.apply(trained, (xb.worked_example(),))
    assert history == xb.train(xb.worked_example(), X, t, **PLAN)
    assert net.loss(X, t, loss=xb.binary_cross_entropy) == pytest.approx(history.loss[-1])


@pytest.mark.parametrize("kind", [xb.step, xb.identity, xb.sigmoid, xb.tanh, xb.relu, xb.softmax])
def test_activations_are_equal_by_class(kind: xb.Activation):
    assert type(kind)() == kind
    assert hash(type(kind)()) == hash(kind)
    assert kind != type("Other", (type(kind),), {})()


def test_losses_are_equal_by_class_and_clip():
    assert xb.BinaryCrossEntropy() == xb.binary_cross_entropy
    assert hash(xb.BinaryCrossEntropy(0.1)) == hash(xb.BinaryCrossEntropy(clip=0.1))
    assert xb.BinaryCrossEntropy(0.1) != xb.BinaryCrossEntropy(0.2)
    assert xb.BinaryCrossEntropy(0.1) != xb.CategoricalCrossEntropy(0.1)


def test_networks_differ_by_sizes_activations_and_numbers():
    net = xb.worked_example()
    assert net == net.copy()
    other = net.copy()
    other.activations = [xb.tanh, xb.sigmoid]
    assert net != other
    assert net != xb.Network.random((2, 2, 1), rng=0)
    assert net != xb.Network.random((2, 3, 1), rng=0)
    with pytest.raises(TypeError, match="unhashable"):
        hash(net)


@every_way
def test_the_weights_of_a_copied_gate_are_read_only_too(way):
    with pytest.raises(ValueError, match="read-only"):
        way(xb.AND).weights[0] = 5
