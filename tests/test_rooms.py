"""The house itself: every module says what it is, and no two import each other."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("xorbook", "site_build", "tests", "benchmarks")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
}
FILES = {name: path for name, path in MODULES.items() if path.read_text("utf-8").strip()}


@cache
def parsed(name: str) -> ast.Module:
    """Parse a module: hundreds of them take a second, and several tests ask for all."""
    return ast.parse(MODULES[name].read_text("utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Name the modules of this project that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else str(node.module)


@cache
def graph() -> dict[str, set[str]]:
    return {
        name: {other for other in imported(parsed(name)) if other in MODULES and other != name}
        for name in MODULES
    }


def test_no_modules_import_each_other():
    found = graph()
    assert {"xorbook.parameters", "xorbook.trace"} <= found["xorbook.network"]
    try:
        TopologicalSorter(found).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("name", FILES)
def test_the_first_line_of_a_module_says_what_it_is(name: str):
    said = ast.get_docstring(parsed(name))
    assert said, "no docstring"
    assert FILES[name].read_text("utf-8").startswith('"""')
    assert len(said.partition("\n")[0]) > 15
    assert said.partition("\n")[0].endswith((".", ":", "…"))


@pytest.mark.parametrize("upper", ["xorbook", "site_build"])
def test_pages_and_tests_call_the_package_and_never_the_other_way(upper: str):
    lower = {"xorbook": ("site_build", "tests"), "site_build": ("xorbook", "tests")}[upper]
    for name, others in graph().items():
        if name.startswith(upper):
            assert not [other for other in others if other.startswith(lower)], name
