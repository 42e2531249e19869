"""What an answer brings with it: the fact that scores read, no more reminders, a loop where somebody is owed a reply.

The fact (`accounts.SurveyResponse`) is written for the question of recommendation, in the same transaction, and only
for answers that are taken for a person's. A person's answer takes the place of a program's, never the other way round.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pghistory
from django.db import transaction

from accounts.models import Agency, SurveyResponse, User
from clienthealth.core import clock, outbox
from clienthealth.core.audit import acting
from surveys.actions.loops import open_loop
from surveys.actions.writing import SOURCE, TOPIC, event_key, payload_of, write_new
from surveys.models import Answer, Ask, Campaign, SurveyEntry
from surveys.models.base import nonce

WHY = "an answer to a survey"
KEPT = ("score", "comment", "language", "no_contact", "name")


@dataclass(frozen=True, slots=True)
class Said:
    """What stood in the form. `one_thing` and `may_quote` are None where the page did not ask for them."""

    score: int
    comment: str = ""
    language: str = "en"
    no_contact: bool = False
    name: str = ""
    one_thing: str | None = None
    may_quote: bool | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer belongs to, and when and where it comes in."""

    campaign: Campaign
    at: dt.datetime
    zone: str
    ask: Ask | None = None
    entry: SurveyEntry | None = None
    nonce: str = field(default_factory=nonce)


def save_answer(
    to: Ask | SurveyEntry,
    *,
    score: int,
    comment: str = "",
    language: str = "en",
    no_contact: bool = False,
    may_quote: bool | None = None,
    one_thing: str | None = None,
    automatic: bool = False,
) -> Answer:
    """Keep an answer, or change the one that is there. What is None stays as it was."""
    said = Said(score, comment, language, no_contact, one_thing=one_thing, may_quote=may_quote)
    with transaction.atomic():
        at, zone = clock.now(), Agency.objects.values_list("zone", flat=True).first() or "UTC"
        if isinstance(to, SurveyEntry):
            return keep(Asked(to.campaign, at, zone, entry=to), None, said, automatic=automatic)
        ask = Ask.objects.select_for_update(no_key=True, of=("self",)).select_related("campaign").get(pk=to.pk)
        there = Answer.objects.select_related("response").filter(ask=ask).first()
        return keep(Asked(ask.campaign, at, zone, ask=ask), there, said, automatic=automatic)


def keep(asked: Asked, there: Answer | None, said: Said, *, automatic: bool = False) -> Answer:
    """Write an answer down, in the transaction of a caller who holds the lock on what it belongs to.

    1. Nothing has changed, or a program comes after somebody else: nothing is written.
    2. The fact, the answer that points at it, the asking: no more reminders. The first time, in one statement.
    3. A low answer opens its loop; one that was low may have one to withdraw.
    """
    if there is not None and (automatic or not _differs(there, said)):
        return there
    with pghistory.context(user=None, why=WHY):
        if there is None:
            return _write(asked, said, automatic=automatic)
        was_low = not there.automatic and there.group == "low"
        _fill(there, said, asked.at, automatic=automatic, is_new=there.automatic)
        _write_fact(there, asked.zone)
        there.save()
        if not automatic:
            _settle(there, was_low=was_low)
    return there


def add_words(answer: Answer, *, one_thing: str | None = None, may_quote: bool | None = None) -> None:
    """What the page of thanks asks for. There is nothing to quote without a comment."""
    with transaction.atomic(), pghistory.context(user=None, why=WHY):
        found = Answer.objects.select_for_update().get(pk=answer.pk)
        before = (found.one_thing, found.may_quote)
        found.one_thing = found.one_thing if one_thing is None else one_thing
        found.may_quote = found.may_quote if may_quote is None else may_quote and bool(found.comment)
        if (found.one_thing, found.may_quote) != before:
            found.changed_at = clock.now()
            found.save(update_fields=["one_thing", "may_quote", "changed_at"])


def count_answer(answer: Answer, by: User) -> Answer:
    """Somebody here has looked: it is a person's. It becomes a fact, and its loop opens now."""
    return _decide(answer, by, automatic=False)


def discount_answer(answer: Answer, by: User) -> Answer:
    """Somebody here has looked: it is a program's. Its fact goes, and the loop that nobody worked on."""
    return _decide(answer, by, automatic=True)


def set_apart(answer: Answer) -> None:
    """Take an answer for a program's after all, in the transaction of a caller who holds the lock."""
    answer.automatic = True
    fact, answer.response = answer.response, None
    answer.save(update_fields=["automatic", "response"])
    if fact is not None:
        fact.delete()
    if answer.ask_id is not None:
        # Whoever was asked has not answered. They are reminded no more: that is for somebody here to decide.
        Ask.objects.filter(pk=answer.ask_id, state=Ask.State.ANSWERED).update(state=Ask.State.SENT)
    open_loop(answer)


def _decide(answer: Answer, by: User, *, automatic: bool) -> Answer:
    why = "an answer taken for a program’s" if automatic else "an answer taken for a person’s"
    with acting(by=by, why=why):
        found = Answer.objects.select_for_update(of=("self",)).select_related("ask", "response").get(pk=answer.pk)
        if found.automatic == automatic:
            return found
        if automatic:
            set_apart(found)
            return found
        found.automatic = False
        _write_fact(found, Agency.objects.values_list("zone", flat=True).get())
        found.save(update_fields=["automatic", "response"])
        _answered(found)
        open_loop(found, since=clock.now())
        _tell(found)
        return found


def _write(asked: Asked, said: Said, *, automatic: bool) -> Answer:
    """The first answer: all that comes of it but a loop is one statement."""
    answer = _begin(asked)
    _fill(answer, said, asked.at, automatic=automatic, is_new=True)
    write_new(answer, asked.zone, asked.ask.fact_id if asked.ask is not None else None)
    if not automatic:
        if asked.ask is not None:
            asked.ask.state, asked.ask.remind_at = Ask.State.ANSWERED, None
        if answer.group == "low":
            open_loop(answer)
    return answer


def _begin(asked: Asked) -> Answer:
    """By the numbers of the people alone: they need not be read."""
    whose = asked.ask or asked.entry
    assert whose is not None
    return Answer(
        campaign=asked.campaign, ask=asked.ask, entry=asked.entry, nonce=asked.nonce, kind=asked.campaign.kind,
        client_id=whose.client_id, contact_id=asked.ask.contact_id if asked.ask is not None else None,
    )  # fmt: skip


def _differs(there: Answer, said: Said) -> bool:
    if there.automatic:
        return True
    more = said.one_thing not in {None, there.one_thing} or said.may_quote not in {None, there.may_quote}
    return more or any(getattr(there, name) != getattr(said, name) for name in KEPT)


def _fill(answer: Answer, said: Said, at: dt.datetime, *, automatic: bool, is_new: bool) -> None:
    """The permission to quote was for the comment that stood there."""
    quoted = answer.may_quote and answer.comment == said.comment
    for name in KEPT:
        setattr(answer, name, getattr(said, name))
    answer.automatic = automatic
    answer.one_thing = answer.one_thing if said.one_thing is None else said.one_thing
    answer.may_quote = quoted if said.may_quote is None else said.may_quote and bool(said.comment)
    if is_new:
        answer.answered_at, answer.changed_at = at, None
    else:
        answer.changed_at = at


def _write_fact(answer: Answer, zone: str) -> None:
    """What scores read: written with the answer, changed with it."""
    if answer.automatic or answer.kind != Campaign.Kind.NPS:
        return
    fact = answer.response or SurveyResponse(
        source=SOURCE, external_id=answer.nonce, client_id=answer.client_id, contact_id=answer.contact_id,
        answered_on=answer.answered_at.astimezone(ZoneInfo(zone)).date(),
        invitation_id=answer.ask.fact_id if answer.ask is not None else None,
    )  # fmt: skip
    if answer.response is not None and (fact.score, fact.comment) == (answer.score, answer.comment):
        return
    fact.score, fact.comment = answer.score, answer.comment
    fact.save()
    answer.response = fact


def _settle(answer: Answer, *, was_low: bool) -> None:
    _answered(answer)
    if answer.group == "low" or was_low:
        open_loop(answer)
    _tell(answer)


def _answered(answer: Answer) -> None:
    """No more reminders."""
    if answer.ask is not None and answer.ask.state != Ask.State.ANSWERED:
        Ask.objects.filter(pk=answer.ask.pk).update(state=Ask.State.ANSWERED, remind_at=None)


def _tell(answer: Answer) -> None:
    outbox.append(TOPIC, [outbox.Event(event_key(answer), answer.client_id, payload_of(answer))])
