"""How often a client writes: recent four weeks against a baseline of 25, with one week between.

Expected counts use day effects (the portfolio's, from the frame), so weekends and holidays are nobody's silence.
Days of a client's own pause, holiday or time between phases count neither as exposure nor as messages.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from clienthealth.core.versions import known_by
from signals.detection import Columns, Scope, day_number
from signals.measures.office import office
from signals.rhythm import Posterior, dispersion, posterior, usual_range, z_rhythm
from signals.statistics import MILLIONTHS, FloatArray, IntArray

RECENT, GAP, BASE = 28, 7, 175  # days
WINDOW = RECENT + GAP + BASE
STALE_AFTER, EXPIRES_AFTER = 7, 60  # days without a word from anybody in the portfolio
FEWEST_BASE_WEEKS = 6.0
FEWEST_RECENT_WEEKS = 0.5
STILL = ("pause", "between", "holiday")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Counts, exposures (weeks) and the posterior of each client's rate; arrays (n,)."""

    columns: Columns
    phi: FloatArray
    post: Posterior
    z: FloatArray
    until: dt.date


def rhythm(scope: Scope) -> Rhythm:
    found: Rhythm = scope.shared("rhythm", _measure)
    return found


def last_heard(scope: Scope) -> tuple[dt.date, bool]:
    """The day up to which mail is known, and whether that reading has expired."""
    spoke = scope.frame.last_spoke("message", scope.day.date)
    silent = (scope.day.date - spoke).days
    return (scope.day.date if silent <= STALE_AFTER else spoke), silent > EXPIRES_AFTER


def _measure(scope: Scope) -> Rhythm:
    until, expired = last_heard(scope)
    start = until - dt.timedelta(days=WINDOW - 1)
    days: Window = {
        "b0": scope.instant(start),
        "b1": scope.instant(start + dt.timedelta(days=BASE)),
        "r0": scope.instant(until - dt.timedelta(days=RECENT - 1)),
        "end": scope.instant(until + dt.timedelta(days=1)),
    }
    days |= {"edges": office_edges(scope, start, until)}
    columns = _counts(scope, days)
    periods = still_spells(scope, start, until)
    _without(columns, _counts_within(scope, days, periods))
    columns |= _exposures(scope, columns, start, until, periods)
    phi = dispersion(columns["y_base"], columns["e_base"], scope.frame.prior, scope.frame.kappa)
    post = posterior(columns["y_base"], columns["e_base"], phi, scope.frame.prior)
    told = (columns["e_base"] >= FEWEST_BASE_WEEKS) & (columns["e_recent"] >= FEWEST_RECENT_WEEKS) & (not expired)
    z = np.where(told, z_rhythm(columns["y"], columns["e_recent"], phi, post), np.nan)
    low, high = usual_range(columns["e_recent"], phi, post)
    columns["low"], columns["high"] = low.astype(np.float64), high.astype(np.float64)
    return Rhythm(columns, phi, post, z, until)


Window = dict[str, dt.datetime | list[dt.datetime]]
COUNTED = ("y", "y_base", "asked", "asked_base", "judged", "judged_base", "outside", "outside_base")
OUTSIDE = "width_bucket(occurred_at, %(edges)s::timestamptz[]) & 1 = 0"
COUNTS = f"""
    count(*) FILTER (WHERE occurred_at >= %(r0)s),
    count(*) FILTER (WHERE occurred_at < %(b1)s),
    count(*) FILTER (WHERE occurred_at >= %(r0)s AND questions > 0),
    count(*) FILTER (WHERE occurred_at < %(b1)s AND questions > 0),
    count(*) FILTER (WHERE occurred_at >= %(r0)s AND questions IS NOT NULL),
    count(*) FILTER (WHERE occurred_at < %(b1)s AND questions IS NOT NULL),
    count(*) FILTER (WHERE occurred_at >= %(r0)s AND {OUTSIDE}),
    count(*) FILTER (WHERE occurred_at < %(b1)s AND {OUTSIDE})
"""


def office_edges(scope: Scope, start: dt.date, until: dt.date) -> list[dt.datetime]:
    """When our office opens and shuts, in turn."""
    return office(scope.calendars, scope.day.zone, start, until, days_off=scope.calendars.days_off()).edges


def _counts(scope: Scope, days: Window) -> Columns:
    """Messages from the client in both windows, the first and last seen, and whether any came before."""
    columns = scope.columns(
        (*COUNTED, "first", "last"),
        f"""
        SELECT client_id, {COUNTS},
               (min(occurred_at) AT TIME ZONE %(zone)s)::date - DATE '1970-01-01',
               (max(occurred_at) AT TIME ZONE %(zone)s)::date - DATE '1970-01-01'
        FROM [message] m
        WHERE occurred_at >= %(b0)s AND occurred_at < %(end)s AND direction = 1 AND NOT automatic
        GROUP BY client_id
        """,  # noqa: S608 - our own text
        **days,
    )
    before = scope.columns(
        ("earlier",),
        """
        SELECT c.id, (
            SELECT (occurred_at AT TIME ZONE %(zone)s)::date - DATE '1970-01-01' FROM accounts_message_versions m
            WHERE m.client_id = c.id AND m.occurred_at < %(b0)s AND [known] AND m.direction = 1 AND NOT m.automatic
            ORDER BY occurred_at DESC LIMIT 1
        ) FROM unnest(%(ids)s) AS c (id)
        """.replace("[known]", known_by(scope.known, "m")),
        **days,
    )
    for name in COUNTED:
        columns[name] = np.nan_to_num(columns[name], nan=0.0)
    columns["last"] = np.where(np.isnan(columns["last"]), before["earlier"], columns["last"])
    columns["first"] = np.where(np.isnan(before["earlier"]), columns["first"], -np.inf)
    return columns


def still_spells(scope: Scope, start: dt.date, until: dt.date) -> list[tuple[int, dt.date, dt.date]]:
    """The stretches (client, from, to) in which a client's silence means nothing."""
    found: list[tuple[int, dt.date, dt.date]] = scope.shared("still", lambda each: _still(each, start, until))
    return found


def _still(scope: Scope, start: dt.date, until: dt.date) -> list[tuple[int, dt.date, dt.date]]:
    return [
        (row[0], max(row[1], start), min(row[2] or until, until))
        for row in scope.rows(
            """
            SELECT client_id, starts, ends FROM [period] p
            WHERE kind = ANY(%(kinds)s) AND starts <= %(until)s AND (ends IS NULL OR ends >= %(start)s)
            ORDER BY client_id, starts
            """,
            kinds=list(STILL),
            start=start,
            until=until,
        )
    ]


def _counts_within(scope: Scope, days: Window, periods: list[tuple[int, dt.date, dt.date]]) -> Columns | None:
    """The messages that fell into those stretches."""
    if not periods:
        return None
    return scope.columns(
        COUNTED,
        f"""
        SELECT client_id, {COUNTS} FROM [message] m
        WHERE occurred_at >= %(b0)s AND occurred_at < %(end)s AND direction = 1 AND NOT automatic
          AND client_id = ANY(%(still)s)
          AND EXISTS (
              SELECT 1 FROM unnest(%(still)s, %(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS p (client, t0, t1)
              WHERE p.client = m.client_id AND m.occurred_at >= p.t0 AND m.occurred_at < p.t1)
        GROUP BY client_id
        """,  # noqa: S608 - our own text
        still=[p[0] for p in periods],
        starts=[scope.instant(p[1]) for p in periods],
        ends=[scope.instant(p[2] + dt.timedelta(days=1)) for p in periods],
        **days,
    )


def _without(columns: Columns, within: Columns | None) -> None:
    if within is not None:
        for name in COUNTED:
            columns[name] = columns[name] - np.nan_to_num(within[name], nan=0.0)


def _exposures(
    scope: Scope, columns: Columns, start: dt.date, until: dt.date, periods: list[tuple[int, dt.date, dt.date]]
) -> Columns:
    """Weeks of usual activity in both windows: (n,) each. A client's record begins with the first message seen."""
    first = columns["first"]
    begins = np.clip(np.where(np.isnan(first), WINDOW, first - day_number(start)), 0, WINDOW).astype(np.int64)
    effects = scope.frame.effects(start, WINDOW, scope.calendars.days_off())
    total = np.concatenate([[0], np.cumsum(effects)])
    base = total[BASE] - total[np.minimum(begins, BASE)]
    recent = total[WINDOW] - total[np.maximum(begins, WINDOW - RECENT)]
    for place, still in _by_place(scope, periods, start).items():
        out = np.where(still & (np.arange(WINDOW) >= begins[place]), effects, 0)
        base[place] -= out[:BASE].sum()
        recent[place] -= out[WINDOW - RECENT :].sum()
    return {"e_base": base / (7.0 * MILLIONTHS), "e_recent": recent / (7.0 * MILLIONTHS)}


def _by_place(scope: Scope, periods: list[tuple[int, dt.date, dt.date]], start: dt.date) -> dict[int, IntArray]:
    """For each client with such stretches, which days of the window they cover."""
    masks: dict[int, IntArray] = {}
    places, inside = scope.places(p[0] for p in periods) if periods else (np.empty(0, np.int64), [])
    for (_, low, high), place, known in zip(periods, places, inside, strict=True):
        if known:
            mask = masks.setdefault(int(place), np.zeros(WINDOW, dtype=bool))
            mask[(low - start).days : (high - start).days + 1] = True
    return masks
