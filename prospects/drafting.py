"""The draft of a letter to a prospect, in their language: our text with what is known; what is not stays a gap."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import format_date

from accounts.models import Agency, User
from clienthealth.core import formats
from offboarding.letters.texts import mail_text
from prospects.actions.freezing import form_of, last_answers
from prospects.erasing import months_later
from prospects.fit import is_answered
from prospects.links import standards_url
from prospects.models import Decision, Prospect, ScreeningTerms
from signals.calendars import known_calendars, working_day
from signals.playbooks.filling import GAP, SALUTATIONS, TIMES

TEXTS = {
    Decision.Kind.ACCEPT: "prospect_accept_mail",
    Decision.Kind.MORE: "prospect_more_mail",
    Decision.Kind.DECLINE: "prospect_decline_mail",
}
CALLS, OFFER, REPLY = (3, 4), 10, 10  # working days from today
QUESTIONS = 3
SPARE = ("question_2", "question_3", "standards_link")  # their lines are left out where there is nothing to say
NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Draft:
    """`gaps` names what is to be filled in by hand, where […] stands."""

    subject: str
    body: str
    gaps: list[str]


def draft(prospect: Prospect, decision: Decision, *, by: User) -> Draft:
    text = mail_text(TEXTS[Decision.Kind(decision.kind)], prospect.language)
    values = dict(_values(prospect, by))
    gaps: list[str] = []

    def fill(found: re.Match[str]) -> str:
        value = values.get(found[1], "")
        if not value:
            gaps.append(found[1])
        return value or GAP

    lines = [line for line in text.body.split("\n") if not _is_spare(line, values)]
    return Draft(NAME.sub(fill, text.subject), NAME.sub(fill, "\n".join(lines)), gaps)


def _is_spare(line: str, values: dict[str, str]) -> bool:
    """A line for the second or third question, or for the standards, where there is none."""
    return any("{" + name + "}" in line and not values.get(name) for name in SPARE)


def _values(prospect: Prospect, by: User) -> Iterator[tuple[str, str]]:
    agency, language = Agency.objects.get(), prospect.language
    today = agency.today().date
    manager = prospect.owner if prospect.owner and prospect.owner.is_active else by

    calendars = known_calendars(agency.today(), "recorded_at")

    def later(days: int) -> str:
        return long_date(working_day(calendars, today, days), language)

    greeting, first_name = SALUTATIONS.get(language, SALUTATIONS["en"])
    name = (prospect.name.split(" ")[0] if first_name else prospect.name) or prospect.company
    asked_at = prospect.made_at.astimezone(ZoneInfo(agency.zone)).date()
    terms = ScreeningTerms.objects.first() or ScreeningTerms()
    yield "salutation", greeting % name
    yield "prospect_name", prospect.company
    yield "enquiry_date", long_date(asked_at, language)
    yield "call_slot_1", f"{later(CALLS[0])}, {TIMES[0]}"
    yield "call_slot_2", f"{later(CALLS[1])}, {TIMES[1]}"
    yield "offer_date", later(OFFER)
    yield "reply_by", later(REPLY)
    yield "erase_date", long_date(months_later(today, terms.keep_months), language)
    yield "standards_link", standards_url(agency, language)
    yield "manager_name", manager.name
    yield "manager_reach", manager.email
    yield "agency_name", agency.name
    for number, question in enumerate(_open_questions(prospect), start=1):
        yield f"question_{number}", question


def long_date(value: dt.date, language: str) -> str:
    """20 November 2026, as letters have it; French counts the first of a month as 1er."""
    text = format_date(value, "long", locale=formats.locale_of(language))
    return f"1er{text[1:]}" if language == "fr" and text.startswith("1 ") else text


def _open_questions(prospect: Prospect) -> list[str]:
    """What they were asked and left empty, in their language."""
    answers = last_answers(prospect)
    if answers is None:
        return []
    form = form_of(answers)
    empty = [q for q in form.questions if q.key != "more" and not is_answered(q, answers.data)]
    return [form.text(prospect.language, question.key, "title") for question in empty[:QUESTIONS]]
