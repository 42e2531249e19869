"""Notice deadlines: the last day on which notice still ends a contract at its next end. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says about its end. `notice_unit` is days, business or months."""

    starts: dt.date
    ends: dt.date | None
    renews: bool
    renewal_months: int | None
    notice_length: int | None
    notice_unit: str
    notice_to_month_end: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    last_day: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Workdays:
    """The days on which somebody works: weekdays (0 is Monday) less days off. A week without any has seven."""

    week: frozenset[int]
    off: frozenset[dt.date] = frozenset()

    def works(self, day: dt.date) -> bool:
        return day not in self.off and (not self.week or day.weekday() in self.week)

    def after(self, day: dt.date, count: int) -> dt.date:
        """The working day that many after `day`; for 0 the day itself, or the next one worked."""
        return self._walk(day, count, dt.timedelta(days=1))

    def before(self, day: dt.date, count: int) -> dt.date:
        """The working day that many before `day`; for 0 the day itself, or the last one worked."""
        return self._walk(day, count, dt.timedelta(days=-1))

    def _walk(self, day: dt.date, left: int, step: dt.timedelta) -> dt.date:
        while left > 0 or not self.works(day):
            day += step
            left -= self.works(day)
        return day


def notice_deadline(
    terms: Terms, on: dt.date, working_days: frozenset[int], holidays: frozenset[dt.date]
) -> Deadline | None:
    """The next deadline at or after `on`; None where the contract has no end to wait for.

    A contract that renews itself has a further end every `renewal_months` (12 where it does not say). Notice “to the
    end of a month” can only end the contract on a month's last day, so the end is moved back to one.
    """
    if terms.ends is None or terms.notice_length is None:
        return None
    end, step = terms.ends, terms.renewal_months or 12
    days = Workdays(working_days, holidays)
    for k in range(1, 1200):
        last = end if not terms.notice_to_month_end else _month_end_by(end)
        deadline = latest_receipt(terms, last, days)
        if deadline >= on:
            return Deadline(deadline, last)
        if not terms.renews:
            return None
        end = plus_months(terms.ends, k * step)
    return None


def latest_receipt(terms: Terms, end: dt.date, days: Workdays) -> dt.date:
    """The last day on which notice that is received still ends a contract on `end`. The day of receipt never counts.

    Business days are counted from the last one worked before the end, so that as many lie after the receipt.
    """
    length = terms.notice_length or 0
    if terms.notice_unit == "months":
        return plus_months(end, -length)
    if terms.notice_unit == "days" or not length:
        return end - dt.timedelta(days=length)
    return days.before(days.before(end, 0), length)


def notice_end(terms: Terms, received: dt.date, days: Workdays) -> dt.date:
    """The first day on which notice received on a working day can end a contract: `latest_receipt` the other way round.

    A month runs to the day of the same number, or to the last day of a month that lacks it.
    """
    length = terms.notice_length or 0
    if terms.notice_unit == "months":
        end = _same_number(received, length)
    elif terms.notice_unit == "days" or not length:
        end = received + dt.timedelta(days=length)
    else:
        end = days.after(received, length)
    return month_end_from(end) if terms.notice_to_month_end else end


def _same_number(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on; a month's last day stays a last day."""
    there = _same_number(day, months)
    return month_end_from(there) if is_month_end(day) else there


def is_month_end(day: dt.date) -> bool:
    return day == month_end_from(day)


def month_end_from(day: dt.date) -> dt.date:
    """The last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month_end_by(day: dt.date) -> dt.date:
    """`day` if it is a month's last day, else the last day of the month before."""
    return day if is_month_end(day) else day.replace(day=1) - dt.timedelta(days=1)
