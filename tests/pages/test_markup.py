"""What is opened must be closed; where it is not, that alone is said."""

import pytest
from sybil import Document

from tests.pages.book import all_pages
from tests.pages.examples import parse_page
from tests.pages.markup import Page
from tests.pages.rules import violations

WHOLE = """---
title: T
description: D
prerequisites: []
---
# T { #t }

It is $x$.

$$
x = y
$$

```pycon
>>> print(1 + 1)
2
>>> 2 + 2
4
```

![Shows it](figures/f.svg)

/// figure-caption
Words.
///

!!! note

    It is 2.

    ```text
    2
    ```

    <!-- claims
    2 2 : 2 * [len("ab")]
    -->

```python
x = 2
```

$$
y = z
$$

/// note | Words
Words.
///

It is 2.

<!-- claims
2 : len("ab")
-->
"""


def without(line, count):
    """The page without the given line, counted from the top; and where it was."""
    lines = WHOLE.splitlines(keepends=True)
    at = [k for k, text in enumerate(lines) if text.strip() == line][count]
    return Page("".join(lines[:at] + lines[at + 1 :]))


def test_the_whole_page_is_closed():
    assert Page(WHOLE).unclosed is None
    assert violations(Page(WHOLE)) == []
    assert [page.name for page in all_pages() if page.unclosed] == []


@pytest.mark.parametrize(
    ("line", "count", "message"),
    [
        ("```", 0, "the fence opened in line 14 is not closed"),
        ("```", 1, "the fence opened in line 31 is not closed"),
        ("```", 2, "the fence opened in line 39 is not closed"),
        ("$$", 1, "the formula opened in line 10 is not closed"),
        ("$$", 3, "the formula opened in line 43 is not closed"),
        ("///", 0, "the block opened in line 23 is not closed"),
        ("///", 1, "the block opened in line 47 is not closed"),
        ("-->", 0, "the comment opened in line 35 is not closed"),
        ("-->", 1, "the comment opened in line 53 is not closed"),
    ],
)
def test_what_is_not_closed_is_named_with_its_line_and_nothing_else(line, count, message):
    page = without(line, count)
    where = message.split(" line ")[1].split()[0]
    assert violations(page) == [f"page.md:{where}: {message}"]


def test_a_page_that_is_run_says_the_same():
    page = without("```", 0)
    document = Document(page.text, "page.md")
    (region,) = parse_page(document)
    document.add(region)
    with pytest.raises(AssertionError, match=r"^page\.md:14: the fence opened in line 14"):
        next(iter(document)).evaluate()


def test_a_longer_fence_may_show_a_shorter_one():
    assert Page("````text\n```pycon\n>>> x\n```\n````\n").unclosed is None
