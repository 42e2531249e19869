"""Numbers, money and dates in the reader's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clienthealth.core import formats


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "€14,800"),
        ("de", "14.800\N{NO-BREAK SPACE}€"),
        ("da", "14.800\N{NO-BREAK SPACE}€"),
    ],
)
def test_money_follows_the_language(language: str, said: str) -> None:
    assert formats.money(Decimal("14799.60"), "EUR", language) == said


def test_records_keep_their_cents() -> None:
    assert formats.money(Decimal("14799.6"), "EUR", "en", cents=True) == "€14,799.60"


def test_a_currency_without_cents_gets_none() -> None:
    assert formats.money(Decimal(1500), "JPY", "en", cents=True).endswith("1,500")


def test_nothing_has_no_sign() -> None:
    assert formats.money(Decimal("-0.2"), "EUR", "en") == "€0"


def test_a_debt_has_a_true_minus() -> None:
    assert formats.money(Decimal(-5), "EUR", "en") == "−€5"


@pytest.mark.parametrize(("points", "said"), [("14.03", "+14"), ("-2.90", "−3"), ("0.38", "0"), ("-0.5", "−1")])
def test_differences_carry_their_sign(points: str, said: str) -> None:
    assert formats.signed(Decimal(points), "en") == said


def test_points_as_they_are_added() -> None:
    assert formats.signed(Decimal("-4.10"), "en", 2) == "−4.1"


def test_more_than_nothing_never_reads_nothing() -> None:
    assert formats.percent(0.004, "en") == "<1%"
    assert formats.percent(0, "en") == "0%"
    assert formats.percent(0.385, "en") == "39%"


def test_the_year_is_said_only_where_it_differs() -> None:
    assert formats.day(date(2026, 11, 20), "en", date(2026, 1, 1)) == "20 Nov"
    assert formats.day(date(2027, 1, 31), "en", date(2026, 1, 1)) == "31 Jan 2027"
    assert formats.day(date(2026, 11, 20), "en") == "20 Nov 2026"


def test_days_follow_the_language() -> None:
    assert formats.day(date(2026, 11, 20), "zh-hans", date(2026, 1, 1)) == "11月20日"


@pytest.mark.parametrize(
    ("days", "said"), [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (10, "in 10 days"), (-3, "3 days ago")]
)
def test_days_from_now(days: int, said: str) -> None:
    assert formats.in_days(days) == said


def test_an_unknown_language_reads_as_english() -> None:
    assert formats.number(1234, "xx-none") == "1,234"
