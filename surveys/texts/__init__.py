"""What clients read about surveys, on pages and in mails: one file a language, the same keys in each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fr", "da", "zh-hans", "de", "es")
FORMAL = frozenset({"fr", "zh-hans", "de", "es"})  # people are addressed by their whole name

_FOLDER = Path(__file__).parent


def known(language: str) -> str:
    """A language that we have words in: this one, or English."""
    return language if language in LANGUAGES else "en"


@cache
def words(language: str) -> Mapping[str, str]:
    """All words in one language, English where there is no such language. Read once a process."""
    text = (_FOLDER / f"{known(language)}.toml").read_text(encoding="utf-8")
    return {key: said.strip() for key, said in tomllib.loads(text).items()}


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with `{name}` replaced by what is known. Other braces stay: agencies write such words, too."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def address(language: str, name: str) -> str:
    """How somebody is called in a greeting: by the first name where that is usual. Empty where there is no name."""
    parts = name.split()
    return name.strip() if language in FORMAL or not parts else parts[0]
