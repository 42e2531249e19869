"""What became of the mails: asks that left are sent, and are facts from then on; asks that did not, say why.

The fact is written when the mail server took the mail, dated in the agency's zone. A mail that comes back takes it out
again; the past of the record keeps that it was there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import SurveyInvitation, SurveyResponse
from clienthealth.core import outbox
from clienthealth.core.models import OutgoingMail
from surveys.actions.eligibility import reasons
from surveys.actions.handing import Frame, frame_of, next_reminder, with_people
from surveys.actions.suppressing import suppress_all
from surveys.models import Ask, Campaign, Suppression
from surveys.models.ask import AskQuerySet

BATCH = 200
SOURCE = "survey"
GivenUp = OutgoingMail.GivenUp
State, Why = Ask.State, Ask.Why
Mails = Mapping[str, Mapping[str, Any]]


def settle(now: dt.datetime) -> int:
    """Note what became of the mails that were handed to the post. How many asks that changed."""
    frame = frame_of(now)
    settled = 0
    while frame is not None and (batch := _settle(frame)):
        settled += batch
    return settled


@transaction.atomic
def came_back(asks: Collection[Ask], *, hard: bool) -> None:
    """A mail of these asks never arrived: they were not asked. `hard`: nobody will be, under that address.

    Whoever answered all the same was asked; contacts are at hand.
    """
    back = [ask for ask in asks if ask.state != State.ANSWERED]
    if not back:
        return
    facts = [ask.fact_id for ask in back if ask.fact_id]
    Ask.objects.filter(pk__in=[ask.pk for ask in back]).update(state=State.BOUNCED, why="", fact=None, remind_at=None)
    SurveyInvitation.objects.filter(pk__in=facts).delete()
    if hard:
        suppress_all({ask.contact.email: ask.contact for ask in back}, why=Suppression.Why.BOUNCED)


@transaction.atomic
def _settle(frame: Frame) -> int:
    """One batch, in the order of the mails' keys."""
    asks = list(with_people(_decided()).order_by("pk")[:BATCH])
    chosen = OutgoingMail.objects.filter(key__in=[ask.mail_key for ask in asks])
    mails = {row["key"]: row for row in chosen.values("key", "sent_at", "given_up")}
    _sent([ask for ask in asks if mails[ask.mail_key]["sent_at"]], mails, frame)
    lost = [ask for ask in asks if not mails[ask.mail_key]["sent_at"]]
    _skip([ask for ask in lost if mails[ask.mail_key]["given_up"] == GivenUp.NOTHING], frame)
    for hard in (True, False):
        came_back([ask for ask in lost if _is_hard(mails[ask.mail_key]) is hard], hard=hard)
    return len(asks)


def _decided() -> AskQuerySet:
    """Asks whose mail left or never will, and of which that is not noted yet.

    Somebody may have answered within the seconds between; and a reminder may be what the server refused.
    """
    mail = OutgoingMail.objects.filter(key=OuterRef("mail_key"))
    left, over = Exists(mail.filter(sent_at__isnull=False)), Exists(mail.filter(given_up_at__isnull=False))
    unknown = Exists(mail.filter(given_up_at__isnull=False, given_up=GivenUp.ADDRESS))
    return Ask.objects.filter(
        Q(state=State.QUEUED) & (left | over)
        | Q(state=State.ANSWERED, sent_at=None) & ~Q(mail_key="") & left
        | Q(state=State.SENT, reminded__gt=0) & unknown
    )


def _is_hard(mail: Mapping[str, Any]) -> bool | None:
    """Whether a mail that was given up says that nobody has the address; None: there was nothing left to say."""
    return None if mail["given_up"] == GivenUp.NOTHING else mail["given_up"] == GivenUp.ADDRESS


def _sent(asks: list[Ask], mails: Mails, frame: Frame) -> None:
    for ask in asks:
        ask.sent_at = mails[ask.mail_key]["sent_at"]
        ask.closes_at = ask.sent_at + dt.timedelta(days=ask.campaign.open_days)
        if ask.state == State.QUEUED:
            ask.state = State.SENT
            ask.remind_at = next_reminder(ask, ask.sent_at, frame)
    facts = _facts(asks, frame)
    for ask in asks:
        ask.fact_id = facts.get(ask.nonce)
    Ask.objects.bulk_update(asks, ["state", "sent_at", "closes_at", "remind_at", "fact"])
    _name_invitation([ask for ask in asks if ask.state == State.ANSWERED and ask.fact_id])
    outbox.append("survey.sent", (_event(ask) for ask in asks))


def _facts(asks: Iterable[Ask], frame: Frame) -> dict[str, int]:
    """The invitations in the book, by the ask's nonce: of the question of recommendation alone."""
    asked = [ask for ask in asks if ask.campaign.kind == Campaign.Kind.NPS and ask.sent_at]
    rows = [
        SurveyInvitation(
            client_id=ask.client_id, contact_id=ask.contact_id, sent_on=frame.day_of(ask.sent_at), source=SOURCE,
            external_id=ask.nonce,
        )
        for ask in asked
        if ask.sent_at
    ]  # fmt: skip
    SurveyInvitation.objects.bulk_create(rows, ignore_conflicts=True)
    known = SurveyInvitation.objects.filter(source=SOURCE, external_id__in=[ask.nonce for ask in asked])
    return dict(known.values_list("external_id", "pk"))


def _name_invitation(asks: Collection[Ask]) -> None:
    """The answer was quicker than we: let it name the invitation that it answers."""
    invitations: dict[int | None, int | None] = {ask.pk: ask.fact_id for ask in asks}
    responses = list(
        SurveyResponse.objects.filter(answer__ask__in=invitations, invitation=None).select_related("answer")
    )
    for response in responses:
        response.invitation_id = invitations[response.answer.ask_id]
    SurveyResponse.objects.bulk_update(responses, ["invitation"])


def _event(ask: Ask) -> outbox.Event:
    told = {"ask": ask.pk, "campaign": ask.campaign_id, "contact": ask.contact_id, "kind": ask.campaign.kind}
    at = ask.sent_at.isoformat() if ask.sent_at else ""
    return outbox.Event(f"survey.sent:{ask.nonce}", ask.client_id, {**told, "sent_at": at})


def _skip(asks: list[Ask], frame: Frame) -> None:
    """The mail was not written any more: for what reason is seen now. A stopped campaign is the one that passes."""
    whys = reasons(asks, frame.today)
    for ask in asks:
        ask.state, ask.why = State.SKIPPED, whys.get(ask.pk, Why.STOPPED)
    Ask.objects.bulk_update(asks, ["state", "why"])
