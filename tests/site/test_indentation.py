"""What templates leave between tags weighs nothing in a finished page."""

from __future__ import annotations

import re
from pathlib import Path

from site_build.finishing import indentation
from tests.site.built import pages


def test_breaks_are_plain_but_in_code_and_scripts() -> None:
    page = (
        "<p>one\n\n   two</p>\n    <pre>a\n\n    b</pre>  \n  <script>x\n  y</script>\n\t<i>z</i>\n"
    )
    assert indentation.without(page) == (
        "<p>one\ntwo</p>\n<pre>a\n\n    b</pre>\n<script>x\n  y</script>\n<i>z</i>\n"
    )
    assert indentation.without(indentation.without(page)) == indentation.without(page)


def test_no_page_is_indented(site: Path) -> None:
    for address, file in pages(site).items():
        text = file.read_text("utf-8")
        plain = re.sub(r"<(pre|script|style|textarea)\b.*?</\1>", "", text, flags=re.DOTALL)
        assert not re.search(r"\n[ \t]", plain), address
        assert "\n\n" not in text.split("<body", 1)[0], address
