"""The money page says what the detector read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from accounts.models import Client
from signals.detectors import growing_debt, late_payments
from signals.views.money import build, finding_of
from signals.views.today_scope import scope_of_today
from tests.factories import InvoiceFactory
from tests.signals.views.conftest import House, desk_for


def test_its_figures_are_the_detectors(house: House) -> None:
    desk = desk_for(house.boss)
    told = 0
    for client in Client.objects.served().order_by("pk")[:8]:
        page = build(desk, client)
        read = late_payments.measure(scope_of_today(desk, client))
        debt = growing_debt.measure(scope_of_today(desk, client))
        known = {name: None if np.isnan(read[name][0]) else read[name][0] for name in ("dbt", "own_median")}
        assert (page.days_beyond_terms, page.usual_days) == (known["dbt"], known["own_median"])
        if page.days_beyond_terms is not None:
            told += 1
            assert page.overdue_invoices == read["overdue_n"][0]
        if not np.isnan(debt["overdue"][0]) and page.currency == "EUR":
            assert page.overdue.amount * 100 == debt["overdue"][0]
    assert told > 3


def test_the_ageing_adds_up_to_what_is_open(house: House) -> None:
    desk = desk_for(house.boss)
    for client in Client.objects.served().order_by("pk")[:8]:
        page = build(desk, client)
        assert sum(bucket.amount for bucket in page.ageing) == page.open.amount
        assert sum(bucket.invoices for bucket in page.ageing) == page.open_invoices
        assert page.overdue.amount <= page.open.amount


@pytest.mark.parametrize(
    ("dbt", "usual", "words"),
    [
        (5.6, 2.0, "A little later than their habit: 5.6 days beyond terms, 2 is usual for them."),
        (7.5, 2.0, "Later than they used to pay: 7.5 days beyond terms, 2 was their habit."),
        (12.3, 12.0, "As they always paid: 12.3 days beyond terms, 12 is their habit."),
        (0.4, 2.0, "They pay on time."),
        (3.0, None, "3 days beyond terms; too few earlier invoices to know their habit."),
        (None, None, "No invoice was due in the last half year."),
    ],
)
def test_the_finding_fits_the_habit(dbt: float | None, usual: float | None, words: str) -> None:
    assert finding_of(dbt, usual, several=False) == (words, "")


def test_a_second_currency_is_said_and_not_added(house: House) -> None:
    usual: Any = build(desk_for(house.boss), house.client)
    InvoiceFactory.create_batch(2, client=house.client, currency=usual.currency)
    before: Any = build(desk_for(house.boss), house.client)
    InvoiceFactory(client=house.client, currency="USD" if before.currency != "USD" else "GBP")
    after = build(desk_for(house.boss), house.client)

    assert (after.open, after.currency) == (before.open, before.currency)
    assert "several currencies" in after.finding_more
