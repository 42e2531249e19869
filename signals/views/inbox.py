"""The inbox: alerts in order of expected loss, one of them in full beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission, allowed
from clienthealth.core.htmx import respond
from signals.models import Alert
from signals.models.alert import week_begins
from signals.permissions import alerts_for
from signals.views import contexts as c
from signals.views import inbox_detail
from signals.views.colleagues import choices_of, colleagues_for
from signals.views.inbox_filters import chips_of, filters_of, whose_of
from signals.views.inbox_query import OPEN, PER_PAGE, STATES, Asked, in_scope, listed, matching, ordered
from signals.views.inbox_rows import held_of, rows_of
from signals.views.shared import Desk, desk_of
from signals.wording import day_text, read_on

PAGE, LIST, DETAIL = "signals/inbox.html", "signals/inbox_panes.html", "signals/alert.html"
WAIT = 28  # days that an alert waits at most for a message


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest) -> HttpResponse:
    """GET /inbox/: the list, and on wide screens the first alert beside it."""
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    asked = Asked.of(request.GET)
    page = build(desk, asked, first_of(desk, asked))
    return respond(request, PAGE, {"page": page}, fragment=LIST)


@allowed(Permission.VIEW_CLIENTS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /inbox/<pk>/: htmx gets the alert alone, to lay beside the list that it has."""
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    asked, alert = Asked.of(request.GET), get_alert(desk, pk)
    if request.headers.get("HX-Target") == "alert":
        return respond(request, PAGE, {"page": build_beside(desk, asked, alert)}, fragment=DETAIL)
    return respond(request, PAGE, {"page": build(desk, asked, alert, alone=True)}, fragment=LIST)


def get_alert(desk: Desk, pk: int) -> Alert:
    """Someone else's does not exist."""
    found = alerts_for(desk.user).select_related("client__owner__team", "client__team", "assigned_to", "resolved_by")
    alert = found.filter(pk=pk).first()
    if alert is None:
        raise Http404(_("There is no such alert."))
    return alert


def first_of(desk: Desk, asked: Asked) -> Alert | None:
    """The alert at the top of the page asked for."""
    first = (asked.page - 1) * PER_PAGE
    chosen = ordered(matching(desk.user, asked), asked.state)
    related = chosen.select_related("client__owner__team", "client__team", "assigned_to", "resolved_by")
    return next(iter(related[first : first + 1]), None)


def build(desk: Desk, asked: Asked, alert: Alert | None, *, alone: bool = False) -> c.InboxPage:
    """The whole page: a fixed number of queries."""
    counts = counts_of(desk, asked)
    total = sum(counts[state] for state in STATES[asked.state])
    if (asked.page - 1) * PER_PAGE >= max(total, 1):
        asked = replace(asked, page=1)
    rows = rows_of(desk, listed(desk.user, asked), asked, alert.pk if alert else None)
    return c.InboxPage(
        as_of=desk.today,
        sub=sub_of(counts),
        states=states_of(asked, counts),
        whose=whose_of(desk, asked),
        groups=groups_of(asked, rows, counts),
        total=total,
        paging=paging_of(asked, len(rows), total),
        held=held_of(desk, asked, counts["held"]) if asked.state in {OPEN, "new"} else None,
        chips=chips_of(desk, asked),
        filters=filters_of(desk, asked),
        query=asked.q,
        clear_url=Asked(state=asked.state).url(),
        list_url=asked.url(),
        tail=asked.tail(),
        detail=inbox_detail.build(desk, alert, asked) if alert else None,
        alone=alone,
        editable=any(row.editable for row in rows),
        snoozes=snoozes_of(desk.today),
        people=choices_of(colleagues_for(desk.user), desk.user),
    )


def build_beside(desk: Desk, asked: Asked, alert: Alert) -> c.InboxPage:
    """The alert alone."""
    detail = inbox_detail.build(desk, alert, asked)
    return c.InboxPage(
        as_of=desk.today, sub="", states=(), whose=(), groups=(), total=0, paging=None, held=None, detail=detail,
        alone=True, snoozes=snoozes_of(desk.today), list_url=asked.url(),
    )  # fmt: skip


def counts_of(desk: Desk, asked: Asked) -> dict[str, int]:
    """Alerts of each state within the other filters, those held back apart, and what is new this week. One query."""
    held = Q(state=Alert.State.OPEN, noticed_at=None)
    fresh = ~Q(state=Alert.State.RESOLVED) & Q(noticed_at__date__gte=week_begins(desk.today))
    counted = {state: Count("pk", filter=Q(state=state) & ~held) for state in Alert.State.values}
    found = in_scope(desk.user, asked).order_by()
    return found.aggregate(**counted, held=Count("pk", filter=held), fresh=Count("pk", filter=fresh))


def sub_of(counts: dict[str, int]) -> str:
    """“7 open alerts · 3 new this week”."""
    count, fresh = counts["open"] + counts["acknowledged"], counts["fresh"]
    words = ngettext("%(n)s open alert", "%(n)s open alerts", count) % {"n": count}
    return words + " · " + _("%(n)s new this week") % {"n": fresh} if fresh else words


def states_of(asked: Asked, counts: dict[str, int]) -> list[c.Choice]:
    labels = {OPEN: _("Open"), "snoozed": _("Snoozed"), "resolved": _("Resolved")}
    return [
        c.Choice(
            label,
            asked.url(state=state),
            current=state == asked.state or (state == OPEN and asked.state in {"new", "acknowledged"}),
            count=None if state == "resolved" else sum(counts[one] for one in STATES[state]),
        )
        for state, label in labels.items()
    ]


def groups_of(asked: Asked, rows: Sequence[c.AlertRow], counts: dict[str, int]) -> list[c.AlertGroup]:
    """Rows under the headings of their states; a state without rows on this page has none."""
    labels = {
        "open": _("New, first look needed"),
        "acknowledged": _("Acknowledged, someone is on it"),
        "snoozed": _("Snoozed, the next to come back first"),
        "resolved": _("Resolved, newest first"),
    }
    groups = [
        c.AlertGroup(state, label, [row for row in rows if row.state == state], counts[state])
        for state, label in labels.items()
    ]
    return [group for group in groups if group.rows]


def paging_of(asked: Asked, shown: int, total: int) -> c.Paging | None:
    if total <= PER_PAGE:
        return None
    first = (asked.page - 1) * PER_PAGE
    pages = -(-total // PER_PAGE)
    return c.Paging(
        asked.page,
        pages,
        first + 1,
        first + shown,
        total,
        asked.url(page=asked.page - 1) if asked.page > 1 else "",
        asked.url(page=asked.page + 1) if asked.page < pages else "",
    )


def snoozes_of(today: dt.date) -> list[c.Snooze]:
    """Monday, in a week, when they write again."""
    monday = today + dt.timedelta(days=7 - today.weekday())
    week = today + dt.timedelta(days=7)
    with read_on(today):
        days = [c.Snooze(monday.isoformat(), _("Monday"), day_text(monday))]
        if week != monday:
            days.append(c.Snooze(week.isoformat(), _("In a week"), day_text(week)))
        else:
            days.append(c.Snooze((week + dt.timedelta(days=7)).isoformat(), _("In two weeks"),
                                 day_text(week + dt.timedelta(days=7))))  # fmt: skip
    return [*days, c.Snooze("message", _("They write again"), _("at most 4 weeks"))]
