"""Past versions read as changes: who, when, from what to what.

An event of pghistory holds the row as it was *before* an update or a deletion (and as it was made, for audited
records). What the row became is the next event of the same record, or the live row.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pghistory
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import formats
from django.utils.translation import gettext as _

EMPTY = "–"
UNTOLD = frozenset({"id", "recorded_at", "known_at"})

Event = Any  # event models are made by pghistory at import time
Record = models.Model
Names = dict[tuple[type[models.Model], Any], str]


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One record made, changed or deleted, by one person or job at one instant."""

    model: type[models.Model]
    record_id: Any
    record: str
    kind: str  # insert, update, delete
    at: dt.datetime
    user_id: int | None
    why: str
    fields: tuple[FieldChange, ...]

    @property
    def kind_name(self) -> str:
        return str(self.model._meta.verbose_name)


@cache
def past_models() -> dict[type[models.Model], Any]:
    """Every record that keeps its past, with the table that holds it."""
    found: list[Any] = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return {model.pgh_tracked_model: model for model in found if model.pgh_tracked_model}


@cache
def audited_models() -> tuple[type[models.Model], ...]:
    """The records whose making is noted as well: those of the audit log, by name."""
    audited = [
        model
        for model, past in past_models().items()
        if any(isinstance(tracker, pghistory.InsertEvent) for tracker in past.pgh_trackers)
    ]
    return tuple(sorted(audited, key=lambda model: model._meta.label))


def changes_of(record: Record, *, most: int = 200) -> list[Change]:
    """The newest changes of one record, newest first; none for a record that keeps no past."""
    past = past_models().get(type(record))
    if past is None:
        return []
    return describe(past.objects.filter(pgh_obj_id=record.pk).order_by("-pgh_id")[:most])


def describe(events: Iterable[Event]) -> list[Change]:
    """Changes in the order of their events, in a number of queries that depends only on how many models they are of."""
    listed = list(events)
    became: dict[tuple[type[models.Model], int], Event | None] = {}
    for past, some in _by_model(listed).items():
        became |= {(past, key): row for key, row in _successors(past, some).items()}
    names = _names(listed, became.values())
    return [_change(event, became.get((type(event), event.pgh_id)), names) for event in listed]


def _by_model(events: Sequence[Event]) -> dict[Any, list[Event]]:
    groups: dict[Any, list[Event]] = defaultdict(list)
    for event in events:
        groups[type(event)].append(event)
    return groups


def _successors(past: Any, events: list[Event]) -> dict[int, Event | None]:
    """What each updated row became: the row of the record's next event, else the live row."""
    updated = [event.pgh_id for event in events if event.pgh_label == "update"]
    later = past.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    following = later.exclude(pgh_label="insert").order_by("pgh_id").values("pgh_id")[:1]
    next_ids = dict(past.objects.filter(pgh_id__in=updated).annotate(following=Subquery(following)).values_list(
        "pgh_id", "following"
    ))  # fmt: skip
    rows = past.objects.in_bulk([key for key in next_ids.values() if key])
    objects = {event.pgh_id: event.pgh_obj_id for event in events}
    live = past.pgh_tracked_model._base_manager.in_bulk({objects[key] for key, after in next_ids.items() if not after})
    return {key: rows[after] if after else live.get(objects[key]) for key, after in next_ids.items()}


def _fields(past: Any) -> list[models.Field[Any, Any]]:
    kept = {field.name for field in past._meta.concrete_fields}
    tracked = past.pgh_tracked_model._meta.concrete_fields
    return [field for field in tracked if field.name in kept and field.name not in UNTOLD]


def _names(events: Sequence[Event], successors: Iterable[Event | None]) -> Names:
    """The names of the records that changed rows point at, one query a model."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    fields = {past: [field for field in _fields(past) if field.is_relation] for past in _by_model(events)}
    by_tracked = {past.pgh_tracked_model: own for past, own in fields.items()}
    for row in (*events, *(row for row in successors if row is not None)):
        for field in fields.get(type(row)) or by_tracked.get(type(row)) or []:
            if (value := getattr(row, field.attname)) is not None:
                wanted[field.related_model].add(value)  # type: ignore[index]
    return {
        (model, key): str(found)
        for model, keys in wanted.items()
        for key, found in model._base_manager.in_bulk(keys).items()
    }


def _change(event: Event, after: Event | None, names: Names) -> Change:
    context = event.pgh_context or {}
    return Change(
        model=event.pgh_tracked_model,
        record_id=event.pgh_obj_id,
        record=str(_as_record(event)),
        kind=event.pgh_label,
        at=event.pgh_created_at,
        user_id=context.get("user"),
        why=context.get("why") or context.get("url") or "",
        fields=tuple(_differences(event, after, names)),
    )


def _as_record(event: Event) -> models.Model:
    fields = [field.attname for field in event.pgh_tracked_model._meta.concrete_fields if hasattr(event, field.attname)]
    record: models.Model = event.pgh_tracked_model(**{name: getattr(event, name) for name in fields})
    return record


def _differences(event: Event, after: Event | None, names: Names) -> Iterable[FieldChange]:
    for field in _fields(type(event)):
        value = getattr(event, field.attname)
        old, new = (None, value) if event.pgh_label == "insert" else (value, after and getattr(after, field.attname))
        before, now = _shown(field, old, names), _shown(field, new, names)
        if before == now and isinstance(new, list | dict) and old != new:
            now = _("%(value)s (changed inside)") % {"value": now}
        if before != now:
            yield FieldChange(str(field.verbose_name), before, now)


def _shown(field: models.Field[Any, Any], value: Any, names: Names) -> str:
    """A value as a person reads it."""
    if value is None or value in ("", []):
        return EMPTY
    if field.is_relation:
        return names.get((field.related_model, value), f"#{value}")  # type: ignore[arg-type]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_entry(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_entry(each)}" for key, each in value.items()) or EMPTY
    chosen: dict[Any, Any] = dict(field.flatchoices)
    return str(chosen.get(value) or formats.localize(value))


def _entry(value: Any) -> str:
    """Something inside a list or a table: a step or a factor goes by its title, name or key."""
    if not isinstance(value, dict):
        return str(value)
    named = next((value[word] for word in ("title", "name", "key") if value.get(word)), None)
    return str(named) if named else ", ".join(f"{key} {each}" for key, each in value.items())


def names_of_people(changes: Iterable[Change]) -> dict[int | None, str]:
    """The names of those who made the changes, in one query."""
    keys = {change.user_id for change in changes if change.user_id}
    return {person.pk: str(person) for person in get_user_model()._default_manager.filter(pk__in=keys)}
