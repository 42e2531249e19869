"""Invoices, payments and fees, per client, in the client's own currency.

A client who is billed in one currency needs no rate. One who is billed in several is converted to the base currency
at the day's rate; a missing rate is “cannot tell” for that client, and the sentence names it and the day.
All sums are integers (cents, and millionths of weight), so they do not depend on how the database adds them up.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from signals.currencies import number_of
from signals.detection import Columns, Scope, day_number
from signals.measures.billing import billed

MONTH_ENDS = 6

RECORDS = """
    invoices AS (
        SELECT id, client_id, currency, due_on, issued_on, (amount * 100)::bigint AS cents,
               (coalesce(net, amount) * 100)::bigint AS net_cents
        FROM [invoice] i
        WHERE kind = 'invoice' AND issued_on <= %(day)s AND (voided_on IS NULL OR voided_on > %(day)s)
    ),
    parts AS (
        SELECT invoice_id, paid_on, (amount * 100)::bigint AS cents FROM [payment] p
        WHERE paid_on <= %(day)s AND invoice_id IS NOT NULL
        UNION ALL
        SELECT credits_id, issued_on, (amount * 100)::bigint FROM [invoice] c
        WHERE kind = 'credit' AND credits_id IS NOT NULL AND issued_on <= %(day)s
          AND (voided_on IS NULL OR voided_on > %(day)s)
    )
"""
INVOICES = f"""
    {RECORDS},
    settled AS MATERIALIZED (
        SELECT i.id, i.client_id, i.currency, i.due_on, i.issued_on, i.cents, i.net_cents,
               coalesce(sum(p.cents), 0)::bigint AS paid, max(p.paid_on) AS last_paid
        FROM invoices i LEFT JOIN parts p ON p.invoice_id = i.id
        GROUP BY i.id, i.client_id, i.currency, i.due_on, i.issued_on, i.cents, i.net_cents
    )
"""  # noqa: S608 - our own text
NAMES = (
    "above", "below", "overdue", "oldest", "overdue_n", "residues", "before_n", "own_median", "three_months",
    "half_year", "whole_year", "bad", "n",
    *(f"balance{k}" for k in range(MONTH_ENDS)),
)  # fmt: skip
AMOUNTS = {
    "above",
    "below",
    "overdue",
    "three_months",
    "half_year",
    "whole_year",
    "bad",
    *(f"balance{k}" for k in range(MONTH_ENDS)),
}
COUNTS = {"overdue_n", "residues", "before_n", "n"}


@dataclass(frozen=True, slots=True)
class Money:
    """Columns (n,) in cents of each client's own currency; `to_base` converts them, NaN where a rate is missing."""

    columns: Columns
    currency: list[str | None]
    to_base: Any
    missing: dict[int, str] = field(default_factory=dict)

    def no_rate(self, scope: Scope) -> Columns:
        """Currency number and day (n,) where amounts in several currencies cannot be added up; else NaN."""
        columns = {name: np.full(len(scope.clients), np.nan) for name in ("no_rate", "no_rate_on")}
        for place, currency in self.missing.items():
            columns["no_rate"][place] = number_of(currency)
            columns["no_rate_on"][place] = day_number(scope.day.date)
        return columns


def month_ends(day: dt.date, count: int = MONTH_ENDS) -> list[dt.date]:
    """The last `count` month-ends that are over on `day`, the newest first."""
    ends, first = [], (day + dt.timedelta(days=1)).replace(day=1)
    for _ in range(count):
        ends.append(first - dt.timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends


def money(scope: Scope) -> Money:
    found: Money = scope.shared("money", _measure)
    return found


def _measure(scope: Scope) -> Money:
    n = len(scope.clients)
    invoiced = billed(scope, month_ends(scope.day.date))
    agreed = scope.rows(
        """
        SELECT client_id, currency, (sum(monthly_fee) * 100)::bigint FROM [contract] k
        WHERE monthly_fee IS NOT NULL AND starts <= %(day)s AND (ends IS NULL OR ends >= %(day)s OR renews)
        GROUP BY client_id, currency ORDER BY client_id, currency
        """
    )
    columns = {name: np.full(n, np.nan) for name in (*NAMES, "fee")}
    for name in COUNTS:
        columns[name][:] = 0.0
    result = Money(columns, [None] * n, np.full(n, np.nan))
    several = _several(scope, invoiced, agreed)
    _fill_plain(scope, result, several, invoiced, NAMES)
    _fill_plain(scope, result, several, agreed, ("fee",))
    by_client: dict[int, list[tuple[str, dict[str, float]]]] = defaultdict(list)
    for names, rows in ((NAMES, invoiced), (("fee",), agreed)):
        for row in rows:
            if row[0] in several:
                values = {k: float(v) for k, v in zip(names, row[2:], strict=True) if v is not None}
                by_client[row[0]].append((row[1], values))
    places, inside = scope.places(np.array(list(by_client), dtype=np.int64))
    for kept, place, known in zip(by_client.values(), places.tolist(), inside.tolist(), strict=True):
        if known:  # a former client may stand in the range that was asked for
            _fill(scope, result, place, kept)
    result.columns["revenue"] = np.where(
        np.isnan(columns["fee"]), np.rint(columns["three_months"] / 3.0), columns["fee"]
    )
    return result


Rows = list[tuple[Any, ...]]


def _several(scope: Scope, billed: Rows, agreed: Rows) -> set[int]:
    """Clients with more than one currency, fees included."""
    first: dict[int, str] = {}
    return {row[0] for rows in (billed, agreed) for row in rows if first.setdefault(row[0], row[1]) != row[1]}


def _fill_plain(scope: Scope, money: Money, several: set[int], rows: Rows, names: tuple[str, ...]) -> None:
    """The clients with one currency, all at once: nothing to convert."""
    rows = [row for row in rows if row[0] not in several]
    if not rows:
        return
    places, inside = scope.places(row[0] for row in rows)
    table = np.array([row[2:] for row in rows], dtype=np.float64)[inside]  # None is NaN
    for j, name in enumerate(names):
        told = table[:, j]
        money.columns[name][places[inside]] = np.rint(told) if name in AMOUNTS or name == "fee" else told
    for row, place, known in zip(rows, places.tolist(), inside.tolist(), strict=True):
        if known:
            money.currency[place] = row[1]
            money.to_base[place] = scope.calendars.rates.get(row[1], np.nan)


def _fill(scope: Scope, money: Money, place: int, rows: list[tuple[str, dict[str, float]]]) -> None:
    """One client with several currencies: convert all to the base currency."""
    rates = scope.calendars.rates
    money.currency[place] = scope.calendars.currency
    missing = sorted({currency for currency, _ in rows if currency not in rates})
    money.to_base[place] = np.nan if missing else 1.0
    if missing:  # the amounts that happen to have a rate would add up to a wrong sum, so only the counts are kept
        money.missing[place] = missing[0]
        rows = [(currency, {k: v for k, v in values.items() if k in COUNTS}) for currency, values in rows]
    rows = sorted(rows, key=lambda row: row[1].get("n", 0.0))
    for currency, values in rows:
        rate = rates.get(currency, np.nan)
        for name, value in values.items():
            column = money.columns[name]
            if name in AMOUNTS or name == "fee":
                column[place] = np.rint(value * rate) + (0.0 if np.isnan(column[place]) else column[place])
            elif name in COUNTS:
                column[place] += value
            elif name == "own_median":  # the habit shown in most invoices, whose row comes last
                column[place] = value
            else:
                column[place] = np.fmin(column[place], value)
