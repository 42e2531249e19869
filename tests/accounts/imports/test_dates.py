from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.imports.dates import DateOrder, read_date, read_instant

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    "text",
    ["2024-03-04", "2024/3/4", "20240304", "04.03.2024", "4-3-24", "4 March 2024", "4. März 2024", "4 mars 2024",
     "4 de marzo de 2024", "Mon, 4 Mar 2024", "March 4, 2024", "Mar 4th, 2024", "04-Mar-24", "45355",
     "2024-03-04T10:00:00",
     "2024-03-04 10:00", "4/3/2024 10:00 PM"],
)  # fmt: skip
def test_one_day_in_many_forms(text: str) -> None:
    assert read_date(text, "dmy") == date(2024, 3, 4)


@pytest.mark.parametrize(("order", "expected"), [("dmy", date(2024, 3, 4)), ("mdy", date(2024, 4, 3))])
def test_the_order_of_the_column_decides(order: DateOrder, expected: date) -> None:
    assert read_date("04/03/2024", order) == expected


@pytest.mark.parametrize(("text", "order"), [("13/02/2024", "mdy"), ("02/13/2024", "dmy")])
def test_a_date_against_its_column_is_refused(text: str, order: DateOrder) -> None:
    with pytest.raises(ValueError, match="rest of the column"):
        read_date(text, order)


@pytest.mark.parametrize(
    "text",
    ["31.02.2024", "2024-13-01", "yesterday", "1/2", "12", "0000-00-00", "1/1/0001", "9999-12-31", "2024-01-01 25:00"],
)
def test_what_is_no_day_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        read_date(text, "dmy")


def test_an_instant_with_a_zone_falls_on_the_agencys_day() -> None:
    assert read_date("2024-03-04T23:30:00Z", "dmy", COPENHAGEN) == date(2024, 3, 5)
    assert read_date("2024-03-04T23:30:00", "dmy", COPENHAGEN) == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-07-01 12:00", datetime(2024, 7, 1, 10, tzinfo=UTC)),
        ("2024-07-01 12:00:00 UTC", datetime(2024, 7, 1, 12, tzinfo=UTC)),
        ("2024-07-01T12:00:00.250+05:30", datetime(2024, 7, 1, 6, 30, 0, 250000, tzinfo=UTC)),
        ("7/1/2024 12:05 AM", datetime(2024, 6, 30, 22, 5, tzinfo=UTC)),
        ("1719835200", datetime(2024, 7, 1, 12, tzinfo=UTC)),
        ("1719835200000", datetime(2024, 7, 1, 12, tzinfo=UTC)),
        ("45474.5", datetime(2024, 7, 1, 10, tzinfo=UTC)),
    ],
)
def test_instants_are_utc(text: str, expected: datetime) -> None:
    assert read_instant(text, "mdy", COPENHAGEN) == expected


@given(st.dates(min_value=date(1980, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_survives_both_orders(day: date) -> None:
    assert read_date(f"{day.day}/{day.month}/{day.year}", "dmy") == day
    assert read_date(f"{day.month}/{day.day}/{day.year}", "mdy") == day
    assert read_date(day.isoformat(), "mdy", COPENHAGEN) == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_plain_refusal(text: str) -> None:
    try:
        assert isinstance(read_date(text, "dmy"), date)
    except ValueError as error:
        assert str(error)  # noqa: PT017 - either a value or a reason
