"""What the tests print at their end: of many failures the first causes, and how many follow."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.summary import FAILURES_SHOWN, first_causes

ROOT = Path(__file__).resolve().parents[1]


def report(name: str) -> pytest.TestReport:
    return pytest.TestReport(name, (name, 0, name), {}, "failed", "why", "call")


def test_causes_come_before_what_follows_from_them():
    names = [
        "tests/browser/test_site.py::t",
        "docs/en/gates.md::line:1",
        "tests/package/test_gates.py::b",
        "tests/package/test_gates.py::a",
        "tests/test_rooms.py::t",
        "xorbook/gates.py::line:1",
    ]
    order = [names[k] for k in (5, 2, 3, 1, 0, 4)]
    assert [one.nodeid for one in first_causes([report(name) for name in names])] == order


@pytest.mark.parametrize("count", [FAILURES_SHOWN, FAILURES_SHOWN + 3])
def test_of_many_failures_the_first_are_told_and_the_rest_counted(
    tmp_path: Path, count: int
) -> None:
    (tmp_path / "conftest.py").write_text(
        "from tests.summary import FirstCauses\n\n\n"
        "def pytest_configure(config):\n    config.pluginmanager.register(FirstCauses())\n"
    )
    tests = [f"def test_{k}():\n    assert {k} < 0\n" for k in range(count)]
    (tmp_path / "test_many.py").write_text("\n".join(tests))
    said = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert said.count("AssertionError") >= FAILURES_SHOWN
    assert said.count("def test_") == FAILURES_SHOWN
    assert f"{count} failed in " in said
    assert ("3 more failed in test_many.py" in said) is (count > FAILURES_SHOWN)
