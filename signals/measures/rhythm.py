"""How often a client writes: recent four weeks against a baseline of 25, with one week between.

Expected counts use day effects (the portfolio's, from the frame), so weekends and holidays are nobody's silence.
Days of a client's own pause, holiday or time between phases count neither as exposure nor as messages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from clienthealth.core.versions import known_by
from signals.detection import Columns, Scope, day_number
from signals.measures.messages import IN, Messages, instant, instants, messages
from signals.measures.office import office
from signals.rhythm import Posterior, dispersion, posterior, usual_range, z_rhythm
from signals.statistics import MILLIONTHS, BoolArray, FloatArray, IntArray

RECENT, GAP, BASE = 28, 7, 175  # days
WINDOW = RECENT + GAP + BASE
STALE_AFTER, EXPIRES_AFTER = 7, 60  # days without a word from anybody in the portfolio
FEWEST_BASE_WEEKS = 6.0
FEWEST_RECENT_WEEKS = 0.5
STILL = ("pause", "between", "holiday")
Spell = tuple[int, dt.date, dt.date]  # client, first and last day


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
    periods = still_spells(scope, start, until)
    columns = _counts(scope, start, until, periods)
    columns |= _exposures(scope, columns, start, until, periods)
    phi = dispersion(columns["y_base"], columns["e_base"], scope.frame.prior, scope.frame.kappa)
    post = posterior(columns["y_base"], columns["e_base"], phi, scope.frame.prior)
    told = (columns["e_base"] >= FEWEST_BASE_WEEKS) & (columns["e_recent"] >= FEWEST_RECENT_WEEKS) & (not expired)
    z = np.where(told, z_rhythm(columns["y"], columns["e_recent"], phi, post), np.nan)
    low, high = usual_range(columns["e_recent"], phi, post)
    columns["low"], columns["high"] = low.astype(np.float64), high.astype(np.float64)
    return Rhythm(columns, phi, post, z, until)


OUTSIDE = "width_bucket(occurred_at, %(edges)s::timestamptz[]) & 1 = 0"


def heard(scope: Scope, start: dt.date, until: dt.date) -> Messages:
    """The messages of the window that ends with `until`."""
    return messages(scope, scope.instant(start), scope.instant(until + dt.timedelta(days=1)))


def office_edges(scope: Scope, start: dt.date, until: dt.date) -> list[dt.datetime]:
    """When our office opens and shuts, in turn."""
    return office(scope.calendars, scope.day.zone, start, until, days_off=scope.calendars.days_off()).edges


def _counts(scope: Scope, start: dt.date, until: dt.date, periods: list[Spell]) -> Columns:
    """Messages from the client in both windows, without those of still days; the first and last seen at all."""
    found = heard(scope, start, until)
    theirs = found.among(found.direction == IN)
    counted = theirs.among(~_within(scope, theirs, periods))
    recent = counted.at >= instant(scope.instant(until - dt.timedelta(days=RECENT - 1)))
    base = counted.at < instant(scope.instant(start + dt.timedelta(days=BASE)))
    outside = office(scope.calendars, scope.day.zone, start, until, days_off=scope.calendars.days_off()).shut(
        counted.at
    )
    columns: Columns = {}
    for name, kind in (("y", None), ("asked", counted.asks), ("judged", counted.judged), ("outside", outside)):
        for when, ending in ((recent, ""), (base, "_base")):
            chosen = counted.place[when if kind is None else when & kind]
            columns[name + ending] = np.bincount(chosen, minlength=len(scope.clients)).astype(np.float64)
    return columns | _first_and_last(scope, theirs, start)


def _first_and_last(scope: Scope, theirs: Messages, start: dt.date) -> Columns:
    """Day numbers of the first message, −∞ where some came before the window, and of the last ever."""
    days = instants([scope.instant(start + dt.timedelta(days=i)) for i in range(WINDOW)])
    on = np.searchsorted(days, theirs.at, side="right") - 1.0 + day_number(start)
    first, last = (np.full(len(scope.clients), np.nan) for _ in range(2))
    first[theirs.place[::-1]] = on[::-1]  # they stand in order, so what is written last is the first, and the last
    last[theirs.place] = on
    before = scope.columns(
        ("earlier",),
        """
        SELECT c.id, (
            SELECT (occurred_at AT TIME ZONE %(zone)s)::date - DATE '1970-01-01' FROM accounts_message_versions m
            WHERE m.client_id = c.id AND m.occurred_at < %(b0)s AND [known] AND m.direction = 1 AND NOT m.automatic
            ORDER BY occurred_at DESC LIMIT 1
        ) FROM unnest(%(ids)s) AS c (id)
        """.replace("[known]", known_by(scope.known, "m")),
        b0=scope.instant(start),
    )["earlier"]
    return {
        "first": np.where(np.isnan(before), first, -np.inf),
        "last": np.where(np.isnan(last), before, last),
    }


def _within(scope: Scope, theirs: Messages, periods: list[Spell]) -> BoolArray:
    """Which messages fell into those stretches: (m,)."""
    inside = np.zeros(len(theirs.at), dtype=bool)
    for place, since, until in placed_spells(scope, periods):
        low, high = np.searchsorted(theirs.key, theirs.keys(place, np.array([since, until])))
        inside[low:high] = True
    return inside


def placed_spells(scope: Scope, periods: list[Spell]) -> Iterator[tuple[int, int, int]]:
    """Those stretches as (place, first instant, instant after the last) of the clients of the scope."""
    places, inside = scope.places(np.array([spell[0] for spell in periods], dtype=np.int64))
    for (_, first, last), place, known in zip(periods, places.tolist(), inside.tolist(), strict=True):
        if known:
            after = scope.instant(last + dt.timedelta(days=1))
            yield place, instant(scope.instant(first)), instant(after)


def still_spells(scope: Scope, start: dt.date, until: dt.date) -> list[Spell]:
    """The stretches (client, from, to) in which a client's silence means nothing."""
    found: list[Spell] = scope.shared("still", lambda each: _still(each, start, until))
    return found


def _still(scope: Scope, start: dt.date, until: dt.date) -> list[Spell]:
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


def _exposures(scope: Scope, columns: Columns, start: dt.date, until: dt.date, periods: list[Spell]) -> Columns:
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


def _by_place(scope: Scope, periods: list[Spell], start: dt.date) -> dict[int, IntArray]:
    """For each client with such stretches, which days of the window they cover."""
    masks: dict[int, IntArray] = {}
    places, inside = scope.places(p[0] for p in periods) if periods else (np.empty(0, np.int64), [])
    for (_, low, high), place, known in zip(periods, places, inside, strict=True):
        if known:
            mask = masks.setdefault(int(place), np.zeros(WINDOW, dtype=bool))
            mask[(low - start).days : (high - start).days + 1] = True
    return masks
