"""Values that fit, by the name of the parameter they are for, and values that mostly do not."""

import enum
from collections import UserDict
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

import xorbook as xb
from xorbook import studies

X, T = xb.xor()
NET = xb.worked_example()
PLAN = {"loss": xb.half_squared_error, "optimizer": xb.SGD(0.1), "steps": 2}
SETTING = studies.Setting(steps=2)

# Where several are given, the first that the other arguments fit is taken.
FITTING: dict[str, tuple[Any, ...]] = {
    "activations": ([xb.sigmoid, xb.tanh], (xb.tanh, xb.sigmoid)),
    "arrays": ([np.ones((2, 2)), np.ones((2, 1))],),
    "a": (NET.forward(X).a,),
    "batch_size": (2,),
    "clip": (0.01,),
    "difference": (1e-4,),
    "distribution": ("uniform",),
    "file": ("fitting.npz", "fitting.csv"),
    "function": (np.sum,),
    "gate": (xb.OR,),
    "hits": (1,),
    "initializer": (xb.Normal(),),
    "key": (1, "b1[0]", 0),
    "kind": ("gate",),
    "kinds": (["gate", "loss"],),
    "language": ("ko",),
    "layer": (1, 0),
    "listing": ("slides, PyTorch",),
    "loss": (xb.half_squared_error, xb.binary_cross_entropy),
    "max_epochs": (5,),
    "name": ("b1[0]",),
    "net": (NET, xb.Network.random((2, 2, 1), rng=np.random.default_rng(0))),
    "networks": ([NET, NET],),
    "number": (0.5,),
    "optimizer": (xb.SGD(0.1),),
    "other": (NET,),
    "parameter": ("b1[0]",),
    "parameters_at": ((1,),),
    "point": ([1.0, 2.0],),
    "prediction": ([[0.5, 0.5]],),
    "problems": (2,),
    "progress": (False,),
    "record_every": (1,),
    "restart": (0,),
    "restarts": (2,),
    "rng": (0, np.random.default_rng(0)),
    "seed": (1,),
    "setting": (SETTING,),
    "sizes": ((2, 2, 1),),
    "start": (xb.OR,),
    "starts": (3,),
    "steps": (2,),
    "stop_when": (lambda moment: False,),
    "table": ("width",),
    "target": (T, [1.0], [[0.5, 0.5]], [[0.0, 1.0]]),
    "theta": (np.zeros(9), np.zeros(3)),
    "trace": (NET.forward(X), NET.forward([1, 0])),
    "trials": (3,),
    "value": (0.5,),
    "values": (np.ones((2, 2)), np.ones(2), np.ones((4, 2)), np.ones(9), np.ones((9, 2))),
    "weights": (
        [([[1.0], [2.0]], [0.5])],
        [1.0, 2.0],
        [([[1.0, 1], [2, 1]], [0, 1]), ([[1], [1]], [0])],
    ),
    "x": (X, [1.0, 0.0]),
    "z": ([0.5, -1.0], NET.forward(X).z),
}

# A parameter of another name is tried with what its annotation asks for.
BY_ANNOTATION: dict[str, tuple[Any, ...]] = {
    "int": (1, 0),
    "float": (0.5,),
    "bool": (True,),
    "str": ("b1[0]",),
    "object": (NET,),
    "ArrayLike": (X, [1.0, 0.0], T, 0.5),
    "Floats": (np.ones(2), np.ones((2, 2))),
    "Network": (NET,),
    "Loss": (xb.half_squared_error,),
    "Optimizer": (xb.SGD(0.1),),
    "Activation": (xb.sigmoid,),
    "Initializer": (xb.Normal(),),
}


def fitting(name: str, annotation: Any) -> tuple[Any, ...]:
    """Return what may fit a parameter of that name, or else of that annotation."""
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    return FITTING.get(name) or BY_ANNOTATION.get(text.split("[")[0].split(" |")[0], ())


class Text(str):
    """A str that is none of Python's own."""


class Number(float):
    """A float that is none of Python's own."""


class Choice(enum.IntEnum):
    """An int that is none of Python's own."""

    TWO = 2


class Pretender:
    """Promises an array and breaks its word."""

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        raise RuntimeError("no array after all")


def endless() -> list[Any]:
    """Return a list that holds itself."""
    inner: list[Any] = []
    inner.append(inner)
    return inner


def read_only(array: np.ndarray) -> np.ndarray:
    kept = array.copy()
    kept.setflags(write=False)
    return kept


MADE_HERE = "odd value"
HUGE = 10**38
NAMES = {"np": np, "xb": xb, "studies": studies, "X": X, "T": T, "NET": NET, "PLAN": PLAN}
NAMES |= {"HUGE": HUGE, "Text": Text, "Number": Number, "Choice": Choice, "Pretender": Pretender}
NAMES |= {"Fraction": Fraction, "Decimal": Decimal, "UserDict": UserDict}
NAMES |= {"endless": endless, "read_only": read_only}
# Made anew for every call, as some can be used up or changed.
ODD: dict[str, Callable[[], Any]] = {
    source: eval(compile(f"lambda: {source}", MADE_HERE, "eval"), NAMES)
    for source in (
        *("None", "True", "False", "...", "NotImplemented", "object()", "int", "print", "np"),
        *("float('nan')", "float('inf')", "-float('inf')", "1e308", "-1e308", "5e-324", "-0.0"),
        *("HUGE", "-HUGE", "2**63", "-1", "0", "1", "2", "7", "0.5", "1.0", "-0.5", "1j", "2 + 0j"),
        *("''", "'text'", "'1'", "'b1[0]'", "'W9[9,9]'", "'sigmoid'", "'\\0'", "b''", "b'1'"),
        *("Text('uniform')", "Number(0.5)", "Choice.TWO", "Fraction(1, 3)", "Decimal('0.1')"),
        *(
            "np.float32(0.5)",
            "np.float16(0.1)",
            "np.longdouble(1) / 3",
            "np.int8(1)",
            "np.int64(2)",
        ),
        *("np.uint64(2**63)", "np.bool_(True)", "np.str_('a')", "np.datetime64('1986')"),
        *("()", "[]", "[[]]", "[[[]]]", "{}", "set()", "{1, 2}", "{'a': 1}", "{0: [1.0]}"),
        *(
            "[1, 2]",
            "(2, 2, 1)",
            "[2, HUGE]",
            "[-1, 2]",
            "[2.0, 1.0]",
            "[True, False]",
            "['2', '1']",
        ),
        *("[[1], [1, 2]]", "[[1, 2], [3, 4]]", "[[[1.0]]]", "[None]", "[[0, 'a']]", "endless()"),
        *(
            "range(3)",
            "iter([2, 1])",
            "(n for n in (2, 2, 1))",
            "UserDict(a=1)",
            "memoryview(b'ab')",
        ),
        *("slice(1)", "Pretender()", "lambda: 1", "lambda *x: 'text'", "lambda *x: 1 / 0"),
        *("np.array(0.5)", "np.array(1)", "np.array(True)", "np.array('a')", "np.array(None)"),
        *("np.zeros(0)", "np.zeros((0, 2))", "np.zeros((2, 0))", "np.zeros((1, 1, 1))"),
        *(
            "np.arange(4).reshape(2, 2)",
            "np.ones((4, 2), dtype=np.uint8)",
            "np.ones(2, np.float32)",
        ),
        *(
            "np.array([1, None])",
            "np.array([print, 1])",
            "np.array([1j, 0])",
            "np.eye(2) * (1 + 0j)",
        ),
        *("np.ma.array([1.0, 2.0], mask=[0, 1])", "np.ma.masked", "np.matrix([[1.0, 2.0]])"),
        *("np.array([(1.0, 2)], dtype='f8,i4')", "np.array(['a'])", "np.array([b'1', b'0'])"),
        *("np.full((4, 2), np.nan)", "np.full((4, 2), 1e308)", "np.full((4, 2), 5e-324)"),
        *("np.full(2, 1e200)", "np.full((4, 1), -1e308)", "np.array([2**62, -(2**62)])"),
        *("read_only(np.ones((4, 2)))", "read_only(np.ones(2))", "np.ones((4, 4))[::1, ::2]"),
        *(
            "xb.sigmoid",
            "xb.softmax",
            "xb.relu",
            "xb.step",
            "[xb.step, xb.step]",
            "[xb.softmax] * 2",
        ),
        *("xb.SGD(1e308)", "xb.Adam()", "xb.SGD", "xb.He()", "xb.Uniform(-1e308, 1e308)", "xb.OR"),
        *("xb.mean_absolute_percentage_error", "xb.categorical_cross_entropy", "xb.Loss", "xb.XOR"),
        *("xb.BinaryCrossEntropy(0)", "xb.mean_squared_logarithmic_error", "xb.worked_example()"),
        *(
            "xb.Network.random((3, 1, 2), rng=np.random.default_rng(0))",
            "xb.Network([([[1e308]], [1e308])], [xb.relu])",
        ),
        *(
            "xb.Parameters((2, 1))",
            "xb.Layered([])",
            "xb.Layered([np.ones(2)], 0)",
            "xb.Ensemble([NET])",
        ),
        *(
            "xb.Trace(1, 2)",
            "NET.forward(X)",
            "NET.forward([1, 0]).z",
            "np.random.default_rng(0)",
            "np.random",
        ),
        *("studies.Setting(steps=1)", "studies.Share(1, 2)", "xb.train(NET.copy(), X, T, **PLAN)"),
    )
}


def variations(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield values that are nearly the one that fits."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield from (("-v", -value), ("float(v)", float(value)), ("str(v)", str(value)))
        yield from (
            ("np.array(v)", np.array(value)),
            ("[v]", [value]),
            ("v * 1e300", value * 1e300),
        )
        return
    if isinstance(value, list | tuple):
        yield from (("(n for n in v)", (n for n in value)), ("v + v", [*value, *value]))
        yield from (
            ("v[:0]", value[:0]),
            ("v[:1]", value[:1]),
            ("[v]", [value]),
            ("{1: v}", {1: value}),
        )
    try:
        array = np.array(value)
    except ValueError:
        return
    if array.dtype.kind in "iuf" and array.size:
        yield from array_variations(array)


def array_variations(v: np.ndarray) -> Iterator[tuple[str, Any]]:
    """Yield arrays of other shapes, of other types, in other places, with other numbers."""
    yield from (
        ("v.T", v.T.copy()),
        ("v[:0]", v[:0]),
        ("v[None]", v[None]),
        ("v.ravel()", v.ravel()),
    )
    yield from (("v.tolist()", v.tolist()), ("read_only(v)", read_only(v)))
    for kind in ("?", "i1", "u8", "f2", "f4", "g", "F", "O", "S9", "U9", ">f8"):
        yield f"v.astype({kind!r})", v.astype(kind)
    yield from (
        ("v * 1e308", v * 1e308),
        ("v * 1e-308", v * 1e-308),
        ("-v", -v),
        ("v + 9", v + 9.0),
    )
    for number in (np.nan, np.inf, -np.inf):
        spoilt = v.astype(float)
        spoilt.flat[-1] = number
        yield f"v with {number}", spoilt
    yield "v, masked", np.ma.array(v, mask=np.arange(v.size).reshape(v.shape) == 0)
    yield "v, Fortran", np.asfortranarray(v)
    yield "v, every other", np.repeat(v, 2, axis=0)[::2]
