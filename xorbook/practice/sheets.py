"""Sheets of problems to print: one for each pupil, and after them all a key for the teacher."""

from __future__ import annotations

from collections.abc import Sequence

from xorbook._language import Language
from xorbook._validation import check_count
from xorbook.practice import html
from xorbook.practice.problem import MOST, Problem, sheet

_STYLE = """
@page { margin: 16mm 15mm; size: auto; }
body { color: #000; font: 11pt/1.55 "Noto Serif KR", "Apple SD Gothic Neo", "Malgun Gothic", serif;
  margin: 0 auto; max-width: 180mm; word-break: keep-all; }
section + section { break-before: page; margin-top: 3rem; }
header { align-items: baseline; border-bottom: 1pt solid; display: flex; flex-wrap: wrap;
  gap: 0 2em; }
h1 { flex: 1; font-size: 15pt; margin: 0; }
h2 { font-size: 11pt; margin: 0; }
article { break-inside: avoid; margin-top: 1.6em; }
p { margin: 0.4em 0; }
.part { display: inline-block; margin-right: 1.4em; }
.sym { white-space: nowrap; }
sub, sup { font-size: 0.7em; line-height: 0; }
.blanks { columns: 2; list-style: none; margin: 0.7em 0 0; padding: 0; }
.blanks li { break-inside: avoid; margin-bottom: 0.7em; }
.blank { border-bottom: 0.7pt solid; display: inline-block; width: 6.5em; }
small { display: block; font-size: 8.5pt; }
.name { border-bottom: 0.7pt solid; display: inline-block; width: 11em; }
.key article { margin-top: 0.7em; }
.key h2 { break-after: avoid; margin-top: 1.4em; }
.key .part { margin-right: 0; }
code { font-size: 9pt; }
@media print { section + section { margin-top: 0; } }
"""


def document(
    kinds: Sequence[str],
    *,
    problems: int,
    sheets: int = 1,
    seed: int = 0,
    language: str = "en",
    solutions: bool = False,
) -> str:
    """Return an HTML page of sheets, the first with this seed and each with the next.

    After all sheets, on pages of its own, comes the key: the answers, or the whole `solutions`.

    Raises
    ------
    TypeError, ValueError
        As for `sheet`; or if there are to be fewer sheets than 1, or more than 100.
    """
    check_count(sheets, "sheets")
    if sheets > MOST:
        raise ValueError(f"sheets must be at most {MOST}, got {sheets}")
    check_count(seed, "seed", least=0)
    drawn = {seed + n: sheet(kinds, problems, seed + n, language) for n in range(sheets)}
    say = Language(language)
    title = say("연습 문제", "Practice")
    bodies = [_sheet(say, title, number, drawn[number]) for number in drawn]
    keys = "".join(_key(say, number, one, solutions) for number, one in drawn.items())
    heading = say("정답", "Key")
    return f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title} {seed}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>
<body>
{"".join(bodies)}<section class="key"><header><h1>{heading}</h1></header>
{_again(say, kinds, problems, sheets, seed)}{keys}</section>
</body></html>
"""


def _sheet(say: Language, title: str, number: int, problems: Sequence[Problem]) -> str:
    name, seed = say("이름", "Name"), say("시드", "seed")
    articles = "".join(
        f"<article><h2>{n}. {one.title}</h2>{html.question(one)}</article>\n"
        for n, one in enumerate(problems, 1)
    )
    return (
        f'<section class="sheet"><header><h1>{title}</h1><span>{seed} {number}</span>'
        f'<span>{name} <span class="name"></span></span></header>\n{articles}</section>\n'
    )


def _key(say: Language, number: int, problems: Sequence[Problem], solutions: bool) -> str:
    made = html.solution if solutions else html.key
    articles = "".join(
        f"<article>{n}. {one.title} <code>{one.kind} {one.seed}</code> {made(one)}</article>\n"
        for n, one in enumerate(problems, 1)
    )
    return f"<h2>{say('시드', 'Seed')} {number}</h2>\n{articles}"


def _again(say: Language, kinds: Sequence[str], problems: int, sheets: int, seed: int) -> str:
    command = (
        f"python -m xorbook.practice sheets.html --kinds {' '.join(kinds)} --problems {problems} "
        f"--sheets {sheets} --seed {seed} --language {say.value}"
    )
    words = say("이 문제지를 다시 만드는 명령", "What makes these sheets again")
    return f"<p>{words}: <code>{command}</code></p>\n"
