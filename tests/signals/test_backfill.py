"""A history that was declared known: 26 week closes, the oldest first; and the bands that go on from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.models import F

from accounts.models import Agency
from signals import runs, scorecards, turns
from signals.bands import RELEASE, Band
from signals.models import Backfill, Frame, Series, Snapshot
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
Said = list[tuple[object, ...]]
LAST = dt.date(2026, 6, 28)
FEW = 4


@pytest.fixture
def imported(portfolio: None, at: At) -> At:
    """All of it was recorded this morning, and declared known when it happened."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in world.records():
            for table in (model._meta.db_table, f"{model._meta.db_table}past"):
                cursor.execute(f"UPDATE {table} SET recorded_at = %s", [world.NOON - dt.timedelta(hours=2)])
        cursor.execute("SET session_replication_role = origin")
    at(world.NOON)
    return at


def ask(weeks: int = FEW) -> None:
    job = turns.ask_for_backfill(world.agency_day(world.TODAY))
    job.next_close = job.last_close - dt.timedelta(weeks=weeks - 1)
    job.save()


def said() -> Said:
    fields = ("day", "client_id", "digest", "churn_band", "fire_band", "closed", "week_close")
    return list(Snapshot.objects.filter(series=Series.BACKFILL).order_by("day", "client_id").values_list(*fields))


def test_the_last_26_sundays_are_asked_for(imported: At) -> None:
    job = turns.ask_for_backfill(world.agency_day(world.TODAY))
    closes = runs.week_closes(world.TODAY)
    assert (job.next_close, job.last_close) == (closes[0], closes[-1]) == (dt.date(2026, 1, 4), LAST)
    assert len(closes) == 26
    assert {day.isoweekday() for day in closes} == {7}
    assert runs.week_closes(LAST)[-1] == LAST - dt.timedelta(weeks=1)


def test_all_26_weeks_are_scored_oldest_first(imported: At) -> None:
    turns.ask_for_backfill(world.agency_day(world.TODAY))
    assert turns.backfill() == 26
    assert not Backfill.objects.filter(next_close__lte=F("last_close")).exists()
    days = list(Snapshot.objects.order_by("id").values_list("day", flat=True))
    assert days == sorted(days)
    assert sorted(set(days)) == runs.week_closes(world.TODAY)
    assert set(Snapshot.objects.values_list("series", "closed", "week_close")) == {(Series.BACKFILL, True, True)}
    assert not Frame.objects.filter(series=Series.LIVE).exists()
    assert turns.backfill() == 0


def test_a_worker_killed_between_weeks_loses_nothing(imported: At, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        ask()
        assert turns.backfill() == FEW
        undisturbed = said()
        transaction.set_rollback(True)
    ask()
    week = runs.backfill_week
    done: list[object] = []

    def killed_after_two(close: world.Day) -> runs.Outcome:
        if len(done) == 2:
            raise SystemExit
        done.append(close)
        outcome = week(close)
        if len(done) == 2:
            raise SystemExit  # after the week, before it is noted
        return outcome

    monkeypatch.setattr(runs, "backfill_week", killed_after_two)
    for _ in range(2):
        with pytest.raises(SystemExit):
            turns.backfill()
    monkeypatch.setattr(runs, "backfill_week", week)
    assert 0 < len(said()) < len(undisturbed)
    assert turns.backfill() == FEW - 1
    assert said() == undisturbed


def test_filling_a_week_again_writes_nothing(imported: At) -> None:
    ask()
    turns.backfill()
    rows, frames = world.written(series=Series.BACKFILL), Frame.objects.count()
    ask()
    assert turns.backfill() == FEW
    assert world.written(series=Series.BACKFILL) == rows
    assert Frame.objects.count() == frames


def test_backfill_reads_when_a_fact_was_known_and_not_when_it_was_recorded(imported: At) -> None:
    ask(2)
    with transaction.atomic():
        turns.backfill()
        declared = said()
        transaction.set_rollback(True)
    assert len(declared) > 60
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in world.records():
            cursor.execute(f"UPDATE {model._meta.db_table} SET recorded_at = known_at")
        cursor.execute("SET session_replication_role = origin")
        turns.backfill()
        assert said() == declared
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in world.records():
            cursor.execute(f"UPDATE {model._meta.db_table} SET known_at = recorded_at")
            cursor.execute(f"DELETE FROM {model._meta.db_table}past")
        cursor.execute("SET session_replication_role = origin")
    turns.backfill()
    assert said() == []


def expected_bands(weeks: list[tuple[int, int]]) -> list[int]:
    """The bands of churn risk of (score, coverage) week by week, told plainly."""
    bands, held, above, below, known = [], False, 0, 0, False
    for score, coverage in weeks:
        plain = Band.LOW + (score >= 52) + (score >= 66) + (score >= 79)
        if coverage < 400:
            bands.append(int(Band.UNKNOWN))
            continue
        above = above + 1 if score >= 66 else 0
        below = below + 1 if held and score < RELEASE else 0
        if not known:
            held = score >= 66
        elif held:
            held = below < 4
        else:
            held = above >= 2 or score >= 79
        if held and known:
            plain = max(plain, Band.HIGH)
        elif known and not held:
            plain = min(plain, Band.RAISED)
        below = below if held else 0
        known = True
        bands.append(int(plain))
    return bands


def test_bands_follow_the_weeks_and_the_live_series_goes_on_from_the_backfill(imported: At) -> None:
    """With weights twice the experts', so that some clients cross the bands."""
    heavier = tuple(replace(factor, weight=2 * factor.weight) for factor in scorecards.shipped())
    scorecards.publish(factors=heavier, in_force_from=scorecards.ALWAYS, notes="", by=None)
    ask(14)
    turns.backfill()
    zone = Agency.objects.get().zone
    imported(world.NOON)
    runs.score(world.TODAY)
    for week in (1, 2, 3):
        sunday = world.agency_day(LAST + dt.timedelta(weeks=week))
        imported(sunday.cut + dt.timedelta(hours=1))
        runs.close_day(sunday)
    assert zone == world.ZONE
    unlike_plain = crossing = 0
    closes = Snapshot.objects.filter(week_close=True, closed=True).order_by("client_id", "day")
    for client in set(closes.values_list("client_id", flat=True)):
        rows = list(closes.filter(client_id=client))
        expected = expected_bands([(s.churn, s.churn_coverage) for s in rows])
        assert [s.churn_band for s in rows] == expected, client
        fresh = [expected_bands([(s.churn, s.churn_coverage)])[0] for s in rows]
        unlike_plain += fresh != expected
        live = [i for i, s in enumerate(rows) if s.series == Series.LIVE]
        crossing += any(expected[i] != fresh[i] for i in live[:1])
    assert unlike_plain >= 3  # or the test would pass without any memory
    assert crossing >= 1  # a live band that only the backfilled weeks explain
