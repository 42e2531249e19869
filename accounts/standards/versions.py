"""Which version of the standards holds, in which language; and the model texts to begin with."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from django.conf import settings

from accounts.models import Agency, StandardsVersion

TEXTS = Path(__file__).parent / "texts"


def standards_in_force(on: dt.date, language: str = "") -> StandardsVersion | None:
    """The version in force on a day, in the language asked for where it has it, else in the agency's own.

    None where nothing was published by then. For letters: quote it, name its `number`, link `get_absolute_url()`.
    """
    newest = StandardsVersion.objects.in_force(on).first()
    return version(newest.number, language) if newest and newest.number else None


def version(number: int, language: str = "") -> StandardsVersion | None:
    """A published version in the language asked for, else the agency's first, else English, else any."""
    texts = {each.language: each for each in StandardsVersion.objects.published().filter(number=number)}
    agency = Agency.objects.first()
    for wanted in (language, language.split("-", maxsplit=1)[0], *(agency.languages if agency else ()), "en"):
        if wanted in texts:
            return texts[wanted]
    return next((texts[each] for each in sorted(texts)), None)


@cache
def model_text(language: str) -> str:
    """What an agency may begin with: places in {braces} are to be filled or taken out."""
    known = language if language in dict(settings.LANGUAGES) else "en"
    return (TEXTS / f"{known}.md").read_text(encoding="utf-8")
