"""The outbox: what happened, for systems elsewhere to hear of. Written with the event, read in the order of commits.

A row's id is given before its transaction commits, so a reader that remembered ids would pass over the rows of a
transaction that was still at work. Positions are given afterwards, by one reader at a time, to rows that everybody can
see: whoever has read up to a position has read everything that will ever stand before it. They are numbers of our own,
not transaction ids, which a restored dump would begin anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db import connection, transaction

from clienthealth.core import clock
from clienthealth.core.models import OutboxEvent

LOCK = 0x0B0C5  # one reader numbers at a time
KEPT = dt.timedelta(days=30)
MOST = 10_000


class Event(NamedTuple):
    """One thing that happened: a key that no other event has, the client it is about, what to tell."""

    key: str
    client: int | None
    payload: Mapping[str, Any]


def append(topic: str, events: Iterable[Event]) -> None:
    """Write events down, in the caller's transaction; what is there already under its key stays as it was."""
    # In the order of keys: two transactions that write the same events wait for each other, and never in a circle.
    rows = [
        OutboxEvent(topic=topic, key=event.key, client=event.client, payload=dict(event.payload))
        for event in sorted(events, key=lambda event: event.key)
    ]
    OutboxEvent.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def read(after: int = 0, *, topics: Iterable[str] | None = None, limit: int = 500) -> list[OutboxEvent]:
    """The events behind a place in the list, the oldest first. The last one's `position` is the next place.

    Call it outside of a transaction: numbers given inside one stay unseen, and other readers without new ones, until
    it ends.
    """
    number()
    found = OutboxEvent.objects.filter(position__gt=after)
    if topics is not None:
        found = found.filter(topic__in=list(topics))
    return list(found.order_by("position")[:limit])


def number() -> int:
    """Give the committed events that have none their positions. Nothing while another reader is doing it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            """
            UPDATE core_outboxevent e SET position = n.position
            FROM (SELECT id, nextval('core_outboxevent_position') AS position
                  FROM (SELECT id FROM core_outboxevent WHERE position IS NULL ORDER BY id LIMIT %s) waiting) n
            WHERE e.id = n.id
            """,
            [MOST],
        )
        return int(cursor.rowcount)


def thin() -> int:
    """Delete events that every reader had thirty days to read."""
    old = OutboxEvent.objects.filter(position__isnull=False, made_at__lt=clock.now() - KEPT)
    return old.filter(pk__in=old.order_by("pk").values("pk")[:MOST]).delete()[0]
