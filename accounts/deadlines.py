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
    for k in range(1, 1200):
        last = end if not terms.notice_to_month_end else _month_end_by(end)
        deadline = _before(last, terms, working_days, holidays)
        if deadline >= on:
            return Deadline(deadline, last)
        if not terms.renews:
            return None
        end = plus_months(terms.ends, k * step)
    return None


def _before(end: dt.date, terms: Terms, working_days: frozenset[int], holidays: frozenset[dt.date]) -> dt.date:
    length = terms.notice_length or 0
    if terms.notice_unit == "months":
        return plus_months(end, -length)
    if terms.notice_unit == "days":
        return end - dt.timedelta(days=length)
    day = end
    while length > 0:
        day -= dt.timedelta(days=1)
        if day.weekday() in working_days and day not in holidays:
            length -= 1
    return day


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on; a month's last day stays a last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return dt.date(year, month + 1, last)
    return dt.date(year, month + 1, min(day.day, last))


def _month_end_by(day: dt.date) -> dt.date:
    """`day` if it is a month's last day, else the last day of the month before."""
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return day
    return day.replace(day=1) - dt.timedelta(days=1)
