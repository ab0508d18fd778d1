"""Formulas: where they stand, what they become, and what a wrong one says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from site_build.katex import FormulaError, plain_text, render
from tests.site.built import ROOT

EXTENSIONS = [
    "site_build.markdown_extensions.math",
    "admonition",
    "attr_list",
    "tables",
    "toc",
    "pymdownx.blocks.caption",
    "pymdownx.details",
    "pymdownx.superfences",
]


def converter() -> Markdown:
    return Markdown(
        extensions=EXTENSIONS,
        extension_configs={"pymdownx.superfences": {"disable_indented_code_blocks": True}},
    )


def html(text: str) -> str:
    return str(converter().convert(text))


def formulas(text: str) -> list[str]:
    """Return the TeX of the formulas that a text sets, in order."""
    return re.findall(r'<annotation encoding="application/x-tex">(.*?)</annotation>', html(text))


@pytest.mark.parametrize(
    "text",
    [
        "The sum $x_1$ is one.",
        "# The sum $x_1$ { #sum }",
        "| a | b |\n|---|---|\n| $x_1$ | 1 |",
        "- one\n- $x_1$",
        '!!! note "A title with $x_1$"\n\n    Text.',
        "!!! note\n\n    Text with $x_1$.",
        '??? success "Solution"\n\n    $$\n    x_1\n    $$',
        "![a figure](figures/a.svg)\n\n/// figure-caption\nA caption with $x_1$\n///",
        "Text.[^1]\n\n[^1]: A note with $x_1$.",
        "> Quoted $x_1$.",
        "> $$\n> x_1\n> $$",
        "**$x_1$**",
        "$$x_1$$",
        "$$\nx_1\n$$",
        "Not \\$5, but $x_1$.",
    ],
)
def test_a_formula_may_stand_wherever_text_may(text: str) -> None:
    assert [tex.strip() for tex in formulas(text)] == ["x_1"]
    assert "$" not in html(text).replace("Not $5", "")


@pytest.mark.parametrize(
    "text",
    [
        "Write `$x$` for it.",
        "Write ``a ` $x$`` for it.",
        "```text\n$x$\n```",
        "```bash\necho $HOME\n```",
        "!!! note\n\n    ```text\n    $x$ and $\n    ```",
        "~~~text\n```\n$x$\n~~~",
    ],
)
def test_code_keeps_its_dollars(text: str) -> None:
    assert formulas(text) == []
    assert "$" in html(text)


def test_a_bar_in_a_table_cell_belongs_to_its_formula() -> None:
    text = "| a | b |\n|---|---|\n| $|x|$ | $y$ |"
    assert formulas(text) == ["|x|", "y"]
    assert html(text).count("<td>") == 2


def test_underscores_and_stars_mean_nothing_to_markdown() -> None:
    assert formulas("$a_1 * b_1$ and $a_2 * b_2$") == ["a_1 * b_1", "a_2 * b_2"]


@pytest.mark.parametrize(
    ("tex", "parts"),
    [
        ("z = 0.5", 1),
        ("a(1 - a)", 1),
        ("a_1 + a_2 + a_3 + a_4 = 1", 5),
        ("s = (a_1 + a_2 + a_3 + a_4)/4", 2),
    ],
)
def test_only_a_long_formula_breaks_and_never_inside_brackets(tex: str, parts: int) -> None:
    assert len(html(f"${tex}$").split("<wbr>")) == parts


def test_a_display_formula_is_a_block_with_a_name() -> None:
    made = html("Before\n$$\nx\n$$\nafter")
    assert re.search(
        r"<p>Before</p>\s*<div class=\"math-display\" data-search-exclude role=\"group\".*</div>"
        r"\s*<p>after</p>",
        made,
        re.DOTALL,
    )


def test_quantities_have_their_colour_and_nothing_else_has_a_class() -> None:
    assert 'class="enclosing qw"' in render(r"\qw{w}")
    for tex in (r"\htmlClass{evil}{x}", r"\htmlId{a}{x}", r"\href{https://a.example}{x}"):
        with pytest.raises(FormulaError):
            render(tex)


def test_a_formula_is_read_as_text_in_attributes_and_contents() -> None:
    md = converter()
    made = md.convert("# Sums $\\qz{z}$\n\n![the sum $x_1$](a.svg)")
    assert 'alt="the sum x1"' in made
    assert md.toc_tokens[0]["name"] == "Sums z"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\hat y \ge \tfrac12", "ŷ≥1/2"),
        (r"\tfrac{1}{2}(\qa{\hat y} - t)^2", "1/2(ŷ−t)^2"),
        (r"\qz{z_1^{(1)}}", "z1^(1)"),
        (r"e^{-n}", "e^(−n)"),
        (r"\qg{\sigma'(z)}", "σ′(z)"),
        (r"\frac{a + b}{\sqrt{2}}", "(a+b)/(√(2))"),
        (r"W^\top x < 1", "W⊤x<1"),
    ],
)
def test_a_formula_reads_as_a_line_of_text(tex: str, text: str) -> None:
    assert plain_text(tex) == text


def test_a_header_is_announced_though_it_is_a_formula() -> None:
    made = html("| $\\qx{x_1}$ | |\n|---|---|\n| $x_2$ | 1 |")
    assert made.count('<math aria-label="x1" xmlns') == 1
    assert made.count("aria-label") == 1


def test_a_line_never_begins_with_the_particle_after_a_formula() -> None:
    joined = html("값 $z$은 작다")
    assert "\u2060</x-math>은" in joined
    assert "\u2060" not in html("값 $z$ 은 작다")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("one\n\n$\\frac{x$", 3, "Unexpected end of input"),
        ("one\ntwo $\\nothing$", 2, "Undefined control sequence: \\nothing"),
        ("one\n\n$$\nx\n\ny\n$$", 3, "an empty line inside a formula"),
        ("one $$x$$", 1, "lines of its own"),
        ("| a |\n|---|\n| $$x$$ |", 3, "lines of its own"),
        ("one\n\ncosts 5$ or so", 3, "neither opens nor closes"),
        ("$가중치$", 1, "unicodeTextInMathMode"),
        ("```text\n$\n```\n\n$x", 5, "neither opens nor closes"),
    ],
)
def test_a_wrong_formula_names_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(FormulaError, match=rf"^line {line}: .*{re.escape(reason)}"):
        html(text)


def test_a_wrong_formula_fails_the_page_with_file_and_line(tmp_path: Path) -> None:
    source = (
        "---\ntitle: Page\nprerequisites: []\n---\n\n# Page\n\n<!-- claims\n1 : 1\n-->\n\n$\\bad$\n"
    )
    (tmp_path / "page.md").write_text(source, "utf-8")
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(tmp_path))
    file = File("page.md", str(tmp_path), str(tmp_path / "site"), True)
    page = Page(None, file, config)
    page.read_source(config)
    with pytest.raises(FormulaError, match=r"page\.md:12: Undefined control sequence: \\bad"):
        page.render(config, Files([file]))


def test_a_process_that_has_set_formulas_ends() -> None:
    """The engine once waited for a thread of its own that the interpreter had already ended."""
    code = "from site_build import katex; katex.render('x')"
    for _ in range(5):
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=300)
