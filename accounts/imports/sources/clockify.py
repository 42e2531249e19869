"""Clockify's detailed report.

Its decimal duration can say 0.00 for an hour: the times are trusted, then the clock form.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.imports.dates import read_instant
from accounts.imports.engine import Context, Source
from accounts.imports.fields import Field, required
from accounts.imports.outcomes import LeftOut, Refusal
from accounts.imports.records import TimeRecord
from accounts.imports.sources.hours import entry


def line(row: Any, context: Context) -> TimeRecord | LeftOut | Refusal:
    worked = _between_times(row, context)
    if worked is None:
        worked = row.duration or row.decimal
    return entry(row, context, row.date, worked, row.user, row.email)


def _between_times(row: Any, context: Context) -> timedelta | None:
    if not (row.start and row.end):
        return None
    try:
        start, end = (
            _at(day, clock, context) for day, clock in ((row.date, row.start), (row.end_date or row.date, row.end))
        )
    except ValueError:
        return None
    return end - start if end >= start else end - start + timedelta(days=1)


def _at(day: Any, clock: str, context: Context) -> datetime:
    return read_instant(f"{day.isoformat()} {clock}", "dmy", context.zone)


HOURS = Source(
    "clockify-hours",
    gettext_lazy("hours from Clockify"),
    (
        required("date", "date", "start date"),
        Field("end_date", "date", "end date"),
        Field("start", "name", "start time"),
        Field("end", "name", "end time"),
        Field("duration", "duration", "duration (h)", needed=True),
        Field("decimal", "duration", "duration (decimal)"),
        Field("client_name", "name", "client", needed=True),
        Field("project", "name", "project"),
        Field("task", "name", "task"),
        Field("notes", "text", "description"),
        Field("user", "name", "user"),
        Field("email", "email", "email"),
        Field("billable", "yes_no", "billable"),
    ),
    line,
    hallmarks=(frozenset({"client", "startdate", "durationh"}), frozenset({"client", "startdate", "durationdecimal"})),
)
