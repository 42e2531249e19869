"""Whether onboarding, a launch or a new contact explains that a client writes and asks more than usual."""

from __future__ import annotations

import numpy as np

from signals.detection import Scope
from signals.measures.rhythm import RECENT
from signals.statistics import FloatArray

NEWCOMER_DAYS = 60  # the first weeks of a client, or of a contact who writes, are for learning, written down or not


def excused(scope: Scope) -> FloatArray:
    """(n,) 1 where one of them explains it, else 0."""
    found: FloatArray = scope.shared("excused", _measure)
    return found


def _measure(scope: Scope) -> FloatArray:
    columns = scope.columns(
        ("excused",),
        f"""
        SELECT c.id, (c.started_on IS NOT NULL AND c.started_on > %(day)s - {NEWCOMER_DAYS} OR EXISTS (
            SELECT 1 FROM [period] p WHERE p.client_id = c.id AND p.kind IN ('onboarding', 'launch')
              AND p.starts <= %(day)s AND (p.ends IS NULL OR p.ends > %(day)s - {RECENT})
        ) OR EXISTS (
            SELECT 1 FROM [contact] k JOIN [message] m ON m.contact_id = k.id
            WHERE k.client_id = c.id AND k.joined_on <= %(day)s AND k.joined_on > %(day)s - {NEWCOMER_DAYS}
              AND m.direction = 1 AND NOT m.automatic AND m.occurred_at < %(cut)s
              AND m.occurred_at >= %(cut)s - interval '{RECENT} days'
        ))::int FROM [client] c
        """,  # noqa: S608 - our own text
    )
    return np.nan_to_num(columns["excused"])
