"""Hours from any list: date, client, hours. The vendors' own files stand beside this one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import CLIENT_ID, CLIENT_NAME, Field, required
from accounts.imports.outcomes import LeftOut, Refusal
from accounts.imports.records import ClientRef, TimeRecord
from accounts.imports.sources.shared import made_up_id

LONGEST_ENTRY = timedelta(hours=24)


def entry(
    row: Any, context: Context, worked_on: Any, duration: timedelta | None, person: str | None, email: str | None = None
) -> TimeRecord | LeftOut | Refusal:
    """One entry, once its source has worked out day, length and person."""
    if duration is None:
        return Refusal(row.line, "", "", _("The row says neither how long nor from when to when."))
    if not row.client_name and not getattr(row, "client_id", None):
        return LeftOut(row.line, _("Hours without a client."))
    if not duration:
        return LeftOut(row.line, _("Hours of zero length."))
    if not timedelta(0) < duration <= LONGEST_ENTRY:
        return Refusal(row.line, "", str(duration), _("An entry lasts more than nothing and at most a day."))
    client = ClientRef(getattr(row, "client_id", None), row.client_name)
    note = getattr(row, "notes", None)
    identity = getattr(row, "id", None) or made_up_id(
        context, worked_on, row.client_name, row.project, row.task, person, email, note, duration
    )
    return TimeRecord(
        row.line, identity, client, worked_on, duration, person, email, row.project, row.task, row.billable
    )


def hours(row: Any, context: Context) -> TimeRecord | LeftOut | Refusal:
    return entry(row, context, row.date, row.hours, row.person, row.email)


HOURS = Source(
    "hours",
    gettext_lazy("plain list of hours"),
    (
        required("date", "date", "date|spent date|day|worked on|datum|tag|fecha|data|dag"),
        required("hours", "duration", (
    "hours|time spent|duration|time|stunden|dauer|zeit|heures|durée|horas|duración|ore|durata|uren|"
    "timmar"
)),
        Field("client_name", "name", CLIENT_NAME, needed=True),
        Field("client_id", "identifier", CLIENT_ID),
        Field("project", "name", "project|project name|projekt|projet|proyecto|progetto"),
        Field("task", "name", (
    "task|task name|activity|kind|service|aufgabe|tätigkeit|leistung|tâche|tarea|attività|taak"
)),
        Field("person", "name", (
    "person|user|employee|staff|team member|who|mitarbeiter|benutzer|utilisateur|empleado|medewerker"
)),
        Field("email", "email", "email|user email|e-mail"),
        Field("billable", "yes_no", "billable|billable?|abrechenbar|facturable|fatturabile|factureerbaar"),
        Field("notes", "text", "notes|description|note|beschreibung|bemerkung"),
        Field("id", "identifier", "id|entry id|time entry id"),
    ),
    hours,
)  # fmt: skip
