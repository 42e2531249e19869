import datetime as dt

import pytest

from accounts.deadlines import Deadline, Terms, notice_deadline, plus_months

WEEK = frozenset(range(5))
EASTER = frozenset({dt.date(2026, 4, 3), dt.date(2026, 4, 6)})
ON = dt.date(2026, 3, 2)


def terms(
    ends: dt.date | None,
    length: int | None = 3,
    unit: str = "months",
    *,
    renews: bool = False,
    every: int | None = None,
    to_month_end: bool = False,
) -> Terms:
    return Terms(dt.date(2024, 1, 1), ends, renews, every, length, unit, to_month_end)


def deadline(given: Terms, on: dt.date = ON) -> Deadline | None:
    return notice_deadline(given, on, WEEK, EASTER)


def last_day(given: Terms, on: dt.date = ON) -> dt.date | None:
    found = deadline(given, on)
    return found.last_day if found else None


def test_calendar_days_are_counted_back_from_the_end() -> None:
    assert last_day(terms(dt.date(2026, 4, 30), 30, "days")) == dt.date(2026, 3, 31)


def test_no_notice_at_all_means_the_last_day_itself() -> None:
    assert last_day(terms(dt.date(2026, 4, 30), 0, "days")) == dt.date(2026, 4, 30)


def test_business_days_leave_out_weekends_and_holidays() -> None:
    assert last_day(terms(dt.date(2026, 4, 10), 5, "business")) == dt.date(2026, 4, 1)


def test_a_working_week_is_the_agencys_own() -> None:
    friday = terms(dt.date(2026, 3, 14), 5, "business")  # a Saturday

    assert notice_deadline(friday, ON, frozenset({6, 0, 1, 2, 3}), frozenset()) == Deadline(
        dt.date(2026, 3, 5), dt.date(2026, 3, 14)
    )


def test_as_many_business_days_lie_after_the_receipt_when_the_end_is_a_day_off() -> None:
    assert last_day(terms(dt.date(2026, 4, 11), 5, "business")) == dt.date(2026, 4, 1)  # after it: 2, 7, 8, 9, 10


@pytest.mark.parametrize(
    ("ends", "length", "expected"),
    [
        (dt.date(2026, 6, 30), 3, dt.date(2026, 3, 31)),
        (dt.date(2026, 5, 31), 1, dt.date(2026, 4, 30)),
        (dt.date(2026, 6, 15), 3, dt.date(2026, 3, 15)),
        (dt.date(2027, 3, 30), 1, dt.date(2027, 2, 28)),
    ],
)
def test_months_keep_the_day_and_a_last_day_stays_a_last_day(ends: dt.date, length: int, expected: dt.date) -> None:
    assert last_day(terms(ends, length)) == expected


def test_to_the_end_of_a_month_moves_the_end_back_to_one() -> None:
    found = deadline(terms(dt.date(2026, 7, 15), 3, to_month_end=True))

    assert found == Deadline(dt.date(2026, 3, 31), dt.date(2026, 6, 30))


def test_to_the_end_of_a_month_leaves_one_alone() -> None:
    assert deadline(terms(dt.date(2026, 7, 31), 3, to_month_end=True)) == Deadline(
        dt.date(2026, 4, 30), dt.date(2026, 7, 31)
    )


def test_the_deadline_is_still_there_on_its_own_day() -> None:
    assert last_day(terms(dt.date(2026, 4, 1), 30, "days")) == ON


def test_once_it_is_past_a_fixed_contract_has_none() -> None:
    assert deadline(terms(dt.date(2026, 3, 31), 30, "days")) is None


def test_a_renewing_contract_has_the_next_one() -> None:
    found = deadline(terms(dt.date(2026, 3, 31), 3, renews=True, every=6))

    assert found == Deadline(dt.date(2026, 6, 30), dt.date(2026, 9, 30))


def test_it_renews_for_a_year_where_nothing_else_is_said() -> None:
    found = deadline(terms(dt.date(2026, 3, 31), 3, renews=True))

    assert found == Deadline(dt.date(2026, 12, 31), dt.date(2027, 3, 31))


def test_a_contract_that_renewed_for_years_is_followed_to_the_present() -> None:
    found = deadline(terms(dt.date(2019, 12, 31), 1, renews=True, every=1))

    assert found == Deadline(dt.date(2026, 3, 31), dt.date(2026, 4, 30))


def test_notice_longer_than_a_renewal_still_finds_an_end() -> None:
    found = deadline(terms(dt.date(2026, 3, 31), 3, renews=True, every=1))

    assert found == Deadline(dt.date(2026, 3, 31), dt.date(2026, 6, 30))


@pytest.mark.parametrize("given", [terms(None), terms(dt.date(2026, 4, 30), None)])
def test_without_an_end_or_a_notice_there_is_none(given: Terms) -> None:
    assert deadline(given) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2025, 2, 28), 12, dt.date(2026, 2, 28)),
        (dt.date(2027, 2, 28), 12, dt.date(2028, 2, 29)),
        (dt.date(2026, 1, 31), -2, dt.date(2025, 11, 30)),
        (dt.date(2026, 12, 5), 1, dt.date(2027, 1, 5)),
    ],
)
def test_months_on_and_back(day: dt.date, months: int, expected: dt.date) -> None:
    assert plus_months(day, months) == expected
