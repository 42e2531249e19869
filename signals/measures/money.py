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

WINDOW, BEFORE = 180, 365  # days
HABIT = WINDOW + BEFORE
MONTH_ENDS = 6
RESIDUE_AFTER = 60  # days since the last part payment
BAD_AFTER = 90  # days beyond terms from which what is unpaid counts as bad debt
HALF_YEAR = 182  # days

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
WEIGHT = "round(1000000 * power(0.5::float8, (%(day)s - due_on) / 60.0))::numeric"

GOT = ", ".join(
    f"sum(least(part, cents)) FILTER (WHERE due_on <= %(me{k})s AND paid_on <= %(me{k})s) AS got{k}"
    for k in range(MONTH_ENDS)
)
DUE = ", ".join(f"sum(cents) FILTER (WHERE due_on <= %(me{k})s) AS due{k}" for k in range(MONTH_ENDS))
OPEN = ", ".join(f"due{k} - coalesce(got{k}, 0)" for k in range(MONTH_ENDS))

# One row an invoice, with its payments added up; then one a client and currency. The weight of an invoice is taken out
# of the sum over its pieces: whole numbers, so the result is the same.
MEASURE = f"""
    WITH {RECORDS},
    pieces AS MATERIALIZED (
        SELECT i.*, p.cents AS part, p.paid_on FROM invoices i LEFT JOIN parts p ON p.invoice_id = i.id
    ),
    received AS (
        SELECT client_id, currency,
               {GOT}
        FROM pieces WHERE paid_on IS NOT NULL GROUP BY client_id, currency
    ),
    paid AS (
        SELECT id, client_id, currency, due_on, issued_on, cents, net_cents,
               coalesce(sum(part), 0)::bigint AS paid, max(paid_on) AS last_paid,
               coalesce(sum(part * greatest(0, paid_on - due_on)), 0)::bigint AS late_days
        FROM pieces GROUP BY id, client_id, currency, due_on, issued_on, cents, net_cents
    ),
    weighed AS (
        SELECT *, CASE WHEN due_on <= %(day)s AND (due_on > %(day)s - {WINDOW} OR paid < cents)
                       THEN {WEIGHT} END AS weight
        FROM paid
    ),
    balances AS (
        SELECT client_id, currency,
               sum((late_days + greatest(cents - paid, 0) * (%(day)s - due_on)) * weight)
                   FILTER (WHERE last_paid IS NOT NULL OR paid < cents) AS above,
               sum((paid + greatest(cents - paid, 0)) * weight)
                   FILTER (WHERE last_paid IS NOT NULL OR paid < cents) AS below,
               sum(greatest(cents - paid, 0)) FILTER (WHERE due_on < %(day)s) AS overdue,
               min(due_on) FILTER (WHERE due_on < %(day)s AND paid < cents) - DATE '1970-01-01' AS oldest,
               count(*) FILTER (WHERE due_on < %(day)s AND paid < cents) AS overdue_n,
               count(*) FILTER (WHERE paid > 0 AND paid < cents AND last_paid <= %(day)s - {RESIDUE_AFTER}) AS residues,
               count(*) FILTER (WHERE due_on <= %(day)s - {WINDOW} AND due_on > %(day)s - {HABIT}) AS before_n,
               percentile_disc(0.5) WITHIN GROUP (
                   ORDER BY greatest(
                       0, CASE WHEN paid >= cents THEN coalesce(last_paid, due_on) ELSE %(day)s END - due_on)
               ) FILTER (WHERE due_on <= %(day)s - {WINDOW} AND due_on > %(day)s - {HABIT}) AS own_median,
               sum(net_cents) FILTER (WHERE issued_on > %(me3)s AND issued_on <= %(me0)s) AS three_months,
               sum(net_cents) FILTER (WHERE issued_on > %(day)s - {HALF_YEAR}) AS half_year,
               sum(net_cents) FILTER (WHERE issued_on > %(day)s - {2 * HALF_YEAR}) AS whole_year,
               sum(round(greatest(cents - paid, 0)::numeric * net_cents / greatest(cents, 1)))
                   FILTER (WHERE due_on <= %(day)s - {BAD_AFTER}) AS bad,
               count(*) AS n,
               {DUE}
        FROM weighed GROUP BY client_id, currency
    )
    SELECT b.client_id, b.currency, above, below, overdue, oldest, overdue_n, residues, before_n, own_median,
           three_months, half_year, whole_year, bad, n,
           {OPEN}
    FROM balances b LEFT JOIN received r USING (client_id, currency)
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
    ends = {f"me{k}": end for k, end in enumerate(month_ends(scope.day.date))}
    billed = scope.rows(MEASURE, **ends)
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
    several = _several(scope, billed, agreed)
    _fill_plain(scope, result, several, billed, NAMES)
    _fill_plain(scope, result, several, agreed, ("fee",))
    by_client: dict[int, list[tuple[str, dict[str, float]]]] = defaultdict(list)
    for names, rows in ((NAMES, billed), (("fee",), agreed)):
        for row in rows:
            if row[0] in several:
                values = {k: float(v) for k, v in zip(names, row[2:], strict=True) if v is not None}
                by_client[row[0]].append((row[1], values))
    for client, kept in by_client.items():
        _fill(scope, result, int(np.searchsorted(scope.clients, client)), kept)
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
