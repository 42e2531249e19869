"""The audit log: the changes of every audited record in one order, a page at a time.

The order is newest first, then by table, then the latest written first: a bulk load gives thousands of rows one
instant, and a page must begin exactly where the one before it ended. Each table is asked for one page's worth through
its own index; no table is counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Q

from clienthealth.core.history import Change, audited_models, describe, past_models
from clienthealth.core.withheld import shown

PAGE = 50
Event = Any


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show of the log: everything, or one person's, one kind's, one record's, one day's."""

    user_id: int | None = None
    model: type[models.Model] | None = None
    record_id: int | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    reader: object | None = None  # who asks: what is kept from them is left out

    def condition(self) -> Q:
        asked = {
            "pgh_context__user": self.user_id,
            "pgh_obj_id": self.record_id,
            "pgh_created_at__gte": self.since,
            "pgh_created_at__lt": self.until,
        }
        return Q(**{name: value for name, value in asked.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the instant, the table's number and the row of the last change shown."""

    at: dt.datetime
    table: int
    row: int

    @classmethod
    def read(cls, text: str) -> Place | None:
        """From an address; what makes no sense is the beginning."""
        try:
            at, table, row = text.split("_")
            return cls(dt.datetime.fromtimestamp(int(at) / 1_000_000, dt.UTC), int(table), int(row))
        except (ValueError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        since = self.at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        return f"{since // dt.timedelta(microseconds=1)}_{self.table}_{self.row}"


@dataclass(frozen=True, slots=True)
class Page:
    changes: list[Change]
    older: Place | None


def read(wanted: Wanted, *, after: Place | None = None, size: int = PAGE) -> Page:
    """The `size` changes that follow `after`, and where the next page begins."""
    tables = [_keyed(table, _events(table, model, wanted, after)[: size + 1]) for table, model in _tables(wanted)]
    found = list(islice(merge(*tables), size + 1))
    events = [event for _key, event in found[:size]]
    older = _place(found[size - 1]) if len(found) > size else None
    return Page(describe(events), older)


def _tables(wanted: Wanted) -> Iterable[tuple[int, type[models.Model]]]:
    return [pair for pair in enumerate(audited_models()) if wanted.model in {None, pair[1]}]


def _events(table: int, model: type[models.Model], wanted: Wanted, after: Place | None) -> models.QuerySet[Any]:
    events: models.QuerySet[Any] = past_models()[model].objects.filter(wanted.condition())
    if wanted.reader is not None:
        events = shown(events, model, wanted.reader)
    if after is not None:
        earlier, same = Q(pgh_created_at__lt=after.at), Q(pgh_created_at=after.at)
        if table == after.table:
            earlier |= same & Q(pgh_id__lt=after.row)
        elif table > after.table:
            earlier |= same
        events = events.filter(earlier)
    return events.order_by("-pgh_created_at", "-pgh_id")


def _keyed(table: int, events: Iterable[Event]) -> Iterable[tuple[tuple[float, int, int], Event]]:
    return [((-event.pgh_created_at.timestamp(), table, -event.pgh_id), event) for event in events]


def _place(found: tuple[tuple[float, int, int], Event]) -> Place:
    (_at, table, _row), event = found
    return Place(event.pgh_created_at, table, event.pgh_id)
