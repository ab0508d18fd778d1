"""Every block of code can be linked to, every figure taken along as SVG and PNG."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from site_build.markdown_extensions.copy_buttons import offer_code
from site_build.markdown_extensions.figures import offer_figures
from tests.site.built import LANGUAGES, pages

BLOCK = '<div class="language-pycon highlight"><pre><code>1</code></pre></div>'
SIGNATURE = BLOCK.replace("pycon highlight", "python doc-signature highlight")
FIGURE = """<figure id="f"><p><img alt="a" src="../figures/one.svg" /></p>
<figcaption>
<p>First.</p>
<p>Last.</p>
</figcaption>
</figure>"""


def ids(html: str) -> list[str]:
    return re.findall(r'highlight" id="([^"]+)"', html)


def test_a_block_is_named_after_its_section_and_place() -> None:
    page = f'<h2 id="a">A</h2>{BLOCK}<p></p>{BLOCK}<h3 class="x" id="b.c">B</h3>{BLOCK}'
    made = offer_code(page, "Copy", "Link")
    assert ids(made) == ["a-code-1", "a-code-2", "b-c-code-1"]
    assert re.findall(r'<a class="book-code-link" href="#([^"]+)" aria-label="Link"', made) == [
        *ids(made)
    ]
    button = '<button class="md-code__button" title="Copy" data-clipboard-target="#([^"]+) code"'
    assert re.findall(button, made) == ids(made)
    longer = page.replace('<h3 class="x"', f'{BLOCK}<h3 class="x"')
    assert set(ids(made)) < set(ids(offer_code(longer, "Copy", "Link")))


def test_signatures_and_blocks_without_a_section_stay_as_they_are() -> None:
    """The reference sets docstrings apart first, without their headings."""
    assert offer_code(BLOCK, "Copy", "Link") == BLOCK
    signature = f'<h2 id="a">A</h2>{SIGNATURE}'
    assert offer_code(signature, "Copy", "Link") == signature
    assert ids(offer_code(signature + BLOCK, "Copy", "Link")) == ["a-code-1"]


def test_a_caption_offers_the_files_of_its_own_figure() -> None:
    bare = '<figure><p><img src="none.svg"></p></figure>'
    made = offer_figures(f"{bare}{FIGURE}<p>Text.</p>", "Download")
    assert made.startswith(bare)
    files = re.findall(r'<a href="([^"]+)" download title="Download">(\w+)</a>', made)
    assert files == [("../figures/one.svg", "SVG"), ("../figures/one.png", "PNG")]
    assert made.index("Last.") < made.index("one.svg", made.index("<figcaption"))


def test_every_block_of_the_site_is_linked_and_every_figure_offered(site: Path) -> None:
    names: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for address, file in pages(site).items():
        page = file.read_text("utf-8")
        names["en" if address.startswith("en/") else "ko"] += [
            f"{address.removeprefix('en/').lstrip('/')}#{name}" for name in linked_blocks(page)
        ]
        for figure in re.findall(r"<figure\b.*?</figure>", page, re.DOTALL):
            (svg,) = re.findall(r'<img\b[^>]*\bsrc="([^"]+)"', figure)
            offered = [*dict.fromkeys(re.findall(r'<a href="([^"]+)" download', figure))]
            if svg.endswith(".webp"):  # a stored picture is no figure of the package
                assert offered == [], address
                continue
            assert offered == [svg, svg.removesuffix("svg") + "png"], address
            with Image.open(file.parent / offered[1]) as picture:
                assert (picture.format, picture.width) == ("PNG", 1600)
        assert not re.search(r'<img\b[^>]*\.png"', page), address
    assert len(names["ko"]) > 100
    assert sorted(names["ko"]) == sorted(names["en"])


def linked_blocks(page: str) -> list[str]:
    """Return the ids of a page's blocks of code, each of which must have a link to itself."""
    found = []
    block = r'<div class="language-[\w-]+ highlight"(.*?)>.*?</pre>(<a [^>]*>)?'
    for attributes, link in re.findall(block, page, re.DOTALL):
        name = attributes.removeprefix(' id="').removesuffix('"')
        assert name
        assert re.search(rf'href="#{re.escape(name)}" aria-label="[^"]+"', link), (name, link)
        found.append(name)
    return found


def test_a_block_without_a_link_to_itself_is_seen() -> None:
    made = offer_code(f'<h2 id="a">A</h2>{BLOCK}', "Copy", "Link")
    assert linked_blocks(made) == ["a-code-1"]
    for wrong in (BLOCK, made.replace("#a-code-1", "#a-code-2"), made.replace("Link", "")):
        with pytest.raises(AssertionError):
            linked_blocks(wrong)
