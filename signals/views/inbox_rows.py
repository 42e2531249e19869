"""Alerts as rows of the inbox, and what is held back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import clients_for
from clienthealth.core.clock import Day
from signals import alert_words
from signals.models import Alert, Notice, NoticePreference
from signals.models.alert import week_begins
from signals.permissions import ClientScore, editable_alerts_for
from signals.views import contexts as c
from signals.views.inbox_query import Asked, held_back
from signals.views.shared import Desk, cell, client_link
from signals.wording import day_text, read_on

HELD = 10


def rows_of(desk: Desk, alerts: Sequence[Alert], asked: Asked, current: int | None) -> list[c.AlertRow]:
    """Three queries, whatever the number of alerts: scores, seals, and what this person may act on."""
    clients = {alert.client_id for alert in alerts}
    scores = scores_of(desk, clients)
    mine = set(editable_alerts_for(desk.user).filter(pk__in=[a.pk for a in alerts]).values_list("pk", flat=True))
    with read_on(desk.today):
        return [
            c.AlertRow(
                pk=alert.pk,
                url=asked.url(alert.pk),
                client=client_link(alert.client),
                sign=alert_words.sign_name(alert),
                say=alert_words.sentence(alert, desk.today),
                icon=alert_words.icon(alert),
                on=alert.opened_on,
                state=alert.state,  # type: ignore[arg-type]
                side=alert.side,  # type: ignore[arg-type]
                score=cell(desk, scores.get(alert.client_id), alert.side),  # type: ignore[arg-type]
                loss=desk.money(alert.loss_cents) if alert.side == "churn" else None,
                owner=owner_of(alert, desk.user),
                urgent=alert.urgent,
                note=note_of(alert),
                due=alert.due_on,
                current=alert.pk == current,
                editable=alert.pk in mine,
            )
            for alert in alerts
        ]


def scores_of(desk: Desk, clients: set[int]) -> dict[int, ClientScore]:
    found = desk.scores.latest(desk.today, clients_for(desk.user).filter(pk__in=clients)) if clients else []
    return {score.client: score for score in found}


def owner_of(alert: Alert, me: User) -> str:
    person = alert.assigned_to or alert.client.owner
    return _("you") if person == me else person.name if person else ""


def note_of(alert: Alert) -> str:
    """Until when it sleeps and why; how it ended, by whom and why."""
    if alert.state == Alert.State.SNOOZED and alert.snoozed_until:
        words = _("until %(day)s") % {"day": day_text(alert.snoozed_until)}
        if alert.wakes_on_message:
            words = _("until they write, at most until %(day)s") % {"day": day_text(alert.snoozed_until)}
        return _with_why(words, alert.why)
    if alert.state == Alert.State.RESOLVED:
        words = str(alert.get_outcome_display())
        if alert.resolved_by:
            words = _("%(outcome)s, says %(name)s") % {"outcome": words, "name": alert.resolved_by.name}
        return _with_why(words, alert.why)
    return ""


def _with_why(words: str, why: str) -> str:
    return f"{words}: {why}" if why else words


def held_of(desk: Desk, asked: Asked, count: int) -> c.Held | None:
    """What nobody was told of yet; with the week's numbers where the list is the reader's own."""
    if not count:
        return None
    with read_on(desk.today):
        rows = [
            c.HeldRow(
                client_link(alert.client),
                alert_words.sign_name(alert),
                desk.money(alert.loss_cents) if alert.side == "churn" else None,
                alert.side,  # type: ignore[arg-type]
            )
            for alert in held_back(desk.user, asked).select_related("client")[:HELD]
        ]
    if not asked.mine:
        return c.Held(count, rows)
    preference = NoticePreference.objects.filter(user=desk.user).first()
    return c.Held(count, rows, preference.weekly if preference else NoticePreference.WEEKLY, used_this_week(desk))


def used_this_week(desk: Desk) -> int:
    """How many of the week's number this person was told of; urgent ones do not count."""
    monday = Day(week_begins(desk.today) - dt.timedelta(days=1), desk.agency.zone).cut
    return Notice.objects.filter(user=desk.user, made_at__gte=monday, alert__urgent=False).count()
