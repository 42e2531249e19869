"""Whether onboarding, a launch or a new contact explains that a client writes and asks more than usual."""

from __future__ import annotations

import numpy as np

from signals.detection import Scope
from signals.measures.beginnings import NEWCOMER_DAYS, beginnings
from signals.measures.rhythm import RECENT
from signals.statistics import FloatArray


def excused(scope: Scope) -> FloatArray:
    """(n,) 1 where one of them explains it, else 0."""
    found: FloatArray = scope.shared("excused", _measure)
    return found


def _measure(scope: Scope) -> FloatArray:
    learning = scope.columns(
        ("messages",),
        f"""
        SELECT k.client_id, count(*) FROM [contact] k JOIN [message] m ON m.contact_id = k.id
        WHERE m.client_id = k.client_id AND k.joined_on <= %(day)s AND k.joined_on > %(day)s - {NEWCOMER_DAYS}
          AND m.direction = 1 AND NOT m.automatic AND m.occurred_at < %(cut)s
          AND m.occurred_at >= %(cut)s - interval '{RECENT} days'
        GROUP BY k.client_id
        """,  # noqa: S608 - our own text
    )
    return np.maximum(beginnings(scope)["begins"], (learning["messages"] > 0).astype(np.float64))
