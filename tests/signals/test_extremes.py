"""Every detector at the edges of what a business can be: strengths stay evidence in [0, 1], or “cannot tell”."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from accounts.models import Observation, TimeEntry
from signals import runs
from signals.detection import Scope
from signals.detectors import DETECTORS
from signals.judging import whole_rows
from signals.models import Alert, Snapshot
from signals.strengths import SEVERITY_LOAD
from tests.scenarios import TODAY, Story, moment, scope_for

At = Callable[[dt.datetime], None]
MOST = 999_999_999_999.99  # what an amount has room for
CLOCKS_CHANGED = [dt.date(2025, 3, 30), dt.date(2025, 10, 26)]
SUPPORT = TimeEntry.Kind.SUPPORT


def nothing() -> Story:
    return Story("Knows nothing", started=None)


def began_today() -> Story:
    return Story("Began today", started=0).contract(100, since=0)


def one_message() -> Story:
    return Story("Wrote once").mails(126, hour=2).exchanges(1, since=130, until=120, hour=2)


def zeros() -> Story:
    story = Story("Zeros").contract(0, hours_included=0).works(0).works(0, kind=SUPPORT)
    return story.spends(0, since=300, results=0).budget(0, 200).budget(0, 5).pulse(1, 0).answers(0, 0)


def huge() -> Story:
    story = Story("Huge").contract(MOST, hours_included=744).works(168, since=300).works(168, kind=SUPPORT)
    for due in (400, 200, 100, 50, 3):
        story.invoice(due, MOST)
    return story.spends(MOST, since=300, until=29).spends(0.01, since=28).budget(MOST, 200).budget(0.01, 5)


def tiny() -> Story:
    """A cent a month for work around the clock."""
    return (
        Story("Tiny")
        .contract(0.01, hours_included=0.01)
        .works(168, since=300)
        .works(168, kind=SUPPORT)
        .invoice(9, 0.01)
    )


def no_rate() -> Story:
    return Story("No rate").contract(100, currency="XAU").invoice(60, 100, currency="XAU").spends(9, since=200)


def seen_a_hundred_times() -> Story:
    story = Story("Seen")
    for kind in Observation.Kind.values:
        for day in range(50):
            story.seen(kind, day, severity=max(SEVERITY_LOAD))
    return story.lapse(*range(50), severity=3)


TELLERS = [nothing, began_today, one_message, zeros, huge, tiny, no_rate, seen_a_hundred_times]


@pytest.fixture
def stories(db: None) -> list[Story]:
    return [tell() for tell in TELLERS]


def check(scope: Scope) -> None:
    for detector in DETECTORS:
        columns = detector.measure(scope)
        found = detector.judge(columns, scope)
        if detector.alert:
            found = {**found, "alert": detector.alert(columns, scope)}
        for key, x in found.items():
            assert x.shape == scope.clients.shape, key
            assert (np.isnan(x) | ((x >= 0) & (x <= 1))).all(), (key, x)
        for row in whole_rows([columns[name] for name in detector.reading], len(scope.clients)):
            reading = dict(zip(detector.reading, row, strict=True))
            said = " ".join(detector.sentence(reading, factor) for factor in detector.factors or ("",))
            assert not {"nan", "inf", "None"} & set(said.replace(".", " ").replace(",", " ").split())
        for client in scope.clients:
            detector.evidence(replace(scope, clients=np.array([client]), cache={}))


@pytest.mark.parametrize("day", [*CLOCKS_CHANGED, TODAY], ids=str)
def test_strengths_stay_evidence(stories: list[Story], day: dt.date) -> None:
    check(scope_for(*stories, day=day))


def test_a_pass_writes_them_all_and_their_alerts_twice_the_same(stories: list[Story], at: At) -> None:
    at(moment(TODAY, 20))
    assert runs.score(TODAY).written == len(stories)
    assert Alert.objects.filter(client=stories[TELLERS.index(huge)].client, loss_cents__gt=10**13).exists()
    assert not Alert.objects.filter(client__name__in=["Knows nothing", "Began today"]).exists()
    assert set(Snapshot.objects.filter(client__name="No rate").values_list("revenue_cents", flat=True)) == {None}
    changed = list(Alert.objects.order_by("pk").values_list("pk", "changed_at"))
    assert runs.score(TODAY, chunk=1).written == 0
    assert list(Alert.objects.order_by("pk").values_list("pk", "changed_at")) == changed
