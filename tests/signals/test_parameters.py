"""What a sign declares as tunable is read where it judges, and a scorecard that changes it changes a strength."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from signals import frames, runs, scorecards
from signals.calendars import known_calendars
from signals.detection import SHIPPED_VALUES, Columns, Detector, Scope, day_number
from signals.detectors import DETECTORS
from signals.framing import FrameData
from signals.models import Frame, Series, Snapshot
from signals.populations import served
from signals.scoring import ScorecardSpec
from signals.segments import configured
from signals.statistics import MILLIONTHS, FloatArray
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
CLIENTS = 4_000
IN_DAYS = {"days", "at_least"}
IN_MILLIONTHS = {"misses", "load"}
IN_MINUTES = {"minutes", "support"}
IN_BASIS_POINTS = {"cut"}
# Tails are summed case by case: a date's number, twenty thousand, would be counted up to for each of the clients.
COUNTED = {"asked", "judged", "outside", "y", "unopened", "sent"}  # and what they were before
TUNABLE = [(d, name) for d in DETECTORS for name in d.parameters]
Judged = tuple[Columns, dict[str, FloatArray]]  # what was measured, and what is made of it by the shipped values


class Recorded(dict[str, Mapping[str, Any]]):
    """A scorecard's values that note which of them were read."""

    def __init__(self) -> None:
        super().__init__(SHIPPED_VALUES)
        self.read: set[tuple[str, str]] = set()

    def __getitem__(self, sign: str) -> Mapping[str, Any]:
        noted, values = self.read, super().__getitem__(sign)

        class Values(dict[str, Any]):
            def __getitem__(self, name: str) -> Any:
                noted.add((sign, name))
                return values[name]

        return Values(values)


@pytest.fixture
def scope(db: None) -> Scope:
    from tests.factories import AgencyFactory

    AgencyFactory()
    day = world.agency_day(world.TODAY)
    return Scope(np.arange(1, CLIENTS + 1), day, FrameData(), known_calendars(day, "recorded_at"))


def anything(detector: Detector, scope: Scope) -> Columns:
    """Columns of the detector's names with figures of every kind: yes and no, counts, days ago, dates, unknown."""
    rng = np.random.default_rng(7)
    today = float(day_number(scope.day.date))
    found = {}
    for name in detector.measure(replace(scope, clients=np.array([1]), cache={})):
        kinds = np.column_stack([
            rng.integers(0, 2, CLIENTS), rng.integers(0, 12, CLIENTS), rng.uniform(-3, 3, CLIENTS),
            rng.uniform(0, 300, CLIENTS), today - rng.integers(-100, 400, CLIENTS), np.full(CLIENTS, np.nan),
        ])  # fmt: skip
        if name in IN_MILLIONTHS or name.endswith("_load"):
            kinds *= MILLIONTHS / 10
        elif name in IN_DAYS:
            kinds *= 7
        elif name in IN_MINUTES:
            kinds *= 10
        elif name in IN_BASIS_POINTS:
            kinds *= 30
        elif name.removesuffix("_base") in COUNTED:
            kinds[:, 4] %= 700
        found[name] = kinds[np.arange(CLIENTS), rng.integers(0, kinds.shape[1], CLIENTS)]
    return found


def strengths(detector: Detector, columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    with np.errstate(all="ignore"):  # some of these columns could not be
        found = dict(detector.judge(columns, scope))
        return found | ({"alert": detector.alert(columns, scope)} if detector.alert else {})


@pytest.fixture(scope="module")
def told() -> dict[str, Judged]:
    return {}


@pytest.fixture
def judged(scope: Scope, told: dict[str, Judged]) -> Callable[[Detector], Judged]:
    """The same for every test of a detector, so judged once."""

    def of(detector: Detector) -> Judged:
        if detector.key not in told:
            columns = anything(detector, scope)
            told[detector.key] = columns, strengths(detector, columns, scope)
        return told[detector.key]

    return of


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.key)
def test_what_is_declared_is_read_and_nothing_else(detector: Detector, scope: Scope) -> None:
    values = Recorded()
    strengths(detector, anything(detector, scope), replace(scope, values=values))
    assert values.read == {(detector.key, name) for name in detector.parameters}


@pytest.mark.parametrize(("detector", "name"), TUNABLE, ids=[f"{d.key}-{name}" for d, name in TUNABLE])
def test_a_scorecard_that_changes_a_parameter_changes_a_strength(
    detector: Detector, name: str, scope: Scope, judged: Callable[[Detector], Judged]
) -> None:
    columns, plain = judged(detector)

    def changed(times: float) -> bool:
        changed_one = {detector.key: {name: times * detector.parameters[name]}}
        other = strengths(detector, columns, configured(scope, ScorecardSpec(parameters=changed_one)))
        return any(not np.array_equal(plain[key], other[key], equal_nan=True) for key in plain)

    assert changed(1.3) or changed(3.0)  # the second for counts that few of these clients have exactly


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.key)
def test_a_parameter_of_each_client_is_judged_client_by_client(
    detector: Detector, scope: Scope, judged: Callable[[Detector], Judged]
) -> None:
    """As segments give it: an array that holds one value everywhere says what the value says."""
    columns, plain = judged(detector)
    each = {name: np.full(CLIENTS, float(value)) for name, value in detector.parameters.items()}
    by_client = strengths(detector, columns, replace(scope, values={**SHIPPED_VALUES, detector.key: each}))
    assert all(np.array_equal(plain[key], by_client[key], equal_nan=True) for key in plain)


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.key)
def test_a_figure_is_tunable_or_fixed_and_ramps_are_of_tunable_ones(detector: Detector) -> None:
    assert not set(detector.parameters) & set(detector.fixed)
    assert {name for pair in detector.ramps for name in pair} <= set(detector.parameters)


def test_a_published_parameter_changes_snapshots(portfolio: None, at: At) -> None:
    at(world.NOON)
    runs.score(world.TODAY)
    before = dict(Snapshot.objects.live().values_list("client_id", "strengths"))
    tuned = scorecards.publish(
        factors=scorecards.shipped(), in_force_from=world.TODAY, notes="", by=None,
        parameters={"tenure": {"mature_from_years": 0.5, "mature_full_years": 1}},
    )  # fmt: skip
    day = world.agency_day(world.TODAY)
    frames.build(day, reason=Frame.Reason.SCORECARD, in_force_from=day.date)
    runs.score(world.TODAY)
    rows = Snapshot.objects.live().filter(scorecard=tuned)
    keys = [factor["key"] for factor in tuned.factors]
    changed = {
        keys[j]
        for client, after in rows.values_list("client_id", "strengths")
        for j, value in enumerate(after)
        if value != before[client][j]
    }
    assert len(rows) == len(before) == len(served(day, "recorded_at"))
    assert changed == {"tenure_mature"}
    assert Frame.objects.in_force(day.date, Series.LIVE).first() == rows[0].frame
