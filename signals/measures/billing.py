"""Invoices with what was paid of them, added up per client and currency.

A lateness, a balance and a habit need every invoice ever, so they are read once as whole numbers and added up in
NumPy: cents, days, and millionths of weight. No sum depends on an order.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from signals.detection import Scope, day_number
from signals.statistics import MILLIONTHS, BoolArray, FloatArray, IntArray

WINDOW, BEFORE = 180, 365  # days
HABIT = WINDOW + BEFORE
RESIDUE_AFTER = 60  # days since the last part payment
BAD_AFTER = 90  # days beyond terms from which what is unpaid counts as bad debt
HALF_YEAR = 182  # days
HALVES_AFTER = 60.0  # days after which a due date weighs half
NEVER = -1_000_000  # a day number before every record
LOW = 22  # bits: products with a weight are added up in two halves, which cannot overflow

CODE = " | ".join(f"(ascii(substr(currency, {k + 1}, 1))::bigint << {21 * k})" for k in range(3))
VALID = "issued_on <= %(day)s AND (voided_on IS NULL OR voided_on > %(day)s)"
INVOICES = f"""
    SELECT client_id, id, {CODE}, (due_on - DATE '1970-01-01')::bigint, (issued_on - DATE '1970-01-01')::bigint,
           (amount * 100)::bigint, (coalesce(net, amount) * 100)::bigint
    FROM [invoice] i WHERE kind = 'invoice' AND {VALID}
"""  # noqa: S608 - our own text
PARTS = f"""
    SELECT invoice_id, (paid_on - DATE '1970-01-01')::bigint, (amount * 100)::bigint FROM [payment] p
    WHERE paid_on <= %(day)s AND invoice_id IS NOT NULL
    UNION ALL
    SELECT credits_id, (issued_on - DATE '1970-01-01')::bigint, (amount * 100)::bigint FROM [invoice] c
    WHERE kind = 'credit' AND credits_id IS NOT NULL AND {VALID}
"""  # noqa: S608 - our own text


@dataclass(frozen=True, slots=True)
class Bills:
    """i invoices by client and currency, their p parts paid, and the g groups; days are day numbers, amounts cents."""

    client: IntArray
    currency: IntArray
    group: IntArray
    due: IntArray
    issued: IntArray
    cents: IntArray
    net: IntArray
    of: IntArray  # (p,) which invoice a part was paid of
    part: IntArray  # (p,)
    paid_on: IntArray  # (p,)
    first: IntArray  # (g,) the first invoice of each group

    def total(self, values: IntArray, chosen: BoolArray) -> FloatArray:
        """Sum by group of the chosen invoices, (g,); NaN where none is chosen."""
        sums = np.zeros(len(self.first), dtype=np.int64)
        np.add.at(sums, self.group[chosen], values[chosen])
        return np.where(self.count(chosen) > 0, sums.astype(np.float64), np.nan)

    def count(self, chosen: BoolArray) -> FloatArray:
        return np.bincount(self.group[chosen], minlength=len(self.first)).astype(np.float64)

    def by_invoice(self, values: IntArray) -> IntArray:
        """Sum of values of the parts, (i,)."""
        sums = np.zeros(len(self.due), dtype=np.int64)
        np.add.at(sums, self.of, values)
        return sums


def billed(scope: Scope, ends: list[dt.date]) -> list[tuple[Any, ...]]:
    """One row a client and currency: both, then the figures of `signals.measures.money.NAMES`; None for no figure."""
    bills = _read(scope)
    figures = _figures(bills, day_number(scope.day.date), [day_number(end) for end in ends])
    table = np.column_stack(figures).astype(object) if len(bills.first) else np.empty((0, len(figures)), dtype=object)
    table[table != table] = None
    clients, currencies = bills.client[bills.first].tolist(), bills.currency[bills.first].tolist()
    return [(c, _code(k), *row) for c, k, row in zip(clients, currencies, table.tolist(), strict=True)]


def _code(number: int) -> str:
    return "".join(chr(letter) for k in range(3) if (letter := number >> 21 * k & 0x1FFFFF))


def _read(scope: Scope) -> Bills:
    found = scope.integers(("client", "pk", "currency", "due", "issued", "cents", "net"), INVOICES)
    parts = scope.integers(("of", "paid_on", "part"), PARTS)
    order = np.lexsort((found["pk"], found["currency"], found["client"]))
    client, currency, pk = (found[name][order] for name in ("client", "currency", "pk"))
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (client[1:] != client[:-1]) | (currency[1:] != currency[:-1])
    by_pk = np.argsort(pk)
    if len(pk):
        places = np.minimum(np.searchsorted(pk, parts["of"], sorter=by_pk), len(pk) - 1)
        of = by_pk[places]
        known = pk[of] == parts["of"]
    else:
        of, known = parts["of"], np.zeros(len(parts["of"]), dtype=bool)
    return Bills(
        client=client,
        currency=currency,
        group=np.cumsum(begins) - 1,
        due=found["due"][order],
        issued=found["issued"][order],
        cents=found["cents"][order],
        net=found["net"][order],
        of=of[known],
        part=parts["part"][known],
        paid_on=parts["paid_on"][known],
        first=np.flatnonzero(begins),
    )


def _figures(bills: Bills, today: int, ends: list[int]) -> list[FloatArray]:
    due, cents = bills.due, bills.cents
    paid = bills.by_invoice(bills.part)
    last_paid = np.full(len(due), NEVER, dtype=np.int64)
    np.maximum.at(last_paid, bills.of, bills.paid_on)
    touched, unpaid, left = last_paid > NEVER, paid < cents, np.maximum(cents - paid, 0)
    overdue = due < today
    habit = (due <= today - WINDOW) & (due > today - HABIT)
    settled_on = np.where(unpaid, today, np.where(touched, last_paid, due))
    everything = np.ones(len(due), dtype=bool)
    return [
        *_weighed(bills, today, paid, left, chosen=(touched | unpaid)),
        bills.total(left, overdue),
        _earliest(bills, overdue & unpaid),
        bills.count(overdue & unpaid),
        bills.count((paid > 0) & unpaid & (last_paid <= today - RESIDUE_AFTER)),
        bills.count(habit),
        _median(bills, np.maximum(settled_on - due, 0), habit),
        bills.total(bills.net, (bills.issued > ends[3]) & (bills.issued <= ends[0])),
        bills.total(bills.net, bills.issued > today - HALF_YEAR),
        bills.total(bills.net, bills.issued > today - 2 * HALF_YEAR),
        bills.total(_lost(bills, left, due <= today - BAD_AFTER), due <= today - BAD_AFTER),
        bills.count(everything),
        *(_balance(bills, end) for end in ends),
    ]


def _weighed(
    bills: Bills, today: int, paid: IntArray, left: IntArray, *, chosen: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Cents times days beyond terms, and cents, both by weight: of what was due in half a year, and what is open."""
    due = bills.due
    chosen = chosen & (due <= today) & ((due > today - WINDOW) | (left > 0))
    late_days = bills.by_invoice(bills.part * np.maximum(bills.paid_on - due[bills.of], 0))
    age = np.where(chosen, today - due, 0)
    weight = _weights(int(age.max(initial=0)))[age]
    return (
        _products(bills, late_days + left * (today - due), weight, chosen),
        _products(bills, paid + left, weight, chosen),
    )


@lru_cache(maxsize=8)
def _weights(oldest: int) -> IntArray:
    """Millionths by days since the due date."""
    return np.array([round(MILLIONTHS * 0.5 ** (age / HALVES_AFTER)) for age in range(oldest + 1)], dtype=np.int64)


def _products(bills: Bills, values: IntArray, weight: IntArray, chosen: BoolArray) -> FloatArray:
    """Σ value · weight by group, (g,): exact, then rounded once; NaN where none is chosen."""
    high, low = np.zeros(len(bills.first), dtype=np.int64), np.zeros(len(bills.first), dtype=np.int64)
    np.add.at(high, bills.group[chosen], (values[chosen] >> LOW) * weight[chosen])
    np.add.at(low, bills.group[chosen], (values[chosen] & (1 << LOW) - 1) * weight[chosen])
    sums = np.array([float((h << LOW) + rest) for h, rest in zip(high.tolist(), low.tolist(), strict=True)])
    return np.where(bills.count(chosen) > 0, sums, np.nan)


def _earliest(bills: Bills, chosen: BoolArray) -> FloatArray:
    earliest = np.full(len(bills.first), np.inf)
    np.minimum.at(earliest, bills.group[chosen], bills.due[chosen].astype(np.float64))
    return np.where(np.isinf(earliest), np.nan, earliest)


def _median(bills: Bills, values: IntArray, chosen: BoolArray) -> FloatArray:
    """The lower median by group, (g,)."""
    group, own = bills.group[chosen], values[chosen]
    own = own[np.lexsort((own, group))]
    counts = np.bincount(group, minlength=len(bills.first))
    middle = np.cumsum(counts) - counts + (counts - 1) // 2
    medians = np.full(len(bills.first), np.nan)
    medians[counts > 0] = own[middle[counts > 0]]
    return medians


def _lost(bills: Bills, left: IntArray, old: BoolArray) -> IntArray:
    """What is unpaid of an old invoice without its tax: left · net / amount, halves away from zero."""
    lost = np.zeros(len(left), dtype=np.int64)
    for k in np.flatnonzero(old & (left > 0)).tolist():
        product, amount = int(left[k]) * int(bills.net[k]), max(int(bills.cents[k]), 1)
        whole = (2 * abs(product) + amount) // (2 * amount)
        lost[k] = whole if product >= 0 else -whole
    return lost


def _balance(bills: Bills, end: int) -> FloatArray:
    """What was owed at a month-end: invoices due by then less what had been paid of them."""
    was_due = bills.due <= end
    counted = (bills.paid_on <= end) & was_due[bills.of]
    got = np.zeros(len(bills.first), dtype=np.int64)
    np.add.at(got, bills.group[bills.of[counted]], np.minimum(bills.part, bills.cents[bills.of])[counted])
    return bills.total(bills.cents, was_due) - got
