"""A client's money and communication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from signals.views.contexts.client import ClientHeader, QuickLog
from signals.views.contexts.common import BandKey, Money


@dataclass(frozen=True, slots=True)
class AgeBucket:
    """Open invoices of one age: *current*, *30*, *60* or *90* (days overdue up to; 90 is everything older than 60)."""

    key: Literal["current", "30", "60", "90"]
    label: str
    invoices: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MonthLate:
    """Days beyond terms of the invoices due in a month (its first day); None when none was due."""

    month: date
    days: float | None


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """An invoice. ``state`` is the sentence; ``tone`` colours it only when it is overdue."""

    number: str
    issued: date
    due: date
    amount: Money
    paid: Money
    state: str
    tone: Literal["", "raised", "high", "critical"] = ""


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """Receivables of one client, in the client's own currency."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    currency: str
    open: Money
    open_invoices: int
    overdue: Money
    overdue_invoices: int
    oldest_days: int | None
    days_beyond_terms: float | None
    usual_days: float | None
    counts_from: float | None
    ageing: Sequence[AgeBucket] = ()
    months: Sequence[MonthLate] = ()
    finding: str = ""
    finding_more: str = ""
    invoices: Sequence[InvoiceLine] = ()
    invoices_total: int = 0
    lifetime_paid: Money | None = None
    invoice_source: str = ""


@dataclass(frozen=True, slots=True)
class WeekOfMessages:
    """Messages from them in a week (its Monday), with the range usual for them: 9 weeks of 10."""

    week: date
    count: int
    low: float | None
    high: float | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes to us."""

    name: str
    role: str
    messages: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Speed:
    """A habit before and now, already in words ("3 h"); ``band`` raised when it is worse."""

    label: str
    before: str
    now: str
    reading: str
    band: BandKey = "low"


@dataclass(frozen=True, slots=True)
class CommunicationPage:
    """The weekly rhythm against the client's own habit. ``recent`` weeks at the end are the ones being judged."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    weeks: Sequence[WeekOfMessages]
    finding: str
    finding_more: str = ""
    recent: int = 4
    writers: Sequence[Writer] = ()
    writers_note: str = ""
    speeds: Sequence[Speed] = ()
