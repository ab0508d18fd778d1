"""Losses of the difference between prediction and target.

Half the squared error is summed over the outputs; the others are a mean over outputs and samples
alike, each entry counting the same.
"""

from typing import Any

import numpy as np

from xorbook._validation import Floats
from xorbook.losses.base import Loss


class HalfSquaredError(Loss):
    """½(ŷ − t)², summed over the outputs, mean over the samples. Its slope is ŷ − t.

    Notes
    -----
    D. E. Rumelhart, G. E. Hinton and R. J. Williams, "Learning representations by
    back-propagating errors", Nature 323 (1986), where it is summed over the samples.

    Examples
    --------
    >>> from xorbook import half_squared_error
    >>> print(half_squared_error([0.5], [1.0]))
    0.125
    >>> half_squared_error.gradient([0.5], [1.0])
    array([-0.5])
    """

    __slots__ = ()
    name = "half_squared_error"

    def _values(self, y: Floats, t: Floats) -> Any:
        error = y - t
        return (error * error).sum(axis=(0, 1)) / (2 * len(y))

    def _slope(self, y: Floats, t: Floats) -> Floats:
        return (y - t) / len(y)


class MeanSquaredError(Loss):
    """(ŷ − t)², mean over the outputs and the samples.

    With one output it is twice `half_squared_error`, and so is its gradient.

    Notes
    -----
    The squares of A.-M. Legendre, "Nouvelles méthodes pour la détermination des orbites des
    comètes" (1805).

    Examples
    --------
    >>> from xorbook import mean_squared_error
    >>> print(mean_squared_error([[0.5, 1.0]], [[1.0, 1.0]]))
    0.125
    >>> mean_squared_error.gradient([[0.5, 1.0]], [[1.0, 1.0]])
    array([[-0.5,  0. ]])
    """

    __slots__ = ()
    name = "mean_squared_error"

    def _values(self, y: Floats, t: Floats) -> Any:
        error = y - t
        return _mean(error * error)

    def _slope(self, y: Floats, t: Floats) -> Floats:
        return 2.0 * (y - t) / _entries(y)


class MeanAbsoluteError(Loss):
    """|ŷ − t|, mean over the outputs and the samples.

    At ŷ = t, where an absolute value has a corner, the slope is taken to be 0.

    Notes
    -----
    The absolute deviations of R. J. Boscovich, "De litteraria expeditione per pontificiam
    ditionem" (1757).

    Examples
    --------
    >>> from xorbook import mean_absolute_error
    >>> print(mean_absolute_error([[0.5, 1.0]], [[1.0, 1.0]]))
    0.25
    >>> mean_absolute_error.gradient([[0.5, 1.0]], [[1.0, 1.0]])
    array([[-0.5,  0. ]])
    """

    __slots__ = ()
    name = "mean_absolute_error"

    def _values(self, y: Floats, t: Floats) -> Any:
        return _mean(np.abs(y - t))

    def _slope(self, y: Floats, t: Floats) -> Floats:
        return np.sign(y - t) / _entries(y)


class MeanAbsolutePercentageError(Loss):
    """100 · |ŷ − t| / |t|, mean over the outputs and the samples: an error in per cent.

    At ŷ = t, where an absolute value has a corner, the slope is taken to be 0.

    Raises
    ------
    TypeError
        If predictions or targets are not made of numbers.
    ValueError
        If a target is 0, of which nothing is a percentage; and as for every `Loss`.

    Notes
    -----
    As a loss: A. de Myttenaere, B. Golden, B. Le Grand and F. Rossi, "Mean absolute percentage
    error for regression models", Neurocomputing 192 (2016).

    Examples
    --------
    >>> from xorbook import mean_absolute_percentage_error
    >>> print(mean_absolute_percentage_error([[3.0, 5.0]], [[4.0, 4.0]]))
    25.0
    >>> mean_absolute_percentage_error.gradient([[3.0, 5.0]], [[4.0, 4.0]])
    array([[-12.5,  12.5]])
    """

    __slots__ = ()
    name = "mean_absolute_percentage_error"

    def _check_target(self, t: Floats) -> None:
        if (t == 0).any():
            raise ValueError(f"target must not be 0 for {self.name}, got a target of 0")

    def _values(self, y: Floats, t: Floats) -> Any:
        return 100.0 * _mean(np.abs((y - t) / t))

    def _slope(self, y: Floats, t: Floats) -> Floats:
        return 100.0 * np.sign(y - t) / np.abs(t) / _entries(y)


class MeanSquaredLogarithmicError(Loss):
    """(ln(1 + ŷ) − ln(1 + t))², mean over the outputs and the samples.

    Raises
    ------
    TypeError
        If predictions or targets are not made of numbers.
    ValueError
        If a prediction or a target is −1 or less; and as for every `Loss`.

    Notes
    -----
    The loss that Keras has under this name; Keras takes a prediction below 0 for about 0, here the
    logarithm alone sets the limit.

    Examples
    --------
    >>> from xorbook import mean_squared_logarithmic_error
    >>> print(round(mean_squared_logarithmic_error([[0.0, 1.0]], [[1.0, 1.0]]), 6))
    0.240227
    >>> mean_squared_logarithmic_error.gradient([[0.0, 1.0]], [[1.0, 1.0]]).round(6)
    array([[-0.693147,  0.      ]])
    """

    __slots__ = ()
    name = "mean_squared_logarithmic_error"

    def _check_prediction(self, y: Floats) -> None:
        self._check_above(y, "prediction")

    def _check_target(self, t: Floats) -> None:
        self._check_above(t, "target")

    def _check_above(self, values: Floats, name: str) -> None:
        if (values <= -1).any():
            raise ValueError(
                f"{name} must lie above -1 for {self.name}, got values down to {values.min():g}"
            )

    def _values(self, y: Floats, t: Floats) -> Any:
        error = _log_error(y, t)
        return _mean(error * error)

    def _slope(self, y: Floats, t: Floats) -> Floats:
        return 2.0 * _log_error(y, t) / (1.0 + y) / _entries(y)


def _log_error(y: Floats, t: Floats) -> Floats:
    return np.log1p(np.where(y > -1, y, np.nan)) - np.log1p(t)


def _entries(y: Floats) -> int:
    return int(y.shape[0] * y.shape[1])


def _mean(costs: Floats) -> Any:
    return costs.sum(axis=(0, 1)) / _entries(costs)


half_squared_error = HalfSquaredError()
mean_squared_error = MeanSquaredError()
mean_absolute_error = MeanAbsoluteError()
mean_absolute_percentage_error = MeanAbsolutePercentageError()
mean_squared_logarithmic_error = MeanSquaredLogarithmicError()
