"""What leaves the pages, what is put into them, and what a copy of a console session holds."""

from __future__ import annotations

import re
from html import unescape
from textwrap import indent

import pytest
from markdown import Markdown

from site_build.contents import Contents
from site_build.fences import FRAMEWORKS, Kind
from site_build.markdown_source import strip_comments
from site_build.settings import LANGUAGES, edition

CLAIMS = "<!-- claims\n0.5 : trace.a[1][1]\n-->"


@pytest.mark.parametrize(
    "text",
    [
        f"Text 0.5.\n\n{CLAIMS}\n\nMore.",
        f"Text 0.5.\n{CLAIMS}\nMore.",
        "!!! note\n\n    Text 0.5.\n\n    <!-- claims\n    0.5 : a\n    -->\n\n    More.",
        "<!-- names\n2-2-1 : net.sizes\n-->\n# More",
    ],
)
def test_comments_leave_and_no_line_moves(text: str) -> None:
    stripped = strip_comments(text)
    assert "<!--" not in stripped
    assert "claims" not in stripped
    lines, left = text.split("\n"), stripped.split("\n")
    assert len(lines) == len(left)
    assert all(
        kept in ("", line) or not kept.strip() for line, kept in zip(lines, left, strict=True)
    )
    assert "More" in stripped


@pytest.mark.parametrize("kind", FRAMEWORKS.values(), ids=lambda kind: kind.module)
def test_a_session_of_a_framework_is_titled_and_a_copy_holds_its_code(kind: Kind) -> None:
    session = f"```{kind.name}\n>>> import {kind.module}\n>>> print(0.5)\n0.5\n```"
    extensions = [f"site_build.markdown_extensions.{name}" for name in ("frameworks", "console")]
    fences = ["pymdownx.superfences", "pymdownx.highlight"]
    options = {"pymdownx.highlight": {"pygments_lang_class": True}}
    for text in (session, indent(session, "    ").join(("!!! note\n\n", "\n"))):
        markdown = Markdown(
            extensions=[*extensions, *fences, "admonition"], extension_configs=options
        )
        made = markdown.convert(text)
        assert '<div class="language-pycon highlight">' in made
        assert f'<span class="filename">{kind.framework}</span>' in made
        assert f'import</span><span class="w"> </span><span class="nn">{kind.module}' in made
        assert '<span class="output go">' in made


def test_a_figure_to_work_with_has_both_captions_with_number_and_files() -> None:
    names = ("interactive", "figures")
    own = [f"site_build.markdown_extensions.{name}" for name in names]
    markdown = Markdown(extensions=["attr_list", "pymdownx.blocks.caption", *own])
    made = markdown.convert(
        "![a](a.svg){ interactive=xor }\n\n"
        "/// figure-caption\nOwn.\n\nLive.\n{ .live }\n///\n\nText."
    )
    captions = re.findall(r"<p( class=[^>]*)?>(<span.*?)</p>", made)
    assert [attributes for attributes, _ in captions] == [
        "",
        ' class="live" hidden data-search-exclude',
    ]
    (first, second) = (text for _, text in captions)
    assert first.replace("Own.", "Live.") == second
    assert first.startswith('<span class="caption-prefix">Figure 1.</span> Own. <span')
    assert re.findall(r'href="([^"]*)"', first) == ["a.svg", "a.png"]


def test_a_comment_that_is_code_stays() -> None:
    text = f"```text\n{CLAIMS}\n```\n\nWrite `<!-- claims` there, and `-->` after it."
    assert strip_comments(text) == text


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://book.example.org/xorbook", "https://book.example.org/xorbook/"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("https://example.org/xorbook/", "site/"),
    ],
)
def test_the_wheel_is_named_by_its_address_or_its_folder(address: str, place: str) -> None:
    md = Markdown(
        extensions=["site_build.markdown_extensions.placeholders", "pymdownx.superfences"],
        extension_configs={"site_build.markdown_extensions.placeholders": {"address": address}},
    )
    made = md.convert("```bash\npip install {{ wheel }}\n```")
    name = f"xorbook-{edition()}-py3-none-any.whl"
    assert f"pip install {place}{name}" in unescape(re.sub("<.*?>", "", made))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the input (1, 0) and", "the input (1,\u00a00) and"),
        ("AND (1, 1, −1.5)은", "AND (1,\u00a01,\u00a0−1.5)\u2060은"),
        ("<div><pre>2-2-1 (0, 1)</pre></div>", "<pre>2-2-1 (0, 1)</pre>"),
        ("the 2-2-1 network", "the 2-\u20602-\u20601 network"),
        ("원-핫 [in 2-1](a-1-2.md#1-2)", '원-\u2060핫 <a href="a-1-2.md#1-2">in 2-\u20601</a>'),
        ("`≥`로", "<code>≥</code>\u2060로"),
        ("점(0, 1)은", "점(0,\u00a01)\u2060은"),
        ("[가중치](w.md)(weight)를 `f(x)를`", "(weight)\u2060를 <code>f(x)를</code>"),
        ("`(4, 2)` and $(1, 0)$", "<code>(4, 2)</code> and"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text: str, shown: str) -> None:
    extensions = [
        "site_build.markdown_extensions.line_breaks",
        "site_build.markdown_extensions.math",
    ]
    made = Markdown(extensions=extensions).convert(text)
    assert shown in made
    assert "katex-error" not in made


SESSION = """```pycon
>>> for i in range(2):
...     print(i)
...
0
1
>>> 1 / 0
Traceback (most recent call last):
  File "<stdin>", line 1, in <module>
ZeroDivisionError: division by zero
>>> "a"
'a'
```"""


def test_a_copy_of_a_session_holds_its_code_only() -> None:
    md = Markdown(
        extensions=[
            "site_build.markdown_extensions.console",
            "pymdownx.highlight",
            "pymdownx.superfences",
        ],
        extension_configs={"pymdownx.highlight": {"pygments_lang_class": True}},
    )
    made = md.convert(SESSION)
    shown = unescape(re.sub("<.*?>", "", made)).strip()
    assert shown == SESSION.removeprefix("```pycon\n").removesuffix("\n```")
    code = re.sub(r'<span class="go">.*?</span>', "", made)
    code = re.sub(
        r'<span class="output go">.*?</span>(?=<span class="gp">|</code>)', "", code, flags=re.S
    )
    code = re.sub(r'<span class="gp">.*?</span>', "", code)
    assert unescape(re.sub("<.*?>", "", code)).strip() == (
        'for i in range(2):\n    print(i)\n\n1 / 0\n"a"'
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_chapters_is_made_of_the_contents(language: str) -> None:
    name = "site_build.markdown_extensions.placeholders"
    md = Markdown(extensions=[name, "tables"], extension_configs={name: {"language": language}})
    table = md.convert("| a | b |\n|---|---|\n{{ chapters }}\n\nAfter `{{ chapters }}`.")
    contents = Contents()
    assert table.count("<tr>") == 1 + len(contents.chapters)
    for chapter in contents.chapters:
        said = contents.meta(language, chapter)
        file = contents.file(language, chapter).name
        assert (
            f'<td><a href="{file}">{said["title"]}</a></td>\n<td>{said["question"]}</td>' in table
        )
    assert "After <code>{{ chapters }}</code>." in table
