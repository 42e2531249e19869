"""Which clients a pass is about, and how they are cut into chunks. The result never depends on the cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from django.db import connection

from clienthealth.core.clock import Day
from clienthealth.core.versions import known_by
from signals.detection import Known
from signals.statistics import IntArray

CHUNK = 2500
BULK = 1250  # clients a worker takes of everyone's turn: small enough for several workers to end together


def served(day: Day, known: Known, among: Sequence[int] | None = None) -> IntArray:
    """Ids, ascending, of the clients who were ours on a day, as known then. Dates decide, not today's status."""
    whose = "" if among is None else "AND id = ANY(%(among)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT DISTINCT id FROM accounts_client_versions
            WHERE {known_by(known)}
              AND (started_on IS NULL OR started_on <= %(day)s) AND (ended_on IS NULL OR ended_on > %(day)s) {whose}
            ORDER BY id
            """,  # noqa: S608 - our own names
            {"cut": day.cut, "day": day.date, "among": list(among or ())},
        )
        return np.array([row[0] for row in cursor.fetchall()], dtype=np.int64)


def chunks(clients: IntArray, size: int = CHUNK) -> Iterator[IntArray]:
    for start in range(0, len(clients), size):
        yield clients[start : start + size]
