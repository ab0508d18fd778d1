"""The two languages of a page share everything but the prose."""

import pytest

from tests.pages.languages import differences
from tests.pages.markup import Page

MATTER = "---\ntitle: T\ndescription: D\nprerequisites: [{}]\n---\n# T {{ #t }}\n\n"
BODY = """Words $x_1 = \\text{가}$ in 1943, see [there](there.md#place).

```pycon
>>> 1 + 1
2
```

![shows](figures/f.svg)

!!! note "n"
    text

It is 2.

<!-- claims
2 : len("ab")
-->

### Exercise 1 { #exercise-1 }
"""


def pages(change=("", ""), matter=""):
    first = Page(MATTER.format("") + BODY, "ko.md")
    second = Page(MATTER.format(matter) + BODY.replace(*change, 1), "en.md")
    return first, second


def test_equal_pages_do_not_differ():
    assert list(differences(*pages())) == []


def test_words_in_formulas_may_differ():
    assert list(differences(*pages((r"\text{가}", r"\text{a}")))) == []


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("headings", ("#exercise-1", "#exercise-one")),
        ("headings", ("### Exercise 1 { #exercise-1 }\n", "")),
        ("fences", ("1 + 1", "2 + 0")),
        ("figures", ("figures/f.svg", "figures/g.svg")),
        ("blocks", ("!!! note", "!!! tip")),
        ("formulas", ("x_1", "x_2")),
        ("numbers", ("It is 2.", "It is 3.")),
        ("claims", ('len("ab")', 'len("cd")')),
        ("links", ("there.md#place", "there.md")),
        ("numbers", ("1943", "1944")),
        ("digits", ("### Exercise 1", "### Exercise 2")),
    ],
)
def test_a_difference_is_reported(what, change):
    found = list(differences(*pages(change)))
    assert any(f" {what}" in text for text in found), found


def test_prerequisites_are_shared():
    assert any("prerequisites" in text for text in differences(*pages(matter="a.md")))


def test_a_number_that_differs_is_reported_once():
    first, second = pages(("It is 2.", "It is 2 in 2000 steps."))
    assert list(differences(first, second)) == [
        "ko.md:6 and en.md:6: numbers differ in '# #t': only the first has [], "
        "only the second ['2000']"
    ]


def test_a_page_with_something_unclosed_is_not_compared():
    first, second = pages(("2\n```\n", "2\n"))
    assert second.unclosed
    assert list(differences(first, second)) == []
