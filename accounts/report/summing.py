"""Sums over the months of a report. Unlike money is never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Deliverable
from accounts.report.charts import a_year_before, by_month
from accounts.report.facts import Facts, Figures


@dataclass(frozen=True, slots=True)
class Sum:
    """One ad account, or all of them, in one currency."""

    currency: str
    spent: Decimal
    counted: Decimal
    results: Decimal | None
    value: Decimal | None

    @property
    def cost(self) -> Decimal | None:
        """Of one result, from the days whose results are known."""
        return self.counted / self.results if self.results else None


def sum_of(found: Sequence[Figures]) -> Sum:
    """All of these must be in one currency."""
    (currency,) = {one.currency for one in found}
    return Sum(
        currency,
        sum((one.spent for one in found), Decimal(0)),
        sum((one.counted for one in found), Decimal(0)),
        _known([one.results for one in found]),
        _known([one.value for one in found]),
    )


def by_account(facts: Facts, currency: str) -> dict[int, Sum]:
    """The sums of each account in a currency, the dearest first."""
    found: dict[int, list[Figures]] = {}
    for one in facts.now:
        if one.currency == currency:
            found.setdefault(one.account, []).append(one)
    sums = {account: sum_of(rows) for account, rows in found.items()}
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1].spent, pair[0])))


def currencies(facts: Facts) -> list[str]:
    return sorted({one.currency for one in facts.now})


def results(facts: Facts) -> Decimal | None:
    """Of all accounts, whatever they were paid in."""
    return _known([one.results for one in facts.now])


def single_cost(facts: Facts) -> tuple[Decimal, str] | None:
    """Cost of one result and its currency; None with none, or where money of two currencies would have to be added."""
    if len(currencies(facts)) != 1:
        return None
    total = sum_of(facts.now)
    return None if total.cost is None else (total.cost, total.currency)


def growth(facts: Facts) -> Decimal | None:
    """How many more results than in the same months a year before, as a share of those; None unless each is known."""
    now, before = by_month(facts.now), a_year_before(facts)
    total = sum(before.values(), Decimal(0))
    if not now or before.keys() != now.keys() or total <= 0:
        return None
    return sum(now.values(), Decimal(0)) / total - 1


def days_late(one: Deliverable) -> int | None:
    """Calendar days after the day agreed; 0 on time, None where no day was agreed or it is not delivered."""
    if one.due_on is None or one.delivered_on is None:
        return None
    return max(0, (one.delivered_on - one.due_on).days)


def _known(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
