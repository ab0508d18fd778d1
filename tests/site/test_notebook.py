"""Notebooks: their text and outputs as a page, and the download that runs anywhere."""

from __future__ import annotations

from typing import Any

import pytest

from site_build.markdown_extensions.notebook import as_markdown, outputs, portable


def notebook() -> dict[str, Any]:
    return {
        "cells": [
            {
                "cell_type": "markdown",
                "metadata": {},
                "source": ["# Try { #try }\n", "See [the start](index.md#a) for $\\qw{w_1}$."],
            },
            {"cell_type": "code", "metadata": {}, "source": ["print(1)\n", "2"], "outputs": []},
        ],
        "metadata": {},
    }


PRINTED = """<div class="jp-Cell jp-CodeCell"><div class="jp-Cell jp-CodeCell" id="cell-id=1">
<div class="jp-OutputArea-output"><pre>1
</pre></div><div class="jp-OutputArea-output"><pre>2</pre></div></div></div>"""


def test_a_page_holds_text_code_and_outputs_in_order() -> None:
    text = as_markdown(notebook(), outputs(PRINTED))
    assert text.startswith("# Try { #try }\n")
    assert "```python\nprint(1)\n2\n```" in text
    assert text.index("<pre>1\n</pre>") < text.index("<pre>2</pre>")


def test_no_output_is_lost() -> None:
    with pytest.raises(ValueError, match="1 code cells, but the outputs of 2"):
        as_markdown(notebook(), [["<pre>1</pre>"], []])


def test_the_download_is_plain_jupyter_and_installs_the_package() -> None:
    text, install, code = portable(notebook(), "https://e.org/b/en/", "https://e.org/b/x.whl")[
        "cells"
    ]
    assert "".join(text["source"]) == ("# Try\nSee [the start](https://e.org/b/en/#a) for ${w_1}$.")
    assert install["source"] == ["%pip install --quiet https://e.org/b/x.whl"]
    assert code["source"] == ["print(1)\n", "2"]
    assert notebook() == notebook()
