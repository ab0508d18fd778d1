"""Every rule, shown failing."""

import pytest

from tests.pages import rules
from tests.pages.markup import Page
from tests.pages.mutations import failure

MATTER = "---\ntitle: T\ndescription: D\nprerequisites: []\n---\n# T { #t }\n\n"
CAPTION = "\n/// figure-caption\nWords.\n///\n"


def pycon(text):
    return f"```pycon\n{text}\n```\n"


BROKEN = [
    (rules.fences_are_known, "```\nbare\n```\n", "without a language"),
    (rules.fences_are_known, "```py\nx\n```\n", "'py'"),
    (rules.fences_are_known, "```pycon hl_lines=1\n>>> 1\n1\n```\n", "hl_lines"),
    (rules.fences_are_known, "```pycon\nx = 1\n```\n", "without >>>"),
    (rules.fences_are_known, "```python\n>>> x\n```\n", "with a prompt"),
    (rules.sessions_are_exact, pycon(">>> f()  # doctest: +SKIP\n1"), "doctest:"),
    (rules.sessions_are_exact, pycon(">>> f()\n1.2..."), "'...'"),
    (rules.sessions_are_exact, pycon(">>> f()\nnp.float64(0.5)"), "np.float64("),
    (rules.sessions_are_exact, pycon(">>> f()\n<BLANKLINE>"), "<BLANKLINE>"),
    (rules.sessions_are_exact, pycon(">>> f()\n1\n\n2"), "after a blank line"),
    (
        rules.sessions_are_exact,
        pycon('>>> f()\nTraceback (most recent call last):\n  File "<stdin>", line 1\nE: x'),
        "one line",
    ),
    (rules.sessions_can_be_pasted, pycon(">>> for i in x:\n...     i\n1"), "bare ..."),
    (
        rules.sessions_can_be_pasted,
        pycon(">>> def f():\n...     a = 1\n...\n...     return a\n..."),
        "blank line inside",
    ),
    (rules.sessions_can_be_pasted, pycon(">>> for\n1"), "does not parse"),
    (rules.a_session_shows_one_value, pycon(">>> 1 + 1\n2\n>>> print(3)\n3"), "print(1 + 1)"),
    (
        rules.a_session_shows_one_value,
        pycon(">>> 1 / 0\nTraceback (most recent call last):\n    ...\nE: x\n>>> print(3)\n3"),
        "not the last",
    ),
    (rules.code_comments_hold_no_digits, pycon(">>> x  # of shape (4, 2)"), "digit in a code"),
    (
        rules.frameworks_print_what_is_computed,
        '```pycon torch\n>>> print(1)\n1\n```\n\n<!-- claims\n1 : "given: me"\n-->\n',
        "has to compute it",
    ),
    (
        rules.names_stand_in_the_code,
        "`W2` is no name here, `W1` is.\n\n" + pycon(">>> W1 = 0"),
        "no code of the page has the name W2",
    ),
    (rules.headings_have_anchors, "## Part\n", "without"),
    (rules.headings_have_anchors, "## Part { #t }\n", "stands twice"),
    (rules.headings_have_anchors, "# Second { #second }\n", "one # title"),
    (rules.exercises_count_up, "### 연습 2 { #exercise-2 }\n", "exercise 1 is headed"),
    (rules.exercises_count_up, "### Exercise 1 { #exercise-2 }\n", "exercise 1 is headed"),
    (rules.exercises_count_up, "See Exercise 4.\n", "no exercise 4"),
    (
        rules.a_block_has_the_line_of_its_title_to_itself,
        '??? success "Solution" It is 1.\n',
        "nothing after it",
    ),
    (rules.a_block_has_the_line_of_its_title_to_itself, "!!!note\n\n    Words.\n", "!!! KIND"),
    (rules.images_are_figures_with_alt_text, CAPTION, "a caption of no figure"),
    (rules.images_are_figures_with_alt_text, f"![](figures/f.svg)\n{CAPTION}", "no alt text"),
    (rules.images_are_figures_with_alt_text, f"![x](f.png)\n{CAPTION}", "figures/NAME.svg"),
    (
        rules.images_are_figures_with_alt_text,
        f"![x](pictures/f.png)\n{CAPTION}",
        "or pictures/NAME.webp, not pictures/f.png",
    ),
    (rules.images_are_figures_with_alt_text, "![x](figures/f.svg)\n", "no caption"),
    (
        rules.figures_to_work_with_have_two_captions,
        f"![x](figures/f.svg){{ interactive=f }}\n{CAPTION}",
        "a second caption",
    ),
    (
        rules.figures_to_work_with_have_two_captions,
        "![x](figures/f.svg)\n\n/// figure-caption\nWords.\n\nMore.\n{ .live }\n///\n",
        "a second caption",
    ),
    (rules.claims_match, "0.5\n", "0.5 is not claimed"),
    (rules.claims_compute, "0.5\n\n<!-- claims\n0.5 : 0.5\n-->\n", "computes nothing"),
    (rules.no_digit_hides, "10,001 steps\n", "thin space"),
    (rules.no_digit_hides, "３개\n", "digits 0-9, not as '３'"),
    (rules.nothing_is_left_to_write, "- ⟦a point⟧, ⟦anoth", "to be written: ⟦a point⟧"),
    (rules.no_digit_hides, "½ of it\n", "not as '½'"),
    (rules.no_digit_hides, "⅓ of it\n", "not as '⅓'"),
    (rules.no_digit_hides, "Step ①\n", "not as '①'"),
    (rules.no_digit_hides, "Part Ⅳ\n", "not as 'Ⅳ'"),
    (rules.no_digit_hides, "x² and $x²$\n", "not as '²'"),
    (rules.no_digit_hides, "10³ steps\n", "not as '³'"),
    (rules.no_digit_hides, "`½`\n", "not as '½'"),
    (rules.no_digit_hides, "[½](forward.md)\n", "not as '½'"),
    (rules.no_digit_hides, '<abbr title="½">x</abbr>\n', "not as '½'"),
    (rules.no_digit_hides, "```text\n½\n```\n", "not as '½'"),
    (rules.no_digit_hides, "三 개\n", "not as '三'"),
    (rules.no_digit_hides, "&frac12; of it\n", "'&frac12;' hides"),
    (rules.no_digit_hides, "&#189; of it\n", "'&#189;' hides"),
    (rules.no_digit_hides, "&#x35; steps\n", "'&#x35;' hides"),
    (rules.no_digit_hides, "about –0.5\n", "a minus is"),
    (rules.no_digit_hides, "$\\tfrac12$\n", "needs braces"),
    (rules.no_digit_hides, "$x^10$\n", "needs braces"),
    (rules.code_comments_hold_no_digits, pycon(">>> x  # ½ of it"), "digit in a code"),
    (rules.forbidden_forms, "표와 견주어 보세요.\n", "비교하다"),
    (rules.particles_fit, "$x_1$는 입력입니다.\n", "stands '은', not '는'"),
]


@pytest.mark.parametrize(("rule", "body", "message"), BROKEN)
def test_a_broken_rule_is_reported(rule, body, message):
    problems = list(rule(Page(MATTER + body)))
    assert any(message in text for _, text in problems), problems
    assert rules.violations(Page(MATTER + body))


@pytest.mark.parametrize(
    ("matter", "message"),
    [
        ("---\ntitle: T\nprerequisites: []\n---\n", "no description"),
        ("---\ntitle: T 2\ndescription: D\nprerequisites: []\n---\n", "digit"),
        ("---\ntitle: T\ndescription: ½\nprerequisites: []\n---\n", "digit"),
    ],
)
def test_front_matter_is_checked(matter, message):
    problems = list(rules.front_matter_is_complete(Page(f"{matter}# T {{ #t }}\n")))
    assert any(message in text for _, text in problems)


def test_every_rule_is_shown_failing():
    shown = {rule for rule, _, _ in BROKEN} | {rules.front_matter_is_complete}
    assert shown == set(rules.RULES)


def test_a_clean_page_passes():
    body = pycon(
        ">>> for i in range(2):\n...     print(i)\n...\n0\n1\n"
        ">>> 1 / 0\nTraceback (most recent call last):\n    ...\n"
        "ZeroDivisionError: division by zero"
    )
    page = Page(MATTER + body + "### Exercise 1 { #exercise-1 }\n\nAs in Exercise 1.\n")
    assert rules.violations(page) == []
    assert failure(page) is None


@pytest.mark.parametrize(
    "body",
    [
        pycon(">>> 1 + 1\n3"),
        pycon(">>> 1 / 0\nTraceback (most recent call last):\n    ...\nZeroDivisionError: no"),
        pycon(">>> True\n1"),
        "```python\nassert 1 == 2\n```\n",
        '!!! note "x"\n\n    ```pycon\n    >>> 1 + 1\n    3\n    ```\n',
    ],
)
def test_wrong_output_fails(body):
    assert failure(Page(MATTER + body)) is not None
