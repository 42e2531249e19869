"""Everything that people of one client told us when we asked, and when they did not answer. A fixed number of queries.

Answers to our own questions and those brought in stand beside each other; what looks like a program's stands apart.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from accounts.models import Client, Contact, SurveyInvitation, SurveyResponse
from signals.detectors.low_nps import PATIENCE
from surveys.models import Answer, Ask, Loop, Suppression
from surveys.said import Said, of_answer, of_response

MOST = 200  # answers of one client on the page, the newest
WINDOW = dt.timedelta(days=30)  # an answer that names no invitation belongs to one sent that long before it
SIGN = 2  # invitations in a row without an answer, from which on silence says something


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer with what became of it. `answer` is ours, with a page of its own; None for one brought in."""

    said: Said
    answer: Answer | None
    loop: Loop | None
    automatic: bool = False

    @property
    def contact_id(self) -> int | None:
        return self.said.contact.pk if self.said.contact else None


@dataclass(slots=True)
class Person:
    """`heard`: their counted answers, the oldest first. `missed`: invitations in a row without an answer."""

    contact: Contact | None
    heard: list[Heard] = field(default_factory=list)
    asked_on: dt.date | None = None
    missed: int = 0
    next_at: dt.datetime | None = None
    stopped: str = ""

    @property
    def last(self) -> Heard | None:
        return self.heard[-1] if self.heard else None

    @property
    def silent(self) -> bool:
        return self.missed >= SIGN


@dataclass(frozen=True, slots=True)
class Voice:
    """`heard`: counted answers, the newest first; `automatic` apart from them."""

    people: Sequence[Person]
    heard: Sequence[Heard]
    automatic: Sequence[Heard]

    @property
    def quotes(self) -> list[Heard]:
        return [one for one in self.heard if one.said.may_quote and one.said.comment]


def voice_of(client: Client, today: dt.date) -> Voice:
    """Six queries."""
    heard = [*_ours(client), *_brought_in(client)]
    heard.sort(key=lambda one: one.said.on, reverse=True)
    counted = [one for one in heard if not one.automatic]
    return Voice(
        people=_people(client, counted, today),
        heard=counted,
        automatic=[one for one in heard if one.automatic],
    )


def _ours(client: Client) -> list[Heard]:
    found = Answer.objects.filter(client=client).select_related("contact", "loop", "campaign")
    return [Heard(of_answer(one), one, getattr(one, "loop", None), one.automatic) for one in found[:MOST]]


def _brought_in(client: Client) -> list[Heard]:
    found = SurveyResponse.objects.filter(client=client, answer=None).select_related("contact", "loop")
    return [Heard(of_response(one), None, getattr(one, "loop", None)) for one in found.order_by("-answered_on")[:MOST]]


def _people(client: Client, heard: Sequence[Heard], today: dt.date) -> list[Person]:
    """Those who were asked, answered or are to be asked; who may be asked and never was is left out."""
    contacts = {contact.pk: contact for contact in Contact.objects.filter(client=client)}
    found: dict[int | None, Person] = defaultdict(lambda: Person(None))
    for pk, contact in contacts.items():
        found[pk] = Person(contact)
    for one in reversed(heard):
        found[one.contact_id].heard.append(one)
    _add_silence(found, SurveyInvitation.objects.filter(client=client, sent_on__lte=today), today)
    for pk, due_at in Ask.objects.waiting().filter(client=client).order_by("-due_at").values_list("contact", "due_at"):
        found[pk].next_at = due_at
    for stop in Suppression.objects.filter(contact__client=client, lifted_at=None):
        found[stop.contact_id].stopped = stop.get_scope_display()
    shown = [one for one in found.values() if one.heard or one.asked_on or one.next_at or one.stopped]
    return sorted(shown, key=lambda one: (one.contact is None, one.contact.name if one.contact else ""))


def _add_silence(found: dict[int | None, Person], invitations: Iterable[SurveyInvitation], today: dt.date) -> None:
    """Count from the newest invitation back to the one that was answered; what is still fresh waits."""
    sent: dict[int | None, list[dt.date]] = defaultdict(list)
    for one in invitations:
        sent[one.contact_id].append(one.sent_on)
    for pk, days in sent.items():
        person = found[pk]
        person.asked_on = max(days)
        answered = [one.said.on for one in person.heard if one.said.kind == "nps"]
        for day in sorted(set(days), reverse=True):
            if any(day <= on < day + WINDOW for on in answered):
                break
            person.missed += (today - day).days >= PATIENCE
