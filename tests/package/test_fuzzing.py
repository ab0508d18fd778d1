"""Everything public, called with odd arguments by the ten thousand; random gradients."""

import inspect
import itertools
import operator
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import xorbook as xb
from tests.package.fuzzing.search import Fuzz, ignored_warnings
from tests.package.fuzzing.targets import Target, is_ours, public
from tests.package.fuzzing.values import ODD

ACTIVATIONS = [thing for _, thing in public() if isinstance(thing, xb.Activation)]
LOSSES = [thing for _, thing in public() if isinstance(thing, xb.Loss)]


# Bases, which only their subclasses can be, and tuples, with nothing of their own.
NOTHING_TO_CALL = {"Activation", "Initializer", "Loss", "Optimizer"}
NOTHING_TO_CALL |= {"GradientCheck", "Moment", "Plateau"}


def names_to_call() -> set[str]:
    """Name every public function and class, and the class of every other public object."""
    ours = [(name, thing) for name, thing in public() if is_ours(thing) or is_ours(type(thing))]
    named = [
        (name, inspect.isclass(thing) or inspect.isfunction(thing), thing) for name, thing in ours
    ]
    return {name if itself else type(thing).__name__ for name, itself, thing in named}


def test_odd_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property):
    monkeypatch.chdir(tmp_path)
    fuzz = Fuzz(pairs=20)
    fuzz.run()
    tried = f"{len(fuzz.known)} functions, classes and methods, {fuzz.calls} odd calls"
    record_property("fuzzing", (tried, len(fuzz.findings)))
    assert names_to_call() - {label.partition(".")[0] for label in fuzz.known} <= NOTHING_TO_CALL
    assert fuzz.calls > 25_000
    found = "\n".join(sorted(fuzz.findings.values()))
    assert not found, found


class Box:
    """Keeps what it is given, so that it changes with it, and shows only numbers."""

    __module__ = "xorbook.faulty"

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"Box({self.value:g})"


def overwrite(theta: Any) -> None:
    theta *= 2


def add(theta: Any) -> float:
    return float(np.asarray(theta, dtype=float).sum())


def overflow(x: Any) -> Any:
    if np.shape(x) != (4, 2):
        raise ValueError(f"x must have shape (4, 2), got {np.shape(x)}")
    return np.asarray(np.ma.filled(x, 1.0), dtype=float) * 1e308


def undecided(steps: int) -> None:
    raise ValueError("steps are wrong")


def unheard_of(gizmo: "Gizmo") -> None:  # noqa: F821, the parameter's name and type are new
    return


FAULTY = [
    (Box, "it changes with value"),
    (Box, "its repr: TypeError: unsupported format string"),
    (Box, "its copy: "),
    (Box, "value: a masked entry is taken for a number"),
    (overwrite, "theta was changed"),
    (add, "TypeError: float() argument must be"),
    (overflow, "RuntimeWarning: overflow encountered in multiply"),
    (undecided, "values.py: ValueError('steps are wrong')"),
    (undecided, "ValueError: steps are wrong"),
    (unheard_of, "no arguments that fit are known to tests/package/fuzzing/values.py: Look"),
]


@pytest.mark.parametrize(("function", "fault"), FAULTY)
def test_a_fault_is_found(function: Any, fault: str):
    fuzz = Fuzz()
    target = Target("faulty", function, function.__doc__ or "")
    list(fuzz.introduce(target))
    fuzz.try_odd_values(*fuzz.known["faulty"])
    assert [found for found in fuzz.findings.values() if fault in found], [*fuzz.findings.values()]


def double(x: Any) -> Any:
    try:
        floats = np.asarray(x)
    except ValueError:
        raise ValueError(f"x must be a rectangular array, got {x!r}") from None
    if floats.dtype.kind not in "biuf" or np.ma.is_masked(x):
        raise TypeError(f"x must be real numbers, got {x!r}")
    with np.errstate(all="ignore"):
        return floats.astype(float) * 2


def test_a_sound_function_has_no_finding():
    fuzz = Fuzz(pairs=50)
    target = Target("double", double, "")
    list(fuzz.introduce(target))
    fuzz.try_odd_values(*fuzz.known["double"])
    assert fuzz.calls > 100
    assert not fuzz.findings


WRITES: dict[str, Callable[[Any, Any], Any]] = {
    "+=": operator.iadd,
    "-=": operator.isub,
    "*=": operator.imul,
    "/=": operator.itruediv,
    "//=": operator.ifloordiv,
    "**=": operator.ipow,
    "@=": operator.imatmul,
    "[...] =": lambda array, value: operator.setitem(array, ..., value),
    "[0] =": lambda array, value: operator.setitem(array, 0, value),
    "[value] =": lambda array, value: operator.setitem(array, value, np.inf),
    "out=": lambda array, value: np.add(array, value, out=array),
    "at": lambda array, value: np.add.at(array, 0, value),
}
PLACES: dict[str, Callable[[xb.Network], Any]] = {
    "theta": lambda net: net.theta,
    "W": lambda net: net.W[1],
    "b": lambda net: net.b[1],
}


def test_parameters_stay_finite_and_whole_whatever_is_written(record_property):
    writes = [*itertools.product(PLACES, WRITES, ODD)]
    ruined = [shown for shown in writes if is_ruined_by(*shown)]
    record_property("fuzzing", (f"{len(writes)} odd writes into parameters", len(ruined)))
    assert len(writes) > 5000
    assert not ruined


def is_ruined_by(place: str, write: str, source: str) -> bool:
    net = xb.worked_example()
    before, refused = net.theta.tobytes(), False
    with ignored_warnings():
        try:
            WRITES[write](PLACES[place](net), ODD[source]())
        except Exception:
            refused = True
    after = np.array(net.theta)
    return not np.isfinite(after).all() or (refused and after.tobytes() != before)


def test_what_is_ruined_is_seen(monkeypatch: pytest.MonkeyPatch):
    plain = {"plain": lambda net: net.theta.view(np.ndarray)}
    monkeypatch.setattr("tests.package.test_fuzzing.PLACES", plain)
    assert is_ruined_by("plain", "+=", "-float('inf')")
    assert not is_ruined_by("plain", "+=", "0.5")


def random_cases(rng: np.random.Generator) -> Iterator[tuple[xb.Network, Any, Any, xb.Loss]]:
    """Draw networks, data, and every loss that is defined for them."""
    while True:
        sizes = rng.integers(1, 5, size=rng.integers(2, 5)).tolist()
        kinds = [ACTIVATIONS[k] for k in rng.integers(len(ACTIVATIONS), size=len(sizes) - 1)]
        net = xb.Network.random(sizes, rng=rng, activations=kinds, initializer=xb.Normal())
        samples = int(rng.integers(1, 5))
        x = rng.normal(size=(samples, sizes[0]))
        positive = rng.uniform(0.1, 0.9, size=(samples, sizes[-1]))
        for loss in LOSSES:
            for target in (positive, positive / positive.sum(axis=1, keepdims=True)):
                try:
                    net.loss(x, target, loss=loss)
                except ValueError:
                    continue
                yield net, x, target, loss
                break


def test_every_gradient_that_is_defined_is_the_slope_of_the_loss(record_property):
    rng = np.random.default_rng(0)
    seen, worst, count = set(), 0.0, 0
    for net, x, target, loss in random_cases(rng):
        check = xb.check_gradient(net, x, target, loss=loss)
        assert check.relative_error < 1e-5, (net, loss, check)
        seen |= {(loss.name, net.activations[-1].name)}
        worst, count = max(worst, check.relative_error), count + 1
        if count == 400:
            break
    record_property("fuzzing", (f"{count} random gradients, off by at most {worst:.0e}", 0))
    assert {loss for loss, _ in seen} == {loss.name for loss in LOSSES}
    assert {activation for _, activation in seen} == {kind.name for kind in ACTIVATIONS}
