"""Markdown extension: every block of code can be copied and linked to.

A block is named after its section and its place in it, `#hidden-layer-code-2`: both languages have
the same anchors, and what is written in other sections changes no name.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

# A signature in the reference has one more class: it is no code to run.
_CODE = re.compile(
    r"""
    <h[1-6][^>]*?\ id="(?P<section>[^"]+)"
  | (?P<open><div\ class="language-[\w-]+\ highlight")(?P<body>>.*?</pre>)
""",
    re.VERBOSE | re.DOTALL,
)


def offer_code(html: str, copy_label: str, link_label: str) -> str:
    """Give every block of code an id, a button to copy it, which Material's script listens to, and
    a link to it; blocks before any heading stay as is.
    """
    section = ""
    count: Counter[str] = Counter()

    def one(match: re.Match[str]) -> str:
        nonlocal section
        if match["section"]:
            section = match["section"]
        if match["section"] or not section:
            return match[0]
        count[section] += 1
        # Material looks the block up by a CSS selector, where a dot begins a class.
        name = f"{section.replace('.', '-')}-code-{count[section]}"
        button = (
            f'<span class="md-code__nav"><button class="md-code__button" title="{copy_label}"'
            f' data-clipboard-target="#{name} code" data-md-type="copy"></button></span><code'
        )
        link = (
            f'<a class="book-code-link" href="#{name}" aria-label="{link_label}"'
            f' title="{link_label}"></a>'
        )
        body = match["body"].replace("<code", button, 1)
        return f'{match["open"]} id="{name}"{body}{link}'

    return _CODE.sub(one, html)


class CopyPostprocessor(Postprocessor):  # type: ignore[misc]
    """Add the buttons and links to a page."""

    def __init__(self, md: Markdown, labels: dict[str, str]) -> None:
        super().__init__(md)
        self.labels = {name: escape(label) for name, label in labels.items()}

    def run(self, text: str) -> str:
        return offer_code(text, self.labels["copy_label"], self.labels["code_label"])


class CopyExtension(Extension):  # type: ignore[misc]
    """Register it with Markdown."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "copy_label": ["copy", "the name of the button that copies a block of code"],
            "code_label": ["link to this code", "the name of the link to a block of code"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # After the raw HTML (30) has come back from its stash, with the code in it.
        md.postprocessors.register(CopyPostprocessor(md, self.getConfigs()), "xorbook_copy", 4)


def makeExtension(**kwargs: Any) -> CopyExtension:
    """Be found by `markdown_extensions: site_build.markdown_extensions.copy_buttons`."""
    return CopyExtension(**kwargs)
