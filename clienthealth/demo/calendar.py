"""The days of a world: weekdays, public holidays, slow weeks, and business minutes.

A world counts days from its first one (day 0). `length` is the day on which nothing has happened yet:
`today`. Days before 0 (a client's first contract) and after `length` (a due date) are plain integers too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import holidays
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

COUNTRIES = ("DK", "DE", "AT", "SE", "NL", "ES", "GB", "US")
OPENS, CLOSES = 8 * 60 + 30, 17 * 60 + 30
OPEN_MINUTES = CLOSES - OPENS
_SUMMER = {"DK": (7, 7), "SE": (7, 7), "DE": (7, 8), "AT": (7, 8), "NL": (7, 8), "ES": (8, 8), "GB": (8, 8)}


@dataclass(frozen=True)
class Calendar:
    """All days of a world, in the eyes of each country."""

    start: dt.date
    length: int
    _closed: dict[str, Bools] = field(default_factory=dict, repr=False, compare=False)
    _open: dict[str, Ints] = field(default_factory=dict, repr=False, compare=False)
    _pace: dict[str, Floats] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def weekday(self) -> Ints:
        """0 is Monday, one entry a day (length,)."""
        return (np.arange(self.length, dtype=np.int64) + self.start.weekday()) % 7

    @cached_property
    def weeks(self) -> int:
        return self.length // 7 + 1

    @cached_property
    def week(self) -> Ints:
        """The week of the world each day belongs to (length,)."""
        return np.arange(self.length, dtype=np.int64) // 7

    def date(self, day: int) -> dt.date:
        return self.start + dt.timedelta(days=int(day))

    def day(self, date: dt.date) -> int:
        return (date - self.start).days

    def closed(self, country: str) -> Bools:
        """Weekends and public holidays of a country (length,)."""
        if country not in self._closed:
            years = range(self.start.year, self.date(self.length).year + 1)
            off = holidays.country_holidays(country if country in COUNTRIES else "DE", years=years)
            closed = self.weekday >= 5
            for date in off:
                if 0 <= self.day(date) < self.length:
                    closed[self.day(date)] = True
            self._closed[country] = closed
        return self._closed[country]

    @cached_property
    def _month_ends(self) -> list[int]:
        return [day for day in range(self.length) if self.date(day + 1).day == 1]

    def month_ends(self, first: int, last: int) -> list[int]:
        """The days that end a month, from day `first` up to but not including day `last`."""
        return [day for day in self._month_ends if first <= day < last]

    def pace(self, country: str) -> Floats:
        """How much of a usual day's business is done (length,): weekends, holidays, Christmas, summer."""
        if country not in self._pace:
            self._pace[country] = self._find_pace(country)
        return self._pace[country].copy()

    def _find_pace(self, country: str) -> Floats:
        pace = np.array([1.05, 1.1, 1.05, 1.0, 0.8, 0.05, 0.04])[self.weekday]
        pace[self.closed(country) & (self.weekday < 5)] = 0.06
        first, last = _SUMMER.get(country, (8, 8))
        for day in range(self.length):
            date = self.date(day)
            if (date.month == 12 and date.day >= 22) or (date.month == 1 and date.day <= 3):
                pace[day] *= 0.15
            elif first <= date.month <= last:
                pace[day] *= 0.6
        return pace

    def open_days(self, country: str) -> Ints:
        """The working days of a country, in order."""
        if country not in self._open:
            self._open[country] = np.flatnonzero(~self.closed(country)).astype(np.int64)
        return self._open[country]

    def later(self, at: Ints, delay: Floats, country: str) -> Ints:
        """Minutes of the world, `delay` business minutes after the minutes `at`; may lie past the end."""
        open_days = self.open_days(country)
        day, minute = np.divmod(at, 1440)
        nth = np.searchsorted(open_days, day)
        here = open_days[np.minimum(nth, len(open_days) - 1)] == day
        inside = np.where(here, np.clip(minute - OPENS, 0, OPEN_MINUTES), 0)
        nth, minute = np.divmod(nth * OPEN_MINUTES + inside + delay.astype(np.int64), OPEN_MINUTES)
        past = nth >= len(open_days)
        day = np.where(past, self.length, open_days[np.minimum(nth, len(open_days) - 1)])
        return np.asarray(np.maximum(day * 1440 + OPENS + minute, at + 1), dtype=np.int64)


def add_months(date: dt.date, months: int) -> dt.date:
    """The same day of another month, or that month's last."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(date.day, last))
