"""Publishing a version of the scorecard: what everyone's clients are judged by, or one segment's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from accounts.permissions import Permission, require
from clienthealth.core.audit import acting
from signals import scorecards
from signals.models import Scorecard
from signals.priors import Factor, Side
from signals.scoring import Parameters, ScorecardSpec, SegmentSpec
from signals.segments import plain_name


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants: everything for everyone, or (with `segment`) what differs for that segment alone."""

    factors: tuple[Factor, ...] = ()
    parameters: Parameters = field(default_factory=dict)
    base_rates: Mapping[Side, float] = field(default_factory=dict)
    segment: str = ""
    own: SegmentSpec = field(default_factory=SegmentSpec)


def publish_version(*, by: User, based_on: int, change: Change, notes: str) -> Scorecard:
    """Publish the version after `based_on`, in force from today. A segment that differs in nothing is left out."""
    require(by, Permission.EDIT_SCORECARD)
    today = Agency.objects.get().today().date
    current = Scorecard.objects.get(version=based_on).spec()
    wanted = _laid_over(current, change)
    if wanted == current:
        raise ValidationError(_("Nothing is different from version %(n)s.") % {"n": based_on})
    with acting(by=by, why=f"publish scorecard {based_on + 1}"):
        return scorecards.publish(
            factors=wanted.factors,
            in_force_from=today,
            notes=notes,
            by=by,
            parameters=wanted.parameters,
            segments=wanted.segments,
            base_rates=wanted.base_rates,
            based_on=based_on,
        )


def _laid_over(current: ScorecardSpec, change: Change) -> ScorecardSpec:
    if not change.segment:
        return ScorecardSpec(change.factors, change.base_rates, change.parameters, current.segments)
    others = {name: own for name, own in current.segments.items() if plain_name(name) != plain_name(change.segment)}
    if change.own.weights or change.own.parameters:
        others[change.segment] = change.own
    return ScorecardSpec(current.factors, current.base_rates, current.parameters, dict(sorted(others.items())))
