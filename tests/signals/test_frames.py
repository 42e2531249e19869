"""The frame: whatever needs other clients is in it, so that no score depends on who else is scored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals import frames, runs
from signals.framing import FrameData
from signals.models import Frame, Series, Snapshot
from signals.populations import served
from signals.statistics import IntArray
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]


@pytest.fixture
def run(portfolio: None, at: At) -> runs.Pass:
    at(world.NOON)
    return runs.prepare(world.agency_day(world.TODAY), Series.LIVE)


@pytest.fixture
def ids(run: runs.Pass) -> IntArray:
    found = served(run.day, run.known)
    assert len(found) > 30
    return found


def test_one_by_one_gives_the_bytes_of_all_at_once(run: runs.Pass, ids: IntArray) -> None:
    whole = world.say(run, ids, contiguous=True)
    alone: world.Said = {}
    for client in ids:
        alone |= world.say(run, np.array([client]))
    assert alone == whole


def test_random_cuts_give_the_bytes_of_all_at_once(run: runs.Pass, ids: IntArray) -> None:
    whole = world.say(run, ids, contiguous=True)

    @settings(max_examples=12)
    @given(st.sets(st.integers(1, len(ids) - 1), max_size=5), st.booleans())
    def cut_at(places: set[int], contiguous: bool) -> None:
        parts: world.Said = {}
        for part in np.split(ids, sorted(places)):
            parts |= world.say(run, part, contiguous=contiguous)
        assert parts == whole

    cut_at()


def test_random_choices_of_clients_give_the_bytes_of_all_at_once(run: runs.Pass, ids: IntArray) -> None:
    whole = world.say(run, ids, contiguous=True)

    @settings(max_examples=8)
    @given(st.sets(st.sampled_from(ids.tolist()), min_size=1))
    def choose(chosen: set[int]) -> None:
        assert world.say(run, np.array(sorted(chosen))) == {client: whole[client] for client in chosen}

    choose()


def test_the_portfolio_is_no_plain_one(run: runs.Pass, ids: IntArray) -> None:
    """Tests of equality prove nothing where every client says the same."""
    scores = [eval(row)["churn"] for row in world.say(run, ids).values()]
    assert len(set(scores)) > 12
    assert run.data.days


@pytest.mark.parametrize("share", [0, 1, 2])
def test_the_other_clients_may_be_deleted_when_the_frame_is_kept(run: runs.Pass, ids: IntArray, share: int) -> None:
    whole = world.say(run, ids, contiguous=True)
    kept = ids[share::12]
    assert world.forget_others(kept.tolist()) > 1000
    assert world.say(run, kept) == {client: whole[client] for client in kept.tolist()}


def test_other_clients_facts_would_change_a_frame(run: runs.Pass, ids: IntArray) -> None:
    world.forget_others(ids[:10].tolist())
    built = frames.build(run.day, reason=Frame.Reason.BATCH, in_force_from=run.day.date)
    assert FrameData.from_json(built.data) != run.data


def test_a_frame_is_rebuilt_from_what_its_cutoff_knew(portfolio: None, at: At) -> None:
    """Over the end of a month, where the statistics are renewed, and two days after it, where they are taken over."""
    at(dt.datetime(2026, 5, 29, 10, tzinfo=dt.UTC))
    runs.prepare(world.agency_day(dt.date(2026, 5, 29)), Series.LIVE)
    for day in (29, 30, 31):
        at(dt.datetime(2026, 5, day, 23, 30, tzinfo=dt.UTC))
        runs.close_day(world.agency_day(dt.date(2026, 5, day)))
    at(world.NOON)
    closing = Frame.objects.filter(reason=Frame.Reason.CLOSING)
    assert len({frame.data["statistics_of"] for frame in closing}) == 1
    for frame in closing:
        assert frames.rebuilt(frame, world.ZONE).as_json() == FrameData.from_json(frame.data).as_json()


def test_a_month_renews_the_statistics(portfolio: None, at: At) -> None:
    at(dt.datetime(2026, 5, 31, 10, tzinfo=dt.UTC))
    before = runs.prepare(world.agency_day(dt.date(2026, 5, 31)), Series.LIVE)
    for month, day in ((5, 31), (6, 1), (6, 2)):
        at(dt.datetime(2026, month, day, 23, 30, tzinfo=dt.UTC))
        runs.close_day(world.agency_day(dt.date(2026, month, day)))
    may, june, later = Frame.objects.filter(reason=Frame.Reason.CLOSING).order_by("id")
    assert may.data["means"] == dict(before.data.means)
    assert june.data["means"] != may.data["means"]
    assert later.data["means"] == june.data["means"]
    assert later.data["days"] != june.data["days"]
    for frame in (may, june, later):
        assert frames.rebuilt(frame, world.ZONE).as_json() == FrameData.from_json(frame.data).as_json()


def test_replaying_a_closed_day_gives_its_snapshots_to_the_byte(portfolio: None, at: At) -> None:
    """With the frame, scorecard and code version that each snapshot names, after more was learnt about that day."""
    at(dt.datetime(2026, 6, 20, 10, tzinfo=dt.UTC))
    runs.score(dt.date(2026, 6, 20))
    for day in (20, 21):
        at(dt.datetime(2026, 6, day, 23, tzinfo=dt.UTC))
        runs.close_day(world.agency_day(dt.date(2026, 6, day)))
    at(world.NOON)
    runs.score(world.TODAY)
    kept = {s.client_id: s for s in Snapshot.objects.filter(day=world.SUNDAY, series=Series.LIVE)}
    assert len(kept) > 30
    assert all(snapshot.closed and snapshot.week_close for snapshot in kept.values())
    frame = next(iter(kept.values())).frame
    run = runs.replaying(world.agency_day(world.SUNDAY), frame)
    said = world.say(run, served(run.day, run.known))
    assert set(said) == set(kept)
    for client, snapshot in kept.items():
        assert eval(said[client])["digest"] == snapshot.digest
    stored = world.written(world.SUNDAY)
    Snapshot.objects.filter(day=world.SUNDAY).delete()
    runs.score_chunk(run, served(run.day, run.known))
    assert world.written(world.SUNDAY) == stored


def test_a_frame_never_changes(run: runs.Pass) -> None:
    from django.db import DatabaseError, transaction

    for change in (lambda: Frame.objects.update(clients=1), lambda: Frame.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_newer_frame_takes_over_from_its_day_on(run: runs.Pass) -> None:
    tomorrow = frames.build(run.day, reason=Frame.Reason.CLOSING, in_force_from=run.day.plus(1).date)
    assert runs.prepare(run.day, Series.LIVE).frame == run.frame
    extra = frames.build(run.day, reason=Frame.Reason.BATCH, in_force_from=run.day.date)
    assert runs.prepare(run.day, Series.LIVE).frame == extra
    assert Frame.objects.in_force(run.day.plus(1).date, Series.LIVE).first() == tomorrow
