"""Links that lead nowhere are named."""

import pytest

from tests.pages.links import link_problems
from tests.pages.markup import Page

HERE = "# One { #one }\n\n## Two { #two }\n\n{}\n"


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("[a](there.md)", None),
        ("[a](there.md#term)", None),
        ("[a](#two)", None),
        ("[a](#two-code-1)", None),
        ("[a](notebook.ipynb)", None),
        ("[a](https://example.org/#three)", None),
        ("![a](figures/f.svg)", None),
        ("[a](gone.md)", "there is no page gone.md"),
        ("[a](there.md#two)", "there.md has no anchor #two"),
        ("[a](#three)", "here.md has no anchor #three"),
        ("[a](#three-code-1)", "here.md has no anchor #three-code-1"),
        ("[a](notebook.ipynb#two)", "notebook.ipynb has no anchor #two"),
    ],
)
def test_a_link_leads_to_a_page_and_an_anchor_of_it(link: str, problem: str | None) -> None:
    pages = [
        Page(HERE.replace("{}", link), "docs/en/here.md"),
        Page("# There { #there }\n\nterm { #term }\n:   Words.\n", "docs/en/there.md"),
        Page("# Three { #three }\n", "docs/ko/here.md"),
        Page("# Gone { #gone }\n", "docs/ko/gone.md"),
    ]
    found = list(link_problems(pages, ["docs/en/notebook.ipynb"]))
    assert found == ([] if problem is None else [f"docs/en/here.md:5: {problem}"])
