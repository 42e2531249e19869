"""Hours."""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.records import TimeRecord
from accounts.imports.targets.base import Place, Staged, Target, identity
from accounts.models import TimeEntry

KINDS = (
    (TimeEntry.Kind.MEETING, r"meeting|call|besprech|réunion|reuni[oó]n|riunione|møde|möte|vergadering|workshop"),
    (TimeEntry.Kind.REPORTING, r"report|bericht|rapport|informe|analy[st]"),
    (TimeEntry.Kind.REWORK, r"rework|correct|korrektur|correction|bug|fix|nacharbeit|überarbeit"),
    (TimeEntry.Kind.SUPPORT, r"support|ticket|e-?mail|help|hilfe|aide|ayuda|soporte|admin|account manag"),
)

ENTRIES = Target(
    "time",
    gettext_lazy("time entries"),
    TimeEntry,
    {
        "client_id": "bigint",
        "occurred_on": "date",
        "minutes": "integer",
        "kind": "smallint",
        "billable": "boolean",
        "person": "text",
    },
    occurred="s.occurred_on::timestamp AT TIME ZONE %(zone)s",
)


def place_time(record: TimeRecord, place: Place) -> list[Staged]:
    client = place.directory.client(record.client, create=False)
    minutes = round(record.duration.total_seconds() / 60)
    kind = kind_of(record.task or "")
    if record.task:
        place.notice(_("The kind of work is told by the name of the task."))
    billable = True if record.billable is None else record.billable
    person = (record.person or record.email or "")[:120]
    values = (record.row, identity(record.external_id), client, record.worked_on, minutes, int(kind), billable, person)
    return [(ENTRIES, values)]


@cache
def kind_of(task: str) -> TimeEntry.Kind:
    """What kind of work a task's name speaks of; delivery where it says nothing."""
    for kind, words in KINDS:
        if re.search(rf"\b(?:{words})", task, re.IGNORECASE):
            return kind
    return TimeEntry.Kind.DELIVERY
