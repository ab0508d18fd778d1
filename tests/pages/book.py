"""The book as it lies in the repository: its pages, its figures, its notebooks."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from matplotlib.ft2font import FT2Font

from site_build.contents import Contents
from tests.pages.contents import contents_problems
from tests.pages.exempt import visible
from tests.pages.korean import forbidden_forms, particles_fit
from tests.pages.languages import differences
from tests.pages.links import link_problems
from tests.pages.markup import Page
from tests.pages.numbers import find_numbers
from tests.pages.rules import no_digit_hides, violations

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("ko", "en")
HEAVIEST_PICTURE = 35 * 1024  # bytes


def page_names() -> list[str]:
    """Every page, by its path inside either language."""
    docs = [ROOT / "docs" / language for language in LANGUAGES]
    return sorted({str(p.relative_to(d)) for d in docs for p in d.rglob("*.md")})


def read_page(language: str, name: str) -> Page:
    """Read one page; its name in messages is its path from the repository's root."""
    path = ROOT / "docs" / language / name
    return Page(path.read_text("utf-8"), f"docs/{language}/{name}")


def all_pages() -> list[Page]:
    """Every page in both languages."""
    return [
        read_page(language, name)
        for name in page_names()
        for language in LANGUAGES
        if (ROOT / "docs" / language / name).exists()
    ]


def problems() -> Iterator[str]:
    """Every broken rule of the whole book that can be found without running code."""
    yield from contents_problems(Contents(ROOT / "docs"))
    for page in all_pages():
        yield from violations(page)
    for name in page_names():
        if all((ROOT / "docs" / language / name).exists() for language in LANGUAGES):
            yield from differences(read_page("ko", name), read_page("en", name))
    yield from link_problems(all_pages(), map(str, notebooks()))
    yield from figure_problems(all_pages(), _figure_names())
    yield from picture_problems(all_pages(), ROOT / "docs")
    yield from label_problems(ROOT / "xorbook" / "figures")
    for path, notebook in notebooks().items():
        yield from notebook_problems(path, notebook)


def figure_problems(pages: list[Page], figures: set[str]) -> Iterator[str]:
    """Every figure is used by a page, and every figure a page uses exists."""
    used = {}
    for page in pages:
        for image in page.images:
            if not image.kind.startswith("pictures/"):
                used[Path(image.kind).stem] = page.where(image.start)
    for name in sorted(used.keys() - figures):
        yield f"{used[name]}: there is no figure {name!r} in xorbook/figures"
    for name in sorted(figures - used.keys()):
        yield f"figure {name!r} is used by no page"


def picture_problems(pages: list[Page], docs: Path) -> Iterator[str]:
    """Every stored picture is used, is there for both languages alike, and is light."""
    used = {image.kind: page.where(image.start) for page in pages for image in page.images}
    used = {kind: where for kind, where in used.items() if kind.startswith("pictures/")}
    stored = {f"pictures/{file.name}" for file in docs.glob("*/pictures/*")}
    for kind in sorted(used.keys() - stored):
        yield f"{used[kind]}: there is no {kind}"
    for kind in sorted(stored - used.keys()):
        yield f"{kind} is used by no page"
    for kind in sorted(stored):
        files = [docs / language / kind for language in LANGUAGES]
        held = [file.read_bytes() if file.exists() else b"" for file in files]
        if held[0] != held[1]:
            yield f"{kind} is not the same in both languages"
        if max(map(len, held)) > HEAVIEST_PICTURE:
            yield f"{kind} has {max(map(len, held))} bytes, expected at most {HEAVIEST_PICTURE}"


def label_problems(folder: Path) -> Iterator[str]:
    """Every Hangul syllable in the code of figures is one that the figures' font has."""
    glyphs = FT2Font(str(folder / "font.ttf")).get_charmap()
    for module in sorted(folder.glob("*.py")):
        text, name = module.read_text("utf-8"), module.relative_to(folder.parents[1])
        for blank in re.findall("⟦.*?⟧", text):
            yield f"{name}: still to be written: {blank}"
        used = set(re.findall("[가-힣]", re.sub("⟦.*?⟧", "", text)))
        lacking = "".join(sorted(c for c in used if ord(c) not in glyphs))
        if lacking:
            yield f"{name}: the figures' font has no {lacking}: run make font and commit it"


def notebook_problems(path: Path, notebook: dict) -> Iterator[str]:
    """A notebook is stored without outputs, and its text leaves every number to the cells."""
    for count, cell in enumerate(notebook["cells"], start=1):
        text = "".join(cell["source"])
        if cell["cell_type"] == "code" and (cell["outputs"] or cell["execution_count"]):
            yield f"{path}: cell {count} holds outputs; the build makes them"
        if cell["cell_type"] == "markdown":
            for number in find_numbers(visible(Page(text))):
                yield f"{path}: cell {count} holds {number.text}; let a code cell print it"
            for rule in (no_digit_hides, forbidden_forms, particles_fit):
                for _, message in rule(Page(text)):
                    yield f"{path}: cell {count}: {message}"


def notebooks() -> dict[Path, dict]:
    """Every notebook of the book, by its path from the repository's root."""
    found = sorted((ROOT / "docs").glob("*/*.ipynb"))
    return {path.relative_to(ROOT): json.loads(path.read_text("utf-8")) for path in found}


def _figure_names() -> set[str]:
    from xorbook.figures import names

    return set(names())
