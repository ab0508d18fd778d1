"""Logic gates as perceptrons, and XOR as three of them.

The weights are the ones the slides "신경망의 이해" (2022) give, with the step that fires above 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xorbook._validation import Floats, as_floats, check_callable
from xorbook.perceptron import Perceptron

AND = Perceptron([1, 1], bias=-1)
OR = Perceptron([2, 2], bias=-1)
NAND = Perceptron([-2, -2], bias=3)


def XOR(*x: ArrayLike) -> int | NDArray[np.int_]:
    """Return 1 where exactly one input is 1: AND(NAND(x), OR(x)).

    Parameters
    ----------
    *x : two numbers, or one array-like of shape (2,) or (n_samples, 2)

    Returns
    -------
    int, or ndarray of shape (n_samples,)

    Raises
    ------
    TypeError, ValueError
        As for a `Perceptron`.

    Examples
    --------
    >>> from xorbook import XOR
    >>> XOR(0, 0), XOR(0, 1), XOR(1, 0), XOR(1, 1)
    (0, 1, 1, 0)
    """
    return AND(np.stack([NAND(*x), OR(*x)], axis=-1))


def truth_table(gate: Callable[[Floats], ArrayLike]) -> tuple[Floats, Floats]:
    """Ask a gate for its answers to the four inputs.

    Parameters
    ----------
    gate : callable
        From an array of shape (4, 2) to one of shape (4,).

    Returns
    -------
    X : ndarray of shape (4, 2)
        (0, 0), (0, 1), (1, 0), (1, 1).
    t : ndarray of shape (4, 1)

    Raises
    ------
    TypeError
        If `gate` cannot be called, or its answers are no real numbers.
    ValueError
        If its answers have another shape.

    Examples
    --------
    >>> from xorbook import NAND, truth_table
    >>> X, t = truth_table(NAND)
    >>> t.ravel()
    array([1., 1., 1., 0.])
    """
    check_callable(gate, "gate")
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    answers = as_floats(gate(X), "gate(X)")
    if answers.shape not in ((4,), (4, 1)):
        raise ValueError(f"gate(X) must have shape (4,) or (4, 1), got {answers.shape}")
    return X, answers.reshape(4, 1)


def xor() -> tuple[Floats, Floats]:
    """Return the data set that this book is about.

    Returns
    -------
    X : ndarray of shape (4, 2)
    t : ndarray of shape (4, 1)

    Examples
    --------
    >>> from xorbook import xor
    >>> X, t = xor()
    >>> X.shape, t.ravel()
    ((4, 2), array([0., 1., 1., 0.]))
    """
    return truth_table(XOR)
