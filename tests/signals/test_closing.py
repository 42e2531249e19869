"""Closing days: what was known is fixed, what comes later counts from then on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from accounts.models import Agency, Message, Pulse
from clienthealth.core.clock import Day
from clienthealth.core.models import ClosedDay
from signals import runs, turns
from signals.models import Frame, Series, Snapshot
from signals.populations import chunks, served
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
SATURDAY, SUNDAY = world.agency_day(dt.date(2026, 6, 20)), world.agency_day(world.SUNDAY)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def now(portfolio: None, at: At) -> At:
    """Saturday noon; everyone has a live score."""
    at(SATURDAY.cut - 12 * HOUR)
    runs.score(SATURDAY.date)
    return at


def close(at: At, day: Day) -> None:
    at(day.cut + HOUR)
    runs.close_day(day)


def some_client() -> int:
    return int(Snapshot.objects.order_by("client_id").values_list("client_id", flat=True)[0])


def test_a_closed_day_has_a_frame_for_the_next(now: At) -> None:
    close(now, SATURDAY)
    frame = Frame.objects.get(reason=Frame.Reason.CLOSING)
    assert (frame.cutoff, frame.in_force_from) == (SATURDAY.date, SUNDAY.date)
    assert runs.prepare(SUNDAY, Series.LIVE).frame == frame
    assert runs.prepare(SATURDAY, Series.LIVE).frame != frame


def test_a_week_close_is_written_for_everyone_and_other_days_only_where_something_changed(now: At) -> None:
    close(now, SATURDAY)
    close(now, SUNDAY)
    everyone = served(SUNDAY, "recorded_at").tolist()
    sunday = Snapshot.objects.filter(day=SUNDAY.date, closed=True, week_close=True)
    assert list(sunday.order_by("client_id").values_list("client_id", flat=True)) == everyone


def test_closing_again_changes_nothing(now: At) -> None:
    close(now, SATURDAY)
    close(now, SUNDAY)
    before, frames = world.written(), Frame.objects.count()
    assert runs.close_day(SUNDAY).written == 0
    assert (world.written(), Frame.objects.count()) == (before, frames)


def test_a_late_fact_changes_todays_score_and_no_closed_day(now: At) -> None:
    close(now, SATURDAY)
    close(now, SUNDAY)
    closed = world.written(SUNDAY.date)
    client = some_client()
    monday = SUNDAY.plus(1).date
    runs.score(monday)
    before = Snapshot.objects.newest(by=monday).get(client_id=client)
    for days in (2, 3):
        Pulse.objects.create(client_id=client, occurred_on=SUNDAY.plus(-days).date, value=1)
    Message.objects.filter(client_id=client, occurred_at__gte=SUNDAY.plus(-28).cut).delete()
    runs.score(monday)
    runs.close_day(SUNDAY)
    after = Snapshot.objects.newest(by=monday).get(client_id=client)
    assert (after.day, after.churn) != (before.day, before.churn)
    assert after.digest != before.digest
    assert world.written(SUNDAY.date) == closed


def test_a_fact_written_after_midnight_keeps_its_mark_through_the_closing_of_yesterday(now: At) -> None:
    """The closing measures yesterday, so it has not seen what the mark stands for."""
    now(SATURDAY.cut + HOUR)
    client = some_client()
    Pulse.objects.create(client_id=client, occurred_on=SUNDAY.date, value=1)
    assert world.marks() == [client]
    runs.close_day(SATURDAY)
    assert client in world.marks()
    while runs.sweep():
        pass
    assert Snapshot.objects.filter(client_id=client, day=SUNDAY.date).exists()


def test_a_fact_written_after_midnight_keeps_its_mark_through_a_pass_that_began_before(now: At) -> None:
    run = runs.prepare(SATURDAY, Series.LIVE)
    ids = served(SATURDAY, "recorded_at")
    now(SATURDAY.cut + HOUR)
    Pulse.objects.create(client_id=some_client(), occurred_on=SUNDAY.date, value=1)
    runs.score_chunk(run, ids)
    assert world.marks() == [some_client()]


def test_after_a_closing_it_is_everyones_turn(now: At) -> None:
    """In the transaction that publishes the frame: a worker killed right after it leaves nobody behind."""
    close(now, SATURDAY)
    assert world.marks() == served(SUNDAY, "recorded_at").tolist()


def test_days_are_closed_one_after_another_and_only_once(now: At) -> None:
    now(SUNDAY.cut + 25 * HOUR)
    assert [day.date.day for day in runs.days_to_close(Agency.objects.get().today())] == [20, 21, 22]
    assert turns.close_days() == 3
    assert turns.close_days() == 0
    assert list(ClosedDay.objects.order_by("day").values_list("day__day", flat=True)) == [20, 21, 22]
    assert list(Frame.objects.filter(reason="closing").order_by("id").values_list("cutoff__day", flat=True)) == [
        20, 21, 22,
    ]  # fmt: skip
    assert len(world.marks()) <= 2 * len(served(SUNDAY, "recorded_at"))


def test_a_closing_that_was_interrupted_goes_on(now: At, monkeypatch: pytest.MonkeyPatch) -> None:
    close(now, SATURDAY)
    now(SUNDAY.cut + HOUR)
    whole, at_once = runs.score_chunk, chunks

    def killed(run: runs.Pass, ids: object, **options: bool) -> runs.Outcome:
        raise SystemExit

    monkeypatch.setattr(runs, "score_chunk", killed)
    with pytest.raises(SystemExit):
        runs.close_day(SUNDAY)
    monkeypatch.setattr(runs, "score_chunk", whole)
    monkeypatch.setattr(runs, "chunks", at_once)
    assert runs.days_to_close(SUNDAY.plus(1)) == [SUNDAY]
    assert turns.close_days() == 1
    assert Snapshot.objects.filter(day=SUNDAY.date, closed=True).count() == len(served(SUNDAY, "recorded_at"))


def test_before_the_first_data_no_day_is_closed(portfolio: None, at: At) -> None:
    at(world.NOON)
    assert runs.days_to_close(world.agency_day(world.TODAY)) == []
    assert turns.close_days() == 0
