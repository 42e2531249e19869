"""Nobody is written to at night, on a day off or at the weekend, wherever they are and whatever the clocks do."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.windows import Window, part_of
from surveys.zones import Place, language_of, place_of

HOME = Place("Europe/Copenhagen", "DK")
PLACES = st.sampled_from([
    HOME, Place("America/New_York", "US"), Place("Asia/Shanghai", "CN"), Place("Australia/Lord_Howe", "AU"),
    Place("Asia/Kathmandu", "NP"), Place("Africa/Casablanca", "MA"), Place("Pacific/Apia", "WS"), Place("UTC"),
])  # fmt: skip
HOURS = st.times().map(lambda time: time.replace(second=0, microsecond=0))
WINDOWS = st.builds(
    Window,
    st.lists(st.integers(0, 6), unique=True).map(tuple),
    st.just(dt.time(0)) | HOURS,
    st.just(dt.time(23)) | HOURS,
)
MINUTES = st.integers(0, 4 * 365 * 24 * 60).map(lambda number: dt.timedelta(minutes=number))
MOMENTS = MINUTES.map(lambda after: dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + after)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))


def local(moment: dt.datetime, place: Place) -> dt.datetime:
    return moment.astimezone(place.clock)


@settings(deadline=None)  # the first holidays of a country are read from a package
@given(WINDOWS, DAYS, st.integers(1, 60), st.floats(0, 1, exclude_max=True), PLACES)
def test_a_slot_is_inside_the_window(window: Window, first: dt.date, spread: int, part: float, place: Place) -> None:
    at = window.slot(first, spread, part, place)

    assert window.holds(at, place)
    assert dt.time(7) <= local(at, place).time() < dt.time(20)
    assert local(at, place).date() >= first
    assert at == window.slot(first, spread, part, place)


@settings(deadline=None)  # the first holidays of a country are read from a package
@given(WINDOWS, MOMENTS, PLACES)
def test_what_comes_at_a_wrong_hour_waits_for_the_next_opening(
    window: Window, moment: dt.datetime, place: Place
) -> None:
    at = window.fit(moment, place)

    assert window.holds(at, place)
    assert at >= moment
    assert at == moment or not window.holds(moment, place)


@pytest.mark.parametrize(
    "day", [dt.date(2026, 3, 27), dt.date(2026, 3, 30), dt.date(2026, 10, 23), dt.date(2026, 10, 26)]
)
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(day: dt.date) -> None:
    at = Window((0, 4), dt.time(9), dt.time(10)).slot(day, 1, 0.0, HOME)
    assert local(at, HOME).time() == dt.time(9)


@pytest.mark.parametrize(
    ("place", "day_off"),
    [
        (HOME, dt.date(2026, 4, 2)),  # Maundy Thursday
        (Place("America/Chicago", "US"), dt.date(2026, 11, 26)),  # Thanksgiving
        (Place("Europe/Paris", "FR"), dt.date(2026, 7, 14)),
        (Place("UTC", "XX"), dt.date(2026, 5, 5)),
    ],
)
def test_a_day_off_there_is_passed_over(place: Place, day_off: dt.date) -> None:
    window = Window(off={"XX": {dt.date(2026, 5, 5)}})
    noon = dt.datetime.combine(day_off, dt.time(12), place.clock)

    assert not window.holds(noon, place)
    assert local(window.fit(noon, place), place).date() > day_off


def test_a_wave_is_spread_evenly_over_its_days_and_hours() -> None:
    window = Window((0, 1, 2, 3))
    slots = [window.slot(dt.date(2026, 3, 2), 5, part_of("wave", n), HOME) for n in range(2000)]

    days = [local(at, HOME).date() for at in slots]
    assert sorted(set(days)) == [dt.date(2026, 3, day) for day in (2, 3, 4, 5, 9)]
    assert all(300 < days.count(day) < 500 for day in set(days))
    assert all(220 < sum(local(at, HOME).hour == hour for at in slots) < 360 for hour in range(9, 16))


@pytest.mark.parametrize(
    ("zone", "country", "place"),
    [
        ("Asia/Tokyo", "DK", Place("Asia/Tokyo", "DK")),
        ("America/Denver", "", Place("America/Denver", "US")),
        ("", "jp", Place("Asia/Tokyo", "JP")),
        ("", "US", Place("America/New_York", "US")),
        ("", "AQ", Place("Europe/Copenhagen", "AQ")),
        ("", "", HOME),
        ("Mars/Olympus", "GB", Place("Europe/London", "GB")),
    ],
)
def test_where_somebody_is(zone: str, country: str, place: Place) -> None:
    assert place_of(zone, country, HOME) == place


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["de-AT"], "de"), (["", "fr"], "fr"), (["nl", "da"], "da"), (["zh_Hant"], "zh-hans"), (["sv", "", "pt"], "en"),
        ([], "en"),
    ],
)  # fmt: skip
def test_somebody_is_written_to_in_the_first_of_their_languages_that_we_speak(wanted: list[str], language: str) -> None:
    assert language_of(wanted) == language
