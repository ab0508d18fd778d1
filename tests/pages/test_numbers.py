"""The number grammar."""

import random

import numpy as np
import pytest

from tests.pages.numbers import (
    canonical,
    find_numbers,
    find_numerals,
    rounded_like,
    shows,
    value_of,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("값은 −0.5입니다", ["-0.5"]),
        ("the value is -0.5.", ["-0.5"]),
        ("3 − 0.5 and 3-0.5", ["3", "0.5", "3", "0.5"]),
        ("= -0.5", ["-0.5"]),
        (r"\qw{-3}", ["-3"]),
        ("a 2-2-1 network", ["2", "2", "1"]),
        ("(1, 0)", ["1", "0"]),
        ("1e-7 and 1.2×10⁻³", ["1e-7", "1.2e-3"]),
        (r"1.2 \times 10^{-3}", ["1.2e-3"]),
        ("59.5 %, 3%", ["59.5%", "3%"]),
        ("10\u2009001 steps", ["10001"]),
        (r"10\,001", ["10001"]),
        ("0.91개, 4개", ["0.91", "4"]),
        ("w11 and W_2", ["11", "2"]),
        ("x0.5, 3x4, 1_000, H2O, \\cdot2", ["0.5", "3", "4", "1", "000", "2", "2"]),
        (".5, −.25, 1.2.3, ...5", ["0.5", "-0.25", "1.2", "3", "5"]),
        ("3개, 2배로, 10ms, 5×, 1:2, 1/2, 5️⃣", ["3", "2", "10", "5", "1", "2", "1", "2", "5"]),
        ("2009–2012", ["2009", "2012"]),
        ("0.5.", ["0.5"]),
    ],
)
def test_numbers_are_found(text, found):
    assert [number.text for number in find_numbers(text)] == found


def test_every_digit_belongs_to_one_number_whatever_stands_around_it():
    choose = random.Random(1969)
    for _ in range(2_000):
        text = "".join(choose.choices("0123456789.,-−–_eEx가개 \u2009%×/:([{}])^\\⁻³", k=20))
        held = [at for n in find_numbers(text) for at in range(n.start, n.end)]
        assert len(held) == len(set(held)), text
        assert {at for at, c in enumerate(text) if c in "0123456789"} <= set(held), text


def test_numerals_of_every_kind_are_found():
    text = "7 ½ ⅓ ¾ ① Ⅳ ² ₂ ３ ٣ 𝟝 三 ㊄"
    assert [text[at] for at in find_numerals(text)] == text.split()
    assert find_numerals("x, 두 개, two, I, X, %, ∞, −") == []


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("0.924", 0.92414182),
        ("-0.5", np.float64(-0.5)),
        ("0.000", -0.00001),
        ("4", np.int64(4)),
        ("16", 16.03),
        ("1e-7", 1e-7),
        ("1.2e-3", 0.0012),
        ("-4.38e-4", -0.00043844),
        ("59.5%", 0.595),
        ("10001", 10001),
        ("0.1", 0.1),
    ],
)
def test_a_number_shows_its_value(shown, value):
    assert shows(shown, value)


@pytest.mark.parametrize(
    ("shown", "value"),
    [("0.925", 0.92414182), ("0.5", -0.5), ("0", 1), ("1e-7", 1e-6), ("59.6%", 0.595), ("3", 2.4)],
)
def test_another_number_does_not(shown, value):
    assert not shows(shown, value)


def test_a_value_is_rounded_like_the_number_shown():
    assert rounded_like("0.000", 0.0624) == "0.062"


@pytest.mark.parametrize(
    ("shown", "value"), [("3", 3), ("-0.5", -0.5), ("1.2e-3", 0.0012), ("25%", 0.25), ("2e3", 2e3)]
)
def test_a_number_says_a_value(shown, value):
    assert value_of(shown) == value
    assert isinstance(value_of(shown), type(value))


def test_what_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match="not a number"):
        canonical("0.5x")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_without_digits_never_shows(value):
    assert not shows("0.5", value)


@pytest.mark.parametrize("value", ["0.5", None, [0.5]])
def test_a_value_that_is_no_number_is_refused(value):
    with pytest.raises((TypeError, ValueError)):
        shows("0.5", value)
