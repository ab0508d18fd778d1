"""MathML as a line of plain text that a person, or a screen reader, can read aloud."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_PRIMES = {"′", "″", "′′"}
_ACCENTS = {"^": "\u0302", "~": "\u0303", "ˉ": "\u0304", "¯": "\u0304"}


def spell(mathml: str) -> str:
    """Write one formula, given as a `<math>` element, as plain text."""
    return _text(ElementTree.fromstring(mathml)).replace("\u2061", "")


def _text(element: Element) -> str:
    tag = element.tag.rpartition("}")[2]
    if tag in ("annotation", "mspace"):
        return ""
    parts = [_text(child) for child in element]
    if tag == "mfrac":
        return "/".join(_grouped(part) for part in parts)
    if tag == "msup":
        return parts[0] + _power(parts[1])
    if tag == "msubsup":
        return parts[0] + parts[1] + _power(parts[2])
    if tag == "msqrt":
        return f"√({''.join(parts)})"
    if tag == "mover" and parts[1] in _ACCENTS:
        return unicodedata.normalize("NFC", parts[0] + _ACCENTS[parts[1]])
    return (element.text or "") + "".join(parts)


def _grouped(part: str) -> str:
    return part if part.isalnum() else f"({part})"


def _power(part: str) -> str:
    if part in _PRIMES or part == "⊤":
        return part
    return f"^{part}" if part.isalnum() or part.startswith("(") else f"^({part})"
