"""The words around the pieces: page numbers, references, salutations, heads of tables. One file a language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from accounts.briefing.words import Words
from offboarding.letters.languages import LANGUAGES

FOLDER = Path(__file__).parent / "words"

__all__ = ["Words", "phrases"]


@lru_cache(maxsize=len(LANGUAGES))
def phrases(language: str) -> Words:
    """The words of a language that letters are written in. FileNotFoundError for another."""
    return Words(language, tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))
