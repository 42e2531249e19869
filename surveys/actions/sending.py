"""Sending: what is due goes to the post, what stays unanswered is asked about again, what is over is closed.

Each step is rows that change their state in one transaction with the mails that belong to them, under keys of their
own. It may be repeated, interrupted and killed: a mail is written down once, and the post sends it (`core.post`).
The post holds few surveys at a time, so that a large wave does not keep other mail waiting.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from clienthealth.core.models import OutgoingMail
from clienthealth.core.post import enqueue
from surveys.actions.eligibility import reasons, throttled
from surveys.actions.handing import LAST_CALL, Frame, frame_of, key_of, mail_of, next_reminder, with_people
from surveys.actions.settling import settle
from surveys.candidates import whereabouts, window_of
from surveys.models import Ask, Campaign
from surveys.planning import slot_from
from surveys.windows import part_of

__all__ = ["close", "remind", "send_due", "settle"]

LOCK = 0x5A5C2  # one sender at a time: two would not see whom the other is asking
BATCH = 200
IN_POST = 1000  # surveys that wait in the post at a time
LATE = dt.timedelta(days=1)  # what lay about for longer is spread again
State = Ask.State


def send_due(now: dt.datetime) -> int:
    """Hand what is due to the post. How many mails."""
    frame = frame_of(now)
    room = IN_POST - Ask.objects.filter(state=State.QUEUED).count()
    handed = 0
    while frame is not None and handed < room:
        looked_at, sent = _hand_over(frame, min(BATCH, room - handed))
        handed += sent
        if not looked_at:
            break
    return handed


def remind(now: dt.datetime) -> int:
    """Ask once more who did not answer. How many mails."""
    frame = frame_of(now)
    reminded = 0
    while frame is not None:
        looked_at, sent = _remind(frame)
        reminded += sent
        if not looked_at:
            break
    return reminded


def close(now: dt.datetime) -> int:
    """Close the questions whose time is over."""
    over = Ask.objects.filter(state=State.SENT, closes_at__lte=now)
    return over.update(state=State.CLOSED, remind_at=None)


@transaction.atomic
def _hand_over(frame: Frame, most: int) -> tuple[int, int]:
    """One batch: every ask in it is sent, put off or skipped, and so is not due any more."""
    if not _is_alone():
        return 0, 0
    ready = Ask.objects.waiting().filter(due_at__lte=frame.now)
    ready = ready.filter(campaign__state__in=[Campaign.State.RUNNING, Campaign.State.ENDED])
    asks = list(with_people(ready.order_by("due_at", "pk"))[:most])
    whys = reasons(asks, frame.today)
    timely = []
    for ask in asks:
        if ask.pk in whys:
            ask.state, ask.why = State.SKIPPED, whys[ask.pk]
        elif (at := _when(ask, frame)) > frame.now:
            ask.due_at = at
        else:
            timely.append(ask)
    late = throttled(timely, frame.now, frame.agency) if timely else set()
    for ask in timely:
        if ask.pk in late:
            ask.state, ask.why = State.SKIPPED, Ask.Why.THROTTLED
        else:
            ask.state, ask.mail_key = State.QUEUED, key_of(ask, 0)
    going = [ask for ask in timely if ask.state == State.QUEUED]
    Ask.objects.bulk_update(asks, ["state", "why", "due_at", "mail_key"])
    enqueue(mail_of(ask, 0) for ask in going)
    return len(asks), len(going)


@transaction.atomic
def _remind(frame: Frame) -> tuple[int, int]:
    """One batch. Only whose last mail has left is reminded: after a long stop nobody gets two at once."""
    gone = OutgoingMail.objects.filter(key=OuterRef("mail_key"), sent_at__isnull=False)
    silent = Ask.objects.filter(Exists(gone), state=State.SENT, remind_at__lte=frame.now)
    silent = silent.filter(campaign__state=Campaign.State.RUNNING)
    asks = list(with_people(silent.order_by("remind_at", "pk"))[:BATCH])
    whys = reasons(asks, frame.today)
    going = []
    for ask in asks:
        if ask.pk in whys or not _may_remind(ask, frame.now):
            ask.remind_at = None
        elif (at := window_of(ask.campaign, frame.off).fit(frame.now, whereabouts(ask, frame.agency))) > frame.now:
            ask.remind_at = at
        else:
            ask.reminded += 1
            ask.mail_key = key_of(ask, ask.reminded)
            ask.remind_at = next_reminder(ask, frame.now, frame)
            going.append(ask)
    Ask.objects.bulk_update(asks, ["remind_at", "reminded", "mail_key"])
    enqueue(mail_of(ask, ask.reminded) for ask in going)
    return len(asks), len(going)


def _may_remind(ask: Ask, now: dt.datetime) -> bool:
    in_time = ask.closes_at is None or now < ask.closes_at - LAST_CALL
    return in_time and ask.reminded < ask.campaign.reminders


def _when(ask: Ask, frame: Frame) -> dt.datetime:
    """Now, if a mail may reach them now; else the next time it may. What lay about for long is spread again."""
    if frame.now - ask.due_at < LATE:
        return _fit(ask, frame)
    place = whereabouts(ask, frame.agency)
    first = frame.now.astimezone(place.clock).date()
    part = part_of("slot", ask.campaign_id, ask.contact_id, ask.round)
    return slot_from(window_of(ask.campaign, frame.off), first, frame.now, ask.campaign.spread_days, part, place)


def _fit(ask: Ask, frame: Frame) -> dt.datetime:
    return window_of(ask.campaign, frame.off).fit(frame.now, whereabouts(ask, frame.agency))


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
