"""Which digits must be claimed, and which need not."""

import pytest

from tests.pages.exempt import visible
from tests.pages.markup import Page
from tests.pages.numbers import find_numbers


def claimed(text):
    return [number.text for number in find_numbers(visible(Page(text)))]


@pytest.mark.parametrize(
    "text",
    [
        "1943년, in 1958, (1969), 2009–2012, (Rosenblatt, 1958)",
        "연습 2와 Exercise 3",
        "`net.W[1][0, 1]`, `W1`, `trace.a[0]`, `float64`",
        "[a link](https://example.org/1/2.5)",
        "## Title { #part-2 }",
        "1. first\n2. second",
        '<br class="w3">',
        r"$w_{21}^{(2)}$, $x_1$, $W^{(1)}$",
        r"$\sigma(z) = \frac{1}{1 + e^{-z}}$",
        r"$L = \tfrac{1}{2}(\hat y - t)^2$",
        r"$\sum_{i=1}^{n} x_i^2$",
    ],
)
def test_these_digits_need_no_claim(text):
    assert claimed(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It took 2000 steps.", ["2000"]),
        ("`Adam(0.01)` and `(4, 2)`", ["0.01", "4", "2"]),
        ("| 0 | 1 |\n|---|---|\n| 1 | 0.5 |", ["0", "1", "1", "0.5"]),
        ("## A title with 0.25 { #quarter }", ["0.25"]),
        ("![shows 3 points](figures/f.svg)", ["3"]),
        ("/// figure-caption\nThe maximum 0.25.\n///", ["0.25"]),
        ('!!! note "At 0.5"', ["0.5"]),
        ("```text\n0.5\n```\n", ["0.5"]),
        (r"$\sigma(0) = 0.5$", ["0", "0.5"]),
        (r"$\sigma'(z) \le 0.25$", ["0.25"]),
        (r"$e^{-1} = 0.36788$", ["-1", "0.36788"]),
        (r"$z = 2 x_1 - 3 x_2 + 1$", ["2", "3", "1"]),
        (r"$1 - \sigma(z)$", ["1"]),
        (r"$\begin{bmatrix} w_{11} & 0 \\ 1 & w_{22} \end{bmatrix}$", ["0", "1"]),
        (r"$(N \times 2)(2 \times 3)$", ["2", "2", "3"]),
        (r"$\underbrace{X}_{(4 \times 2)}$", ["4", "2"]),
        (r"$\tfrac{1}{2}(0.9 - 1)^2$", ["1", "2", "0.9", "1", "2"]),
        (r"$x^{0.5} \cdot 2.5$", ["0.5", "2.5"]),
        (r"$\text{at most 3}$", ["3"]),
    ],
)
def test_these_must_be_claimed(text, numbers):
    assert claimed(text) == numbers


def test_executed_fences_and_comments_are_not_prose():
    text = "```pycon\n>>> 0.5\n0.5\n```\n\n<!-- claims\n0.5 : x\n-->\n"
    assert claimed(text) == []
