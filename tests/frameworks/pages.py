"""`python -m tests.frameworks.pages docs/ko/NAME.md`: run a page with its frameworks.

A process for each page: Keras reads its backend once, and settings of a framework stay set. What
was run is printed as JSON, after the failures if there are any.
"""

import json
import sys
from collections import Counter
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from sybil import Example
from sybil.example import SybilFailure

from site_build.fences import FRAMEWORKS
from site_build.finishing.downloads import chapter, script
from tests.pages.examples import document_of, parse_page_with_frameworks
from tests.pages.markup import Page


def run(page: Page) -> tuple[list[str], Counter[str]]:
    """Run all sessions and claims in order; return what fails and the sessions of each kind."""
    failures, begun = [], set()
    fences = [fence for fence in page.fences if fence.kind in FRAMEWORKS]
    for example in document_of(page, parse_page_with_frameworks):
        failures += _failure(page, example)
        begun |= {fence for fence in fences if fence.start < example.start < fence.end}
    return failures, Counter(fence.kind for fence in begun)


def _failure(page: Page, example: Example) -> list[str]:
    try:
        example.evaluate()
    except SybilFailure as failure:
        return [f"{page.where(example.start)}: {failure.result}"]
    except Exception as error:
        return [f"{page.where(example.start)}: {error!r}"]
    return []


def printed(path: Path) -> str:
    """Return what the script of a page, as readers download it, prints."""
    made = script(chapter(path, "", "", ""))
    with redirect_stdout(StringIO()) as out:
        exec(compile(made, path.name, "exec"), {"__name__": "__main__"})
    return out.getvalue()


def main(name: str) -> None:
    """Run one page, then its script."""
    path = Path(name)
    failures, run_of = run(Page(path.read_text("utf-8"), name))
    output = "" if failures else printed(path)
    print(json.dumps({"failures": failures, "run": run_of, "output": output}))


if __name__ == "__main__":
    main(sys.argv[1])
