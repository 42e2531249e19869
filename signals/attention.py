"""What people are told of: one step after a pass, over all alerts together and never inside a chunk.

1. Alerts of clients whom we no longer serve are closed.
2. Snoozed ones come back on their day, or when the client writes.
3. Of the open ones that nobody was told of, each person gets the week's number: the largest expected loss first;
   urgent ones always, and not counted. The others stay held back and compete again.
4. Rules look at what was just noticed.

Every step can be killed and done again. One process does this at a time (`signals.turns.attend`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Message
from clienthealth.core import clock, outbox
from clienthealth.core.clock import Day
from signals.actions.play_rules import start_by_rules
from signals.alerts import ending, put_on_record, told_elsewhere
from signals.models import Alert, AlertEvent, Notice
from signals.recipients import Choice, Recipients, choose

State = Alert.State
What = AlertEvent.What
SLOW_POST = dt.timedelta(days=1)  # a mailbox may hand over today what was written before the snooze
MOST_RULED = 500  # alerts that the rules look at in one transaction


def attend(day: Day) -> int:
    """All four steps; returns how many alerts were noticed."""
    leave(day)
    wake(day)
    noticed = notice(day)
    while rule():
        pass
    return noticed


# --- 1, 2: what is over, and what comes back --------------------------------------------------------------------------


@transaction.atomic
def leave(day: Day) -> int:
    """Close the alerts of clients whom we do not serve on this day: nobody scores them any more."""
    gone = Q(client__ended_on__lte=day.date) | Q(client__started_on__gt=day.date)
    rows = _lock(Alert.objects.standing().filter(gone))
    if not rows:
        return 0
    now = clock.now()
    left = ending(now, Alert.Outcome.LEFT) | {"ended_on": day.date}
    Alert.objects.filter(pk__in=[row["id"] for row in rows]).update(**left, changed_at=now)
    put_on_record(What.ENDED, [row["id"] for row in rows], now)
    return len(rows)


@transaction.atomic
def wake(day: Day) -> int:
    """Bring back what was snoozed until today, or until they write."""
    snoozed = Alert.objects.filter(state=State.SNOOZED)
    rows = _lock(snoozed.filter(Q(snoozed_until__lte=day.date) | Q(wakes_on_message=True) & _have_written()))
    if not rows:
        return 0
    now = clock.now()
    Alert.objects.filter(pk__in=[row["id"] for row in rows]).update(
        state=State.OPEN, snoozed_until=None, wakes_on_message=False, why="", changed_at=now
    )
    alerts = Alert.objects.in_bulk([row["id"] for row in rows])
    events = AlertEvent.objects.bulk_create(
        AlertEvent(alert=alerts[row["id"]], what=What.WOKEN, at=now, detail={"because": _why_awake(row, day)})
        for row in rows
    )
    outbox.append("alert.woken", map(told_elsewhere, events))
    return len(rows)


def _why_awake(row: dict[str, Any], day: Day) -> str:
    return "day" if row["snoozed_until"] <= day.date else "message"


def _have_written() -> Exists:
    """They wrote since it was snoozed, or we have only since then heard of it."""
    since = (
        AlertEvent.objects.filter(alert=OuterRef(OuterRef("pk")), what=What.SNOOZED).order_by("-pk").values("at")[:1]
    )
    messages = Message.objects.filter(client=OuterRef("client"), direction=Message.Direction.IN, automatic=False)
    return Exists(
        messages.alias(since=Subquery(since)).filter(
            recorded_at__gt=Subquery(since), occurred_at__gt=Subquery(since) - SLOW_POST
        )
    )


def _lock(chosen: QuerySet[Alert]) -> list[dict[str, Any]]:
    """Lock in the order of the ids, as everyone does, and leave out what changed meanwhile."""
    wanted = list(chosen.order_by("pk").values_list("pk", flat=True))
    if not wanted:
        return []
    chosen_again = Alert.objects.filter(pk__in=wanted).order_by("pk").select_for_update()
    list(chosen_again.values_list("pk", flat=True))
    return [dict(row) for row in chosen.filter(pk__in=wanted).order_by("pk").values()]


# --- 3: the week's number ---------------------------------------------------------------------------------------------


@transaction.atomic
def notice(day: Day) -> int:
    """Tell people of the alerts that matter most this week; returns how many alerts were noticed."""
    recipients = Recipients.of_week(day)
    waiting = _waiting(recipients)
    chosen = choose(waiting, recipients)
    if not chosen:
        return 0
    unnoticed = Alert.objects.filter(state=State.OPEN, noticed_at=None)
    open_still = {row["id"] for row in _lock(unnoticed.filter(pk__in=[choice.alert for choice in chosen]))}
    _tell_them([choice for choice in chosen if choice.alert in open_still])
    return len(open_still)


def _waiting(recipients: Recipients) -> list[dict[str, Any]]:
    """What could be noticed now, in the order in which it is: not by the ids, which depend on how a pass was cut.

    Whoever has no room left this week holds back what they may see; the rest goes to the next tier all the same.
    """
    unnoticed = Alert.objects.filter(state=State.OPEN, noticed_at=None).order_by()
    waiting = unnoticed.annotate(responsible=Coalesce("assigned_to", "client__owner"))
    free = Q(urgent=True) | Q(responsible=None) | ~Q(responsible__in=recipients.full())
    told = waiting.filter(free | Q(pk__in=recipients.hidden(unnoticed)))
    found = told.values("id", "client_id", "sign", "urgent", "loss_cents", "responsible", "client__team_id")
    return sorted((dict(row) for row in found), key=_rank)


def _rank(row: dict[str, Any]) -> tuple[object, ...]:
    loss = row["loss_cents"]
    return (not row["urgent"], loss is None, -(loss or 0), row["client_id"], row["sign"])


def _tell_them(chosen: Sequence[Choice]) -> None:
    now = clock.now()
    alerts = [Alert(pk=choice.alert, noticed_at=now, noticed_to_id=choice.people[0]) for choice in chosen]
    Alert.objects.bulk_update(alerts, ["noticed_at", "noticed_to"])
    Notice.objects.bulk_create(
        [Notice(user_id=person, alert_id=choice.alert, made_at=now) for choice in chosen for person in choice.people],
        ignore_conflicts=True,
    )
    put_on_record(What.NOTICED, [choice.alert for choice in chosen], now)


# --- 4: rules ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def rule() -> int:
    """Let the rules look once at each standing alert that was noticed; returns how many they looked at."""
    due = Alert.objects.standing().filter(noticed_at__isnull=False, ruled_at=None).order_by("pk")
    alerts = list(due.select_for_update(of=("self",)).select_related("client")[:MOST_RULED])
    if not alerts:
        return 0
    after_noticing(alerts)
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(ruled_at=clock.now())
    return len(alerts)


def after_noticing(alerts: Sequence[Alert]) -> None:
    """The rules for playbooks start their plays, in the transaction that notes that they looked."""
    start_by_rules(alerts)
