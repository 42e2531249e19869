"""What letters say of dates, money and lengths, against a table checked by hand, and by property."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offboarding.letters import formats
from offboarding.letters.counting import months_between
from offboarding.letters.formats import Case, Unit
from offboarding.letters.languages import LANGUAGES, known

FIRST, LAST = dt.date(2023, 11, 1), dt.date(2026, 12, 31)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))

# language: long date, with weekday, money, percent, length; from the table of the house's design
TABLE = {
    "en": ("1 November 2023", "Wednesday 30 December 2026", "€4,850.00", "24.8%", "3 years and 2 months"),
    "fr": ("1er novembre 2023", "mercredi 30 décembre 2026", "4 850,00 €", "24,8 %", "3 ans et 2 mois"),
    "da": ("1. november 2023", "onsdag den 30. december 2026", "4.850,00 €", "24,8 %", "3 år og 2 måneder"),
    "zh-hans": ("2023年11月1日", "2026年12月30日（星期三）", "4,850.00欧元", "24.8%", "3年零2个月"),
    "de": ("1. November 2023", "Mittwoch, 30. Dezember 2026", "4.850,00 €", "24,8 %", "3 Jahre und 2 Monate"),
    "es": ("1 de noviembre de 2023", "miércoles, 30 de diciembre de 2026", "4.850,00 €", "24,8 %", "3 años y 2 meses"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_formats(language: str) -> None:
    said = (
        formats.long_date(FIRST, language),
        formats.weekday_date(dt.date(2026, 12, 30), language),
        formats.money(Decimal(4850), "EUR", language),
        formats.percent(Decimal("0.248"), language),
        formats.length(FIRST, LAST, language),
    )

    assert tuple(one.replace("\xa0", " ").replace("\u202f", " ") for one in said) == TABLE[language]


def test_no_line_breaks_inside_a_date_or_before_a_currency() -> None:
    assert formats.long_date(FIRST, "en") == "1\xa0November\xa02023"
    assert formats.money(Decimal(4850), "EUR", "fr") == "4\u202f850,00\xa0€"
    assert formats.money(Decimal(4850), "DKK", "en") == "DKK\xa04,850.00"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-03-01", "2025-02-28", "1 year"),
        ("2024-02-29", "2025-02-28", "1 year"),
        ("2024-02-29", "2025-02-27", "11 months"),
        ("2025-01-31", "2025-02-28", "1 month"),
        ("2025-01-31", "2025-02-27", "28 days"),
        ("2025-01-15", "2025-01-15", "1 day"),
        ("2023-11-01", "2024-12-30", "1 year and 1 month"),
    ],
)
def test_lengths_count_both_days_and_cut_months(first: str, last: str, said: str) -> None:
    found = formats.length(dt.date.fromisoformat(first), dt.date.fromisoformat(last), "en")

    assert found.replace("\xa0", " ") == said


def test_german_lengths_know_their_case() -> None:
    assert formats.length(FIRST, LAST, "de", Case.DATIVE).replace("\xa0", " ") == "3 Jahren und 2 Monaten"


@given(DAYS, st.integers(1, 400))
def test_a_length_grows_by_a_month_on_the_day_that_completes_it(first: dt.date, months: int) -> None:
    """Counted the slow way: the last day of the n-th month is the day before the same day, or before the 1st
    where that month has no such day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    try:
        after = dt.date(year, month + 1, first.day)
    except ValueError:
        after = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    complete = after - dt.timedelta(days=1)

    assert months_between(first, complete) == months
    assert months_between(first, complete - dt.timedelta(days=1)) == months - 1


@given(DAYS, DAYS)
def test_a_longer_stretch_is_never_said_shorter(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))

    assert months_between(first, last) <= months_between(first, last + dt.timedelta(days=1))
    assert months_between(first, last) * 28 <= (last - first).days + 1


@given(DAYS, st.sampled_from(LANGUAGES))
def test_every_date_names_its_day_and_year(day: dt.date, language: str) -> None:
    for say in (formats.long_date, formats.weekday_date):
        said = say(day, language)
        assert str(day.year) in said
        assert str(day.day) in said


NOTICES = """
en      | one month’s written notice           | two months’ written notice to the end of a month
        | 30 days’ written notice
fr      | un préavis écrit d’un mois           | un préavis écrit de deux mois expirant à la fin d’un mois
        | un préavis écrit de 30 jours
da      | én måneds skriftligt varsel          | to måneders skriftligt varsel til udgangen af en måned
        | 30 dages skriftligt varsel
zh-hans | 提前一个月书面通知                     | 提前两个月书面通知、于月末届满
        | 提前30日书面通知
de      | einer Frist von einem Monat          | einer Frist von zwei Monaten zum Monatsende
        | einer Frist von 30 Tagen
es      | un preaviso por escrito de un mes    | un preaviso por escrito de dos meses y efectos a fin de mes
        | un preaviso por escrito de 30 días naturales
""".replace("\n        |", "|")


@pytest.mark.parametrize("row", NOTICES.strip().splitlines(), ids=lambda row: row.split()[0])
def test_periods_of_notice_are_whole_phrases(row: str) -> None:
    language, one, two, thirty = (cell.strip() for cell in row.split("|"))

    assert formats.notice_period(1, Unit.MONTHS, language) == one
    assert formats.notice_period(2, Unit.MONTHS, language, to_month_end=True) == two
    assert formats.notice_period(30, Unit.DAYS, language).replace("\xa0", " ") == thirty


def test_what_a_book_writes_for_a_language_is_understood() -> None:
    assert [known(one) for one in ("zh-CN", "zh", "de-AT", "da", "EN_us", "pl", "")] == [
        "zh-hans", "zh-hans", "de", "da", "en", "", "",
    ]  # fmt: skip
