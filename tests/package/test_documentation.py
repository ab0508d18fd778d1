"""What readers find when they ask for help."""

import ast
import inspect
import pydoc
import re
from collections.abc import Callable

import pytest

import xorbook as xb
from tests.pages.rules import unprinted
from xorbook import practice, studies

PUBLIC = {name: getattr(xb, name) for name in xb.__all__} | {
    f"{package.__name__.removeprefix('xorbook.')}.{name}": thing
    for package in (practice, studies)
    for name in package.__all__
    if callable(thing := getattr(package, name))
}


def documented(name: str) -> object:
    """Gates, activations and losses are documented by their class."""
    thing = PUBLIC[name]
    return thing if inspect.isclass(thing) or inspect.isfunction(thing) else type(thing)


def members(owner: type) -> dict[str, object]:
    return {
        f"{owner.__name__}.{name}": member
        for name, member in vars(owner).items()
        if not name.startswith("_") and (callable(member) or isinstance(member, property))
    } | {
        f"{owner.__name__}.{name}": member.__func__
        for name, member in vars(owner).items()
        if isinstance(member, classmethod) and not name.startswith("_")
    }


CLASSES = [thing for thing in PUBLIC.values() if inspect.isclass(thing)]
MEMBERS = {name: member for owner in CLASSES for name, member in members(owner).items()}
FUNCTIONS: dict[str, Callable] = {
    name: thing for name, thing in PUBLIC.items() if inspect.isfunction(thing)
}
METHODS = {name: member for name, member in MEMBERS.items() if inspect.isfunction(member)}

# They say in one sentence whose arguments and errors theirs are.
BY_REFERENCE = {"Network.deltas", "Network.loss"}


def sections(doc: str) -> dict[str, str]:
    """Split a NumPy docstring at its underlined titles."""
    parts = re.split(r"^(\w+)\n-+\n", doc, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", PUBLIC)
def test_every_name_has_an_example_or_is_a_base_class_with_its_errors(name: str):
    thing = documented(name)
    found = sections(inspect.getdoc(thing) or "")
    if inspect.isclass(thing) and inspect.isabstract(thing):
        assert "Raises" in found
    else:
        assert ">>> " in found["Examples"]


@pytest.mark.parametrize("name", MEMBERS)
def test_every_public_member_says_what_it_is(name: str):
    doc = MEMBERS[name].__doc__
    assert doc
    assert doc.partition("\n")[0].endswith(".")


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_functions_document_every_parameter_what_they_return_and_what_they_raise(name: str):
    function = FUNCTIONS[name]
    found = sections(inspect.getdoc(function) or "")
    parameters = inspect.signature(function).parameters
    described = re.findall(r"^(\*?\w+) : ", found.get("Parameters", ""), flags=re.MULTILINE)
    named = re.findall(r"^\*x", found.get("Parameters", ""), flags=re.MULTILINE)
    assert (described or named) == [str(p).partition(":")[0] for p in parameters.values()]
    assert "Returns" in found
    assert ("Raises" in found) == bool(parameters)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_methods_mention_every_parameter(name: str):
    doc = inspect.getdoc(METHODS[name]) or ""
    for parameter in list(inspect.signature(METHODS[name]).parameters)[1:]:
        assert name in BY_REFERENCE or re.search(rf"\b{parameter}\b", doc), parameter


def test_members_were_found():
    assert {"Network.forward", "Network.random", "Parameters.theta", "Trace.output"} <= set(MEMBERS)
    assert "Perceptron.distance" in METHODS


def test_all_lists_everything_public():
    public = {
        name
        for name, thing in vars(xb).items()
        if not name.startswith("_") and not inspect.ismodule(thing)
    }
    assert set(xb.__all__) - public == set()
    assert public - set(xb.__all__) == set()


SIGNED = {**FUNCTIONS, **METHODS, **{owner.__name__: owner for owner in CLASSES}}


@pytest.mark.parametrize("name", SIGNED)
def test_a_default_is_the_one_the_docstring_names(name: str):
    documented_defaults = dict(
        re.findall(r"^(\w+) : .*, default (\S+)$", inspect.getdoc(SIGNED[name]) or "", re.MULTILINE)
    )
    parameters = inspect.signature(SIGNED[name]).parameters
    for argument, default in documented_defaults.items():
        assert ast.literal_eval(default) == parameters[argument].default


def test_some_defaults_are_documented():
    found = [re.findall(", default ", inspect.getdoc(thing) or "") for thing in SIGNED.values()]
    assert sum(map(len, found)) >= 5


@pytest.mark.parametrize("name", SIGNED)
def test_no_decimal_hides_in_the_prose_of_a_docstring(name: str):
    """Examples run and defaults are compared; another decimal would be checked by nothing."""
    prose = (inspect.getdoc(SIGNED[name]) or "").split("Examples\n---")[0]
    assert re.findall(r"[0-9]\.[0-9]+", re.sub(r", default \S+", "", prose)) == []


@pytest.mark.parametrize("name", PUBLIC)
def test_help_shows_types_by_their_names(name: str):
    """NumPy's ArrayLike written out is four hundred characters of private names."""
    text = pydoc.plain(pydoc.render_doc(documented(name)))
    assert "_SupportsArray" not in text
    assert "numpy._typing" not in text


@pytest.mark.parametrize("name", PUBLIC)
def test_an_example_shows_one_value_and_prints_what_comes_before(name: str):
    """Pasted into Python 3.13 and later, nothing else would be shown."""
    doc = inspect.getdoc(documented(name)) or ""
    blocks = re.findall(r"(?:^[ ]*(?:>>>|\.\.\.) .*\n?(?:^(?![ ]*$).*\n?)*\n?)+", doc, re.MULTILINE)
    assert not [source for block in blocks for source in unprinted(block)]
