"""How long both sides wait for an answer, in working minutes: recent four weeks against 25, with one week between.

A wait begins with the first message of a side in a thread and ends with the other side's next one. A question that
nobody has answered counts at its age so far once that is a working day, unless both have spoken by phone or met since.
Waits for them leave out their holidays (their country's, and periods of theirs); waits for us only our own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from signals.detection import Columns, Evidence, Scope
from signals.measures.office import hours, office
from signals.measures.rhythm import BASE, RECENT, WINDOW, last_heard, still_spells
from signals.replies import reply_shift
from signals.statistics import FloatArray
from signals.wording import number_text

LONGEST_DAYS = 10  # working days: later is no later
TALK_DAYS = 14  # a call or meeting within so many days answers what was asked before it
THEM, US = 2, 1  # who is waited for, by the direction of the message that waits

WAITS = """
    WITH talks AS (
        SELECT client_id, array_agg(occurred_at ORDER BY occurred_at) AS talked FROM [message] m
        WHERE channel IN (2, 3) AND NOT automatic AND occurred_at >= %(first)s AND occurred_at < %(end)s
        GROUP BY client_id
    ),
    said AS (
        SELECT client_id, thread, id, direction, contact_id, occurred_at, lag(direction) OVER w AS before,
               count(*) FILTER (WHERE questions > 0)
                   OVER (w ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS asks
        FROM [message] m
        WHERE thread <> '' AND NOT automatic AND occurred_at >= %(first)s AND occurred_at < %(end)s
        WINDOW w AS (PARTITION BY client_id, thread ORDER BY occurred_at, id)
    ),
    turns AS (
        SELECT client_id, id, direction, contact_id, asks, occurred_at AS asked_at,
               lead(occurred_at) OVER (PARTITION BY client_id, thread ORDER BY occurred_at, id) AS answered_at
        FROM said WHERE before IS DISTINCT FROM direction
    ),
    placed AS (
        SELECT t.*, o.edges, o.worked, width_bucket(asked_at, o.edges) AS k1,
               width_bucket(coalesce(answered_at, %(end)s), o.edges) AS k2
        FROM turns t JOIN [client] c ON c.id = t.client_id
        JOIN (VALUES {offices}) AS o (waits_for, country, edges, worked)
          ON o.waits_for = t.direction AND o.country = CASE WHEN c.country = ANY(%(countries)s) AND t.direction = 2
                                                            THEN c.country ELSE '' END
        LEFT JOIN talks k ON k.client_id = t.client_id
        WHERE (answered_at IS NOT NULL OR (asks > 0 AND coalesce(
            talked[width_bucket(asked_at, talked) + 1] > asked_at + interval '{talk_days} days', true)))
          {awake}
    ),
    waits AS (
        SELECT client_id, id, direction, contact_id, asked_at, answered_at, asked_at >= %(r0)s AS recent,
               coalesce(worked[k2], 0) + (k2 & 1) * coalesce(floor(date_part(
                   'epoch', coalesce(answered_at, %(end)s) - edges[k2]) / 60), 0)::int
               - coalesce(worked[k1], 0) - (k1 & 1) * coalesce(floor(date_part(
                   'epoch', asked_at - edges[k1]) / 60), 0)::int AS minutes
        FROM placed WHERE asked_at >= %(r0)s OR asked_at < %(b1)s
    ),
    counted AS (
        SELECT *, least(minutes, %(longest)s) AS kept,
               round(1000 * ln(1 + least(minutes, %(longest)s) / 60.0::float8))::bigint AS wait
        FROM waits WHERE answered_at IS NOT NULL OR minutes >= %(workday)s
    )
"""
AWAKE = """
          AND (t.direction <> 2 OR NOT EXISTS (
              SELECT 1 FROM unnest(%(still)s, %(asleep)s::timestamptz[], %(awake)s::timestamptz[]) AS p (client, t0, t1)
              WHERE p.client = t.client_id AND t.asked_at < p.t1 AND coalesce(t.answered_at, %(end)s) >= p.t0))
"""
SUMS = ("answers", "total", "squares", "minutes", "pending")


@dataclass(frozen=True, slots=True)
class Replies:
    """Of one side, columns (n,): answers, their waits (thousandths of log hours) and minutes; then the raw change."""

    columns: Columns
    change: FloatArray  # mean recent wait less the mean before, log hours; NaN where too little is known

    def shift(self, trend: float = 0.0) -> FloatArray:
        """Standardised and shrunk, see signals.replies."""
        c = self.columns
        return reply_shift(c["answers"], c["total"], c["answers_base"], c["total_base"], c["squares_base"], trend)


def replies(scope: Scope, side: int) -> Replies:
    """How long `side` (THEM or US) lets the other wait."""
    found: dict[int, Replies] = scope.shared("replies", _measure)
    return found[side]


def waits_sql(scope: Scope) -> tuple[str, dict[str, Any]]:
    """SQL whose relation `counted` has one row a wait, and its parameters."""
    until = last_heard(scope)[0]
    first = until - dt.timedelta(days=WINDOW - 1)
    opens, shuts = hours(scope.calendars)
    given: dict[str, Any] = {
        "first": scope.instant(first),
        "b1": scope.instant(first + dt.timedelta(days=BASE)),
        "r0": scope.instant(until - dt.timedelta(days=RECENT - 1)),
        "end": scope.instant(until + dt.timedelta(days=1)),
        "workday": shuts - opens,
        "longest": LONGEST_DAYS * (shuts - opens),
        "countries": sorted(code for code in scope.calendars.holidays if code),
    }
    rows = []
    for k, (side, country) in enumerate([(US, ""), *((THEM, code) for code in ("", *given["countries"]))]):
        calendar = scope.calendars.days_off(country)
        known = office(scope.calendars, scope.day.zone, first, until, days_off=calendar)
        given |= {f"edges{k}": known.edges, f"worked{k}": known.before, f"country{k}": country}
        rows.append(f"({side}, %(country{k})s, %(edges{k})s::timestamptz[], %(worked{k})s::int[])")
    spells = still_spells(scope, first, until)
    given |= {
        "still": [spell[0] for spell in spells],
        "asleep": [scope.instant(spell[1]) for spell in spells],
        "awake": [scope.instant(spell[2] + dt.timedelta(days=1)) for spell in spells],
    }
    return WAITS.format(offices=", ".join(rows), talk_days=TALK_DAYS, awake=AWAKE if spells else ""), given


def _measure(scope: Scope) -> dict[int, Replies]:
    sql, given = waits_sql(scope)
    rows = scope.rows(
        f"""
        {sql}
        SELECT client_id, direction, recent, count(*), sum(wait), sum(wait * wait), sum(kept),
               count(*) FILTER (WHERE answered_at IS NULL)
        FROM counted GROUP BY client_id, direction, recent
        """,  # noqa: S608 - our own text
        **given,
    )
    expired = last_heard(scope)[1]
    sums = np.array([row[3:] for row in rows], dtype=np.float64).reshape(len(rows), len(SUMS))
    places, inside = scope.places(row[0] for row in rows) if rows else (np.empty(0, np.int64), np.empty(0, bool))
    whose = np.array([row[1] for row in rows], dtype=np.int64)
    recent = np.array([row[2] for row in rows], dtype=bool)
    found = {}
    for side in (THEM, US):
        columns = {}
        for late, ending in ((True, ""), (False, "_base")):
            chosen = inside & (whose == side) & (recent == late)
            for j, name in enumerate(SUMS):
                columns[f"{name}{ending}"] = np.full(len(scope.clients), np.nan if expired else 0.0)
                if not expired:
                    columns[f"{name}{ending}"][places[chosen]] = sums[chosen, j]
        found[side] = Replies(columns, _change(columns))
    return found


def _change(columns: Columns) -> FloatArray:
    c = columns
    shift = reply_shift(c["answers"], c["total"], c["answers_base"], c["total_base"], c["squares_base"])
    with np.errstate(divide="ignore", invalid="ignore"):
        change = (columns["total"] / columns["answers"] - columns["total_base"] / columns["answers_base"]) / 1000.0
    return np.where(np.isnan(shift), np.nan, change)


def working_hours(minutes: float) -> str:
    """Hours with one decimal below ten."""
    return number_text(minutes / 60, 0 if minutes >= 600 else 1)


def waited(scope: Scope, side: int) -> list[Evidence]:
    """What waited for `side` in the recent four weeks, one client, the newest first; `figure` in working minutes."""
    sql, given = waits_sql(scope)
    rows = scope.rows(
        f"""
        {sql}
        SELECT w.id, (w.asked_at AT TIME ZONE %(zone)s)::date, w.answered_at IS NULL, w.kept, p.name, p.email
        FROM counted w LEFT JOIN [contact] p ON p.id = w.contact_id
        WHERE w.recent AND w.direction = %(side)s ORDER BY w.asked_at DESC, w.id
        """,  # noqa: S608 - our own text
        side=side,
        **given,
    )
    return [_wait(row, side) for row in rows]


def _wait(row: tuple[Any, ...], side: int) -> Evidence:
    pk, on, still_open, minutes, name, email = row
    said = {"who": name or email or _("Someone there"), "hours": working_hours(minutes)}
    if side == US:
        words = _("From %(who)s: %(hours)s working hours without an answer of ours")
        words = words if still_open else _("From %(who)s: we answered after %(hours)s working hours")
    elif still_open:
        words = _("To %(who)s: no answer yet, %(hours)s working hours so far")
    else:
        words = _("To %(who)s: answered after %(hours)s working hours")
    return Evidence(on, words % said, _("Messages"), "message", pk, float(minutes))
