import datetime as dt

from signals.detection import Calendars
from signals.measures.workdays import workdays

MONDAY = dt.date(2026, 3, 2)


def counts(calendars: Calendars, country: str) -> list[int]:
    """How many working days lie from Monday up to each day of that week."""
    given = workdays(calendars, MONDAY, MONDAY + dt.timedelta(days=6))
    text = given["worked"][given["countries"].index(country)]
    return [int(count) for count in text.strip("{}").split(",")]


def calendars(**holidays: dt.date) -> Calendars:
    off = {country.replace("everywhere", ""): frozenset({day}) for country, day in holidays.items()}
    return Calendars("EUR", frozenset(range(5)), {}, off, "DK")


def test_weekends_and_holidays_add_nothing() -> None:
    tuesday = MONDAY + dt.timedelta(days=1)

    assert counts(calendars(), "DK") == [1, 2, 3, 4, 5, 5, 5]
    assert counts(calendars(DK=tuesday), "DK") == [1, 1, 2, 3, 4, 4, 4]


def test_a_holiday_of_one_country_is_a_working_day_of_another() -> None:
    given = calendars(DK=MONDAY, everywhere=MONDAY + dt.timedelta(days=4))

    assert counts(given, "DK") == [0, 1, 2, 3, 3, 3, 3]
    assert counts(given, "") == [1, 2, 3, 4, 4, 4, 4]


def test_a_working_week_may_begin_on_sunday() -> None:
    given = Calendars("EUR", frozenset({6, 0, 1, 2, 3}), {}, {}, "AE")

    assert counts(given, "AE") == [1, 2, 3, 4, 4, 4, 5]
