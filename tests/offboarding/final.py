"""A final letter, put together without the action that makes one: its words are the matter's."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from offboarding.letters.sheet import printed
from offboarding.models import Letter, LetterFile, Parting
from tests.factories import LetterFactory, LetterFileFactory
from tests.offboarding.matter import WRITTEN, facts, sheet


def final_letter(parting: Parting, **fields: Any) -> Letter:
    made = sheet("convenience", "en")
    letter = LetterFactory(
        parting=parting, state=Letter.State.FINAL, dated_on=WRITTEN, subject=made.words.subject,
        finalised_at=dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC),
        facts={"values": dict(facts("en").values), "dates": {}, "sheet": printed(made)}, **fields,
    )  # fmt: skip
    for format in LetterFile.Format.values:  # noqa: A001
        content = f"{format} of {letter.pk}".encode()
        LetterFileFactory(
            letter=letter, format=format, content=content, size=len(content), sha256=hashlib.sha256(content).hexdigest()
        )
    return letter
