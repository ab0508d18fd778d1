"""What is done to pages beyond Markdown: fonts, scripts and images, and a policy."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from PIL import Image

from site_build.contents import Contents
from site_build.finishing import formula_fonts, material_script, security_policy, styles
from site_build.finishing.formula_fonts import Face
from site_build.katex import render
from site_build.markdown_extensions.figures import svg_size
from tests.site.built import LANGUAGES, ROOT, pages

KATEX = ROOT / "overrides" / "assets" / "katex"
SVG = '<svg xmlns="x" width="360pt" height="436.5pt" viewBox="0 0 360 436">'


def shown(tex: str) -> dict[Face, str]:
    css = (KATEX / "katex.min.css").read_text("utf-8")
    box = f"<x-math>{render(tex)}</x-math> not this"
    return {
        face: "".join(sorted(letters))
        for face, letters in formula_fonts.characters([box], css).items()
    }


@pytest.mark.parametrize(
    ("tex", "face", "letters"),
    [
        ("x", Face("KaTeX_Math", "italic"), "x"),
        (r"\mathrm{x}", Face("KaTeX_Main"), "x"),
        (r"\mathbf{W}", Face("KaTeX_Main", weight="700"), "W"),
        (r"\boldsymbol{w}", Face("KaTeX_Math", "italic", "700"), "w"),
        (r"\mathbb{R}", Face("KaTeX_AMS"), "R"),
        (r"\mathsf T", Face("KaTeX_SansSerif"), "T"),
        (r"\textit{in}", Face("KaTeX_Main", "italic"), "in"),
        (r"\textstyle\sum", Face("KaTeX_Size1"), "∑"),
        (r"\displaystyle\sum", Face("KaTeX_Size2"), "∑"),
        (r"\Bigl(", Face("KaTeX_Size2"), "("),
    ],
)
def test_each_letter_is_kept_in_the_face_it_is_shown_in(tex: str, face: Face, letters: str) -> None:
    assert {f: found.strip("\u200b") for f, found in shown(tex).items()} == {face: letters}


def test_a_built_site_holds_only_the_faces_and_letters_of_its_formulas(tmp_path: Path) -> None:
    shutil.copytree(KATEX, tmp_path / "assets" / "katex")
    page = tmp_path / "index.html"
    page.write_text(f"<x-math>{render('x + 1')}</x-math>", "utf-8")
    formula_fonts.shrink(tmp_path)
    left = {file.name: file for file in (tmp_path / "assets/katex/fonts").iterdir()}
    assert set(left) == {"KaTeX_Main-Regular.woff2", "KaTeX_Math-Italic.woff2"}
    css = (tmp_path / "assets/katex/katex.min.css").read_text("utf-8")
    assert set(re.findall(r"fonts/([\w.-]+)", css)) == set(left)
    main = TTFont(io.BytesIO(left["KaTeX_Main-Regular.woff2"].read_bytes()))
    assert set(main.getBestCmap()) == set(map(ord, "+1"))
    page.write_text("<x-math>" + render(r"\mathscr{L}") + "</x-math>", "utf-8")
    with pytest.raises(ValueError, match="KaTeX_Script"):
        formula_fonts.shrink(tmp_path)


def linked(*names: str) -> str:
    return "<head>" + "".join(f'\n  <link rel="stylesheet" href="../{n}">' for n in names)


def test_the_style_sheets_become_one_in_their_order(tmp_path: Path) -> None:
    names = ("assets/b/b.css", "assets/a.css")
    (tmp_path / "assets" / "b").mkdir(parents=True)
    (tmp_path / names[0]).write_text('@charset "utf-8";b{background:url(c.svg)}\n', "utf-8")
    (tmp_path / names[1]).write_text("a{background:url(data:x)}", "utf-8")
    (tmp_path / "page.html").write_text(linked(*names) + "</head>", "utf-8")
    styles.merge(tmp_path)
    (sheet,) = tmp_path.rglob("*.css")
    assert sheet.read_text("utf-8") == (
        "b{background:url(../b/c.svg);}\na{background:url(data:x);}\n"
    )
    page = (tmp_path / "page.html").read_text("utf-8")
    assert re.findall('href="(.*?)"', page) == [f"../assets/stylesheets/{sheet.name}"]
    (tmp_path / "other.html").write_text(linked("assets/a.css"), "utf-8")
    with pytest.raises(ValueError, match="the same style sheets on every page"):
        styles.merge(tmp_path)


def test_the_bundle_that_is_installed_is_edited(site: Path) -> None:
    (script,) = (site / "assets" / "javascripts").glob("bundle.*.min.js")
    built = script.read_text("utf-8")
    assert "postMessage(m){this.w||" in built
    assert "md-typeset__scrollwrap" in built
    assert 'M("table' not in built
    with pytest.raises(ValueError, match="found 0"):
        material_script.edited(built)


def figure_page(tmp_path: Path, text: str) -> str:
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(tmp_path))
    (tmp_path / "page.md").write_text(text, "utf-8")
    page = Page(None, File("page.md", str(tmp_path), str(tmp_path / "site"), True), config)
    page.read_source(config)
    page.render(config, Files([page.file]))
    return str(page.content)


def test_a_figure_has_its_size_and_waits_when_it_is_below(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG, "utf-8")
    first, second = re.findall(
        "<img[^>]*>", figure_page(tmp_path, "![a](a.svg)\n\n## B { #b }\n\n![b](a.svg)\n")
    )
    assert 'width="480"' in first
    assert 'height="582"' in first
    assert "loading" not in first
    assert 'loading="lazy"' in second
    assert "width" not in Markdown(extensions=["site_build.markdown_extensions.figures"]).convert(
        "![a](a.svg)"
    )
    (tmp_path / "a.svg").write_text('<svg width="100%">', "utf-8")
    with pytest.raises(ValueError, match=r"a\.svg: expected <svg"):
        svg_size(tmp_path / "a.svg")


def test_a_stored_picture_is_shown_at_half_its_pixels(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (640, 301)).save(tmp_path / "pictures" / "b.webp")
    (picture,) = re.findall("<img[^>]*>", figure_page(tmp_path, "![a](pictures/b.webp)\n"))
    assert 'width="320"' in picture
    assert 'height="150"' in picture


PAGE = """<head><meta charset="utf-8"><script>a < 1</script><script src="b.js"></script>
<script type="application/json">{}</script><script type="speculationrules">{"c": 1}</script>"""


def test_a_policy_names_every_script_that_runs_inside_a_page() -> None:
    expected = {
        f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in (b"a < 1", b'{"c": 1}')
    }
    assert set(security_policy.hashes(PAGE)) == expected
    made = security_policy.guarded(PAGE)
    assert made.index("Content-Security-Policy") < made.index("<script")
    with pytest.raises(ValueError, match="found 0"):
        security_policy.guarded("<head></head>")


def test_every_page_has_a_policy_that_fits_it(site: Path) -> None:
    for file in [*pages(site).values(), site / "404.html", site / "en" / "404.html"]:
        page = file.read_text("utf-8")
        (rules,) = re.findall('http-equiv="Content-Security-Policy" content="(.*?)"', page)
        assert re.findall("'sha256-[^']+'", rules) == security_policy.hashes(page), file
        assert "'unsafe-inline'" not in rules.split("script-src")[1], file
        assert not re.search(r"<[^>]*\son\w+=", page), file


def test_what_is_no_chapter_stands_aside(site: Path) -> None:
    for prefix in LANGUAGES.values():
        index = json.loads((site / prefix / "search" / "search_index.json").read_text("utf-8"))
        aside = {entry["location"].partition("#")[0] for entry in index["docs"] if "boost" in entry}
        assert {page.rstrip("/") or "index" for page in aside} == set(Contents().beside_chapters)
