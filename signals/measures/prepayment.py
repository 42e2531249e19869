"""Whether a client pays beforehand: the terms of their running contracts."""

from __future__ import annotations

from signals.detection import Columns, Scope


def terms(scope: Scope) -> Columns:
    """Columns (n,): running contracts, and those paid beforehand. NaN where no contract runs."""
    found: Columns = scope.shared("prepayment", _measure)
    return found


def _measure(scope: Scope) -> Columns:
    return scope.columns(
        ("contracts", "prepaid"),
        """
        SELECT client_id, count(*), count(*) FILTER (WHERE is_prepaid) FROM [contract] k
        WHERE starts <= %(day)s AND (ends IS NULL OR ends >= %(day)s OR renews) GROUP BY client_id
        """,
    )
