"""The code of a page as a script and as a notebook: it runs, and prints what the page shows."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from doctest import DocTestParser
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from jinja2 import Environment, FileSystemLoader

from site_build import settings
from site_build.fences import SESSIONS
from site_build.finishing.downloads import Chapter, notebook, script
from site_build.finishing.sessions import Heading, Statement, frameworks, read
from tests.pages.book import read_page
from tests.site.built import ADDRESS, LANGUAGES, NOTEBOOKS, ROOT, link_numpy

PAGE = """# One { #one }

## Empty { #empty }

## A `>` section { #a }

<!-- claims
1 : x
-->

```pycon
>>> x = 1
>>> x, x
(1, 1)
>>> print(x)
1
>>> for i in range(2):
...     print(i)
...
0
1
>>> x
1
```

??? success "Check"
    ```pycon
    >>> int("x")
    Traceback (most recent call last):
        ...
    ValueError: invalid literal for int() with base 10: 'x'
    ```

```bash
pip install nothing
```
"""
CHAPTER = Chapter("One", "Book", "https://e.org/one/", "https://e.org/x.whl", read(PAGE))
# One process runs them all: NumPy takes longer to import than any page to run.
RUN_SCRIPTS = """
import contextlib, io, json, runpy, sys
sys.path.insert(0, sys.argv[1])
printed = {}
for path in sys.argv[2:]:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        runpy.run_path(path)
    printed[path] = out.getvalue()
print(json.dumps(printed))
"""
RUN_NOTEBOOKS = """
import json, sys
sys.path.insert(0, sys.argv[1])
import xorbook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
assert xorbook.__file__.startswith(sys.argv[1]), xorbook.__file__
printed = {}
for path in sys.argv[2:]:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.displayhook.write_output_prompt = lambda: None
    shell.displayhook.write_format_data = lambda data, _=None: print(data["text/plain"])
    install, *codes = (
        "".join(cell["source"])
        for cell in json.load(open(path, encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    )
    assert install.startswith("%pip install --quiet ") and ".whl" in install, install
    with capture_output() as captured:
        for code in codes:
            shell.run_cell(code).raise_error()
    printed[path] = captured.stdout
print(json.dumps(printed))
"""


@pytest.fixture(scope="module")
def installed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to import from that holds the wheel and NumPy, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(site / settings.wheel_name()) as wheel:
        wheel.extractall(folder)
    link_numpy(folder)
    return folder


def printed(code: str, options: list[str], installed: Path, files: list[Path]) -> dict[Path, str]:
    """Run downloads in a process of their own; return what each prints."""
    command = [sys.executable, *options, "-c", code, str(installed), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {Path(path): text for path, text in json.loads(done.stdout).items()}


def shown(language: str, name: str) -> str:
    """Return everything that the sessions of a page show, errors without their stack."""
    wants = [
        example.want
        for fence in read_page(language, f"{name}.md").fences
        if fence.kind in SESSIONS
        for example in DocTestParser().get_examples(fence.text)
    ]
    stack = re.compile(r"\ATraceback \(most recent call last\):\n    \.\.\.\n")
    return "".join(stack.sub("", want) for want in wants)


def downloads(site: Path, suffix: str) -> dict[Path, str]:
    """Return every download of a kind, and what its page shows."""
    found = {
        file: shown(language, file.stem)
        for language, prefix in LANGUAGES.items()
        for file in sorted((site / prefix).glob(f"*/*{suffix}"))
        if file.stem not in NOTEBOOKS and not needs_frameworks(language, file.stem)
    }
    assert len(found) >= 12
    return found


def needs_frameworks(language: str, name: str) -> bool:
    """Whether a page runs in `make test-frameworks` alone, and so do its downloads."""
    return bool(frameworks(read_page(language, f"{name}.md").text))


def once(expected: dict[Path, str]) -> dict[Path, str]:
    """Leave out what has the code of another download: what both languages share runs once."""
    found = {_code(file): (file, shown) for file, shown in expected.items()}
    assert all(found[_code(file)][1] == shown for file, shown in expected.items())
    return dict(found.values())


def _code(file: Path) -> str:
    """Return what a download computes: its words are those of one language."""
    if file.suffix == ".ipynb":
        cells = nbformat.read(file, as_version=4).cells
        return repr([cell.source for cell in cells if cell.cell_type == "code"])
    return ast.unparse(ast.parse(file.read_text("utf-8")))


def test_every_script_prints_what_its_page_shows(site: Path, installed: Path) -> None:
    expected = once(downloads(site, ".py"))
    assert printed(RUN_SCRIPTS, ["-I", "-S"], installed, list(expected)) == expected


def test_a_notebook_shows_what_its_page_shows(site: Path, installed: Path) -> None:
    """A few are run: that every notebook does what its script does is compared below."""
    expected = once(downloads(site, ".ipynb"))
    files = sorted(expected, key=lambda file: file.stat().st_size)[::5]
    some = {file: expected[file] for file in files}
    assert printed(RUN_NOTEBOOKS, [], installed, files) == some


def test_every_notebook_does_and_shows_what_its_script_does(site: Path) -> None:
    for file in downloads(site, ".ipynb"):
        script = list(script_statements(file.with_suffix(".py").read_text("utf-8")))
        cells = list(notebook_statements(file))
        assert [code for code, _ in cells] == [code for code, _ in script], file
        ends = [end for (_, end), (_, shown) in zip(cells, script, strict=True) if shown]
        assert all(ends), f"{file}: a cell shows its last value alone"


def script_statements(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what a script does, and whether it shows the value, in order."""
    _, *statements = ast.parse(text).body
    for statement in statements:
        match statement:
            case ast.Expr(ast.Call(ast.Name("show"), [value])):
                yield ast.unparse(value), True
            case _:
                yield ast.unparse(statement), False


def notebook_statements(file: Path) -> Iterator[tuple[str, bool]]:
    """Yield what a notebook does, and whether it is the last of its cell, in order."""
    _, *cells = (cell for cell in nbformat.read(file, 4).cells if cell.cell_type == "code")
    for cell in cells:
        *before, last = ast.parse(cell.source).body
        yield from ((ast.unparse(statement), False) for statement in before)
        yield ast.unparse(last), True


def test_the_notebooks_to_try_run_with_the_wheel(site: Path, installed: Path) -> None:
    files = [file for name in NOTEBOOKS for file in sorted(site.rglob(f"{name}.ipynb"))]
    outputs = printed(RUN_NOTEBOOKS, [], installed, files)
    assert len(outputs) == len(NOTEBOOKS) * len(LANGUAGES) > 0
    assert all("0.933156" in text for text in outputs.values())


def test_every_notebook_is_valid_and_says_where_it_is_from(site: Path) -> None:
    for file in site.rglob("*.ipynb"):
        made = nbformat.read(file, as_version=nbformat.NO_CONVERT)
        nbformat.validate(made)
        assert len({cell["id"] for cell in made.cells}) == len(made.cells)
        if file.stem not in NOTEBOOKS:
            prefix = file.parent.relative_to(site).as_posix()
            assert f"]({ADDRESS}{prefix}/)" in made.cells[0].source


def test_what_colab_opens_is_pushed_to_the_branch_that_is_linked() -> None:
    workflow = (ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8")
    assert f"git init --quiet --initial-branch={settings.NOTEBOOK_BRANCH}\n" in workflow
    assert f'.git" {settings.NOTEBOOK_BRANCH}\n' in workflow


@pytest.mark.parametrize("colab", [None, "https://colab.example/blob/notebooks/en/"])
@pytest.mark.parametrize(("source", "files"), [("one.md", 2), ("one.ipynb", 1), ("two.md", 0)])
def test_a_page_offers_its_code(source: str, files: int, colab: str | None) -> None:
    name = source.partition(".")[0]
    page = SimpleNamespace(
        meta={},
        content="",
        title="One",
        canonical_url="",
        url=f"{name}/",
        file=SimpleNamespace(name=name, src_uri=source),
    )
    extra = {"language": "en", "downloads": ["one"], "colab": colab, "repository": "https://e.org"}
    if source.endswith(".ipynb"):
        extra["downloads"] = []
    template = Environment(loader=FileSystemLoader(ROOT / "overrides"), autoescape=True)
    template.filters["url"] = str
    made = template.get_template("partials/content.html").render(
        page=page, config=SimpleNamespace(extra=extra), pages=[]
    )
    links = re.findall(r'href="([^"]+)"( download)?', made)
    offered = [href for href, download in links if download]
    assert offered == [f"{name}.ipynb", f"{name}.py"][:files]
    opened = [href for href, _ in links if href.startswith("https://colab")]
    assert opened == ([f"{colab}{name}/{name}.ipynb"] if colab and files else [])


def test_a_page_is_read_in_order_with_the_headings_that_lead_to_code() -> None:
    one, section, block, folded = read(PAGE)
    assert one == Heading(1, "One", "one")
    assert section == Heading(2, "A `>` section", "a")
    assert block == [
        Statement("x = 1"),
        Statement("x, x", shown=True),
        Statement("print(x)"),
        Statement("for i in range(2):\n    print(i)"),
        Statement("x", shown=True),
    ]
    assert folded == [
        Statement(
            'try:\n    int("x")\nexcept ValueError as error:\n    print("ValueError:", error)'
        )
    ]


def test_a_script_prints_what_the_console_shows(capsys: pytest.CaptureFixture[str]) -> None:
    made = script(CHAPTER)
    assert "# ## A `>` section\n\nx = 1\nshow((x, x))\nprint(x)\nfor" in made
    assert "    print(i)\n\nshow(x)\n" in made
    assert "Empty" not in made
    exec(compile(made, "script", "exec"), {})
    error = "ValueError: invalid literal for int() with base 10: 'x'"
    assert capsys.readouterr().out == f"(1, 1)\n1\n0\n1\n1\n{error}\n"


def test_a_cell_ends_with_the_value_it_shows() -> None:
    cells = nbformat.reads(notebook(CHAPTER), as_version=4).cells
    codes = [cell.source for cell in cells if cell.cell_type == "code"]
    assert codes[0] == "%pip install --quiet https://e.org/x.whl"
    assert codes[1] == "x = 1\nx, x"
    assert codes[2] == "print(x)\nfor i in range(2):\n    print(i)\n\nx"
    assert cells[2].source == "## [A `>` section](https://e.org/one/#a)"


def test_the_code_of_a_framework_comes_along_and_says_what_to_install() -> None:
    text = PAGE + "\n```pycon torch\n>>> import torch\n>>> torch.ones(1).item()\n1.0\n```\n"
    block = [Statement("import torch"), Statement("torch.ones(1).item()", shown=True)]
    assert read(text)[-1] == block
    assert (frameworks(PAGE), frameworks(text)) == ([], ["torch"])
    made = script(Chapter("One", "Book", "u", "https://e.org/x.whl", read(text), ["torch"]))
    assert "# pip install https://e.org/x.whl torch\n" in made
    assert "import torch\nshow(torch.ones(1).item())\n" in made


def test_an_exception_that_a_script_does_not_know_is_an_error() -> None:
    text = (
        "# A { #a }\n\n```pycon\n>>> f()\nTraceback (most recent call last):\n    ...\nNo: x\n```"
    )
    with pytest.raises(ValueError, match="expected a built-in exception in line 0, got 'No'"):
        read(text)


@pytest.mark.parametrize(
    ("repository", "language", "address"),
    [
        ("https://github.com/someone/a.book", "ko", "someone/a.book/blob/notebooks/"),
        ("https://github.com/someone/book.git", "en", "someone/book/blob/notebooks/en/"),
        ("https://example.org/xorbook/source", "ko", None),
        ("https://github.com.example.org/someone/book", "ko", None),
    ],
)
def test_colab_opens_what_is_on_github_only(
    repository: str, language: str, address: str | None
) -> None:
    start = "https://colab.research.google.com/github/"
    assert settings.colab(repository, language) == (address and start + address)
