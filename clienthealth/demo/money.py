"""Contracts, invoices, payments and promises: each client has a paying habit, and stress bends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from clienthealth.demo.calendar import add_months
from clienthealth.demo.lives import Life
from clienthealth.demo.sheets import Book, table
from clienthealth.demo.world import DAYS_A_MONTH, World

Row = dict[str, Any]


@dataclass
class Ledger:
    """What a client's account collects; positions in `invoices` are what payments refer to."""

    currency: str
    invoices: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    promises: list[Row] = field(default_factory=list)

    def invoice(self, number: str, issued: int, due: int, amount: int, *, disputed: bool = False) -> int:
        self.invoices.append({
            "kind": "invoice", "number": number, "issued_on": issued, "due_on": due, "amount": amount, "net": amount,
            "currency": self.currency, "disputed": disputed, "known": (issued + 1) * 1440 + 290,
        })  # fmt: skip
        return len(self.invoices) - 1

    def credit(self, invoice: int, day: int, amount: int) -> None:
        """A credit note over a part of an invoice: a discount given afterwards."""
        credited = self.invoices[invoice]
        self.invoices.append({
            "kind": "credit", "number": f"{credited['number']}-C", "issued_on": day, "due_on": day, "amount": amount,
            "net": amount, "currency": self.currency, "credits": invoice, "known": (day + 1) * 1440 + 290,
        })  # fmt: skip

    def pay(self, invoice: int, day: int, amount: int) -> None:
        self.payments.append({
            "invoice": invoice, "paid_on": day, "amount": amount, "currency": self.currency,
            "known": (day + 1) * 1440 + 290,
        })  # fmt: skip

    def promise(self, invoice: int, made: int, until: int, amount: int, note: str = "") -> None:
        self.promises.append({
            "invoice": invoice, "made_on": made, "until": until, "amount": amount, "currency": self.currency,
            "note": note, "known": made * 1440 + 15 * 60,
        })  # fmt: skip

    def book(self) -> Book:
        return {
            "invoice": table("invoice", self.invoices),
            "payment": table("payment", self.payments),
            "paymentpromise": table("paymentpromise", self.promises),
        }


def draw(world: World, life: Life) -> Book:
    profile = life.profile
    if "billing" not in profile.sources:
        return {}
    rng = world.stream(profile.number, 4)
    ledger = Ledger(profile.currency)
    for day in world.calendar.month_ends(profile.started, life.last(world.length)):
        share = min(1.0, (day - profile.started + 1) / DAYS_A_MONTH)
        amount = round(profile.fee * share / 100) * 100
        _bill(world, life, rng, ledger, day, amount)
        if rng.random() < 0.08:
            _bill(world, life, rng, ledger, day + int(rng.integers(2, 20)), round(profile.fee * rng.uniform(0.1, 0.4)))
    return ledger.book()


def _bill(world: World, life: Life, rng: np.random.Generator, ledger: Ledger, day: int, amount: int) -> None:
    """One invoice and how it is paid: whole or in parts, in time or not, after a promise or without one."""
    profile, week = life.profile, min(day // 7 + 2, world.calendar.weeks - 1)
    stress = max(0.0, float(life.stress[week]))
    leaning = float(life.leaning(world.calendar.weeks)[week])
    number = f"{world.calendar.date(day).year}-{profile.number:04d}-{len(ledger.invoices) + 1:03d}"
    if profile.prepaid:
        day, due = day - 13, day + 1
    else:
        due = day + profile.terms
    lag = profile.pays_late + rng.normal(0, profile.pay_spread)
    lag += rng.gamma(1.2, 9) * stress + rng.gamma(1, 8) * leaning
    paid = _business_day(world, due + round(max(lag, -profile.terms + 2)))
    haggles = bool(life.spell("haggles", max(day + 1, 1))[max(day, 0)])
    at = ledger.invoice(number, day, due, amount, disputed=bool(rng.random() < 0.01 + 0.02 * stress + 0.1 * haggles))
    if rng.random() < 0.01 + 0.55 * haggles:
        off = round(amount * rng.uniform(0.04, 0.15))
        ledger.credit(at, due - 3, off)
        amount -= off
    if lag > profile.pays_late + 10 and rng.random() < 0.4:
        made = due + int(rng.integers(5, 12))
        ledger.promise(at, made, made + int(rng.integers(4, 10)), amount)
    if rng.random() < 0.08 * stress:
        first = round(amount * rng.uniform(0.4, 0.75))
        ledger.pay(at, paid, first)
        if rng.random() < 0.8:
            ledger.pay(at, _business_day(world, paid + int(rng.integers(15, 80))), amount - first)
    elif rng.random() > 0.01 * stress:
        ledger.pay(at, paid, amount)


def _business_day(world: World, day: int) -> int:
    weekday = (day + world.calendar.start.weekday()) % 7
    return day + (7 - weekday if weekday >= 5 else 0)


def contract(world: World, life: Life) -> tuple[Row, list[tuple[int, Row]]]:
    """The contract as first known, and its renewals: the day each was known, and what it changed."""
    profile, calendar = life.profile, world.calendar
    months = profile.term_months
    begins = calendar.date(profile.started)
    ends = [calendar.day(add_months(begins, months * nth)) - 1 for nth in range(1, 400 // months)]
    stop = world.length if life.notice is None else life.notice
    renewals = [
        (calendar.day(add_months(calendar.date(end), -profile.notice_months)) + 1, {"ends": after})
        for end, after in pairwise(ends)
    ]
    past = [change for day, change in renewals if day <= 0]
    row: Row = {
        "kind": profile.kind, "title": f"{profile.kind.capitalize()} {profile.company.name}",
        "monthly_fee": profile.fee, "currency": profile.currency, "hours_included": round(profile.hours * 100),
        "is_prepaid": profile.prepaid, "payment_days": profile.terms, "starts": profile.started, "renews": True,
        "renewal_months": months,
        "notice_length": profile.notice_months, "notice_unit": "months", "notice_to_month_end": False,
        "cure_days": 30, "notice_delivery": "In writing, by e-mail", "known": profile.started * 1440,
        "ends": past[-1]["ends"] if past else ends[0],
    }  # fmt: skip
    if life.ended is not None and life.notice is not None:
        last = (life.notice, {"ends": life.ended, "renews": False})
        return row, [renewal for renewal in renewals if 0 < renewal[0] < stop] + [last]
    return row, [renewal for renewal in renewals if 0 < renewal[0] < stop]
