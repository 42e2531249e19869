"""What the book says of a client's worth, as known on a day: the figures that estimates are made from."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from accounts.models import Client
from clienthealth.core.clock import Day
from offboarding.book import OpenInvoice, open_invoices, scope_on
from offboarding.draws import Three
from signals.detection import Evidence, Scope
from signals.detectors import unprofitable
from signals.measures.beginnings import beginnings
from signals.measures.effort import HALF_YEAR
from signals.measures.money import money
from signals.populations import served
from signals.statistics import FloatArray
from signals.wording import amount_text, read_on

MONTH = 365.25 / 12  # days
FOUR_WEEKS = 28
TWO_YEARS = 730
FEWEST_OTHERS = 3  # clients whose hours tell what an hour earns elsewhere


@dataclass(frozen=True, slots=True)
class Figures:
    """What the book says, in the base currency a month; NaN where it cannot tell.

    `hours` are those of the quietest four weeks, of an average month and of the busiest four weeks; `elsewhere` the
    quartiles of what an hour for other clients earned; `newcomers` how many began within two years.
    """

    currency: str
    fee: float
    share: float
    others: int
    earned: float
    hours: Three | None
    cost: float
    target: float
    elsewhere: Three | None
    newcomers: int
    newcomers_fee: float
    exit_fee: float
    invoices: tuple[OpenInvoice, ...] = ()
    owed: float = 0.0
    overdue: float = 0.0
    weeks: tuple[Evidence, ...] = ()

    def money(self, amount: float) -> str:
        return amount_text(100 * amount, self.currency)


def figures(client: Client, day: Day) -> Figures:
    """The measures of the scores, taken once of this client and once of all who are ours."""
    own, everyone = scope_on(day, client.pk), scope_on(day, others=served(day, "recorded_at"))
    worked = {name: float(column[0]) for name, column in unprofitable.measure(own).items()}
    age = HALF_YEAR if math.isnan(worked["age"]) else max(FOUR_WEEKS, worked["age"])
    months = min(HALF_YEAR, age) / MONTH
    with read_on(day.date):
        weeks = tuple(one for one in unprofitable.evidence(own) if one.record == "timeentry")
    invoices = tuple(open_invoices(own))
    mine = everyone.clients == client.pk
    revenue = money(everyone).columns["revenue"] * money(everyone).to_base / 100
    newcomers = ~mine & (beginnings(everyone)["age"] < TWO_YEARS)
    fee = money(own).columns["revenue"] * money(own).to_base / 100
    return Figures(
        currency=own.calendars.currency,
        fee=float(fee[0]),
        share=_share(float(fee[0]), revenue[~mine]),
        others=int((~mine).sum()),
        earned=(worked["earned"] - (0.0 if math.isnan(worked["bad"]) else worked["bad"])) / 100 / months,
        hours=_hours(weeks, worked["minutes"] / 60 / months),
        cost=worked["cost"] / 100,
        target=worked["target"] / 100,
        elsewhere=_quartiles(unprofitable.measure(everyone)["rate"][~mine] / 100),
        newcomers=int(newcomers.sum()),
        newcomers_fee=_median(revenue[newcomers]),
        exit_fee=_exit_fee(own),
        invoices=invoices,
        owed=_owed(own, invoices),
        overdue=_owed(own, [one for one in invoices if one.due_on < day.date]),
        weeks=weeks,
    )


def _share(fee: float, others: FloatArray) -> float:
    """Their share of what all running clients pay. Whoever cannot be counted is left out: it can only be less."""
    total = fee + math.fsum(others[~np.isnan(others)].tolist())
    return fee / total if total > 0 else math.nan


def _hours(weeks: tuple[Evidence, ...], average: float) -> Three | None:
    """Hours a month: quietest and busiest whole four weeks of the half-year round the average; None unwritten."""
    whole = [one.figure / 60 / FOUR_WEEKS * MONTH for one in weeks[: HALF_YEAR // FOUR_WEEKS]]
    if math.isnan(average) or not whole:
        return None
    return Three(min(*whole, average), average, max(*whole, average))


def _quartiles(rates: FloatArray) -> Three | None:
    known = np.sort(rates[~np.isnan(rates)])
    if len(known) < FEWEST_OTHERS:
        return None
    return Three(*(float(known[(len(known) - 1) * k // 4]) for k in (1, 2, 3)))


def _median(values: FloatArray) -> float:
    known = np.sort(values[~np.isnan(values)])
    return float(known[(len(known) - 1) // 2]) if len(known) else math.nan


def _owed(scope: Scope, invoices: list[OpenInvoice] | tuple[OpenInvoice, ...]) -> float:
    """Sum in the base currency; NaN where a rate is missing."""
    rates = scope.calendars.rates
    return math.fsum(one.cents * rates.get(one.currency, math.nan) for one in invoices) / 100


def _exit_fee(scope: Scope) -> float:
    """Fees that the running contracts name for an early end; NaN where a rate is missing, zero where none is named."""
    rows = scope.rows(
        """
        SELECT termination_fee, currency FROM [contract] k
        WHERE termination_fee IS NOT NULL AND (ends IS NULL OR ends >= %(day)s OR renews) ORDER BY id
        """
    )
    return math.fsum(float(fee) * scope.calendars.rates.get(currency, math.nan) for fee, currency in rows)
