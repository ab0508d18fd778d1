"""Write what the page on practice draws from: `python -m xorbook.practice.page_data FOLDER`.

For each language and kind, FOLDER/LANGUAGE/KIND.js holds problems as data, the words once with
slots for the numbers; KIND.html is the first of them, for paper and for readers without scripts.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from xorbook._language import Language
from xorbook.practice import html
from xorbook.practice.drawing import Variant
from xorbook.practice.problem import KINDS, Problem, problem
from xorbook.practice.words import Form

COUNT = 100


def problems(kind: str, language: str, count: int = COUNT) -> list[Problem]:
    """Return the first problems of a kind of which no two are the same."""
    found: dict[object, Problem] = {}
    seed = 0
    while len(found) < count:
        one = problem(kind, seed, language)
        found.setdefault(one.contents, one)
        seed += 1
    return list(found.values())


def data(kind: str, language: str) -> dict[str, Any]:
    """Return the problems of a kind as the page takes them.

    A row is a seed, the place of its words in `forms`, its numbers in the order of their names, and
    how many decimals of each answer are asked for.
    """
    forms: dict[Variant, Form] = {}
    rows = []
    for one in problems(kind, language):
        form = forms.setdefault(one.variant, one.form)
        numbers = [_short(one.values[name]) for name in form.names()]
        asked = [answer.digits for answer in one.answers]
        rows.append([one.seed, list(forms).index(one.variant), numbers, asked])
    return {"forms": [_form(form) for form in forms.values()], "rows": rows}


def _short(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _form(form: Form) -> dict[str, Any]:
    return {
        "names": form.names(),
        "question": html.prose(form.question),
        "given": [html.line(text) for text in form.given],
        "asked": [[a.name, html.formula(a.symbol), html.prose(a.words)] for a in form.asked],
        "hint": html.prose(form.hint),
        "steps": [
            [html.prose(step.words), [html.line(text) for text in step.lines]]
            for step in form.steps
        ],
    }


def script(kind: str, language: str) -> str:
    """Return the data as a classic script: a book on a disk can load nothing else."""
    text = json.dumps(data(kind, language), ensure_ascii=False, separators=(",", ":"))
    return f"(globalThis.bookProblems??={{}}).{kind}={text}\n"


def static(kind: str, language: str) -> str:
    """Return the first problem of a kind with its solution, folded."""
    one = problems(kind, language, 1)[0]
    summary = Language(language)("풀이", "Solution")
    return (
        f'<div class="problem">{html.question(one)}<details class="success"><summary>{summary}'
        f"</summary>{html.solution(one)}</details></div>"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m xorbook.practice.page_data")
    parser.add_argument("folder", type=Path, help="the folder that gets ko/ and en/")
    folder = parser.parse_args().folder
    for language in map(str, Language):
        (folder / language).mkdir(parents=True, exist_ok=True)
        for kind in KINDS:
            for name, text in (("js", script(kind, language)), ("html", static(kind, language))):
                (folder / language / f"{kind}.{name}").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
