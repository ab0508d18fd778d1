"""The one grammar of numbers: what counts as a number on a page, and when it shows a value."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

# No lookaround stops a number from beginning: whatever stands before it, every digit of a text
# belongs to exactly one number. What is a name and no number, `exempt` blanks out before.
# Hangul counts as \w, so `3장` has no word boundary: lookarounds name the characters they mean.
THIN_SPACES = "\u2009\u202f"
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
NUMBER = re.compile(
    rf"""
    (?=[-−.0-9])  # what no number begins with is passed by at once
    (?P<sign>(?<![0-9A-Za-z가-힣_)\]}}'′])[-−])?
    (?P<digits>
        [0-9]+(?:(?:[{THIN_SPACES}]|\\,)[0-9]{{3}}(?![0-9]))*(?:\.[0-9]+)?
      | (?<![0-9.])\.[0-9]+
    )
    (?:
        [eE](?P<e>[-+−]?[0-9]+)
      | [ ]?(?:×|\\times)[ ]?10(?:(?P<sup>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)|\^\{{(?P<tex>[-−]?[0-9]+)\}})
    )?
    (?P<percent>[ ]?\\?%)?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Number:
    """A number as the page shows it, and where."""

    start: int
    end: int
    text: str


def find_numbers(text: str) -> list[Number]:
    """Find every number in order of appearance."""
    return [Number(m.start(), m.end(), _canonical(m)) for m in NUMBER.finditer(text)]


def find_numerals(text: str) -> list[int]:
    """Find every character with a numeric value: 7, ½, ①, Ⅳ, ² and the digits of all scripts."""
    numerals = {character for character in set(text) if _is_numeral(character)}
    return [at for at, character in enumerate(text) if character in numerals]


def _is_numeral(character: str) -> bool:
    return unicodedata.numeric(character, None) is not None


def canonical(text: str) -> str:
    """Write one number the one way: ASCII minus, no thin spaces, `1.2e-3` for 1.2×10⁻³."""
    match = NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(f"not a number of the page grammar: {text!r}")
    return _canonical(match)


def _canonical(match: re.Match[str]) -> str:
    digits = re.sub(rf"[{THIN_SPACES}]|\\,", "", match["digits"])
    digits = f"0{digits}" if digits.startswith(".") else digits
    exponent = match["e"] or (match["sup"] or "").translate(SUPERSCRIPTS) or match["tex"]
    sign = "-" if match["sign"] else ""
    power = f"e{int(exponent.replace('−', '-'))}" if exponent else ""
    return sign + digits + power + ("%" if match["percent"] else "")


def shows(shown: str, value: Any) -> bool:
    """Whether `value`, rounded to the places of the canonical number `shown`, reads the same."""
    return rounded_like(shown, value) == shown


def value_of(text: str) -> int | float:
    """Return what a canonical number says: an int where it has neither decimals nor exponent."""
    body = text.removesuffix("%")
    if text.endswith("%"):
        return float(Decimal(body) / 100)
    return int(body) if body.lstrip("-").isdigit() else float(body)


def rounded_like(shown: str, value: Any) -> str:
    """Format `value` with the places, exponent and percent sign of `shown`."""
    if isinstance(value, str):
        raise TypeError(f"a number is expected, got the string {value!r}")
    exact = Context(prec=60)
    number = exact.create_decimal(value.item() if hasattr(value, "item") else value)
    body, percent = shown.removesuffix("%"), shown.endswith("%")
    mantissa, _, exponent = body.partition("e")
    places = len(mantissa.partition(".")[2])
    if percent:
        number = exact.multiply(number, Decimal(100))
    if exponent:
        number = exact.scaleb(number, -int(exponent))
    text = f"{number:.{places}f}"
    if not text.strip("-0."):
        text = text.removeprefix("-")
    return text + (f"e{exponent}" if exponent else "") + ("%" if percent else "")
