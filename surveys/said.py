"""What somebody told us, wherever it came from: our own question, or an answer that was brought in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Contact, SurveyResponse
from surveys.models import Answer, Loop
from surveys.models.answer import CSAT_TOP, NPS_TOP, group_of


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. `group` is low, mid or high; `source` empty for an answer to our own question."""

    kind: str
    score: int
    on: dt.date
    comment: str = ""
    one_thing: str = ""
    who: str = ""
    contact: Contact | None = None
    language: str = ""
    source: str = ""
    may_quote: bool = False
    quiet: bool = False
    at: dt.datetime | None = None

    @property
    def top(self) -> int:
        return CSAT_TOP if self.kind == "csat" else NPS_TOP

    @property
    def group(self) -> str:
        return group_of(self.kind, self.score)

    @property
    def word(self) -> str:
        """Never shown to whoever answered."""
        if self.kind == "csat":
            return {"low": _("Dissatisfied"), "mid": _("In between"), "high": _("Satisfied")}[self.group]
        return {"low": _("Detractor"), "mid": _("Passive"), "high": _("Promoter")}[self.group]

    @property
    def tone(self) -> str:
        """The colour of a chip."""
        return {"low": "high", "mid": "raised", "high": "low"}[self.group]

    @property
    def email(self) -> str:
        return self.contact.email if self.contact else ""


def said_in(loop: Loop) -> Said:
    """Loaded with its answer and response, and their contacts, it costs no query."""
    if loop.answer is not None:
        return of_answer(loop.answer)
    assert loop.response is not None  # a constraint
    return of_response(loop.response)


def of_answer(answer: Answer) -> Said:
    return Said(
        kind=answer.kind, score=answer.score, on=answer.answered_at.date(), comment=answer.comment,
        one_thing=answer.one_thing, who=_who(answer.contact) or answer.name, contact=answer.contact,
        language=answer.language, may_quote=answer.may_quote, quiet=answer.no_contact, at=answer.answered_at,
    )  # fmt: skip


def of_response(response: SurveyResponse) -> Said:
    return Said(
        kind="nps", score=response.score, on=response.answered_on, comment=response.comment,
        who=_who(response.contact), contact=response.contact,
        language=response.contact.language if response.contact else "", source=response.source,
    )  # fmt: skip


def _who(contact: Contact | None) -> str:
    return (contact.name or contact.email) if contact else ""
