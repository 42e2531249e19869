"""Clients in whose life something begins: the first weeks, an onboarding, a launch. Much is different, and fine."""

from __future__ import annotations

import numpy as np

from signals.detection import Columns, Scope

NEWCOMER_DAYS = 60
LASTS = 28  # days for which a period that is over still explains what is seen


def beginnings(scope: Scope) -> Columns:
    """Columns (n,): `begins` is 1 where a client began within 60 days, or an onboarding or launch ran in the last four
    weeks, else 0; `age` is days since the client began, NaN where nobody knows.
    """
    found: Columns = scope.shared("beginnings", _measure)
    return found


def _measure(scope: Scope) -> Columns:
    columns = scope.columns(
        ("age", "period"),
        f"""
        SELECT c.id, %(day)s - c.started_on, EXISTS (
            SELECT 1 FROM [period] p WHERE p.client_id = c.id AND p.kind IN ('onboarding', 'launch')
              AND p.starts <= %(day)s AND (p.ends IS NULL OR p.ends > %(day)s - {LASTS}))::int
        FROM [client] c
        """,  # noqa: S608 - our own text
    )
    begins = (columns["age"] < NEWCOMER_DAYS) | (np.nan_to_num(columns["period"]) > 0)
    return {"begins": begins.astype(np.float64), "age": columns["age"]}
