"""What people do with alerts: one or many at a time, in one transaction, each step on record.

Every function takes alerts (ids, or a query set), locks them in the order of their ids, refuses what the person may
not touch, and returns how many changed. Doing the same again changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Agency, Mark, User
from clienthealth.core import clock, outbox
from clienthealth.core.audit import acting
from signals.alerts import told_elsewhere
from signals.models import Alert, AlertEvent
from signals.models.alert import AlertQuerySet
from signals.permissions import alerts_for, editable_alerts_for

Alerts = Sequence[int] | AlertQuerySet
What = AlertEvent.What
State = Alert.State
LONGEST_SNOOZE = 90  # days
LONGEST_WAIT_FOR_A_MESSAGE = 28  # days
UNDO = dt.timedelta(hours=24)
BY_PEOPLE = (Alert.Outcome.MENDED, Alert.Outcome.BENIGN, Alert.Outcome.WRONG)
NEEDS_WORDS = frozenset({Alert.Outcome.BENIGN.value, Alert.Outcome.WRONG.value})
LONGEST_WORDS = 500


def acknowledge(alerts: Alerts, *, by: User) -> int:
    """Say that someone is on it. A snoozed one comes back by that."""
    with _locked(alerts, by=by, why="acknowledge alert") as found:
        chosen = [alert for alert in _standing(found) if alert.state != State.ACKNOWLEDGED]
        for alert in chosen:
            _awake(alert, State.ACKNOWLEDGED)
        return _write(chosen, What.ACKNOWLEDGED, by=by)


def snooze(alerts: Alerts, *, by: User, until: dt.date, why: str, wakes_on_message: bool = False) -> int:
    """Put aside until a day, or until they write. The sign goes on being measured."""
    words = _words(why, _("Say why this can wait."))
    _check_until(until, wakes_on_message)
    with _locked(alerts, by=by, why="snooze alert") as found:
        wanted = (State.SNOOZED, until, wakes_on_message, words)
        chosen = [
            alert
            for alert in _standing(found)
            if (alert.state, alert.snoozed_until, alert.wakes_on_message, alert.why) != wanted
        ]
        for alert in chosen:
            alert.state, alert.snoozed_until, alert.wakes_on_message, alert.why = wanted
        detail = {"until": until.isoformat(), "wakes_on_message": wakes_on_message}
        return _write(chosen, What.SNOOZED, by=by, said=words, detail=detail)


def wake(alerts: Alerts, *, by: User) -> int:
    """Bring snoozed ones back before their day; put those that someone is on back among the new ones."""
    with _locked(alerts, by=by, why="wake alert") as found:
        chosen = [alert for alert in found if alert.state in {State.SNOOZED, State.ACKNOWLEDGED}]
        for alert in chosen:
            _awake(alert, State.OPEN)
        return _write(chosen, What.WOKEN, by=by)


def resolve(alerts: Alerts, *, by: User, outcome: str, why: str = "") -> int:
    """Close, and say how: mended, harmless or wrong. The same condition opens no new one until it has ended once."""
    if outcome not in BY_PEOPLE:
        raise ValidationError({"outcome": _("Say how it ended: mended, harmless or wrong.")})
    words = _words(why, _("Say why, so that the sign can be judged better next time."), outcome in NEEDS_WORDS)
    with _locked(alerts, by=by, why="resolve alert") as found:
        now = clock.now()
        chosen = [alert for alert in found if alert.state != State.RESOLVED]
        for alert in chosen:
            _awake(alert, State.RESOLVED)
            alert.outcome, alert.why, alert.resolved_at, alert.resolved_by = outcome, words, now, by
        return _write(chosen, What.RESOLVED, by=by, said=words, detail={"outcome": str(outcome)})


def reopen(alerts: Alerts, *, by: User) -> int:
    """Take back a resolve of the last 24 hours. The clients are looked at again within seconds."""
    try:
        return _reopen(alerts, by=by)
    except IntegrityError as error:  # a scorer opened a new one meanwhile
        raise ValidationError(_succeeded()) from error


def _reopen(alerts: Alerts, *, by: User) -> int:
    with _locked(alerts, by=by, why="reopen alert") as found:
        chosen = [alert for alert in found if alert.state == State.RESOLVED]
        _refuse_what_stays_closed(chosen)
        for alert in chosen:
            alert.state, alert.outcome, alert.why = State.OPEN, "", ""
            alert.resolved_at = alert.resolved_by = alert.ended_on = None
        again = sorted({alert.client_id for alert in chosen})
        Mark.objects.bulk_create(Mark(client_id=client, bulk=True) for client in again)
        return _write(chosen, What.REOPENED, by=by)


def assign(alerts: Alerts, *, by: User, to: User | None) -> int:
    """Give to somebody; to nobody means: to whoever looks after the client."""
    if to is not None and not to.is_active:
        raise ValidationError({"to": _("This person is no longer with us.")})
    with _locked(alerts, by=by, why="assign alert") as found:
        chosen = [alert for alert in _standing(found) if alert.assigned_to_id != (to.pk if to else None)]
        _refuse_who_cannot_see(chosen, to)
        for alert in chosen:
            alert.assigned_to = to
        return _write(chosen, What.ASSIGNED, by=by, detail={"to": to.pk if to else None})


def set_due(alerts: Alerts, *, by: User, on: dt.date | None) -> int:
    """Set the day by which it is to be dealt with, or take it away."""
    if on is not None and on < _today():
        raise ValidationError({"on": _("This day is over.")})
    with _locked(alerts, by=by, why="set due day of alert") as found:
        chosen = [alert for alert in _standing(found) if alert.due_on != on]
        for alert in chosen:
            alert.due_on = on
        return _write(chosen, What.DUE, by=by, detail={"on": on.isoformat() if on else None})


# --- the alerts -------------------------------------------------------------------------------------------------------


@contextmanager
def _locked(alerts: Alerts, *, by: User, why: str) -> Iterator[list[Alert]]:
    """The alerts asked for, locked until the end; refuses all when one of them is not this person's to touch."""
    with acting(by=by, why=why):
        asked = _ids(alerts)
        mine = editable_alerts_for(by).filter(pk__in=asked)
        found = list(Alert.objects.filter(pk__in=mine.values("pk")).order_by("pk").select_for_update())
        if len(found) < len(asked):
            raise PermissionDenied(
                ngettext(
                    "This alert is not there, or someone else looks after the client.",
                    "Some of these alerts are not there, or someone else looks after the client.",
                    len(asked),
                )
            )
        yield found


def _ids(alerts: Alerts) -> set[int]:
    return set(alerts.values_list("pk", flat=True) if isinstance(alerts, AlertQuerySet) else alerts)


def _standing(found: list[Alert]) -> list[Alert]:
    """Those not resolved; refuses when none is left to do something about."""
    standing = [alert for alert in found if alert.state != State.RESOLVED]
    if found and not standing:
        raise ValidationError(
            ngettext("This alert is resolved already.", "These alerts are resolved already.", len(found))
        )
    return standing


def _awake(alert: Alert, state: str) -> None:
    alert.state, alert.snoozed_until, alert.wakes_on_message, alert.why = state, None, False, ""


WRITTEN = (
    "state", "snoozed_until", "wakes_on_message", "why", "outcome", "resolved_at", "resolved_by", "ended_on",
    "assigned_to", "due_on", "changed_at",
)  # fmt: skip


def _write(
    chosen: list[Alert], what: AlertEvent.What, *, by: User, said: str = "", detail: dict[str, Any] | None = None
) -> int:
    """The alerts as they are now, a step in the history of each, and word of it for other systems."""
    if not chosen:
        return 0
    now = clock.now()
    for alert in chosen:
        alert.changed_at = now
    Alert.objects.bulk_update(chosen, WRITTEN)
    events = AlertEvent.objects.bulk_create(
        AlertEvent(alert=alert, what=what, by=by, at=now, said=said, detail=detail or {}) for alert in chosen
    )
    outbox.append(f"alert.{what.value}", map(told_elsewhere, events))
    return len(chosen)


# --- refusals ---------------------------------------------------------------------------------------------------------


def _words(why: str, missing: str, required: bool = True) -> str:
    words = why.strip()
    if required and not words:
        raise ValidationError({"why": missing})
    if len(words) > LONGEST_WORDS:
        raise ValidationError({"why": _("At most %(n)s characters.") % {"n": LONGEST_WORDS}})
    return words


def _today() -> dt.date:
    agency = Agency.objects.first()
    if agency is None:
        raise ValidationError(_("There is no agency yet."))
    return agency.today().date


def _check_until(until: dt.date, wakes_on_message: bool) -> None:
    today = _today()
    most = LONGEST_WAIT_FOR_A_MESSAGE if wakes_on_message else LONGEST_SNOOZE
    if until <= today:
        raise ValidationError({"until": _("Choose a day to come.")})
    if until > today + dt.timedelta(days=most):
        raise ValidationError({"until": _("At most %(n)s days.") % {"n": most}})


def _refuse_what_stays_closed(chosen: list[Alert]) -> None:
    """An alert that ended by itself, long ago, or that has a successor, is history."""
    limit = clock.now() - UNDO
    if any(alert.outcome not in BY_PEOPLE for alert in chosen):
        raise ValidationError(_("This alert ended by itself; it opens again when the sign does."))
    if any(alert.resolved_at is None or alert.resolved_at < limit for alert in chosen):
        raise ValidationError(_("Only what was resolved in the last 24 hours can be opened again."))
    pairs = {(alert.client_id, alert.sign) for alert in chosen}
    newer = Alert.objects.standing().filter(client__in=[c for c, _sign in pairs], sign__in=[s for _client, s in pairs])
    if len(pairs) < len(chosen) or not pairs.isdisjoint(newer.values_list("client_id", "sign")):
        raise ValidationError(_succeeded())


def _succeeded() -> str:
    return _("A newer alert of the same sign stands for this client.")


def _refuse_who_cannot_see(chosen: list[Alert], to: User | None) -> None:
    if to is None or not chosen:
        return
    seen = alerts_for(to).filter(pk__in=[alert.pk for alert in chosen]).count()
    if seen < len(chosen):
        raise ValidationError({"to": _("This person may not see the client or this score.")})
