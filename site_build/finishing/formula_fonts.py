"""Cut KaTeX's fonts down to the letters that the formulas of a built site show in each of them."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from fontTools import subset

_FORMULA = re.compile(r'<span class="katex-html".*?(?=</x-math>|</div>)', re.DOTALL)
_FACE = re.compile(r"@font-face\{([^}]*)\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_FILE = re.compile(r"url\(fonts/([^)]+)\)")


class Face(NamedTuple):
    """What chooses a font: as CSS writes it."""

    family: str
    style: str = "normal"
    weight: str = "400"


class Rule(NamedTuple):
    """A rule of the style sheet: whom it is for, and what it changes of a face."""

    around: frozenset[str]
    own: frozenset[str]
    change: dict[str, str]


def _declared(declarations: str) -> dict[str, str]:
    return dict(re.findall(r"font-(family|style|weight):([\w-]+)", declarations))


def _classes(selector: str) -> frozenset[str]:
    return frozenset(re.findall(r"\.([\w-]+)", selector))


def read_rules(css: str) -> list[Rule]:
    """Return the rules that choose a face; all of KaTeX's select by classes alone."""
    rules = []
    for selectors, declarations in _RULE.findall(_FACE.sub("", css)):
        if change := _declared(declarations):
            for selector in selectors.split(","):
                *_, last = selector.removesuffix(">span").split()
                rules.append(Rule(_classes(selector), _classes(last), change))
    return rules


class _Reader(HTMLParser):
    """Follows the cascade through a formula."""

    def __init__(self, rules: list[Rule]) -> None:
        super().__init__()
        self.rules = rules
        self.elements = [(frozenset({"katex"}), Face("KaTeX_Main"))]
        self.shown: set[tuple[Face, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "wbr":
            return
        around, face = self.elements[-1]
        own = frozenset((dict(attrs).get("class") or "").split())
        around |= own
        for rule in self.rules:
            if rule.own <= own and rule.around <= around:
                face = face._replace(**rule.change)
        self.elements.append((around, face))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        # Those of the boxes around the formula come after its own.
        if len(self.elements) > 1:
            self.elements.pop()

    def handle_data(self, data: str) -> None:
        if len(self.elements) > 1:
            face = self.elements[-1][1]
            self.shown.update((face, character) for character in data)


@lru_cache(maxsize=20_000)
def _shown(formula: str, css: str) -> frozenset[tuple[Face, str]]:
    reader = _Reader(_rules(css))
    reader.feed(formula)
    return frozenset(reader.shown)


_rules = lru_cache(maxsize=2)(read_rules)


def characters(pages: Iterable[str], css: str) -> dict[Face, frozenset[str]]:
    """Return the characters that the formulas of these pages show in each face."""
    used: defaultdict[Face, set[str]] = defaultdict(set)
    for formula in {found for page in pages for found in _FORMULA.findall(page)}:
        for face, character in _shown(formula, css):
            used[face].add(character)
    return {face: frozenset(found) for face, found in used.items()}


@lru_cache(maxsize=64)
def cut(font: bytes, kept: frozenset[str]) -> bytes:
    """Return a font with the glyphs of these characters only."""
    options = subset.Options(hinting=False, flavor="woff2", name_IDs=[])
    whole = subset.load_font(io.BytesIO(font), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(kept)))
    subsetter.subset(whole)
    whole.recalcTimestamp = False
    made = io.BytesIO()
    subset.save_font(whole, made, options)
    return made.getvalue()


def shrink(folder: Path) -> None:
    """Rewrite KaTeX's style sheet and fonts in a built site; a face without a use is removed.

    Raises
    ------
    ValueError
        When a formula is set in a face that the style sheet lacks.
    """
    sheet = folder / "assets" / "katex" / "katex.min.css"
    css = sheet.read_text("utf-8")
    used = characters((file.read_text("utf-8") for file in folder.rglob("*.html")), css)
    fonts = {Face(**_declared(face[1])): face for face in _FACE.finditer(css)}
    if missing := used.keys() - fonts.keys():
        raise ValueError(f"expected the faces of {sheet.name} in formulas, got {sorted(missing)}")
    for face, rule in fonts.items():
        (name,) = _FILE.findall(rule[1])
        file = sheet.parent / "fonts" / name
        if face in used:
            file.write_bytes(cut(file.read_bytes(), used[face]))
        else:
            css = css.replace(rule[0], "")
            file.unlink()
    sheet.write_text(css, "utf-8")
