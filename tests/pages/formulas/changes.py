"""Changes of one character of a formula, and whether it still holds with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from tests.pages.formulas.check import judge_formula, not_checked
from tests.pages.formulas.evaluate import Outcome
from tests.pages.formulas.surroundings import Surroundings

SWAPS = {"w": "b", "b": "w", "z": "a", "a": "z", "x": "z", "L": "z", "t": "y"}
SIGNS = {"+": "-", "-": "+"}
FIGURE = re.compile(r"(?<=[_^{(,0-9])(?<![0-9.][.])[0-9](?=[}),0-9^_ ])|(?<=[_^])[0-9]")
SIGN = re.compile(r"(?<![a-zA-Z^])[+-]")
LETTER = re.compile(r"(?<![a-zA-Z\\])[wbzaxtL](?![a-zA-Z])")


def changes(tex: str) -> Iterator[str]:
    """Yield every change of a character with a meaning: index, exponent, sign, prime, letter."""
    for found in FIGURE.finditer(tex):
        if "." not in re.findall(r"[0-9.]*$", tex[: found.start()])[0] + tex[found.end() :][:1]:
            yield _with(tex, found, str(int(found[0]) % 3 + 1) if found[0] != "0" else "1")
    for found in SIGN.finditer(tex):
        yield _with(tex, found, SIGNS[found[0]])
    for found in re.finditer("'", tex):
        yield _with(tex, found, "")
    for found in LETTER.finditer(tex):
        yield _with(tex, found, SWAPS[found[0]])


def _with(tex: str, found: re.Match[str], new: str) -> str:
    return tex[: found.start()] + new + tex[found.end() :]


def still_holds(tex: str, state: Surroundings) -> bool:
    """Whether a formula holds in surroundings, which it leaves as they are."""
    return _outcomes(tex, state) is not None


def is_evaluated(tex: str, state: Surroundings) -> bool:
    """Whether it holds and nothing in it is taken on trust, as a claim says of a formula."""
    outcomes = _outcomes(tex, state)
    return outcomes is not None and not not_checked(outcomes)


def _outcomes(tex: str, state: Surroundings) -> list[Outcome] | None:
    try:
        with np.errstate(all="ignore"):
            return judge_formula(tex, state.copied())
    except Exception:  # whatever objects, a reader of the tests is told
        return None
