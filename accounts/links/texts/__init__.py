"""What the pages of tracked links say, in the reader's language. One file a language, every key in each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "fr", "da", "zh-hans", "de", "es")


@cache
def words(language: str) -> Mapping[str, str]:
    """The words of one language; English where there is no such language."""
    file = Path(__file__).with_name(f"{known(language) or 'en'}.toml")
    return {name: text.strip() for name, text in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def known(language: str) -> str:
    """One of LANGUAGES for a tag such as “de-AT” or “zh”; empty where we have none."""
    tag = language.strip().lower().replace("_", "-")
    if tag.startswith("zh"):
        return "zh-hans"
    return next((one for one in LANGUAGES if one in {tag, tag.partition("-")[0]}), "")


def fill(text: str, values: Mapping[str, Any]) -> str:
    """The text with its `{names}` replaced. What a value says is never read as a name."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value).replace("{", "\0"))
    return text.replace("\0", "{")
