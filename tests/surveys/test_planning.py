"""Whose turn it is: the same for the same, never sooner than the rest allows, never twice for one round."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import planning
from surveys.planning import Due, Happened, History, Rule, anniversaries, due, free_from, is_sampled, turn
from surveys.zones import Place

HOME = Place("Europe/Copenhagen", "DK")
TODAY = dt.date(2026, 3, 2)  # a Monday
NOW = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))
RULE = Rule(7, planning.EVERY, TODAY)


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def test_somebody_new_is_asked_from_the_first_day_on_and_then_every_so_many_days() -> None:
    assert due(RULE, History(), TODAY, 2) == Due("1", TODAY)
    history = History(["1"], TODAY - days(100))
    assert due(RULE, history, TODAY, 2) is None
    assert due(RULE, history, TODAY + days(78), 2) == Due("2", TODAY + days(80))


@given(DAYS, DAYS, st.integers(0, 400))
def test_anniversaries_come_every_half_year_and_never_on_the_first_day(
    started: dt.date, low: dt.date, length: int
) -> None:
    found = list(anniversaries(started, low, low + days(length)))

    assert all(low <= on <= low + days(length) and on > started for on in found)
    assert found == sorted(set(found))
    assert all((on.month - started.month) % 6 == 0 for on in found)
    if started < low - days(200):
        assert len(found) >= length // 184


def test_whoever_began_on_a_leap_day_has_an_anniversary_every_year() -> None:
    found = list(anniversaries(dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(2026, 3, 31)))
    assert found == [
        dt.date(2024, 8, 29), dt.date(2025, 2, 28), dt.date(2025, 8, 29), dt.date(2026, 2, 28),
    ]  # fmt: skip


def test_an_anniversary_is_one_for_some_weeks_and_only_once() -> None:
    rule = replace(RULE, when=planning.ANNIVERSARY, begins=dt.date(2026, 1, 1))
    found = due(rule, History(), TODAY, 2, started=dt.date(2023, 2, 10))

    assert found == Due("2026-02-10", dt.date(2026, 2, 10), dt.date(2026, 3, 27))
    assert due(rule, History(["2026-02-10"]), TODAY, 2, started=dt.date(2023, 2, 10)) is None
    assert due(rule, History(), dt.date(2026, 4, 1), 2, started=dt.date(2023, 2, 10)) is None
    assert due(rule, History(), TODAY, 2) is None


def test_after_an_event_comes_its_delay_and_only_the_latest_is_asked_about() -> None:
    rule = replace(RULE, when=planning.EVENT, delay_days=3, begins=TODAY - days(30))
    happened = [Happened("delivery:1", TODAY - days(10)), Happened("delivery:2", TODAY - days(3))]

    assert due(rule, History(), TODAY, 0, happened=happened) == Due("delivery:2", TODAY, TODAY + days(14))
    assert due(rule, History(["delivery:2"]), TODAY, 0, happened=happened) is None
    assert due(rule, History(), TODAY, 0, happened=[Happened("delivery:0", TODAY - days(18))]) is None


def test_what_is_asked_once_is_not_asked_again() -> None:
    rule = replace(RULE, when=planning.ONCE, ends=TODAY + days(9))
    assert due(rule, History(), TODAY, 2) == Due("once", TODAY, TODAY + days(9))
    assert due(rule, History(["once"]), TODAY, 2) is None


@settings(deadline=None)
@given(st.integers(1, 10_000), st.integers(0, 500), st.integers(1, 60), DAYS)
def test_nobody_is_asked_before_their_rest_is_over_and_always_at_the_same_instant(
    contact: int, rest: int, spread: int, first: dt.date
) -> None:
    rule = replace(RULE, spread=spread, begins=first)
    free = first + days(rest)
    now = dt.datetime.combine(first, dt.time(6), HOME.clock)
    found = turn(rule, Due("1", first), contact, now, HOME, free)

    assert found is not None
    assert found == turn(rule, Due("1", first), contact, now, HOME, free)
    assert found.at.astimezone(HOME.clock).date() >= free
    assert not found.why


def test_a_turn_whose_occasion_is_over_before_the_rest_is_passed_over() -> None:
    found = turn(RULE, Due("2026-02-10", TODAY, TODAY + days(14)), 1, NOW, HOME, TODAY + days(15))
    assert found is not None
    assert found.why == planning.THROTTLED


def test_the_last_day_of_a_campaign_shortens_the_spread_and_then_ends_it() -> None:
    rule = replace(RULE, spread=20, ends=TODAY)
    found = turn(rule, Due("once", TODAY, TODAY), 1, NOW, HOME, None)

    assert found is not None
    assert found.at.astimezone(HOME.clock).date() == TODAY
    assert turn(rule, Due("once", TODAY, TODAY), 1, NOW + dt.timedelta(hours=15), HOME, None) is None


@pytest.mark.parametrize(("yearly", "rest"), [(False, 90), (True, 365)])
def test_whoever_asked_for_once_a_year_rests_for_one(yearly: bool, rest: int) -> None:
    assert free_from(TODAY, 90, yearly=yearly) == TODAY + days(rest)
    assert free_from(None, 90, yearly=yearly) is None


def test_a_share_is_about_that_share_and_grows_by_adding_people() -> None:
    half = {contact for contact in range(2000) if is_sampled(replace(RULE, share=50), contact)}
    most = {contact for contact in range(2000) if is_sampled(replace(RULE, share=80), contact)}

    assert 900 < len(half) < 1100
    assert half < most
    assert all(is_sampled(RULE, contact) for contact in range(200))
