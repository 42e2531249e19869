"""The weekly rhythm of a client against their own habit, who writes, and how fast both sides answer."""

from __future__ import annotations

import datetime as dt
import statistics

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Client
from accounts.permissions import Permission, allowed, get_client
from signals.detection import Scope
from signals.detectors import gone_quiet
from signals.measures.rhythm import RECENT, STILL, WINDOW, Rhythm, rhythm
from signals.rhythm import expected, lower_tail, usual_range
from signals.statistics import MILLIONTHS
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.shared import Desk, desk_of
from signals.views.today_scope import scope_of_today
from signals.wording import day_text, number_text, read_on

WEEKS = WINDOW // 7
WRITERS_DAYS = 90
FEWEST_REPLIES = 5


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/communication/"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    return render(request, "signals/client_communication.html", {"page": build(desk, client)})


def build(desk: Desk, client: Client) -> c.CommunicationPage:
    scope = scope_of_today(desk, client)
    found = rhythm(scope)
    with read_on(desk.today):
        finding, more = finding_of(scope, found)
        writers = writers_of(scope)
    return c.CommunicationPage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "communication"),
        log=log_of(desk, client),
        weeks=weeks_of(scope, found),
        finding=finding,
        finding_more=more,
        recent=RECENT // 7,
        writers=writers,
        writers_note=_note(writers),
        speeds=speeds_of(scope, desk),
    )


def weeks_of(scope: Scope, found: Rhythm) -> list[c.WeekOfMessages]:
    """30 weeks of messages from them, with the range that would be usual in each; nothing where it cannot be told."""
    start = found.until - dt.timedelta(days=WINDOW - 1)
    counts = np.zeros(WEEKS, dtype=np.int64)
    rows = scope.rows(
        """
        SELECT ((occurred_at AT TIME ZONE %(zone)s)::date - %(start)s) / 7, count(*) FROM [message] m
        WHERE direction = 1 AND NOT automatic AND occurred_at >= %(from)s AND occurred_at < %(to)s GROUP BY 1
        """,
        start=start,
        to=scope.instant(found.until + dt.timedelta(days=1)),
        **{"from": scope.instant(start)},
    )
    for week, count in rows:
        counts[week] = count
    if not counts.any():
        return []
    off = scope.calendars.holidays.get("", frozenset()) | scope.calendars.holidays.get(
        scope.calendars.country, frozenset()
    )
    exposure = _without_still(scope, start, scope.frame.effects(start, WINDOW, off)).reshape(WEEKS, 7).sum(axis=1) / (
        7.0 * MILLIONTHS
    )
    told = not np.isnan(found.z[0])
    low, high = usual_range(exposure, found.phi, found.post)
    mean = expected(exposure, found.post)
    return [
        c.WeekOfMessages(
            start + dt.timedelta(weeks=i),
            int(counts[i]),
            float(low[i]) if told else None,
            float(high[i]) if told else None,
            round(float(mean[i]), 1) if told else None,
        )
        for i in range(WEEKS)
    ]


def _without_still(scope: Scope, start: dt.date, effects: np.ndarray) -> np.ndarray:
    """Days of the client's own pause, holiday or time between phases expect nothing."""
    rows = scope.rows("SELECT starts, ends FROM [period] p WHERE kind = ANY(%(still)s)", still=list(STILL))
    days = np.array([start + dt.timedelta(days=i) for i in range(WINDOW)])
    for begins, ends in rows:
        effects = np.where((days >= begins) & (days <= (ends or days[-1])), 0, effects)
    return effects


def finding_of(scope: Scope, found: Rhythm) -> tuple[str, str]:
    columns = gone_quiet.measure(scope)
    if np.isnan(found.z[0]):
        return _("Too few weeks of messages are known to say what is usual."), ""
    reading = {
        name: None if np.isnan(columns[name][0]) else int(columns[name][0]) for name in ("y", "low", "high", "last")
    }
    words = gone_quiet.sentence(reading, "gone_quiet")
    chance = float(lower_tail(found.columns["y"], found.columns["e_recent"], found.phi, found.post)[0])
    more = _("Weekends, holidays and their own pauses are already in the grey band.")
    if chance < 0.2:
        odds = number_text(max(2, round(1 / max(chance, 1e-4))))
        more += " " + _("A spell as quiet as this comes up by chance in about 1 of %(odds)s.") % {"odds": odds}
    return words, more


def writers_of(scope: Scope) -> list[c.Writer]:
    rows = scope.rows(
        f"""
        SELECT coalesce(nullif(p.name, ''), p.email), p.role, p.left_on, count(*),
               max((m.occurred_at AT TIME ZONE %(zone)s)::date)
        FROM [message] m JOIN [contact] p ON p.id = m.contact_id
        WHERE m.direction = 1 AND NOT m.automatic AND m.occurred_at < %(cut)s
          AND m.occurred_at >= %(cut)s - interval '{WRITERS_DAYS} days'
        GROUP BY p.id, p.name, p.email, p.role, p.left_on ORDER BY 4 DESC, 1 LIMIT 8
        """  # noqa: S608 - our own text
    )
    return [_writer(row, scope.day.date) for row in rows]


def _writer(row: tuple, today: dt.date) -> c.Writer:  # type: ignore[type-arg]
    name, role, left, count, last = row
    if left and left <= today:
        role = ", ".join(filter(None, [role, _("left %(date)s") % {"date": day_text(left)}]))
    return c.Writer(name, role, count, last)


def _note(writers: list[c.Writer]) -> str:
    if len(writers) == 1:
        return _("Only one person there writes to us.")
    return ""


def speeds_of(scope: Scope, desk: Desk) -> list[c.Speed]:
    """Median hours to an answer, last 60 days against the half year before, where threads are known."""
    rows = scope.rows(
        """
        WITH t AS (
            SELECT thread, direction, occurred_at, lag(direction) OVER w AS before, lag(occurred_at) OVER w AS asked
            FROM [message] m WHERE thread <> '' AND NOT automatic AND occurred_at < %(cut)s
              AND occurred_at >= %(cut)s - interval '242 days'
            WINDOW w AS (PARTITION BY thread ORDER BY occurred_at, id)
        )
        SELECT direction, occurred_at >= %(cut)s - interval '60 days',
               extract(epoch FROM occurred_at - asked) / 3600.0
        FROM t WHERE before <> direction
        """
    )
    labels = {1: _("They answer us"), 2: _("We answer them")}
    speeds = []
    for direction, label in labels.items():
        before = [float(r[2]) for r in rows if r[0] == direction and not r[1]]
        now = [float(r[2]) for r in rows if r[0] == direction and r[1]]
        if len(before) >= FEWEST_REPLIES and len(now) >= FEWEST_REPLIES:
            speeds.append(_speed(label, statistics.median(before), statistics.median(now), ours=direction == 2))
    return speeds + _out_of_hours(scope, desk)


def _speed(label: str, before: float, now: float, *, ours: bool) -> c.Speed:
    slower = now > 1.5 * before + 1
    reading = _("Within the habit")
    if slower:
        reading = _("Slower: our part") if ours else _("Slower than they were")
    return c.Speed(label, _hours(before), _hours(now), reading, "raised" if slower else "low")


def _hours(hours: float) -> str:
    if hours >= 48:
        return ngettext("%(n)s day", "%(n)s days", round(hours / 24)) % {"n": number_text(round(hours / 24))}
    return _("%(n)s h") % {"n": number_text(hours, 0 if hours >= 10 else 1)}


def _out_of_hours(scope: Scope, desk: Desk) -> list[c.Speed]:
    """Share of their messages outside our working hours, by the agency's own clock and week."""
    rows = scope.rows(
        """
        SELECT recent, count(*), count(*) FILTER (
            WHERE NOT (extract(isodow FROM at)::int - 1 = ANY(%(week)s))
               OR at::time < %(opens)s OR at::time >= %(shuts)s)
        FROM (SELECT occurred_at AT TIME ZONE %(zone)s AS at, occurred_at >= %(cut)s - interval '60 days' AS recent
              FROM [message] m WHERE direction = 1 AND NOT automatic AND occurred_at < %(cut)s
                AND occurred_at >= %(cut)s - interval '242 days') AS timed
        GROUP BY recent
        """,
        week=list(desk.agency.working_days),
        opens=desk.agency.day_starts,
        shuts=desk.agency.day_ends,
    )
    counted = {recent: (total, outside) for recent, total, outside in rows}
    if any(counted.get(recent, (0, 0))[0] < 10 for recent in (True, False)):
        return []
    before, now = (counted[recent][1] / counted[recent][0] for recent in (False, True))
    more = now > before + 0.15
    return [
        c.Speed(
            _("Outside office hours"),
            f"{round(100 * before)}%",
            f"{round(100 * now)}%",
            _("More than before") if more else _("Within the habit"),
            "raised" if more else "low",
        )
    ]
