"""Every block of code can be linked to, every figure taken along as SVG and PNG."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from PIL import Image

from site_build.reuse import link_code, offer_figures
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
    made = link_code(page, "Link")
    assert ids(made) == ["a-code-1", "a-code-2", "b.c-code-1"]
    assert re.findall(r'<a class="book-code-link" href="#([^"]+)" aria-label="Link"', made) == [
        *ids(made)
    ]
    longer = page.replace('<h3 class="x"', f'{BLOCK}<h3 class="x"')
    assert set(ids(made)) < set(ids(link_code(longer, "Link")))


def test_signatures_and_blocks_without_a_section_stay_as_they_are() -> None:
    """The reference sets docstrings apart first, without their headings."""
    assert link_code(BLOCK, "Link") == BLOCK
    signature = f'<h2 id="a">A</h2>{SIGNATURE}'
    assert link_code(signature, "Link") == signature
    assert ids(link_code(signature + BLOCK, "Link")) == ["a-code-1"]


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
        soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        language = "en" if address.startswith("en/") else "ko"
        for block in soup.select("article div.highlight:not(.doc-signature)"):
            link = block.select_one("a.book-code-link")
            assert isinstance(link, Tag), (address, block)
            assert link["href"] == f"#{block['id']}"
            assert link["aria-label"]
            names[language].append(f"{address.removeprefix('en/').lstrip('/')}#{block['id']}")
        for figure in soup.select("article figure"):
            image = figure.select_one("img")
            assert isinstance(image, Tag), address
            offered = [str(link["href"]) for link in figure.select("figcaption a[download]")]
            svg = str(image["src"])
            assert offered == [svg, svg.removesuffix("svg") + "png"], address
            with Image.open(file.parent / offered[1]) as picture:
                assert (picture.format, picture.width) == ("PNG", 1600)
        assert not soup.select('img[src$=".png"]'), address
    assert len(names["ko"]) > 100
    assert sorted(names["ko"]) == sorted(names["en"])
