"""Whether anybody of ours writes things down about a client, so that nothing written means nothing happened."""

from __future__ import annotations

from typing import Any

import numpy as np

from signals.detection import Scope

MEMORY = 180  # days


def watched(scope: Scope) -> Any:
    """(n,) true where a person logged an observation, lapse, win, note or pulse in half a year."""
    found: Any = scope.shared("watched", _measure)
    return found


def _measure(scope: Scope) -> Any:
    parts = " UNION ALL ".join(
        f"SELECT client_id FROM [{table}] r WHERE occurred_on <= %(day)s AND occurred_on > %(day)s - {MEMORY}"  # noqa: S608
        for table in ("observation", "lapse", "win", "note", "pulse")
    )
    columns = scope.columns(("n",), f"SELECT client_id, count(*) FROM ({parts}) AS logged GROUP BY client_id")  # noqa: S608
    return ~np.isnan(columns["n"])
