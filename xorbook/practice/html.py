"""Problems as HTML: letters in the colours of their quantities, with their indices and layers."""

from __future__ import annotations

import re
from html import escape

from xorbook._language import Language
from xorbook.practice.problem import Problem, asked_for
from xorbook.practice.words import SLOT, filled, shown

_COLOURS = dict(zip("xwWbzZaŷLδ", "xwwbzzaalg", strict=True))
_LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_HIGH = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾", "0123456789()")
# Where several stand together they are a word, as in ln.
_LETTER = r"(?<![A-Za-z])[A-Za-zŷδη](?![A-Za-z])"
_PIECE = re.compile(
    rf"(?P<slot>{SLOT.pattern})"
    r"|(?P<power>e⁻ᶻ)"
    rf"|∂(?P<above>{_LETTER}[₀-₉]*(?:⁽[⁰¹²³⁴-⁹]+⁾)?)/∂"
    rf"(?P<below>{_LETTER}[₀-₉]*(?:⁽[⁰¹²³⁴-⁹]+⁾)?)"
    rf"|(?P<letter>{_LETTER})(?P<low>[₀-₉]*)(?P<high>(?:⁽[⁰¹²³⁴-⁹]+⁾)?)"
)
# What ends the symbol of an answer that needs no words.
_RELATIONS = ("=", ">", "≤", "←")
_ENTITY = re.compile(r"&\w+;")


def colour(name: str) -> str:
    """Return the colour of the quantity that a number is, by its name; nothing for others."""
    return name[0] if name[0] in "xwbzalg" else ""


def formula(text: str) -> str:
    """Return a line of a formula as HTML, its slots left as they are."""
    return _PIECE.sub(_one, escape(text, quote=False))


def prose(text: str) -> str:
    """Return a sentence as HTML: formulas stand between backticks."""
    pieces = text.split("`")
    return "".join(
        formula(piece) if n % 2 else escape(piece, quote=False) for n, piece in enumerate(pieces)
    )


def line(text: str) -> str:
    """Return a line as HTML, broken only between its parts, which two spaces divide."""
    return " ".join(f'<span class="part">{formula(part)}</span>' for part in text.split("  "))


def numbered(text: str, problem: Problem) -> str:
    """Fill the slots of made HTML, each number in its colour."""
    return filled(text, problem.values, _number)


def _number(name: str, value: float) -> str:
    kind = colour(name)
    return f'<span class="v{f" q{kind}" if kind else ""}">{shown(value)}</span>'


def _one(match: re.Match[str]) -> str:
    if match["slot"] or _is_entity(match):
        return match[0]
    if match["power"]:
        return '<span class="sym"><i>e</i><sup>−<i>z</i></sup></span>'
    if match["above"]:
        return f'<span class="sym qg">∂{_bare(match["above"])}/∂{_bare(match["below"])}</span>'
    kind = _COLOURS.get(match["letter"], "")
    return f'<span class="sym{f" q{kind}" if kind else ""}">{_bare(match[0])}</span>'


def _is_entity(match: re.Match[str]) -> bool:
    return any(e.start() <= match.start() < e.end() for e in _ENTITY.finditer(match.string))


def _bare(symbol: str) -> str:
    letter, low, high = symbol[0], "", ""
    for sign in symbol[1:]:
        low += sign.translate(_LOW) if sign in "₀₁₂₃₄₅₆₇₈₉" else ""
        high += sign.translate(_HIGH) if sign not in "₀₁₂₃₄₅₆₇₈₉" else ""
    low, high = low and f"<sub>{low}</sub>", high and f"<sup>{high}</sup>"
    return f"<i>{letter}</i>{low}{high}"


def question(problem: Problem) -> str:
    """Return what is given and asked, with a blank for every answer."""
    say, form = Language(problem.language), problem.form
    given = "".join(f"<p>{line(text)}</p>" for text in form.given)
    blanks = "".join(
        f'<li>{formula(asked.symbol)} <span class="blank"></span> '
        f"<small>{prose(asked.words)}, {asked_for(say, answer.digits)}</small></li>"
        for asked, answer in zip(form.asked, problem.answers, strict=True)
    )
    text = f'<p>{prose(form.question)}</p>{given}<ul class="blanks">{blanks}</ul>'
    return numbered(text, problem)


def solution(problem: Problem) -> str:
    """Return the whole solution, step by step."""
    steps = "".join(
        f"<li>{prose(step.words)}{''.join(f'<p>{line(text)}</p>' for text in step.lines)}</li>"
        for step in problem.form.steps
    )
    return numbered(f"<ol>{steps}</ol>", problem)


def key(problem: Problem) -> str:
    """Return the answers alone, as many digits as are asked for."""
    answers = []
    for asked, answer in zip(problem.form.asked, problem.answers, strict=True):
        value = shown(answer.value)
        if answer.digits is not None:
            value = f"{answer.value:.{answer.digits}f}".replace("-", "−")
        words = "" if asked.symbol.endswith(_RELATIONS) else f" {prose(asked.words)}"
        answers.append(f'<span class="part">{formula(asked.symbol)}{words} {value}</span>')
    return ", ".join(answers)
