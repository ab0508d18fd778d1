"""Take out of a style sheet what no page can use: a page waits for all of it and tries every rule.

Material styles much that a book may hold and this one does not. A rule goes when it asks for a
class, or for a value of Material's colour settings, that stands in no page and in no script; then
a custom property that nothing reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import tinycss2

_CLASSES = re.compile(r'\bclass="([^"]*)"')
_COLOURS = re.compile(r'\b(data-md-color-\w+)="?([\w-]+)')
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)
_WORD = re.compile(r"[\w-]+")
_READ = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass(frozen=True)
class Used:
    """What pages and scripts name: classes, properties and other words; colours they set."""

    words: frozenset[str]
    colours: frozenset[tuple[str, str]]

    @classmethod
    def by(cls, pages: Iterable[str], scripts: Iterable[str]) -> Used:
        """Read it off; a script may make a class of any word in it."""
        words: set[str] = set()
        colours: set[tuple[str, str]] = set()
        for page in pages:
            words.update(*map(str.split, _CLASSES.findall(page)))
            words.update(*map(_WORD.findall, _SCRIPT.findall(page)))
            words.update(_READ.findall(page))
            colours.update(_COLOURS.findall(page))
        words.update(*map(_WORD.findall, scripts))
        return cls(frozenset(words), frozenset(colours))

    def allows(self, selector: list[Any]) -> bool:
        """Return whether something may match a selector; what stands in brackets is left out."""
        for token, following in zip(selector, [*selector[1:], None], strict=True):
            if token == "." and following.value not in self.words:
                return False
            if token.type == "[] block":
                pair = _COLOURS.match(tinycss2.serialize(token.content).strip())
                if pair and pair.groups() not in self.colours:
                    return False
        return True


def pruned(css: str, used: Used) -> str:
    """Return a style sheet without comments and without what is not used.

    Raises
    ------
    ValueError
        When it is no style sheet.
    """
    css = _rewritten(css, partial(_with_selectors, used=used))
    while True:
        read = used.words.union(_READ.findall(css))
        shorter = _rewritten(css, partial(_with_properties, read=read))
        if shorter == css:
            return css
        css = shorter


def _rewritten(css: str | list[Any], rewrite: Callable[[Any], str]) -> str:
    """Rewrite every rule that has selectors, or drop it when it is rewritten to nothing."""
    parts = []
    for rule in tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            raise ValueError(f"expected a style sheet, got one with an error: {rule.message}")
        if rule.type == "qualified-rule":
            parts.append(rewrite(rule))
        elif rule.lower_at_keyword in ("media", "supports"):
            inner = _rewritten(rule.content, rewrite)
            parts.append(_block(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}", inner))
        else:
            parts.append(rule.serialize())
    return "\n".join(filter(None, parts))


def _with_selectors(rule: Any, used: Used) -> str:
    selectors: list[list[Any]] = [[]]
    for token in rule.prelude:
        if token == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    kept = [tinycss2.serialize(one).strip() for one in selectors if used.allows(one)]
    return _block(",".join(kept), tinycss2.serialize(rule.content).strip()) if kept else ""


def _with_properties(rule: Any, read: frozenset[str]) -> str:
    kept = [
        part.serialize() + ";" * (part.type == "declaration")
        for part in tinycss2.parse_blocks_contents(rule.content, True, True)
        if part.type != "declaration" or not part.name.startswith("--") or part.name in read
    ]
    return _block(tinycss2.serialize(rule.prelude).strip(), "".join(kept))


def _block(head: str, inner: str) -> str:
    return f"{head}{{{inner}}}" if inner else ""
