"""The words of client-facing pages: one file a language, `{names}` filled in by us."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("en", "fr", "da", "zh-hans", "de", "es")
NAME = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Words:
    """The words of one language; `say("open.due")` is a phrase, `say("page", n=1)` one with names."""

    language: str
    entries: Mapping[str, Any]

    def say(self, key: str, **facts: str) -> str:
        """KeyError for a phrase or a name that does not exist: a hole is never printed."""
        return NAME.sub(lambda hit: facts[hit[1]], str(self.entry(key)))

    def entry(self, key: str) -> Any:
        found: Any = self.entries
        for part in key.split("."):
            found = found[part]
        return found


@lru_cache(maxsize=2 * len(LANGUAGES))
def words_of(language: str, folder: Path = FOLDER) -> Words:
    """The words of a language; English where we have none."""
    chosen = language if language in LANGUAGES else "en"
    return Words(chosen, tomllib.loads((folder / f"{chosen}.toml").read_text(encoding="utf-8")))


def known_language(language: str) -> str:
    """Our code of a language: “zh” and “zh-CN” are zh-hans, “de-AT” is de; empty for one we have no words in."""
    code = language.lower().replace("_", "-")
    if code in LANGUAGES:
        return code
    return next((one for one in LANGUAGES if code and one.split("-")[0] == code.split("-")[0]), "")


def first_known(languages: Iterable[str]) -> str:
    """The first of these that we have words in; English where there is none."""
    return next(filter(None, map(known_language, languages)), "en")
