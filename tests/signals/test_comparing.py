"""What a client did and what we changed are told apart, also when parameters, weights and segments change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from accounts.models import Client, Pulse
from signals import configuration, frames, runs, scorecards
from signals.comparing import Moved, moved
from signals.models import Frame
from signals.permissions import ClientScore, scores_for
from signals.scoring import SegmentSpec, Weight
from tests.factories import PulseFactory, UserFactory
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
NEXT = world.TODAY + dt.timedelta(days=1)


@pytest.fixture
def today(portfolio: None, at: At) -> At:
    """Today is scored; then it is tomorrow."""
    configuration.spec_of.cache_clear()
    configuration.version_of.cache_clear()
    configuration.means_of.cache_clear()
    at(world.NOON)
    Pulse.objects.all().delete()
    runs.score(world.TODAY)
    at(world.NOON + dt.timedelta(days=1))
    return at


def settled() -> Client:
    """A client of six years, so that length is evidence by any scorecard."""
    client = Client.objects.served().order_by("pk").filter(started_on__lt=dt.date(2023, 6, 1)).first()
    assert client is not None
    return client


def published(**changes: object) -> None:
    scorecards.publish(**{"factors": scorecards.shipped(), "in_force_from": NEXT, "notes": "", "by": None} | changes)  # type: ignore[arg-type]
    frames.build(world.agency_day(NEXT), reason=Frame.Reason.SCORECARD, in_force_from=NEXT)


def split(client: Client) -> tuple[dict[str, Moved], ClientScore, ClientScore]:
    runs.score(NEXT)
    scores = scores_for(UserFactory(role="owner"))
    before, now = scores.on_or_before(client, world.TODAY), scores.on_or_before(client, NEXT)
    assert before is not None
    assert now is not None
    found = moved(before, now, "churn", world.ZONE)
    total = sum(now.points[: len(found)]) - sum(before.points[: len(found)])
    assert sum(part.theirs + part.ours for part in found.values()) == total
    return found, before, now


def test_with_the_same_scorecard_and_frame_all_is_theirs(today: At) -> None:
    client = settled()
    PulseFactory(client=client, value=1, occurred_on=NEXT)
    found, _before, _now = split(client)
    assert found["low_pulse"].theirs > 0
    assert not any(part.ours for part in found.values())


def test_a_changed_parameter_is_ours_though_the_strength_differs(today: At) -> None:
    client = settled()
    published(parameters={"tenure": {"mature_from_years": 9, "mature_full_years": 20}})
    found, before, now = split(client)
    place = [f.key for f in configuration.spec_of(now.scorecard).factors].index("tenure_mature")
    assert before.strengths[place] != now.strengths[place]
    assert abs(found["tenure_mature"].theirs) < 5  # a day older
    assert abs(found["tenure_mature"].ours) > 50


def test_a_changed_weight_leaves_them_what_they_did(today: At) -> None:
    client = settled()
    PulseFactory(client=client, value=1, occurred_on=NEXT)
    heavier = tuple(replace(f, weight=1.5) if f.key == "low_pulse" else f for f in scorecards.shipped())
    published(factors=heavier)
    found, before, _now = split(client)
    place = [f.key for f in configuration.spec_of(before.scorecard).factors].index("low_pulse")
    means = configuration.means_of(before.frame)
    as_then = round(1442.695 * 0.5 * (1.0 - means["low_pulse"])) - before.points[place]
    assert found["low_pulse"].theirs == as_then
    assert found["low_pulse"].ours > as_then


def test_a_segment_of_our_making_is_ours(today: At) -> None:
    client = settled()
    Client.objects.filter(pk=client.pk).update(segment="Shops")
    published(segments={"Shops": SegmentSpec({"tenure_mature": Weight(-1.5, 0.7)}, {"tenure": {"new_months": 70}})})
    found, _before, _now = split(client)
    assert abs(found["tenure_mature"].ours) > 50
    assert abs(found["tenure_mature"].theirs) < 5
    assert found["tenure_new"].theirs == 0
