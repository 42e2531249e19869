"""Scorecards: made from the priors, never changed, and followed by a frame of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from signals import runs, scorecards, turns
from signals.detectors import BY_FACTOR
from signals.models import Frame, FrameRequest, Scorecard, Series, Snapshot
from signals.priors import CHURN, FIRE
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
DAY = dt.date(2026, 6, 30)


def test_the_first_is_made_from_the_experts_priors(db: None) -> None:
    first = scorecards.in_force(DAY)
    assert (first.version, first.published_by) == (1, None)
    keys = [row["key"] for row in first.factors]
    assert keys == [factor.key for factor in (*CHURN, *FIRE) if factor.key in BY_FACTOR]
    assert first.spec().factors == scorecards.shipped()
    assert not FrameRequest.objects.exists()


def test_asking_again_makes_no_other(db: None) -> None:
    assert scorecards.in_force(DAY) == scorecards.in_force(dt.date(2020, 1, 1)) == scorecards.in_force(DAY)
    assert Scorecard.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"factors": []}, {"base_churn": 0.2}, {"base_fire": 0.2}, {"version": 9}, {"in_force_from": DAY}]
)
def test_a_published_one_never_changes(db: None, change: dict[str, object]) -> None:
    scorecards.in_force(DAY)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Scorecard.objects.update(**change)


def test_a_published_one_is_never_deleted(db: None) -> None:
    scorecards.in_force(DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Scorecard.objects.all().delete()


def test_a_new_detector_makes_a_new_version_that_appends_its_factors(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    full = dict(BY_FACTOR)
    without = {key: detector for key, detector in full.items() if key != "gone_quiet"}
    monkeypatch.setattr(scorecards, "BY_FACTOR", without)
    first = scorecards.in_force(DAY)
    monkeypatch.setattr(scorecards, "BY_FACTOR", full)
    second = scorecards.in_force(DAY)
    assert (first.version, second.version) == (1, 2)
    assert second.factors[:-1] == first.factors
    assert second.factors[-1]["key"] == "gone_quiet"
    assert FrameRequest.objects.get().reason == Frame.Reason.SCORECARD
    assert scorecards.in_force(DAY - dt.timedelta(days=1)) == first


def test_a_version_is_in_force_from_its_day_on(db: None) -> None:
    first = scorecards.in_force(DAY)
    second = scorecards.publish(factors=scorecards.shipped(), in_force_from=DAY, notes="Learnt.", by=None)
    assert scorecards.in_force(DAY - dt.timedelta(days=1)) == first
    assert scorecards.in_force(DAY) == second


def test_publishing_asks_for_a_frame_that_changes_scores(
    portfolio: None, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PAUSE_BETWEEN_FRAMES", dt.timedelta(days=-1))
    at(world.NOON)
    runs.score(world.TODAY)
    before = {s.client_id: s.digest for s in Snapshot.objects.all()}
    heavier = tuple(replace(factor, weight=1.5 * factor.weight) for factor in scorecards.shipped())
    second = scorecards.publish(factors=heavier, in_force_from=world.TODAY, notes="", by=None)
    assert runs.prepare(world.agency_day(world.TODAY), Series.LIVE).frame.scorecard.version == 1
    assert turns.score_marked() == len(before)
    assert not FrameRequest.objects.exists()
    assert set(Snapshot.objects.values_list("scorecard_id", flat=True)) == {second.pk}
    after = {s.client_id: s.digest for s in Snapshot.objects.all()}
    assert sum(after[client] != digest for client, digest in before.items()) > 20
    assert [row["weight"] for row in second.factors] == [factor.weight for factor in heavier]
