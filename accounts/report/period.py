"""The time a report is about: whole months of the relationship, cut where it ended. Pure: no model, no clock."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 36  # months
YEAR, QUARTER = 12, 3


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both within."""

    first: dt.date
    last: dt.date

    @property
    def is_whole(self) -> bool:
        """Whether it begins and ends with a month."""
        return self.first.day == 1 and self.last == month_end(self.last)

    @property
    def months(self) -> list[dt.date]:
        """The first day of each month that it touches."""
        return [after(self.first.replace(day=1), n) for n in range(span(self.first, self.last))]

    @property
    def before(self) -> Period:
        """The same days a year earlier."""
        whole = self.last == month_end(self.last)
        last = a_year_before(self.last)
        return Period(a_year_before(self.first), month_end(last) if whole else last)


@dataclass(frozen=True, slots=True)
class Relationship:
    """When we worked for a client, as far as a report can reach back."""

    today: dt.date
    started: dt.date | None = None
    ended: dt.date | None = None

    @property
    def last(self) -> dt.date:
        return min(self.today, self.ended or self.today)

    @property
    def months(self) -> list[dt.date]:
        """The months that a report may begin or end with, the newest first."""
        earliest = after(self.last.replace(day=1), 1 - LONGEST)
        if self.started and self.started <= self.last:
            earliest = max(earliest, self.started.replace(day=1))
        return [after(self.last.replace(day=1), -n) for n in range(span(earliest, self.last))]

    def latest(self, count: int) -> Period:
        """The last `count` months: full ones while we work for them, up to the last day once it has ended."""
        choice = self.months
        running = self.ended is None or self.ended > self.today
        if running and len(choice) > 1 and self.last != month_end(self.last):
            choice = choice[1:]
        return self.between(choice[min(count, len(choice)) - 1], choice[0])

    def between(self, first: dt.date, last: dt.date) -> Period:
        """From the first day of one month to the last day of another, as far as it has come."""
        return Period(first, min(month_end(last), self.last))

    @property
    def presets(self) -> Sequence[Period]:
        """Three months, twelve, everything; each once."""
        found = [self.latest(QUARTER), self.latest(YEAR), self.latest(LONGEST)]
        return list(dict.fromkeys(found))


def month_end(on: dt.date) -> dt.date:
    return on.replace(day=calendar.monthrange(on.year, on.month)[1])


def after(first: dt.date, months: int) -> dt.date:
    """The first day of the month that lies `months` after."""
    count = first.year * 12 + first.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)


def span(first: dt.date, last: dt.date) -> int:
    """How many months two days touch."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def a_year_before(on: dt.date) -> dt.date:
    """29 February has the 28th."""
    return on.replace(year=on.year - 1, day=28) if (on.month, on.day) == (2, 29) else on.replace(year=on.year - 1)
