"""What others have made is listed and unchanged, and workflows may do no more than they need."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from site_build import vendored
from tests.site.built import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def risks(workflow: str) -> list[str]:
    """Say what in a workflow could be changed by others, or may do more than read."""
    found = [
        f"{action}: expected a commit"
        for action in re.findall(r"uses: *(\S+)", workflow)
        if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)
    ]
    if "\npermissions:\n  contents: read\njobs:" not in re.sub(
        r"\nconcurrency:\n(?:  .*\n)+", "\n", workflow
    ):
        found.append("expected no more than contents: read at the top")
    if workflow.count("actions/checkout@") != workflow.count("persist-credentials: false"):
        found.append("a checkout keeps its credentials")
    if re.search(r"run:.*\$\{\{(?! *matrix\.)|pull_request_target", workflow):
        found.append("what others write is run")
    return found


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_workflows_take_few_risks(file: Path) -> None:
    assert not risks(file.read_text("utf-8"))


@pytest.mark.parametrize(
    ("old", "new", "risk"),
    [
        (r"checkout@[0-9a-f]{40}", "checkout@v4", "expected a commit"),
        (r"contents: read", "contents: write", "no more than contents: read"),
        (r"persist-credentials: false", "fetch-depth: 1", "keeps its credentials"),
        (r"run: \.ci/run", "run: echo ${{ github.head_ref }}", "is run"),
    ],
)
def test_a_risk_is_seen(old: str, new: str, risk: str) -> None:
    workflow = next(w for w in WORKFLOWS if w.stem == "check").read_text("utf-8")
    (found,) = set(risks(re.sub(old, new, workflow, count=1)))
    assert risk in found


def test_vendored_files_are_listed_and_unchanged() -> None:
    assert not vendored.problems(ROOT, vendored.tracked())


def test_a_changed_a_lost_and_an_unlisted_file_are_seen(tmp_path: Path) -> None:
    shutil.copyfile(ROOT / vendored.LIST, tmp_path / vendored.LIST)
    for name in vendored.tracked():
        if name.startswith(("overrides/", "site_build/")):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tmp_path / name)
    with (tmp_path / "site_build/katex/katex.min.js").open("a") as script:
        script.write(" ")
    found = vendored.problems(tmp_path, ["a.min.js", "b.js", "overrides/c.woff2"])
    assert [line.split(", got")[0][:60] for line in found] == [
        "site_build/katex/katex.min.js: expected fa140498b8cfc8302cbe",
        "xorbook/figures/font.ttf: is not there",
        "xorbook/figures/font-LICENSE.txt: is not there",
        "a.min.js: is not listed",
        "overrides/c.woff2: is not listed",
    ]
    (tmp_path / vendored.LIST).write_text('[[part]]\nname = "a"\n[part.files]\n', "utf-8")
    assert vendored.problems(tmp_path, []) == ["a: says no licence, source, version"]
