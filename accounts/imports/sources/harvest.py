"""Harvest's detailed time report."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import Field, required
from accounts.imports.outcomes import LeftOut, Refusal
from accounts.imports.records import TimeRecord
from accounts.imports.sources.hours import entry


def line(row: Any, context: Context) -> TimeRecord | LeftOut | Refusal:
    person = " ".join(filter(None, (row.first_name, row.last_name))) or None
    return entry(row, context, row.date, row.hours, person)


HOURS = Source(
    "harvest-hours",
    gettext_lazy("hours from Harvest"),
    (
        required("date", "date", "date"),
        required("hours", "duration", "hours"),
        Field("client_name", "name", "client", needed=True),
        Field("project", "name", "project"),
        Field("task", "name", "task"),
        Field("notes", "text", "notes"),
        Field("billable", "yes_no", "billable?|billable"),
        Field("first_name", "name", "first name"),
        Field("last_name", "name", "last name"),
        Field("id", "identifier", "id"),
    ),
    line,
    hallmarks=(frozenset({"client", "task", "hours", "firstname", "lastname"}),),
)
