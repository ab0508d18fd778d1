"""What `make serve` says of what is wrong, and that it goes on whatever is."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from site_build import settings
from site_build.commands import serve
from site_build.commands.build import GAPS
from site_build.commands.preflight import cause
from site_build.contents import ContentsError
from tests.site.test_reproducible import checkout

OBSTACLE = """
from pathlib import Path
from site_build.commands.preflight import obstacle
print(obstacle([Path("docs/en/gates.md"), Path("xorbook/gates.py")]))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("served") / "book")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("xorbook/gates.py", "", "", "None"),
        ("xorbook/gates.py", "import", "import *+", "xorbook/gates.py:6: SyntaxError: invalid"),
        ("xorbook/figures/gates.py", "@figure", "@figur", "xorbook/figures/gates.py:1"),
        ("docs/en/gates.md", "title: ", "title: a: ", "docs/en/gates.md: expected front matter"),
        ("docs/ko/gates.md", "question: ", "what: ", "docs/ko/gates: expected its question"),
        ("docs/contents.yml", "parts:", "parts", "docs/contents.yml: expected YAML"),
    ],
)
def test_what_keeps_the_book_from_being_built_is_told_in_a_line(
    copy: Path, file: str, old: str, new: str, said: str
) -> None:
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), "utf-8")
    command = subprocess.run(
        [sys.executable, "-c", OBSTACLE],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "SOURCE_DATE_EPOCH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    (copy / file).write_text(text, "utf-8")
    assert command.stderr == ""
    (line,) = command.stdout.splitlines()
    assert line.startswith(said)


def test_a_cause_is_the_last_line_of_our_own() -> None:
    ours = settings.ROOT / "xorbook" / "gates.py"
    frames = [f'  File "{file}", line {k}, in f' for k, file in enumerate([ours, "/lib/x.py"], 7)]
    text = "\n".join(["Traceback (most recent call last):", *frames, "KeyError: 1"])
    assert cause(text) == "xorbook/gates.py:7: KeyError: 1"
    assert cause("Killed") == "Killed"


def test_a_port_in_use_is_named_before_anything_is_built() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(RuntimeError, match=rf"port {port} .*make serve PORT={port + 1}"):
            serve.require_free("127.0.0.1", port)
    serve.require_free("127.0.0.1", port)


class Saved:
    """A rebuilder whose builds and saves are made up: what it was asked to build and to check."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.built: list[set[str]] = []
        self.checked: list[list[str]] = []
        self.outcome: Exception | int = 0
        self.files: dict[Path, int] = {}
        monkeypatch.setattr(serve, "snapshot", lambda: dict(self.files))
        monkeypatch.setattr(serve, "obstacle", lambda changed: None)
        self.rebuilder = serve.Rebuilder(self.checked.append)
        monkeypatch.setattr(self.rebuilder, "rebuild", self.rebuild)

    def rebuild(self, names: set[str]) -> int:
        self.built.append(set(names))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def save(self, name: str, outcome: Exception | int = 0) -> None:
        self.files = {settings.ROOT / name: self.files.get(settings.ROOT / name, 0) + 1}
        self.outcome = outcome
        self.rebuilder.seen = dict.fromkeys(self.files, 0)
        self.rebuilder()


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> Saved:
    return Saved(monkeypatch)


def test_a_saved_page_is_shown_and_then_checked(
    saved: Saved, capsys: pytest.CaptureFixture[str]
) -> None:
    saved.save("docs/ko/gates.md")
    assert saved.built == [{"ko"}]
    assert saved.checked == [["gates"]]
    assert capsys.readouterr().out.startswith("rebuilt ko in ")


def test_a_saved_module_has_every_page_checked(saved: Saved) -> None:
    saved.save("xorbook/gates.py")
    assert (saved.built, saved.checked) == ([{"package"}], [[]])


def test_figures_that_failed_are_not_passed_over(
    saved: Saved, capsys: pytest.CaptureFixture[str]
) -> None:
    saved.save("xorbook/figures/gates.py", GAPS)
    assert capsys.readouterr().out.endswith(" s, but for the figures named above\n")


@pytest.mark.parametrize("error", [ContentsError("no YAML"), KeyError("no YAML")])
def test_whatever_fails_is_one_line_and_is_built_again_with_the_next_save(
    saved: Saved, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    saved.save("mkdocs.yml", error)
    said = capsys.readouterr().out
    assert said.startswith("not rebuilt: ")
    assert "no YAML" in said
    assert said.count("\n") == 1
    saved.save("docs/ko/gates.md")
    saved.save("docs/ko/gates.md")
    assert saved.built == [{"all"}, {"all", "ko"}, {"ko"}]


def test_an_obstacle_is_told_instead_of_a_build(
    saved: Saved, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "obstacle", lambda changed: "a.py:1: no")
    saved.save("xorbook/gates.py")
    assert (saved.built, saved.checked) == ([], [])
    assert capsys.readouterr().out == "not rebuilt: a.py:1: no\n"


def test_a_check_is_told_unless_a_newer_one_has_begun(capsys: pytest.CaptureFixture[str]) -> None:
    checker = serve.Checker()
    checker(["forward"])
    given_up = checker.process
    checker(["index"])
    said = ""
    while "checked" not in said:
        time.sleep(0.1)
        said += capsys.readouterr().out
    assert said.startswith("checked index: no rule is broken")
    assert given_up is not None
    assert given_up.wait() != 0
    checker.stop()
