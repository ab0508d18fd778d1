"""The languages of the book, for whatever in the package speaks them: figures and problems."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language of the book; called with a text in each, it returns the right one."""

    KO = "ko"
    EN = "en"

    def __call__(self, ko: str, en: str) -> str:
        return ko if self is Language.KO else en
