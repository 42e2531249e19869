"""Office hours as instants, which tell inside from outside, and working minutes, without any time zone.

`edges` are the instants at which the office opens and shuts, in turn. `width_bucket(t, edges)` is odd inside office
hours and even outside; the minutes worked before t follow from it and from the minutes before each edge.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from signals.detection import Calendars
from signals.measures.messages import instants
from signals.statistics import BoolArray, IntArray

WHOLE_DAY = (0, 24 * 60)


@dataclass(frozen=True)
class Office:
    """Edges in turn opening and shutting, (2k,), and the minutes worked before each of them."""

    edges: list[dt.datetime]
    before: list[int]

    def minutes(self, at: IntArray) -> IntArray:
        """Whole minutes worked up to each instant (microseconds since 2000): (m,)."""
        k = np.searchsorted(self._instants, at, side="right")
        since = (at - np.concatenate([[0], self._instants])[k]) // 60_000_000
        return np.asarray(np.concatenate([[0], self.before])[k] + (k & 1) * since, dtype=np.int64)

    def shut(self, at: IntArray) -> BoolArray:
        """Which instants lie outside office hours: (m,)."""
        return np.asarray(np.searchsorted(self._instants, at, side="right") & 1 == 0)

    @cached_property
    def _instants(self) -> IntArray:
        return instants(self.edges)


def hours(calendars: Calendars) -> tuple[int, int]:
    """Minutes of the day between which the office is open; the whole day where none make sense."""
    return (calendars.opens, calendars.shuts) if calendars.opens < calendars.shuts else WHOLE_DAY


def office(calendars: Calendars, zone: str, first: dt.date, last: dt.date, *, days_off: frozenset[dt.date]) -> Office:
    """The office hours of the working days from `first` to `last`, but for the days off."""
    return _office(hours(calendars), calendars.working_days, zone, first, last, days_off)


@lru_cache(maxsize=64)  # a pure function of its arguments
def _office(
    opening: tuple[int, int],
    working_days: frozenset[int],
    zone: str,
    first: dt.date,
    last: dt.date,
    days_off: frozenset[dt.date],
) -> Office:
    opens, shuts = opening
    days = [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
    open_days = [day for day in days if day.weekday() in working_days and day not in days_off]
    edges = [_instant(day, minute, zone) for day in open_days for minute in (opens, shuts)]
    before = [(shuts - opens) * ((k + 1) // 2) for k in range(len(edges))]
    return Office(edges, before)


def _instant(day: dt.date, minute: int, zone: str) -> dt.datetime:
    days, within = divmod(minute, 24 * 60)
    return dt.datetime.combine(
        day + dt.timedelta(days=days), dt.time(within // 60, within % 60), ZoneInfo(zone)
    ).astimezone(dt.UTC)
