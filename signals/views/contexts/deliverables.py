"""What a client was sent by tracked links and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.views.deliverables import Row
from signals.views.contexts.client import ClientHeader, QuickLog


@dataclass(frozen=True, slots=True)
class MonthOpened:
    """What was sent in a month, once it is old enough to be judged: opened, talked about in a meeting, or neither."""

    month: date
    sent: int
    opened: int
    met: int
    unopened: int

    @property
    def share(self) -> float | None:
        """Seen, of what was sent, 0 to 1."""
        return (self.sent - self.unopened) / self.sent if self.sent else None


@dataclass(frozen=True, slots=True)
class SharePicture:
    """Per cent by month, drawn by the server; `goal` is the share before, as a dashed line."""

    values: Sequence[float | None]
    goal: float | None
    alt: str
    kind: str = "columns"
    before: Sequence[float | None] = ()
    bottom: float = 0.0
    top: float = 100.0


@dataclass(frozen=True, slots=True)
class DeliverablesPage:
    """Everything shared, newest first, and how much of it was opened over twelve months."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    rows: Sequence[Row]
    total: int
    all_url: str
    share_url: str
    months: Sequence[MonthOpened]
    picture: SharePicture | None
    finding: str
    finding_more: str


@dataclass(frozen=True, slots=True)
class SharePage:
    """A report about to be shared; `existing` is one that was shared for the same months."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    form: Any
    period: str
    existing: Row | None
    back_url: str
    fault: str = ""
