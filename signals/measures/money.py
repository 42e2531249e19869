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
from signals.statistics import FloatArray

WINDOW, BEFORE = 180, 365  # days
MONTH_ENDS = 6
RESIDUE_AFTER = 60  # days since the last part payment

INVOICES = """
    invoices AS MATERIALIZED (
        SELECT id, client_id, currency, due_on, issued_on, (amount * 100)::bigint AS cents,
               (coalesce(net, amount) * 100)::bigint AS net_cents
        FROM [invoice] i
        WHERE kind = 'invoice' AND issued_on <= %(day)s AND (voided_on IS NULL OR voided_on > %(day)s)
    ),
    parts AS MATERIALIZED (
        SELECT invoice_id, paid_on, (amount * 100)::bigint AS cents FROM [payment] p
        WHERE paid_on <= %(day)s AND invoice_id IS NOT NULL
        UNION ALL
        SELECT credits_id, issued_on, (amount * 100)::bigint FROM [invoice] c
        WHERE kind = 'credit' AND credits_id IS NOT NULL AND issued_on <= %(day)s
          AND (voided_on IS NULL OR voided_on > %(day)s)
    ),
    settled AS MATERIALIZED (
        SELECT i.id, i.client_id, i.currency, i.due_on, i.issued_on, i.cents, i.net_cents,
               coalesce(sum(p.cents), 0)::bigint AS paid, max(p.paid_on) AS last_paid
        FROM invoices i LEFT JOIN parts p ON p.invoice_id = i.id
        GROUP BY i.id, i.client_id, i.currency, i.due_on, i.issued_on, i.cents, i.net_cents
    )
"""
WEIGHT = "round(1000000 * power(0.5::float8, (%(day)s - due_on) / 60.0))::numeric"

MEASURE = f"""
    WITH {INVOICES},
    looked_at AS (
        SELECT * FROM settled WHERE due_on <= %(day)s AND (due_on > %(day)s - {WINDOW} OR paid < cents)
    ),
    late AS (
        SELECT client_id, currency, cents, days * weight AS above, weight FROM (
            SELECT l.client_id, l.currency, p.cents, greatest(0, p.paid_on - l.due_on) AS days, {WEIGHT} AS weight
            FROM looked_at l JOIN parts p ON p.invoice_id = l.id
            UNION ALL
            SELECT client_id, currency, cents - paid, %(day)s - due_on, {WEIGHT} FROM looked_at WHERE paid < cents
        ) AS piece
    ),
    terms AS (
        SELECT client_id, currency, sum(cents * above) AS above, sum(cents * weight) AS below FROM late
        GROUP BY client_id, currency
    ),
    balances AS (
        SELECT client_id, currency, count(*) AS n,
               sum(greatest(cents - paid, 0)) FILTER (WHERE due_on < %(day)s) AS overdue,
               min(due_on) FILTER (WHERE due_on < %(day)s AND paid < cents) AS oldest,
               count(*) FILTER (WHERE due_on < %(day)s AND paid < cents) AS overdue_n,
               count(*) FILTER (WHERE paid > 0 AND paid < cents AND last_paid <= %(day)s - {RESIDUE_AFTER}) AS residues,
               count(*) FILTER (WHERE due_on <= %(day)s - {WINDOW} AND due_on > %(day)s - {WINDOW + BEFORE}) AS before_n,
               percentile_disc(0.5) WITHIN GROUP (
                   ORDER BY greatest(0, CASE WHEN paid >= cents THEN coalesce(last_paid, due_on) ELSE %(day)s END - due_on)
               ) FILTER (WHERE due_on <= %(day)s - {WINDOW} AND due_on > %(day)s - {WINDOW + BEFORE}) AS own_median,
               sum(net_cents) FILTER (WHERE issued_on > %(me3)s AND issued_on <= %(me0)s) AS three_months,
               {", ".join(f"sum(cents) FILTER (WHERE due_on <= %(me{k})s) AS due{k}" for k in range(MONTH_ENDS))}
        FROM settled GROUP BY client_id, currency
    ),
    received AS (
        SELECT client_id, currency,
               {", ".join(
                   f"sum(least(p.cents, i.cents)) FILTER (WHERE due_on <= %(me{k})s AND paid_on <= %(me{k})s) AS got{k}"
                   for k in range(MONTH_ENDS))}
        FROM invoices i JOIN parts p ON p.invoice_id = i.id GROUP BY client_id, currency
    )
    SELECT b.client_id, b.currency, t.above, t.below, b.overdue, b.oldest - DATE '1970-01-01', b.overdue_n, b.residues,
           b.before_n, b.own_median, b.three_months, b.n,
           {", ".join(f"b.due{k} - coalesce(r.got{k}, 0)" for k in range(MONTH_ENDS))}
    FROM balances b LEFT JOIN terms t USING (client_id, currency) LEFT JOIN received r USING (client_id, currency)
"""  # noqa: S608 - our own text
NAMES = (
    "above", "below", "overdue", "oldest", "overdue_n", "residues", "before_n", "own_median", "three_months", "n",
    *(f"balance{k}" for k in range(MONTH_ENDS)),
)  # fmt: skip
AMOUNTS = {"above", "below", "overdue", "three_months", *(f"balance{k}" for k in range(MONTH_ENDS))}
COUNTS = {"overdue_n", "residues", "before_n", "n"}


@dataclass(frozen=True, slots=True)
class Money:
    """Columns (n,) in cents of each client's own currency; `to_base` converts them, NaN where a rate is missing."""

    columns: Columns
    currency: list[str | None]
    to_base: Any
    missing: dict[int, str] = field(default_factory=dict)

    def currency_numbers(self) -> FloatArray:
        """The currency (n,) that the amounts stand in; NaN for a client without any."""
        return np.array([np.nan if code is None else number_of(code) for code in self.currency])

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
    by_client: dict[int, list[tuple[str, dict[str, float]]]] = defaultdict(list)
    for row in billed:
        values = {k: float(v) for k, v in zip(NAMES, row[2:], strict=True) if v is not None}
        by_client[row[0]].append((row[1], values))
    for client, currency, fee in agreed:
        by_client[client].append((currency, {"fee": float(fee)}))
    result = Money(columns, [None] * n, np.full(n, np.nan))
    ids = sorted(by_client)
    places, inside = scope.places(ids) if ids else (np.empty(0, np.int64), [])
    for client, place, known in zip(ids, places, inside, strict=True):
        if known:
            _fill(scope, result, int(place), by_client[client])
    result.columns["revenue"] = np.where(
        np.isnan(columns["fee"]), np.rint(columns["three_months"] / 3.0), columns["fee"]
    )
    return result


def _fill(scope: Scope, money: Money, place: int, rows: list[tuple[str, dict[str, float]]]) -> None:
    """One client: keep the only currency, or convert all to the base currency."""
    rates = scope.calendars.rates
    currencies = {currency for currency, _ in rows}
    only = len(currencies) == 1
    money.currency[place] = rows[0][0] if only else scope.calendars.currency
    missing = [] if only else sorted(c for c in currencies if c not in rates)
    money.to_base[place] = rates.get(rows[0][0], np.nan) if only else (np.nan if missing else 1.0)
    if missing:  # the amounts that happen to have a rate would add up to a wrong sum, so only the counts are kept
        money.missing[place] = missing[0]
        rows = [(currency, {k: v for k, v in values.items() if k in COUNTS}) for currency, values in rows]
    rows = sorted(rows, key=lambda row: row[1].get("n", 0.0))
    for currency, values in rows:
        rate = 1.0 if only else rates.get(currency, np.nan)
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
