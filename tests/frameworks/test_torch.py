"""Twins in PyTorch."""

import copy
import tomllib
from pathlib import Path

import numpy as np
import pytest

import xorbook as xb
from tests.frameworks.networks import ACTIVATIONS, AGREE, SIZES, installed, random_net

torch = installed("torch")
nn = torch.nn

ROOT = Path(__file__).parents[2]


def test_the_version_is_the_one_that_the_extra_names():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    assert [f"torch=={torch.__version__.partition('+')[0]}"] == extras["torch"]
    assert torch.version.cuda is None


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_there_and_back(sizes, activation):
    net = random_net(sizes, activation, activation)
    module = xb.to_torch(net)
    assert {parameter.dtype for parameter in module.parameters()} == {torch.float64}
    assert all(parameter.requires_grad for parameter in module.parameters())
    back = xb.from_torch(module)
    np.testing.assert_array_equal(back.theta, net.theta)
    assert (back.sizes, back.activations) == (net.sizes, net.activations)
    x = np.random.default_rng(1).normal(size=(7, sizes[0]))
    output = module(torch.tensor(x)).detach().numpy()
    np.testing.assert_allclose(output, net.forward(x).output, **AGREE)


def test_a_twin_is_a_copy_and_costs_no_random_number():
    net = xb.worked_example()
    state = torch.random.get_rng_state()
    module = xb.to_torch(net)
    assert torch.equal(torch.random.get_rng_state(), state)
    with torch.no_grad():
        module[0].weight[0, 1] = 5
    back = xb.from_torch(module)
    assert (net.W[1][1, 0], back.W[1][1, 0]) == (0.5, 5)
    back.theta -= 1
    assert module[0].weight[0, 1] == 5


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_narrower_floats_become_float64_exactly(dtype):
    linear = nn.Linear(2, 3, dtype=dtype)
    net = xb.from_torch(nn.Sequential(linear))
    assert net.activations == (xb.identity,)
    assert net.W[1].tolist() == linear.weight.T.tolist()
    assert net.b[1].tolist() == linear.bias.tolist()


def test_a_copied_network_has_a_twin_and_a_subclass_of_an_activation_has_none():
    module = xb.to_torch(copy.deepcopy(xb.worked_example()))
    assert xb.from_torch(module) == xb.worked_example()

    class Steeper(type(xb.sigmoid)):
        pass

    with pytest.raises(
        ValueError, match=r"\(identity, sigmoid, tanh, relu, softmax\), got <activat"
    ):
        xb.to_torch(xb.Network([([[1.0]], [0.0])], [Steeper()]))


def test_activations_may_be_left_out_and_softmax_may_count_its_axis_from_the_front():
    module = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 2))
    assert xb.from_torch(module).activations == (xb.identity, xb.tanh, xb.identity)
    module = nn.Sequential(nn.Linear(2, 2), nn.Softmax(dim=1))
    assert xb.from_torch(module).activations == (xb.softmax,)


class MyLinear(nn.Linear):
    pass


HOLD = (
    "module must hold Linear layers with a bias, each followed by at most one of "
    "Identity, Sigmoid, Tanh, ReLU, Softmax (with dim=-1), got "
)


@pytest.mark.parametrize(
    ("layers", "error"),
    [
        ([], f"ValueError: {HOLD}none"),
        ([nn.Sigmoid()], f"ValueError: {HOLD}Sigmoid() after 0 Linear"),
        (
            [nn.Linear(2, 1), nn.ReLU(), nn.Sigmoid()],
            f"ValueError: {HOLD}Sigmoid() after 1 Linear",
        ),
        (
            [nn.Linear(2, 1), nn.GELU()],
            f"ValueError: {HOLD}GELU(approximate='none') after 1 Linear",
        ),
        (
            [nn.Linear(2, 2), nn.Linear(2, 2), nn.Softmax(dim=0)],
            f"ValueError: {HOLD}Softmax(dim=0) after 2 Linear",
        ),
        (
            [nn.Linear(2, 1, bias=False)],
            f"ValueError: {HOLD}Linear(in_features=2, out_features=1, bias=False) after 0 Linear",
        ),
        (
            [MyLinear(2, 1)],
            f"ValueError: {HOLD}MyLinear(in_features=2, out_features=1, bias=True) after 0 Linear",
        ),
        (
            [nn.Linear(2, 3), nn.Linear(4, 1)],
            "ValueError: W2 must have shape (3, n_to), got (4, 1)",
        ),
    ],
    ids=str,
)
def test_another_shape_is_refused(layers, error):
    with pytest.raises((TypeError, ValueError)) as caught:
        xb.from_torch(nn.Sequential(*layers))
    assert f"{type(caught.value).__name__}: {caught.value}" == error


def test_another_module_and_infinite_weights_are_refused():
    with pytest.raises(TypeError, match=r"must be a torch.nn.Sequential, got Linear\("):
        xb.from_torch(nn.Linear(2, 1))
    with pytest.raises(TypeError, match=r"W1 must be real numbers, got array\(.*j"):
        xb.from_torch(nn.Sequential(nn.Linear(2, 1, dtype=torch.complex64)))
    module = xb.to_torch(xb.worked_example())
    with torch.no_grad():
        module[0].bias[0] = np.inf
    with pytest.raises(ValueError, match=r"b1 must be finite, got array\(\[inf"):
        xb.from_torch(module)
