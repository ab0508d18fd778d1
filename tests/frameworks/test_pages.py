"""Every session of the pages on frameworks, run character by character, and each page's script."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from site_build.fences import FRAMEWORKS
from tests.frameworks.networks import REQUIRED
from tests.pages.book import ROOT, page_names, read_page
from tests.site.test_downloads import shown

PAGES = {
    name: kinds
    for name in page_names()
    if (kinds := {f.kind for f in read_page("ko", name).fences} & {*FRAMEWORKS})
}


def test_there_are_pages_to_run():
    assert PAGES


@pytest.mark.parametrize("name", PAGES)
def test_every_session_runs_as_the_page_shows_it(name, record_property):
    """Both languages have the same code and claims, so one is run."""
    missing = [FRAMEWORKS[k].module for k in PAGES[name] if not find_spec(FRAMEWORKS[k].module)]
    if missing and not REQUIRED:
        pytest.skip(f"not installed: {', '.join(missing)}: make test-frameworks")
    done = subprocess.run(
        [sys.executable, "-m", "tests.frameworks.pages", f"docs/ko/{name}"],
        cwd=ROOT,
        env={
            **os.environ,
            "KERAS_BACKEND": "tensorflow",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "OMP_NUM_THREADS": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert not report["failures"], "\n".join(report["failures"])
    assert report["output"] == shown("ko", name.removesuffix(".md"))
    record_property("framework sessions", report["run"])


@pytest.mark.parametrize("name", PAGES)
def test_what_a_framework_prints_is_told_apart_from_what_it_is_given(name):
    page = read_page("ko", name)
    assert all(">>>" in fence.text for fence in page.fences if fence.kind in FRAMEWORKS)
