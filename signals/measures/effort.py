"""Our hours: all and support of three months, all of six. One query for every sign that reads them."""

from __future__ import annotations

import datetime as dt

import numpy as np

from signals.detection import Columns, Scope

QUARTER, HALF_YEAR = 91, 182  # days
SUPPORT = 2
STALE_AFTER, EXPIRES_AFTER = 7, 45  # days without any hours of anybody: held at the last reading, then cannot tell


def last_heard(scope: Scope) -> tuple[dt.date, bool]:
    """The day up to which hours are known, and whether that reading has expired."""
    return heard(scope.frame.last_spoke("timeentry", scope.day.date), scope.day.date)


def heard(spoke: dt.date, day: dt.date) -> tuple[dt.date, bool]:
    silent = (day - spoke).days
    return (day if silent <= STALE_AFTER else spoke), silent > EXPIRES_AFTER


def effort(scope: Scope) -> Columns:
    """Columns (n,) of minutes: `minutes` and `support` in 91 days, `half_year` in 182; NaN where none is known."""
    found: Columns = scope.shared("effort", _measure)
    return found


def _measure(scope: Scope) -> Columns:
    until, expired = last_heard(scope)
    columns = scope.columns(
        ("minutes", "support", "half_year"),
        f"""
        SELECT client_id, sum(minutes) FILTER (WHERE occurred_on > %(until)s::date - {QUARTER}),
               coalesce(sum(minutes) FILTER (WHERE kind = {SUPPORT} AND occurred_on > %(until)s::date - {QUARTER}), 0),
               sum(minutes)
        FROM [timeentry] t
        WHERE occurred_on <= %(until)s AND occurred_on > %(until)s::date - {HALF_YEAR} GROUP BY client_id
        """,  # noqa: S608 - our own text
        until=until,
    )
    if expired:
        return {name: np.full(len(scope.clients), np.nan) for name in columns}
    return columns
