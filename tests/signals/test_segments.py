"""Weights and parameters of a scorecard, for everyone and for a segment: read everywhere, and the same for any cut."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Client
from signals import configuration, frames, runs, scorecards
from signals.calendars import known_calendars
from signals.detection import SHIPPED_VALUES, Scope
from signals.framing import FrameData
from signals.models import Frame, Series
from signals.populations import served
from signals.scoring import ScorecardSpec, SegmentSpec, Weight, judge
from signals.segments import configured
from signals.statistics import IntArray
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
SHOPS = SegmentSpec(
    {"tenure_mature": Weight(-1.5, 0.5, "Ours."), "fire_late_payments": Weight(1.6, 0.0, "Ours.")},
    {"late_payments": {"chronic_slack_days": 5}, "gone_quiet": {"from_z": 0.1, "full_at_z": 1.0}},
)
SPECS = {"Shops": SHOPS, "Law firms": SegmentSpec({"renewal_near": Weight(0.0, 0.5)}, {"tenure": {"new_months": 40}})}


@pytest.fixture
def ids(portfolio: None, at: At) -> IntArray:
    """A portfolio in which every third client is a shop, however it is typed, and one in ten a law firm."""
    at(world.NOON)
    found = served(world.agency_day(world.TODAY), "recorded_at")
    Client.objects.filter(pk__in=found[::3].tolist()).update(segment=" shops")
    Client.objects.filter(pk__in=found[1::10].tolist()).update(segment="Law  firms")
    return found


def published(segments: dict[str, SegmentSpec]) -> runs.Pass:
    """The pass of today with a scorecard of such segments and a frame of its own."""
    scorecards.publish(
        factors=scorecards.shipped(), in_force_from=world.TODAY, notes="", by=None, segments=segments,
    )  # fmt: skip
    day = world.agency_day(world.TODAY)
    frames.build(day, reason=Frame.Reason.SCORECARD, in_force_from=day.date)
    return runs.prepare(day, Series.LIVE)


def scope_of(clients: IntArray) -> Scope:
    day = world.agency_day(world.TODAY)
    return Scope(clients, day, FrameData(), known_calendars(day, "recorded_at"))


def test_a_scorecard_without_segments_asks_nothing(
    ids: IntArray, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scope = scope_of(ids)
    with django_assert_num_queries(0):
        found = configured(scope, ScorecardSpec(parameters={"tenure": {"new_months": 6}}))
    assert found.segment is None
    assert found.value("tenure", "new_months") == 6
    assert found.value("tenure", "mature_from_years") == SHIPPED_VALUES["tenure"]["mature_from_years"]


def test_one_query_tells_the_segments_known_on_the_day(
    ids: IntArray, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scope = scope_of(ids)
    with django_assert_num_queries(1):
        found = configured(scope, ScorecardSpec(segments=SPECS))
    Client.objects.update(segment="")
    assert found.segment is not None
    assert sorted(set(found.segment.tolist())) == [-1, 0, 1]
    value = found.value("late_payments", "chronic_slack_days")
    assert (value[found.segment == 0] == 5).all()
    assert (value[found.segment != 0] == 15).all()
    before = configured(replace(scope_of(ids), day=world.agency_day(world.SUNDAY)), ScorecardSpec(segments=SPECS))
    assert before.segment is not None
    assert (before.segment == -1).all()  # nobody had said so by then


def test_weights_of_a_segment_judge_its_clients_and_nobody_else() -> None:
    spec = ScorecardSpec(segments={"Shops": SegmentSpec({"late_payments": Weight(1.4, 1.0)})})
    factors = spec.side("churn")
    weights = spec.weights("churn", [0, -1])
    x, mean = np.full((2, len(factors)), 1.0), np.zeros(len(factors))
    x[:, 3] = np.nan
    two = judge(factors, x, mean, np.ones(len(factors)), -2.0, weights=weights)
    alone = [judge(factors, x[:1], mean, np.ones(len(factors)), -2.0, weights=weights[i : i + 1]) for i in (0, 1)]
    plain = judge(factors, x, mean, np.ones(len(factors)), -2.0)
    late = [f.key for f in factors].index("late_payments")
    assert two.points[0, late] == 2 * two.points[1, late] == 2 * plain.points[1, late]
    assert two.coverage[0] > two.coverage[1] == plain.coverage[1]
    for i, one in enumerate(alone):
        assert one.points.tobytes() == two.points[i : i + 1].tobytes()
        assert (one.score[0], one.coverage[0]) == (two.score[i], two.coverage[i])
    assert spec.weights("fire", [0, -1]).ndim == 1  # a side without weights of its own keeps the short way


def test_any_cut_gives_the_same_bytes_with_segments(ids: IntArray) -> None:
    run = published(SPECS)
    whole = world.say(run, ids, contiguous=True)
    alone: world.Said = {}
    some = ids[:8]  # shops, law firms and others
    for client in some:
        alone |= world.say(run, np.array([client]))
    parts: world.Said = {}
    for part in np.split(ids, [3, 17, 18]):
        parts |= world.say(run, part)
    assert parts == whole
    assert alone == {client: whole[client] for client in some.tolist()}


def test_segments_change_the_scores_of_their_clients_and_the_level_of_all(ids: IntArray) -> None:
    plain = published({})
    before = world.say(plain, ids)
    run = published(SPECS)
    assert run.data.means != plain.data.means
    assert run.data.intercepts != plain.data.intercepts
    same_frame = replace(run, data=plain.data)
    after = world.say(same_frame, ids)
    changed = {client for client in before if _without_names(before[client]) != _without_names(after[client])}
    segment = configured(scope_of(ids), run.spec).segment
    assert segment is not None
    assert changed
    assert changed <= set(ids[segment >= 0].tolist())


def _without_names(row: str) -> str:
    """What a row says, without the frame, the scorecard and the digest that name what it was said with."""
    return ", ".join(
        part for part in row.split(", ") if not part.startswith(("'frame_id'", "'scorecard_id'", "'digest'"))
    )


def test_a_closed_day_with_segments_is_replayed_to_the_byte(ids: IntArray, at: At) -> None:
    published(SPECS)
    day = world.agency_day(world.TODAY)
    runs.score(day.date)
    at(world.NOON + dt.timedelta(days=1))
    runs.close_day(day)
    closed = world.written(day.date)
    Client.objects.update(segment="Shops")  # learnt afterwards
    frame = Frame.objects.in_force(day.date, Series.LIVE).first()
    assert frame is not None
    runs.record(replace(runs.replaying(day, frame), series=Series.REPLAY), ids)
    assert [_judged(row) for row in world.written(day.date, series=Series.REPLAY)] == [_judged(row) for row in closed]


def _judged(row: tuple[object, ...]) -> dict[str, object]:
    """A snapshot but for what its series brings along: its number and the weeks before it."""
    told = json.loads(str(row[0]))
    return {
        name: value for name, value in told.items() if name not in {"series", "churn_state", "fire_state", "digest"}
    }


@pytest.fixture(autouse=True)
def _fresh() -> None:
    configuration.spec_of.cache_clear()
    configuration.version_of.cache_clear()
