"""Toggl Track's detailed report: the start decides the day, the duration the length."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import Field, required
from accounts.imports.outcomes import LeftOut, Refusal
from accounts.imports.records import TimeRecord
from accounts.imports.sources.hours import entry


def line(row: Any, context: Context) -> TimeRecord | LeftOut | Refusal:
    return entry(row, context, row.date, row.duration, row.user, row.email)


HOURS = Source(
    "toggl-hours",
    gettext_lazy("hours from Toggl"),
    (
        required("date", "date", "start date"),
        required("duration", "duration", "duration"),
        Field("client_name", "name", "client", needed=True),
        Field("project", "name", "project"),
        Field("task", "name", "task"),
        Field("notes", "text", "description"),
        Field("start", "text", "start time"),
        Field("user", "name", "user"),
        Field("email", "email", "email"),
        Field("billable", "yes_no", "billable"),
    ),
    line,
    hallmarks=(frozenset({"user", "client", "startdate", "starttime", "duration"}),),
)
