"""Today's own work: what this person was told of this week and still stands, what is held back, what is due."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clienthealth.core.clock import Day
from signals import alert_words
from signals.models import Alert
from signals.models.alert import week_begins
from signals.permissions import alerts_for, tasks_for
from signals.views import contexts as c
from signals.views.inbox_query import Asked, held_back
from signals.views.shared import Desk, client_link
from signals.views.task_rows import WITH, rows_of

TOLD, TASKS, AHEAD = 10, 8, 7
AT_WORK = (Alert.State.OPEN, Alert.State.ACKNOWLEDGED)


def work_of(desk: Desk) -> c.TodayWork:
    """A fixed number of queries, whatever there is to do."""
    mine = Asked(mine=True)
    tasks = tasks_for(desk.user).owned_by(desk.user).to_do()
    near = tasks.filter(due_on__lte=desk.today + dt.timedelta(days=AHEAD))
    late = tasks.filter(due_on__lt=desk.today).count()
    now = tasks.filter(due_on=desk.today).count()
    return c.TodayWork(
        told=told_of(desk),
        held=held_back(desk.user, mine).count(),
        held_url=mine.url() + "#held",
        tasks=rows_of(desk, near.select_related(*WITH)[:TASKS]),
        tasks_total=tasks.count(),
        tasks_note=_said(late, now),
    )


def told_of(desk: Desk) -> list[c.ToldRow]:
    """New ones first, the largest loss on top; put aside ones are not here until they come back."""
    monday = Day(week_begins(desk.today) - dt.timedelta(days=1), desk.agency.zone).cut
    told = alerts_for(desk.user).filter(
        notices__user=desk.user, notices__made_at__gte=monday, state__in=AT_WORK
    )  # fmt: skip
    return [
        c.ToldRow(
            client=client_link(alert.client),
            url=reverse("alert", args=[alert.pk]) + "?mine=1",
            title=alert_words.title(alert),
            sentence=alert_words.sentence(alert, desk.today),
            icon=alert_words.icon(alert),
            loss=desk.money(alert.loss_cents) if alert.side == "churn" else None,
            action=alert_words.advice(alert) or _("See the alert"),
            taken=alert.state == Alert.State.ACKNOWLEDGED,
            urgent=alert.urgent,
        )
        for alert in told.select_related("client").by_loss()[:TOLD]
    ]


def _said(late: int, now: int) -> str:
    """“1 late, 3 today”."""
    words = []
    if late:
        words.append(ngettext("%(n)s late", "%(n)s late", late) % {"n": late})
    if now:
        words.append(ngettext("%(n)s today", "%(n)s today", now) % {"n": now})
    return ", ".join(words)
