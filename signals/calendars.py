"""Agency-wide facts as they were known on a day: base currency, rates, working week, holidays."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from typing import Any

from django.db import connection

from accounts.deadlines import Workdays
from accounts.models import Agency
from clienthealth.core.clock import Day
from clienthealth.core.versions import known_by
from signals.detection import Calendars, Known


class NoAgency(Exception):  # noqa: N818 - a state, in words for people
    """There is no agency yet, so there is nobody to score for."""


def the_agency() -> Agency:
    agency = Agency.objects.first()
    if agency is None:
        raise NoAgency("No agency is set up yet. Run “manage.py create_owner” or “make demo” first.")
    return agency


def known_calendars(day: Day, known: Known) -> Calendars:
    """Three small queries; none depends on which clients are scored."""
    valid = known_by(known)
    given = {"cut": day.cut, "day": day.date}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT currency, working_days, country, day_starts, day_ends, cost_rate, target_rate"  # noqa: S608
            f" FROM accounts_agency_versions WHERE {valid} ORDER BY recorded_at DESC LIMIT 1",
            given,
        )
        row = cursor.fetchone() or _as_it_is(the_agency())
        currency, week, country, opens, shuts, cost_rate, target_rate = row
        cursor.execute(
            "SELECT DISTINCT ON (currency) currency, rate FROM accounts_exchangerate_versions"  # noqa: S608
            f" WHERE {valid} AND starts <= %(day)s ORDER BY currency, starts DESC, id DESC",
            given,
        )
        rates = {code: float(rate) for code, rate in cursor.fetchall()} | {currency: 1.0}
        cursor.execute(f'SELECT country, "on" FROM accounts_holiday_versions WHERE {valid} ORDER BY 1, 2', given)  # noqa: S608
        days_off: dict[str, set[dt.date]] = defaultdict(set)
        for code, on in cursor.fetchall():
            days_off[code].add(on)
    return Calendars(
        currency=currency,
        working_days=frozenset(_list(week)),
        rates=rates,
        holidays={code: frozenset(days) for code, days in days_off.items()},
        country=country,
        opens=_minute(opens),
        shuts=_minute(shuts),
        cost_rate=_rate(cost_rate),
        target_rate=_rate(target_rate),
    )


def _as_it_is(agency: Agency) -> tuple[Any, ...]:
    """What the record says now, for a day before its first version."""
    return (
        agency.currency, agency.working_days, agency.country, agency.day_starts, agency.day_ends, agency.cost_rate,
        agency.target_rate,
    )  # fmt: skip


def _minute(time: dt.time) -> int:
    return 60 * time.hour + time.minute


def _rate(value: object) -> float | None:
    """What an hour is worth; nothing is no rate."""
    return float(value) if value else None  # type: ignore[arg-type]


def _list(value: object) -> list[int]:
    """A JSON array as the driver hands it over: text, or a list already."""
    found: list[int] = json.loads(value) if isinstance(value, str) else value  # type: ignore[assignment]
    return found


def working_day(calendars: Calendars, start: dt.date, after: int) -> dt.date:
    """The working day that many working days after a day; for 0 the day itself, or the next one worked.

    The agency's working week, its country's holidays and its own count. A week without a working day has only such.
    """
    return Workdays(calendars.working_days, calendars.days_off()).after(start, after)
