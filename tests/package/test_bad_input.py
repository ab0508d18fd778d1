"""What is refused, with which error, in which words."""

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest

import xorbook as xb
from xorbook import practice

nan, inf = float("nan"), float("inf")
X, t = xb.xor()
net = xb.worked_example()
wide = xb.Network.random((2, 2, 2), rng=np.random.default_rng(0))
large = xb.Network.random((2, 10, 1), rng=np.random.default_rng(0))
deep = xb.Network.random((1, 1, 110, 110, 1), rng=0)
shares = xb.Network([([[1, 1]], [0, 0])], [xb.softmax])
jumps = xb.Network.random((2, 2, 1), rng=0, activations=[xb.step] * 2)
trace = net.forward(X)
single = net.forward([1, 0])
half, bce, cce = xb.half_squared_error, xb.binary_cross_entropy, xb.categorical_cross_entropy
rng = np.random.default_rng(0)
sgd = xb.SGD(0.1)
plan = {"loss": half, "optimizer": sgd, "steps": 1}
many = xb.Ensemble([net])
history = xb.train(net.copy(), X, t, **plan)
one = practice.problem("gate", 1)
huge = xb.Network([([[1e108]], [0.0])], [xb.identity])

TEXT = (Path(__file__).parent / "bad_input.txt").read_text(encoding="utf-8")
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
TABLE = list(zip(LINES[::2], LINES[1::2], strict=True))

WITHOUT_ARGUMENTS = {"worked_example", "xor"}
NEVER_REFUSES = {"get"}
HANDED_OUT = {"EnsembleHistory", "GradientCheck", "History", "Moment", "PerceptronFit", "Plateau"}


every_row = pytest.mark.parametrize(("expression", "error"), TABLE, ids=LINES[::2])


@every_row
def test_refused(expression: str, error: str):
    theta = net.theta.copy()
    with pytest.raises((TypeError, ValueError, IndexError)) as caught:
        eval(expression)
    assert f"    {type(caught.value).__name__}: {caught.value}" == error
    np.testing.assert_array_equal(net.theta, theta)


def public_calls() -> set[str]:
    """Every public function, every class one can make, every public method with arguments."""
    calls = set(xb.__all__) - WITHOUT_ARGUMENTS - HANDED_OUT
    for name in xb.__all__:
        thing = getattr(xb, name)
        if inspect.isclass(thing):
            methods = inspect.getmembers(thing, callable)
            calls |= {
                method
                for method, function in methods
                if not method.startswith("_")
                and method not in dir(tuple)
                and callable(function)
                and len(inspect.signature(function).parameters) > 1
            }
            calls -= {name} if inspect.isabstract(thing) else set()
    return calls - NEVER_REFUSES


def called_in_the_table() -> set[str]:
    aliases = {name: globals()[name].name for name in ("half", "bce", "cce")}
    called = set()
    for expression, *_ in TABLE:
        for node in ast.walk(ast.parse(expression)):
            if isinstance(node, ast.Call):
                function = node.func
                name = getattr(function, "attr", None) or getattr(function, "id", None)
                called.add(aliases.get(name, name))
    return called


def test_everything_public_is_in_the_table():
    assert {"AND", "Network", "forward", "random", "sigmoid", "xor_"} - public_calls() == {"xor_"}
    assert public_calls() - called_in_the_table() == set()


@every_row
def test_the_message_says_what_was_expected_and_what_came(expression: str, error: str):
    if "unsupported operand" not in error:
        expected, came = error.split(", got ", maxsplit=1)
        assert " must " in expected
        assert came


@pytest.mark.parametrize(
    "result",
    [
        trace,
        xb.fit_perceptron(*xb.truth_table(xb.OR)),
        xb.check_gradient(net, X, t, loss=half),
    ],
    ids=lambda result: type(result).__name__,
)
def test_results_cannot_be_overwritten(result: object):
    for name in (*type(result).__annotations__, "new"):
        with pytest.raises(AttributeError):
            setattr(result, name, None)


@pytest.mark.parametrize("name", sorted(WITHOUT_ARGUMENTS))
def test_a_surplus_argument_is_refused(name: str):
    with pytest.raises(TypeError, match="takes 0 positional arguments but 1 was given"):
        getattr(xb, name)(1)


@pytest.mark.parametrize("base", [xb.Activation, xb.Loss])
def test_base_classes_are_not_for_calling(base: type):
    with pytest.raises(TypeError, match="abstract class"):
        base()
