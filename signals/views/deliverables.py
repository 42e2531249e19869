"""What one client was sent by tracked links, and how much of it was opened, counted as the sign counts it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Client, Deliverable
from accounts.permissions import Permission, allowed, get_client
from accounts.views.deliverables import rows_of
from signals.detection import Columns, Scope
from signals.detectors import deliverables_unopened
from signals.measures.deliverables import GIVEN, OPEN_WITHIN, SENT
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.money import known, last_months
from signals.views.shared import Desk, desk_of
from signals.views.today_scope import scope_of_today
from signals.wording import number_text, read_on

LISTED = 25


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/deliverables/"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    return render(request, "signals/client_deliverables.html", {"page": build(desk, client)})


def build(desk: Desk, client: Client) -> c.DeliverablesPage:
    """As many queries for one deliverable as for many."""
    scope, log = scope_of_today(desk, client), log_of(desk, client)
    found = Deliverable.objects.of(client).select_related("client").order_by("-delivered_on", "-pk")
    with read_on(desk.today):
        months = months_of(scope, desk.today)
        columns = deliverables_unopened.measure(scope)
        recent, before = _shares(columns, ""), _shares(columns, "_base")
        finding, more = finding_of(recent, before)
    return c.DeliverablesPage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "deliverables"),
        log=log,
        rows=rows_of(desk.user, list(found[:LISTED]), desk.today),
        total=found.count(),
        all_url=f"{reverse('deliverables')}?client={client.pk}&state=all",
        share_url=f"{reverse('deliverable_new')}?client={client.pk}" if log and client.is_served else "",
        months=months,
        picture=picture_of(months, before, finding),
        finding=finding,
        finding_more=more,
    )


def months_of(scope: Scope, today: dt.date) -> list[c.MonthOpened]:
    """The last twelve months that began, the oldest first; only what is old enough to be judged. One query."""
    rows = scope.rows(
        f"""
        {SENT}
        SELECT made_on, people, unopened FROM counted
        """,  # noqa: S608 - our own text
        **GIVEN,
    )
    return [_month(first, [row for row in rows if row[0].replace(day=1) == first]) for first in last_months(today)]


def _month(first: dt.date, rows: Sequence[tuple]) -> c.MonthOpened:  # type: ignore[type-arg]
    opened = sum(people > 0 for _on, people, _unopened in rows)
    unopened = sum(left for _on, _people, left in rows)
    return c.MonthOpened(first, len(rows), opened, len(rows) - opened - unopened, unopened)


def _shares(columns: Columns, suffix: str) -> tuple[int, int] | None:
    """(sent, unopened); None where the sign cannot tell."""
    sent, unopened = (known(columns[name + suffix][0]) for name in ("sent", "unopened"))
    return None if sent is None or unopened is None else (int(sent), int(unopened))


def picture_of(months: Sequence[c.MonthOpened], before: tuple[int, int] | None, finding: str) -> c.SharePicture | None:
    if not any(month.sent for month in months):
        return None
    values = [None if month.share is None else round(month.share * 100, 1) for month in months]
    goal = round(100 - 100 * before[1] / before[0], 1) if before and before[0] else None
    return c.SharePicture(values, goal, _("Share of deliverables seen, by month. %(finding)s") % {"finding": finding})


def finding_of(recent: tuple[int, int] | None, before: tuple[int, int] | None) -> tuple[str, str]:
    """What the sign sees, and what it holds that against: this client's own habit."""
    how = ngettext(
        "A deliverable counts once it is %(n)s day old; a meeting within that time counts as having seen it, and "
        "openings by machines count as none.",
        "A deliverable counts once it is %(n)s days old; a meeting within that time counts as having seen it, and "
        "openings by machines count as none.",
        OPEN_WITHIN,
    ) % {"n": OPEN_WITHIN}  # fmt: skip
    if recent is None or before is None:
        return _("Too few deliverables yet to know this client’s habit."), how
    seen, usual = recent[0] - recent[1], before[0] - before[1]
    said = ngettext(
        "%(seen)s of %(n)s deliverable of the recent eight weeks was seen.",
        "%(seen)s of %(n)s deliverables of the recent eight weeks were seen.",
        recent[0],
    ) % {"seen": number_text(seen), "n": number_text(recent[0])}
    habit = _("Before, in 44 weeks, it was %(usual)s of %(n)s: that is their own habit (the dashed line), and what the "
              "sign “deliverables unopened” holds it against.") % {
        "usual": number_text(usual), "n": number_text(before[0]),
    }  # fmt: skip
    return said, f"{habit} {how}"
