"""Networks as containers: views, copies, shapes, names and the random start."""

import copy
import re

import numpy as np
import pytest

import xorbook as xb

NAMES = ["W1[0,0]", "W1[0,1]", "W1[1,0]", "W1[1,1]", "b1[0]", "b1[1]"]
NAMES += ["W2[0,0]", "W2[1,0]", "b2[0]"]


@pytest.fixture
def net() -> xb.Network:
    return xb.worked_example()


@pytest.fixture
def gradients(net: xb.Network) -> xb.Parameters:
    X, t = xb.xor()
    return net.backward(net.forward(X), t, loss=xb.half_squared_error)


def test_theta_holds_W1_row_by_row_then_b1_then_W2_then_b2(net: xb.Network):
    assert net.theta.tolist() == [-0.5, 2.0, 0.5, -3.0, 3.0, -2.0, 1.5, 2.5, 0.0]
    assert list(net.parameters.names) == NAMES
    assert [net.parameters[name] for name in NAMES] == net.theta.tolist()


def test_names_are_the_indices_of_the_arrays(gradients: xb.Parameters):
    for position, name in enumerate(gradients.names):
        layer, *index = (int(digits) for digits in re.findall(r"[0-9]+", name))
        array = getattr(gradients, name[0])[layer]
        assert array[tuple(index)] == gradients.theta[position] == gradients[name]
        assert gradients.position(name) == position


@pytest.mark.parametrize("kind", ["net", "gradients"])
def test_weights_and_biases_are_views_both_ways(kind: str, request: pytest.FixtureRequest):
    owner = request.getfixturevalue(kind)
    for array in (*owner.W.values(), *owner.b.values()):
        assert np.shares_memory(array, owner.theta)
    owner.theta[:] = np.arange(9)
    assert owner.W[1].tolist() == [[0, 1], [2, 3]]
    assert owner.b[1].tolist() == [4, 5]
    assert owner.W[2].tolist() == [[6], [7]]
    assert owner.b[2].tolist() == [8]
    owner.W[2][1, 0] = 70
    owner.b[1][0] = 40
    assert owner.theta.tolist() == [0, 1, 2, 3, 40, 5, 6, 70, 8]


def test_a_gradient_step_in_one_line(net: xb.Network, gradients: xb.Parameters):
    W1, expected = net.W[1], net.theta - 0.5 * gradients.theta
    net.theta -= 0.5 * gradients.theta
    np.testing.assert_array_equal(net.theta, expected)
    np.testing.assert_array_equal(W1, expected[:4].reshape(2, 2))
    assert np.shares_memory(W1, net.theta)


def test_the_same_step_layer_by_layer(net: xb.Network, gradients: xb.Parameters):
    expected = net.theta - 0.5 * gradients.theta
    for layer in (1, 2):
        net.W[layer] -= 0.5 * gradients.W[layer]
        net.b[layer] -= 0.5 * gradients.b[layer]
    np.testing.assert_array_equal(net.theta, expected)


def test_assigning_writes_into_the_views(net: xb.Network):
    values = np.arange(9.0)
    net.theta = values
    net.W[2] = [[-1], [-2]]
    values[:] = 9.0
    assert net.theta.tolist() == [0, 1, 2, 3, 4, 5, -1, -2, 8]


@pytest.mark.parametrize("attribute", ["W", "b", "sizes"])
def test_arrays_cannot_be_detached_from_theta(net: xb.Network, attribute: str):
    with pytest.raises(AttributeError):
        setattr(net, attribute, [])


@pytest.mark.parametrize("attribute", ["W", "b"])
def test_nor_those_of_gradients(gradients: xb.Parameters, attribute: str):
    with pytest.raises(AttributeError):
        setattr(gradients, attribute, [])


def test_a_copy_changes_on_its_own(net: xb.Network):
    other = net.copy()
    assert other.theta.tolist() == net.theta.tolist()
    assert other.activations == net.activations
    other.theta[:] = 0.0
    assert net.W[1][0, 1] == 2.0
    net.theta[:] = 1.0
    assert not other.theta.any()


def test_a_network_keeps_its_own_numbers():
    W, b = np.ones((2, 1)), np.zeros(1)
    net = xb.Network([(W, b)], [xb.identity])
    W[:] = 5.0
    net.theta[0] = 7.0
    assert net.forward([1, 1]).output.tolist() == [8.0]
    assert W[0, 0] == 5.0


def test_backward_changes_neither_network_nor_trace(net: xb.Network):
    X, t = xb.xor()
    trace = net.forward(X)
    before = copy.deepcopy((net, trace))
    net.backward(trace, t, loss=xb.binary_cross_entropy)
    assert (net, trace) == before


def test_a_trace_does_not_follow_the_input_or_the_network(net: xb.Network):
    x = np.array([1.0, 0.0])
    trace = net.forward(x)
    x[:] = 9.0
    net.theta[:] = 0.0
    assert trace.a[0].tolist() == [1.0, 0.0]
    assert f"{trace.output.item():.8f}" == "0.93315612"


def test_identity_layers_keep_z_and_a_apart():
    trace = xb.Network([([[2.0]], [1.0])], [xb.identity]).forward([3.0])
    assert not np.shares_memory(trace.z[1], trace.a[1])


@pytest.mark.parametrize(("x", "shape"), [([1, 0], ()), ([[1, 0]], (1,)), ([[1, 0]] * 5, (5,))])
def test_every_array_of_a_trace_has_the_shape_of_its_layer(x, shape):
    net = xb.Network.random((2, 3, 4, 1), rng=np.random.default_rng(0))
    trace = net.forward(x)
    assert [z.shape for z in trace.z.values()] == [(*shape, n) for n in (3, 4, 1)]
    assert [a.shape for a in trace.a.values()] == [(*shape, n) for n in (2, 3, 4, 1)]
    assert trace.output is trace.a[3]


def test_random_starts_depend_on_the_generator_alone():
    first, second = (xb.Network.random((2, 3, 1), rng=np.random.default_rng(7)) for _ in range(2))
    assert first.theta.tolist() == second.theta.tolist()
    rng = np.random.default_rng(7)
    xb.Network.random((2, 3, 1), rng=rng)
    assert xb.Network.random((2, 3, 1), rng=rng).theta.tolist() != first.theta.tolist()


def test_random_starts_fill_their_bounds():
    net = xb.Network.random((4, 300, 400), rng=np.random.default_rng(0))
    for layer, bound in ((1, 0.5), (2, 300**-0.5)):
        for array in (net.W[layer], net.b[layer]):
            assert 0.98 * bound < np.abs(array).max() <= bound
            assert np.abs(array.mean()) < 0.1 * bound


def test_random_starts_with_other_activations():
    net = xb.Network.random(
        [2, 3, 1], rng=np.random.default_rng(0), activations=[xb.relu, xb.identity]
    )
    assert net.activations == (xb.relu, xb.identity)
    assert xb.Network.random((2, 1), rng=np.random.default_rng(0)).activations == (xb.sigmoid,)


def test_layers_are_counted_as_the_formulas_count_them(net: xb.Network):
    trace = net.forward([1, 0])
    assert (len(net.W), len(trace.z), len(trace.a)) == (2, 2, 3)
    assert [np.shares_memory(array, net.W[k]) for k, array in net.W.items()] == [True, True]
    assert repr(net.b) == "[1] array([ 3., -2.])\n[2] array([0.])"
    assert repr(trace.a).startswith("[0] array([1., 0.])\n[1] ")


def test_layers_are_keys_as_of_a_dict(net: xb.Network):
    trace = net.forward([1, 0])
    assert (list(net.W), list(trace.a)) == ([1, 2], [0, 1, 2])
    assert list(reversed(net.W)) == [2, 1]
    assert list(enumerate(net.W)) == [(0, 1), (1, 2)]
    assert [(layer, W.shape) for layer, W in net.W.items()] == [(1, (2, 2)), (2, (2, 1))]
    assert [b.tolist() for b in net.b.values()] == [[3.0, -2.0], [0.0]]
    assert (1 in net.W, 0 in net.W, 0 in trace.a, "1" in net.W) == (True, False, True, False)
    assert net.W.get(3) is None
    assert net.W.get(2).tolist() == [[1.5], [2.5]]
    assert net.W == net.copy().W
    assert net.b != net.W
    assert trace.a != net.W


def test_parameters_are_a_mapping_of_names(net: xb.Network):
    parameters = net.parameters
    assert list(parameters) == NAMES
    assert list(reversed(parameters)) == NAMES[::-1]
    assert ("W1[0,0]" in parameters, "W3[0,0]" in parameters, 0 in parameters) == (
        True,
        False,
        False,
    )
    assert dict(parameters.items())["b1[0]"] == 3.0
    assert parameters.get("W3[0,0]", "none") == "none"
    parameters["W1[0,0]"] = 2
    assert (net.W[1][0, 0], net.theta[0]) == (2.0, 2.0)
    assert parameters == xb.Parameters((2, 2, 1), net.theta)


def test_what_would_ruin_a_network_is_refused_before_it_is_written(net: xb.Network):
    with pytest.raises(ValueError, match="must be finite"):
        net.b[1] -= np.inf
    with pytest.raises(ValueError, match="must be finite"):
        net.theta *= np.nan
    with pytest.raises(ValueError, match="must be finite"):
        net.theta[2] = np.inf
    with pytest.raises(ValueError, match="must be finite"):
        np.add(net.W[2], np.inf, out=net.W[2])
    many = xb.Ensemble([net])
    with pytest.raises(ValueError, match="must be finite"):
        many.theta += [[np.nan]]
    assert net == xb.worked_example() == many[0]


WRITES = [
    lambda theta: theta.fill(np.nan),
    lambda theta: theta.put(0, np.inf),
    lambda theta: np.put(theta, [0], np.inf),
    lambda theta: np.copyto(theta, np.inf),
    lambda theta: np.place(theta, np.ones(9, dtype=bool), np.inf),
    lambda theta: np.putmask(theta, np.ones(9, dtype=bool), np.nan),
    lambda theta: theta.flat.__setitem__(0, np.inf),
    lambda theta: setattr(theta, "flat", np.inf),
    lambda theta: np.add.at(theta, [0], np.inf),
    lambda theta: np.multiply.at(theta, [0], np.nan),
    lambda theta: np.clip(theta, np.inf, None, out=theta),
    lambda theta: np.take([np.inf], np.zeros(9, dtype=int), out=theta),
]


@pytest.mark.parametrize("write", WRITES)
def test_no_other_way_of_writing_ruins_a_network(net: xb.Network, write):
    with pytest.raises((ValueError, AttributeError)):
        write(net.theta)
    assert net == xb.worked_example()


def test_the_other_ways_of_writing_work(net: xb.Network):
    net.theta.fill(1.0)
    net.theta.put([0, 1], [2.0, 3.0])
    np.copyto(net.b[1], [4.0, 5.0])
    np.place(net.b[2], [True], 6.0)
    assert net.theta.tolist() == [2, 3, 1, 1, 4, 5, 1, 1, 6]
    assert list(net.b[1].flat) == [4, 5]
    assert np.cumsum([1.0, 2.0], out=net.b[1]).tolist() == net.b[1].tolist() == [1, 3]
    np.copyto(net.b[1], [4.0, 5.0])
    assert np.concatenate([net.b[1], net.b[2]]).tolist() == [4, 5, 6]


def test_what_is_computed_from_parameters_is_an_ordinary_array(net: xb.Network):
    results = [net.theta * 2, net.W[1] @ [1, 2], np.abs(net.b[1]), net.theta - net.theta]
    assert {type(result) for result in results} == {np.ndarray}
    assert repr(net.b[1]) == "array([ 3., -2.])"
    assert repr(net.theta[:2]) == "array([-0.5,  2. ])"
    assert isinstance(net.W[1], np.ndarray)
    assert np.isinf(net.theta + np.inf).all()


def test_predictions_in_one_word(net: xb.Network):
    X, _ = xb.xor()
    np.testing.assert_array_equal(net(X), net.forward(X).output)
    np.testing.assert_array_equal(net.predict([1, 0]), net([1, 0]))


def test_a_seed_will_do_wherever_something_is_drawn():
    def seeded():
        return np.random.default_rng(5)

    sizes = (2, 2, 1)
    assert xb.Network.random(sizes, rng=5) == xb.Network.random(sizes, rng=seeded())
    first = xb.Ensemble.random(sizes, restarts=2, rng=5)
    assert first == xb.Ensemble.random(sizes, restarts=2, rng=seeded())
    assert xb.He()(sizes, rng=np.int64(5)).tolist() == xb.He()(sizes, rng=seeded()).tolist()
    X, t = xb.xor()
    plan = {"loss": xb.half_squared_error, "optimizer": xb.SGD(1.0), "steps": 9, "batch_size": 3}
    nets = xb.worked_example(), xb.worked_example()
    for net, rng in zip(nets, (5, seeded()), strict=True):
        xb.train(net, X, t, **plan, rng=rng)
    assert nets[0] == nets[1]


def test_a_subclass_copies_and_starts_as_itself():
    class Mine(xb.Network):
        pass

    start = Mine.random((2, 1), rng=np.random.default_rng(0))
    assert type(start) is type(start.copy()) is Mine


def test_reprs(net: xb.Network):
    assert repr(net) == "Network(2-2-1, sigmoid sigmoid, 9 parameters)"
    assert repr(xb.Parameters((1, 1), [0.5, -1])) == "Parameters(W1[0,0]=0.5, b1[0]=-1)"
    assert len(net.parameters) == 9
