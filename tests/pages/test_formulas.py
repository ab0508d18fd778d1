"""Formulas: read as KaTeX reads them, true in worlds drawn at random, caught when a sign is not."""

from dataclasses import replace

import numpy as np
import pytest

import xorbook as xb
from tests.pages.book import all_pages
from tests.pages.formulas.changes import changes, still_holds
from tests.pages.formulas.check import judge_formula
from tests.pages.formulas.evaluate import FalseError
from tests.pages.formulas.names import nowhere
from tests.pages.formulas.pages import states
from tests.pages.formulas.rows import false_rows
from tests.pages.formulas.surroundings import Surroundings as State
from tests.pages.formulas.tree import Number, Operation, Symbol, UnreadableError, statements
from tests.pages.formulas.worlds import MeaninglessError
from tests.pages.markup import Page
from tests.pages.mutations import changed, claimed, failure, left_to_the_languages, seen
from tests.pages.rules import names_stand_in_the_code
from tests.pages.trials import Statements, unnoticed

FALSE = (FalseError, MeaninglessError, UnreadableError)

TRUE = [
    r"\qa{a} = \sigma(\qz{z}) = \frac{1}{1 + e^{-\qz{z}}}",
    r"\sigma'(\qz{z}) = \sigma(\qz{z})\,(1 - \sigma(\qz{z}))",
    r"\tanh \qz{z} = 2\,\sigma(2\qz{z}) - 1",
    r"\qa{a}(1 - \qa{a}) = \frac{1}{4} - \left(\qa{a} - \frac{1}{2}\right)^2",
    r"\qa{a_i} = \frac{e^{\qz{z_i}}}{\sum_j e^{\qz{z_j}}}",
    r"\frac{\partial \qa{a_i}}{\partial \qz{z_j}} ="
    r" \begin{cases} \qa{a_i}(1 - \qa{a_i}) & (i = j) \\ -\qa{a_i}\qa{a_j} & (i \ne j) \end{cases}",
    r"\qz{z_1^{(1)}} = \qx{x_1}\qw{w_{11}^{(1)}} + \qx{x_2}\qw{w_{21}^{(1)}} + \qb{b_1^{(1)}}",
    r"\qz{z^{(l)}} = \qa{a^{(l-1)}}\,\qw{W^{(l)}} + \qb{b^{(l)}}, \quad"
    r" \qa{a^{(l)}} = \sigma(\qz{z^{(l)}})",
    r"\qg{\frac{\partial L}{\partial w_{ij}^{(l)}}} = \qa{a_i^{(l-1)}}\,\qg{\delta_j^{(l)}}",
    r"\qg{\delta_1^{(1)}} = \qg{\delta^{(2)}}\,\qw{w_{11}^{(2)}}\,\sigma'(\qz{z_1^{(1)}})",
    r"\qg{\delta^{(1)}} = \bigl(\qg{\delta^{(2)}}\,{\qw{W^{(2)}}}^{\mathsf T}\bigr)"
    r" \odot \qa{A^{(1)}} \odot (1 - \qa{A^{(1)}})",
    r"\ql{L} = -\bigl(t \ln \qa{\hat y} + (1 - t) \ln (1 - \qa{\hat y})\bigr)",
    r"\qw{w} \leftarrow \qw{w} - \eta\,\qg{\frac{\partial L}{\partial w}}",
    r"\qg{\frac{\partial L}{\partial w}} \approx \frac{\ql{L(w + h)} - \ql{L(w - h)}}{2h}",
    r"(\qx{x}\qw{W})^{\mathrm{T}} = \qw{W}^{\mathrm{T}}\qx{x}^{\mathrm{T}}",
    r"(1 \times 2)(2 \times 3) + (1 \times 3) \to (1 \times 3)",
    r"\qw{w_1}\qx{x_1} + \qw{w_2}\qx{x_2} > \qb{\theta} \Longleftrightarrow"
    r" \qw{w_1}\qx{x_1} + \qw{w_2}\qx{x_2} + \qb{b} > 0",
    r"\qx{x_2} = -\frac{\qw{w_1}}{\qw{w_2}}\,\qx{x_1} - \frac{\qb{b}}{\qw{w_2}}",
    r"\begin{aligned} (0,1):\quad & \qw{w_2} + \qb{b} \le 0 \\ (1,1):\quad &"
    r" \qw{w_1} + \qw{w_2} + \qb{b} > 0 \end{aligned}",
    r"e^{-0.5} = \sqrt{0.36788} = 0.60653",
    r"\left| 1 - \eta c \right| < 1 \iff 0 < \eta < \frac{2}{c}",
    r"h^2 = \frac{k}{h} \;\Rightarrow\; h = \sqrt[3]{k}",
    r"d = \frac{\qw{w_1}\qx{x_1} + \qw{w_2}\qx{x_2} + \qb{b}}{\sqrt{\qw{w_1}^2 + \qw{w_2}^2}}",
    r"(3 + h)^2 - 9 = \qg{6}h + h^2",
]  # fmt: skip


def judged(tex, state=None):
    with np.errstate(all="ignore"):
        return judge_formula(tex, state or State())


@pytest.mark.parametrize("tex", TRUE)
def test_what_is_true_holds_and_any_change_of_it_does_not(tex):
    assert {outcome.kind for outcome in judged(tex)} == {"checked"}
    changed = list(changes(tex))
    assert changed
    assert [mutant for mutant in changed if still_holds(mutant, State())] == []


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\sigma'(\qz{z}) = \sigma(\qz{z})", "the sides are 0."),
        (r"\qz{z_1^{(1)}} = \qx{x_1}\qw{w_{41}^{(1)}}", "outside a matrix of"),
        (r"\qa{z} = \sigma(\qz{z})", "z in the colour of a"),
        (r"\qa{a^{(3)}} = \qa{\hat y}", "the network has 2 layers"),
        (r"\qw{W^{(2)}}\qa{a^{(1)}} = \qz{z^{(2)}}", "the sides are"),
        (r"(1 \times 2)(3 \times 2) \to (1 \times 2)", r"shapes: (1, 2) times (3, 2)"),
        (r"\underbrace{\qx{x}}_{(1 \times 4)} = \qa{a^{(0)}}", "below a brace stands (1, 4)"),
        (r"\qa{a} = \qa{a}", "both sides are the same"),
        (r"0.95257 \cdot 0.04743 = 0.04618", "the sides are 0.045"),
        (r"\frac{2}{3} = 0.66", "the sides are 0.666667 and 0.66"),
        (r"0.01 \cdot 0.012212 = 0.000112", "the sides are 0.000122 and 0.000112"),
        (r"0 < \eta < \frac{2}{c}", "an inequality that is not always true"),
        (r"\eta > 0 \iff \eta + c > 0", "one holds and the other does not"),
        (r"\qz{z} = \qb{b} \iff \eta^2 < 0", "always {False}"),
        (r"\begin{aligned} \qz{z_1} &= 0.5 \\ \qz{z_1} &= 0.7 \end{aligned}", "given two numbers"),
        (r"(2 \times 1)(1 \times 3) \to \qx{x}", "an arrow leads to a shape"),
        (r"\qg{f'} = \begin{cases} 1 & (\qz{z} > 0) \\ 0 & (\qa{a} < 0) \end{cases}",
         "the cases ask about different letters"),
        (r"\operatorname{GELU}(\qz{z}) = \qz{z}", "GELU is no function of the book"),
        (r"\qx{x} = (\qx{x_1}, \dots, \qx{x_n})", "where an expression is expected"),
    ],
)  # fmt: skip
def test_what_is_false_is_refused_with_both_sides(tex, message):
    with pytest.raises(FALSE) as error:
        judged(tex)
    assert message in str(error.value)


def test_numbers_of_the_page_hold_for_its_network_and_one_of_its_samples():
    state = State({"net": xb.worked_example()})
    assert judged(r"\qa{a_1^{(1)}} = \qa{0.924142}", state)[0].kind == "checked"
    assert judged(r"\qg{\delta^{(2)}} = \qa{\hat y} - t = \qg{-0.066844}", state)
    for tex in (
        r"\qa{a_2^{(1)}} = \qa{0.924142}",
        r"\qg{\delta^{(2)}} = t - \qa{\hat y} = 0.066844",
    ):
        with pytest.raises(FALSE):
            judged(tex, state)


ROWS = r"""
| | start | slope | after |
|---|--:|--:|--:|
| $\qw{w_{11}^{(1)}}$ | −0.5 | 0.001911 | −0.501911 |
| $\qb{b^{(2)}}$ | 0 | 0.048913 | −0.048913 |
| $\qw{w_{21}^{(2)}}$ | 2.5 | 0.026410 | 2.495911 |
"""


def test_a_row_that_begins_with_a_parameter_shows_its_value_and_its_slopes():
    state = State({"net": xb.worked_example()})

    def said(text):
        page = Page(text, "page.md")
        return [message for table in page.tables for _, message in false_rows(page, table, state)]

    assert said(ROWS) == []
    for old, new in (
        ("w_{11}", "w_{12}"),
        ("w_{11}^{(1)}", "w_{11}^{(2)}"),
        ("b^{(2)}", "b_2^{(1)}"),
        ("w_{21}^{(2)}", "w_{11}^{(2)}"),
        ("−0.5 ", "0.5 "),
        ("0.026410", "0.026411"),
    ):
        assert said(ROWS.replace(old, new)), (old, new)


def test_a_page_defines_its_own_letters():
    state = State()
    assert [o.kind for o in judged(r"s(\qz{z}) = \ln(1 + e^{\qz{z}})", state)] == ["defined"]
    assert judged(r"s'(\qz{z}) = \sigma(\qz{z})", state)[0].kind == "checked"
    with pytest.raises(FalseError):
        judged(r"s'(\qz{z}) = 1 - \sigma(\qz{z})", state)


def test_a_loss_put_together_from_four_corners_is_that_of_xor():
    state = State()
    judged(r"\ell(s) = \ln(1 + e^{-s})", state)
    corners = r"\ell(-\qz{z_{00}}) + \ell(\qz{z_{01}}) + \ell(\qz{z_{10}}) + \ell(-\qz{z_{11}})"
    assert judged(rf"\ql{{L}} = \frac{{{corners}}}{{4}}", state)[0].kind == "checked"
    for wrong in (corners.replace(r"-\qz{z_{11}}", r"\qz{z_{11}}"), corners.replace("01", "00")):
        with pytest.raises(FALSE):
            judged(rf"\ql{{L}} = \frac{{{wrong}}}{{4}}", state)
    with pytest.raises(FalseError, match="mean BCE over XOR"):
        judged(rf"\ql{{L}} = \frac{{{corners}}}{{3}}", state)


def test_a_step_of_any_size_tells_powers_of_it_apart():
    state = State()
    judged("f(x) = x^3", state)
    assert judged("f(2 + h) = 8 + 12h + 6h^2 + h^3 \\approx 8 + 12h", state)[0].kind == "checked"
    for wrong in ("8 + 12h + 6h^2 - h^3", "8 + 12h + 6h^3 + h^3"):
        with pytest.raises(FALSE):
            judged(f"f(2 + h) = {wrong}", state)


def test_a_quantity_has_the_shape_below_its_brace_and_is_what_leads_to_it():
    state = State({"net": xb.worked_example()})
    tex = (
        r"\underbrace{\qx{X}^{\mathsf T}}_{(2 \times 4)}\;"
        r"\underbrace{\qg{\delta^{(1)}}}_{(4 \times 2)}"
        r" \to \underbrace{\qg{\partial L / \partial W^{(1)}}}_{(2 \times 2)}"
    )
    assert judged(tex, state)[0].kind == "checked"
    with pytest.raises(FalseError, match="in no network of the page"):
        judged(tex.replace(r"\delta^{(1)}", r"\delta^{(2)}"), state)
    for old, new in (("W^{(1)}", "W^{(2)}"), (r"\partial L", r"\partial z")):
        with pytest.raises(FALSE):
            judged(tex.replace(old, new), state)


def test_what_leads_to_a_quantity_is_it():
    state = State({"net": xb.worked_example()})
    tex = (
        r"\underbrace{\qx{X}}_{(4 \times 2)} \underbrace{\qw{W^{(1)}}}_{(2 \times 2)}"
        r" + \underbrace{\qb{b^{(1)}}}_{(2,)} \to \underbrace{\qz{Z^{(1)}}}_{(4 \times 2)}"
    )
    assert judged(tex, state)[0].kind == "checked"
    for old, new in ((" + ", " - "), (r"\qz{Z", r"\qa{A")):
        with pytest.raises(FALSE):
            judged(tex.replace(old, new), state)


def test_a_network_of_the_page_answers_as_an_equivalence_says_at_any_input():
    layers = [([[-2, 2], [-2, 2]], [3, -1]), ([[1], [1]], [-1])]
    gates = xb.Network(layers, [xb.step, xb.step])
    tex = r"\qa{\hat y} = 1 \iff 0.5 < \qx{x_1} + \qx{x_2} < 1.5"
    assert judged(tex, State({"net": gates}))[0].kind == "checked"
    for old, new in (("+", "-"), ("1.5", "1.6"), ("0.5", "0.4"), ("x_1", "x_2"), ("= 1", "= 0")):
        with pytest.raises(FALSE):
            judged(tex.replace(old, new), State({"net": gates}))
    with pytest.raises(FalseError, match="the page has no network"):
        judged(tex)


def test_the_value_of_a_function_where_its_letter_has_been_given_a_number():
    state = State()
    for tex in ("f(x) = x^3", "x = 2", "f = 8", r"\qg{f'} = \qg{12}"):
        judged(tex, state)
    for wrong in ("f = 9", r"\qg{f'} = \qg{8}", "f = 12"):
        with pytest.raises(FalseError, match=r"f at 2\.0"):
            judged(wrong, state)


def test_numbers_are_put_in_for_the_letters_that_were_given_them():
    state = State()
    judged(r"\qw{w_1} = \qw{3}", state)
    put_in = r"\qz{z} = \qw{w_1}\qx{x_1} + \qb{b} = \qw{3} \cdot \qx{2} + \qb{5}"
    assert judged(put_in, state.copied())
    with pytest.raises(FalseError, match=r"was 3\.0, and is 4\.0 here"):
        judged(put_in.replace("{3}", "{4}"), state)


GIVEN = r"""
## A { #a }

At $x = 2$, in [b](#b), $y = 1$ and $yx$.

## B { #b }

$x$

<!-- claims
2 1 : [2 * len("a"), len("a")]
-->
"""


def test_a_letter_is_given_a_number_that_is_used():
    assert failure(Page(MATTER + GIVEN, "page.md")) is None
    for old, new in (("[b](#b)", "b"), ("$yx$", "so"), ("$y =", "$v =")):
        wrong = GIVEN.replace("and $yx$", "and $y$").replace(old, new).replace("$y$", new)
        assert "is given a number, and used nowhere" in failure(Page(MATTER + wrong, "page.md"))
    again = GIVEN.replace("2 1 :", "2 1 1 :").replace("[2 * len", "[2 * len('a'), len")
    again = again.replace("and $yx$", "so").replace("\n$x$\n", "\n$x$ at $y = 1$\n")
    assert failure(Page(MATTER + again, "page.md")) is None


FOLLOWED = r"""
At $\qz{z} = -\ln 3$, where $\sigma(\qz{z}) = \frac{1}{4}$.

<!-- claims
3 : 3 * len("a")
-->
"""


def test_a_change_that_makes_what_follows_false_is_noticed():
    for text, passes in ((FOLLOWED, 0), (FOLLOWED.replace(" = \\frac{1}{4}", ""), 1)):
        page = Page(MATTER + text, "page.md")
        statements = Statements(page, {page.formulas[0]: [r"\qz{z} = +\ln 3"]})
        unnoticed(page, {}, statements)
        assert (statements.tried, len(statements.unnoticed)) == (1, passes)


def test_a_chain_is_read_as_it_is_set():
    (statement,) = statements(r"\begin{aligned} x &= 2 \cdot 3 \\ &= 6 \end{aligned}")
    assert statement.relations == ("=", "=")
    assert statement.sides[1] == Operation("dot", (Number("2"), Number("3")))
    assert statement.sides[0] == Symbol("x")
    assert statements(r"0.5^2")[0:] == []


NAMED = "The weights $\\qw{w_{21}^{(1)}}$ and $\\qw{w_{21}^{(2)}}$ and $\\qa{a_2^{(0)}}$.\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("w_{21}^{(1)}", "w_{31}^{(1)}"),
        ("_{21}^{(2)}", "_{22}^{(2)}"),
        ("a_2", "a_3"),
        ("(0)", "(3)"),
        ("\\qa{a_2^{(0)}}", "\\qw{W^{(3)}}"),
        ("\\qa{a_2^{(0)}}", "\\qz{z^{(3)}}, \\qa{a^{(2)}} = \\qa{\\hat y}"),
        ("\\qa{a_2^{(0)}}", "\\qz{z^{(0)}}"),
    ],
)
def test_a_quantity_that_is_named_is_in_a_network_of_the_page(old, new):
    assert failure(Page(MATTER + NAMED, "page.md")) is None
    assert "no network of the page has $" in failure(Page(MATTER + NAMED.replace(old, new), "p.md"))


MATTER = "---\ntitle: T\ndescription: D\nprerequisites: []\n---\n# T { #t }\n\n"
WRONG = "$\\sigma'(\\qz{z}) = \\sigma(\\qz{z})$\n"


def test_a_false_formula_fails_the_page_unless_it_is_marked():
    assert "page.md:8: $\\sigma'(\\qz{z})" in failure(Page(MATTER + WRONG, "page.md"))
    mark = f'<!-- claims\n{WRONG.strip()} : "unchecked: an exercise asks what is wrong"\n-->\n'
    assert failure(Page(MATTER + WRONG + mark, "page.md")) is None
    assert "but not there" in failure(Page(MATTER + mark, "page.md"))
    assert failure(Page(MATTER + WRONG + mark.replace("unchecked: an exercise", "an exercise")))


@pytest.mark.parametrize(
    ("tex", "unchecked"),
    [
        (r"1 - \sigma(\qz{z}) = \sigma(-\qz{z})", ""),
        (r"\tanh 2 = 2\,\sigma(4) - 1", ""),
        (r"\ln 3 = 1.098612", ""),
        (r"\begin{aligned} (0,1):\quad & \qw{w_2} + \qb{b} \le 0 \end{aligned}", "0"),
        (r"\ln 3 \approx 1.0986", "6"),  # nearly so are other digits, too
        (r"0.75 \cdot 0.1234 = 0.0926", "4"),
    ],
)
def test_every_digit_that_is_claimed_as_evaluated_is_tried_in_its_formula(tex, unchecked):
    page = Page(f"{MATTER}$${tex}$$\n\n<!-- claims\nformula : evaluated\n-->\n", "page.md")
    assert failure(page) is None
    digits = [at for at in sorted(claimed(page)) if page.text[at].isdigit()]
    mutants = {at: changed(page, at, str((int(page.text[at]) + 1) % 10)) for at in digits}
    statements = Statements(page, {})
    assert "".join(page.text[at] for at in unnoticed(page, mutants, statements)) == unchecked
    assert statements.are_tried
    assert bool(statements.unevaluated) == bool(unchecked)


def test_few_digits_are_guarded_by_the_agreement_of_the_languages_alone(record_property):
    """Of those that no claim covers: what stands in statements and in rows of tables is checked.

    So are quantities that a network of the page lacks, and the numbers of exercises.
    """
    shown = unguarded = in_statements = 0
    for page in all_pages():
        digits = set(seen(page))
        shown += len(digits)
        for at in digits & left_to_the_languages(page):
            formula = next((f for f in page.formulas if f.start <= at < f.end), None)
            if formula is None:
                unguarded += not (page.text[:at].endswith(HEADINGS) or _is_no_name(page, at))
            elif states(formula):
                in_statements += 1
            elif not any(table.start <= at < table.end for table in page.tables):
                unguarded += not _leads_nowhere(formula, at)
    share = (unguarded + in_statements * SURVIVING) / shown
    record_property("agreement", (shown, unguarded, in_statements))
    assert unguarded > 100, "the count knows what is not guarded"
    assert share < 0.02


# Of all 2281 changes of a statement, 26 passed, of which 15 were true.
SURVIVING = 26 / 2281
HEADINGS = ("### Exercise ", "### 연습 ")


def _is_no_name(page, at):
    """Whether another digit makes a name that the code of the page does not have."""
    mutant = changed(page, at, str((int(page.text[at]) + 1) % 10))
    # A digit in the place of a digit moves nothing.
    vars(mutant).update({part: getattr(page, part) for part in ("fences", "tables", "comments")})
    return any(names_stand_in_the_code(mutant))


def _leads_nowhere(formula, at):
    """Whether another index names what the worked example does not have."""
    at -= formula.start
    text = formula.text[:at] + str(int(formula.text[at]) % 3 + 1) + formula.text[at + 1 :]
    return any(nowhere(replace(formula, text=text), {}))
