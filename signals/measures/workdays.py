"""Working days between two dates in SQL: a table of running counts a country, so that each row costs two look-ups."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from signals.detection import Calendars

WORKED = """
    worked AS MATERIALIZED (
        SELECT country, days::int[] AS days FROM unnest(%(countries)s::text[], %(worked)s::text[]) AS w (country, days)
    )
"""
COUNTRY = "CASE WHEN c.country = '' THEN %(home)s WHEN c.country = ANY(%(countries)s) THEN c.country ELSE '' END"


def between(since: str, until: str) -> str:
    """SQL of the working days after the date `since` up to the date `until`, for a row joined to `worked` as w."""
    return f"(w.days[{until} - %(worked_from)s + 1] - w.days[{since} - %(worked_from)s + 1])"


def workdays(calendars: Calendars, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Parameters of `WORKED`: for each country with holidays, how many working days lie from `first` up to each day.

    A client without a country has the agency's holidays; one of a country whose holidays nobody entered has none but
    those of all countries.
    """
    countries = sorted({"", calendars.country, *calendars.holidays})
    everywhere = calendars.holidays.get("", frozenset())
    return {
        "countries": countries,
        "worked": [
            _counts(calendars.working_days, everywhere | calendars.holidays.get(country, frozenset()), first, last)
            for country in countries
        ],
        "worked_from": first,
        "home": calendars.country,
    }


@lru_cache(maxsize=64)  # a pure function of its arguments
def _counts(working_days: frozenset[int], off: frozenset[dt.date], first: dt.date, last: dt.date) -> str:
    count, counts = 0, []
    for i in range((last - first).days + 1):
        day = first + dt.timedelta(days=i)
        count += day.weekday() in working_days and day not in off
        counts.append(str(count))
    return "{" + ",".join(counts) + "}"
