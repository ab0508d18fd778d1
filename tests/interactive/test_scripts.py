"""How modules become scripts, and pages are led to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown

from site_build.finishing import interactive
from site_build.markdown_extensions.interactive import makeExtension

FIGURE = """import { one } from "./core.mjs";
// words
figure("line", {
  room: { narrow: 40, wide: 30.5 },
});
"""
PAGE = '<html><body><book-figure name="{}" id="i" lang="ko"><p>x</p></book-figure></body></html>'


def folder(root: Path, page: str, figure: str = FIGURE) -> Path:
    """A built site with one page and one figure."""
    scripts = root / interactive.FOLDER
    scripts.mkdir(parents=True)
    (scripts / "core.mjs").write_text("export const one = 1;\nexport function two() {}\n")
    (scripts / "host.mjs").write_text('import { two } from "./core.mjs";\n')
    (scripts / "line.mjs").write_text(figure)
    (root / "page").mkdir()
    (root / "page" / "index.html").write_text(page)
    (root / "index.html").write_text("<body></body>")
    return root


def test_a_module_becomes_a_script(tmp_path: Path) -> None:
    root = folder(tmp_path, PAGE.format("line")) / interactive.FOLDER
    assert interactive.script(root / "core.mjs") == (
        '(() => {\n"use strict";\nconst one = 1;\nfunction two() {}\n'
        "(globalThis.bookModules ??= {}).core = { one, two };\n})();\n"
    )
    assert 'const { one } = bookModules.core;\nfigure("line", {' in interactive.script(
        root / "line.mjs"
    )


@pytest.mark.parametrize(
    "line",
    ['import all from "./core.mjs";', "export default 1;", "export { a };", "export class A {}"],
)
def test_another_import_or_export_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.mjs").write_text(f"{line}\n")
    with pytest.raises(ValueError, match=r"a\.mjs: expected `import"):
        interactive.script(tmp_path / "a.mjs")


def test_pages_with_a_figure_are_led_to_it_and_no_others(tmp_path: Path) -> None:
    root = folder(tmp_path, PAGE.format("line"))
    plain = (root / "index.html").read_text()
    interactive.write(root)
    made = (root / "page" / "index.html").read_text()
    scripts = {file.name for file in (root / interactive.FOLDER).iterdir()}
    (figure,) = (name for name in scripts if name.startswith("line-"))
    (shared,) = scripts - {figure}
    assert f' src="../assets/figures/{figure}" shared="{shared}"' in made
    assert 'style="--narrow:40rem;--wide:30.5rem"><p>x</p></book-figure>' in made
    assert made.count('<script src="../assets/figures/loader.js"></script>') == 1
    assert (root / "index.html").read_text() == plain


def test_a_page_that_is_finished_again_stays_as_it_is(tmp_path: Path) -> None:
    root = folder(tmp_path / "a", PAGE.format("line"))
    interactive.write(root)
    made = (root / "page" / "index.html").read_text()
    again = folder(tmp_path / "b", made)
    interactive.write(again)
    assert (again / "page" / "index.html").read_text() == made


def test_a_figure_without_room_and_one_that_does_not_exist_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"line\.mjs: expected each .*found it in 0"):
        interactive.write(folder(tmp_path / "a", PAGE.format("line"), 'figure("line", {});\n'))
    with pytest.raises(ValueError, match=r"expected one of \['line'\] .*, got circle"):
        interactive.write(folder(tmp_path / "b", PAGE.format("circle")))


def test_a_page_asks_for_a_figure_in_a_line() -> None:
    md = Markdown(extensions=["attr_list", makeExtension(language="en")])
    assert md.convert("![A line.](a.svg){ interactive=line }") == (
        '<book-figure name="line" id="interactive-line" lang="en">'
        '<p><img alt="A line." src="a.svg" /></p></book-figure>'
    )
    assert "book-figure" not in md.convert("![A line.](a.svg)")
