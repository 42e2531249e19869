"""Office hours as instants, so that SQL tells inside from outside, and working minutes, without any time zone.

`edges` are the instants at which the office opens and shuts, in turn. `width_bucket(t, edges)` is odd inside office
hours and even outside; the minutes worked before t follow from it and from the minutes before each edge.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from signals.detection import Calendars

WHOLE_DAY = (0, 24 * 60)


@dataclass(frozen=True, slots=True)
class Office:
    """Edges in turn opening and shutting, (2k,), and the minutes worked before each of them."""

    edges: list[dt.datetime]
    before: list[int]


def hours(calendars: Calendars) -> tuple[int, int]:
    """Minutes of the day between which the office is open; the whole day where none make sense."""
    return (calendars.opens, calendars.shuts) if calendars.opens < calendars.shuts else WHOLE_DAY


def office(calendars: Calendars, zone: str, first: dt.date, last: dt.date, *, days_off: frozenset[dt.date]) -> Office:
    """The office hours of the working days from `first` to `last`, but for the days off."""
    opens, shuts = hours(calendars)
    days = [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
    open_days = [day for day in days if day.weekday() in calendars.working_days and day not in days_off]
    edges = [_instant(day, minute, zone) for day in open_days for minute in (opens, shuts)]
    before = [(shuts - opens) * ((k + 1) // 2) for k in range(len(edges))]
    return Office(edges, before)


def _instant(day: dt.date, minute: int, zone: str) -> dt.datetime:
    days, within = divmod(minute, 24 * 60)
    return dt.datetime.combine(
        day + dt.timedelta(days=days), dt.time(within // 60, within % 60), ZoneInfo(zone)
    ).astimezone(dt.UTC)
