"""A scorecard that cannot be published says why, in a sentence for each fault, and nothing is written."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Client
from accounts.permissions import Permission, may
from clienthealth.core.history import audited_models
from signals import scorecards
from signals.actions.scorecards import Change, publish_version
from signals.detectors import BY_FACTOR
from signals.models import Scorecard
from signals.scoring import SegmentSpec, Weight
from tests.cast import Cast
from tests.signals import portfolio as world


def changed(of: str, /, **values: Any) -> dict[str, Any]:
    return {"factors": tuple(replace(f, **values) if f.key == of else f for f in scorecards.shipped())}


def parameters(sign: str, **values: float) -> dict[str, Any]:
    return {"parameters": {sign: values}}


def segment(name: str = "Shops", **own: Any) -> dict[str, Any]:
    return {"segments": {name: SegmentSpec(**own)}}


REFUSED: list[tuple[dict[str, Any], str]] = [
    (changed("gone_quiet", key="gone_fishing"), "There is no factor “gone_fishing”."),
    (changed("gone_quiet", weight=3.1), "The weight of gone_quiet must lie between −3.0 and 3.0."),
    (changed("gone_quiet", weight=math.nan), "The weight of gone_quiet must lie between −3.0 and 3.0."),
    (changed("gone_quiet", sigma=-0.1), "The σ of gone_quiet must lie between 0 and 3.0."),
    (changed("fire_haggling", sigma=0.5), "the σ of fire_haggling must be 0."),
    (changed("gone_quiet", key="late_payments"), "The factor “late_payments” stands there twice."),
    ({"base_rates": {"churn": 0.0, "fire": 0.1}}, "The base rate of churn must lie above 0"),
    (parameters("gone_fishing", x=1), "There is no sign “gone_fishing”."),
    (parameters("tenure", newest=1), "The sign “tenure” has no parameter “newest”."),
    (parameters("low_nps", memory_days=90), "The sign “low_nps” has no parameter “memory_days”."),
    (parameters("tenure", new_months=100), "tenure.new_months must lie between 0.8 and 80."),
    (parameters("tenure", mature_from_years=4), "tenure.mature_full_years must be greater than tenure."),
    (parameters("renewal_near", from_days=30), "renewal_near.from_days must be greater than renewal"),
    (segment("Farms", weights={"gone_quiet": Weight(1, 1)}), "No client is in the segment “Farms”."),
    (segment(weights={"gone_fishing": Weight(1, 1)}), "There is no factor “gone_fishing”."),
    (segment(weights={"gone_quiet": Weight(-1, 1)}), "gone_quiet (Shops) must point the same way"),
    (segment(weights={"gone_quiet": Weight(9, 1)}), "The weight of gone_quiet (Shops) must lie between"),
    (segment(parameters={"tenure": {"new_months": 0}}), "tenure.new_months (Shops) must lie between"),
    ({"segments": {"Shops": SegmentSpec(), " shops": SegmentSpec()}}, "The segment “shops” stands there twice."),
]  # fmt: skip


@pytest.mark.parametrize(("given", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_a_fault_is_a_sentence(cast: Cast, given: dict[str, Any], sentence: str) -> None:
    Client.objects.filter(pk=cast.client.pk).update(segment="Shops")
    usual: dict[str, Any] = {"factors": scorecards.shipped(), "in_force_from": world.TODAY, "notes": "", "by": None}
    with pytest.raises(ValidationError) as refusal:
        scorecards.publish(**(usual | given))
    assert any(sentence in said for said in refusal.value.messages)
    assert not Scorecard.objects.exists()


def test_every_fault_is_said_at_once(cast: Cast) -> None:
    given = changed("gone_quiet", weight=9, sigma=9) | parameters("tenure", newest=1)
    with pytest.raises(ValidationError) as refusal:
        scorecards.publish(in_force_from=world.TODAY, notes="", by=None, **given)
    assert len(refusal.value.messages) == 3


def test_a_ramp_is_judged_with_what_everyone_has(cast: Cast) -> None:
    """A segment's start may be beyond the shipped end where everyone's end is farther still."""
    Client.objects.filter(pk=cast.client.pk).update(segment="Shops")
    own = SegmentSpec(parameters={"tenure": {"mature_from_years": 5}})
    given: dict[str, Any] = {"factors": scorecards.shipped(), "in_force_from": world.TODAY, "notes": "", "by": None}
    with pytest.raises(ValidationError):
        scorecards.publish(**given, segments={"Shops": own})
    published = scorecards.publish(**given, segments={"Shops": own}, parameters={"tenure": {"mature_full_years": 8}})
    assert published.spec().segments == {"Shops": own}
    assert published.spec().parameters == {"tenure": {"mature_full_years": 8}}


def test_an_owner_publishes_the_next_version_and_nobody_else(cast: Cast) -> None:
    first = scorecards.in_force(cast.agency.today().date)
    change = Change(changed("gone_quiet", weight=1.2)["factors"], base_rates=first.spec().base_rates)
    for who in (cast.lead, cast.keeper, cast.observer):
        assert not may(who, Permission.EDIT_SCORECARD)
        with pytest.raises(PermissionDenied):
            publish_version(by=who, based_on=1, change=change, notes="x")
    second = publish_version(by=cast.boss, based_on=1, change=change, notes="Silence weighs more.")
    assert (second.version, second.published_by, second.notes) == (2, cast.boss, "Silence weighs more.")
    assert second.in_force_from == cast.agency.today().date
    with pytest.raises(ValidationError, match="Version 2 was published meanwhile"):
        publish_version(by=cast.boss, based_on=1, change=change, notes="x")
    with pytest.raises(ValidationError, match="Nothing is different from version 2"):
        publish_version(by=cast.boss, based_on=2, change=change, notes="x")
    assert Scorecard in audited_models()


def test_a_new_sign_keeps_parameters_and_segments(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Client.objects.filter(pk=cast.client.pk).update(segment="Shops")
    full = dict(BY_FACTOR)
    monkeypatch.setattr(scorecards, "BY_FACTOR", {key: d for key, d in full.items() if key != "gone_quiet"})
    own = SegmentSpec({"late_payments": Weight(1.0, 0.5, "Ours.")})
    tuned = {"tenure": {"new_months": 6}}
    scorecards.publish(
        factors=scorecards.shipped(),
        in_force_from=world.TODAY,
        notes="",
        by=None,
        parameters=tuned,
        segments={"Shops": own},
    )
    monkeypatch.setattr(scorecards, "BY_FACTOR", full)
    spec = scorecards.in_force(world.TODAY).spec()
    assert "gone_quiet" in {factor.key for factor in spec.factors}
    assert (spec.parameters, spec.segments) == (tuned, {"Shops": own})
