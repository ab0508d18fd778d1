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
        "No digit, 두 개, two.",
        "연습 2와 Exercise 3",
        "연습 1에서, 연습 3의, 연습 2. Exercise 2, and Exercise 1.",
        "[Exercise 4 `x[1]`](gates.md#exercise-4)",
        "`net.W[1][0, 1]`, `W1`, `trace.a[0]`, `float64`",
        "[a link](https://example.org/1/2.5) [b](part-2.md#w2) ![c](figures/f2.svg)",
        "## Title { #part-2 }",
        "1. first\n2. second",
        "1. first\n   goes on\n\n    1. inner\n    2. inner\n\n2. second\n\nText.\n\n1. again",
        r"$w_{21}^{(2)}$, $x_1$, $W^{(1)}$",
        r"$\sigma(z) = \frac{1}{1 + e^{-z}}$",
        r"$L = \tfrac{1}{2}(\hat y - t)^2$",
        r"$\sum_{i=1}^{n} x_i^2$",
        r"$\qa{\hat y_2}$, $\delta_1^{(2)}$, $w_{1,2}$, $z^{(l+1)}$, $W_{2}'$",
        r"$a \\[2ex] b$",
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
        # A year is a number like any other: nothing in its looks tells it from a count of steps.
        ("solved in 2000 steps, in 2000, (2000 steps), (2000), 2000년", ["2000"] * 5),
        ("(Rosenblatt, 1958), *Perceptrons* (1969), 2009–2012", ["1958", "1969", "2009", "2012"]),
        ("연습 3번, 연습 2회, 연습 2 번, 연습 2가지, 연습 2.5", ["3", "2", "2", "2", "2.5"]),
        (
            "Exercise 2%, Exercise 3/4, Exercise 02, Exercises 2 and 3",
            ["2%", "3", "4", "02", "2", "3"],
        ),
        ("solved in\n2000. Then\n3. more", ["2000", "3"]),
        ("1. first\n3. third", ["3"]),
        ("2. first", ["2"]),
        ("w3, 2x3 and 1_000", ["3", "2", "3", "1", "000"]),
        ("`1e5`, `1.5e-3`, `10_000`, `3x`", ["1e5", "1.5e-3", "10", "000", "3"]),
        ("[2 steps](gates.md), [0, 1](2000), ](5)", ["2", "0", "1", "2000", "5"]),
        ('[a](gates.md "after 5")', ["5"]),
        ("https://example.org/2", ["2"]),
        ("{.5}, { .w2 } {: title=3 }", ["0.5", "2", "3"]),
        ('<br class="w3"> <input data-start="0.5"> a <b 2 > c', ["3", "0.5", "2"]),
        ("{{ 5 }} &#50;", ["5", "50"]),
        ("[^1]: a note of 2", ["1", "2"]),
        ("*[AND]: on for 1", ["1"]),
        ('/// figure-caption\n2 of (3)\n///\n\n??? success "In 4"', ["2", "3", "4"]),
        ("```text\n1. in 2000 [a](https://5.org) W1\n```\n", ["1", "2000", "5", "1"]),
        (r"$\cdot2$, $\sqrt2$, $x \approx0.5$, $x2$", ["2", "2", "0.5", "2"]),
        (
            r"$\log_2 8$, $\underbrace{x}_{4}$, $f |_{z=2}$, $\qw{3}_2$",
            ["2", "8", "4", "2", "3", "2"],
        ),
        (r"$x_{2000 steps}$", ["2000"]),
        (r"$2^{(3)}$, $y = 2^3 x$, $y = x^{10}$", ["2", "3", "2", "3", "10"]),
        (r"$x^{.5}$, $[z](2)$, $a <b = 5 > 3$", ["0.5", "2", "5", "3"]),
        (r"$\displaystyle \frac{3}{4} \pm \ldots$", ["3", "4"]),
        (r"$y = \frac{2000}{3} x$", ["2000"]),
        (r"$\text{5pt} \hspace{5pt} \\[0.5]$", ["5", "5", "0.5"]),
    ],
)
def test_these_must_be_claimed(text, numbers):
    assert claimed(text) == numbers


def test_executed_fences_and_comments_are_not_prose():
    text = "```pycon\n>>> 0.5\n0.5\n```\n\n<!-- claims\n0.5 : x\n-->\n"
    assert claimed(text) == []
