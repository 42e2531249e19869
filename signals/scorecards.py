"""Which scorecard is in force, and publishing a new version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Client
from signals.detection import SHIPPED_VALUES
from signals.detectors import BY_FACTOR, BY_KEY
from signals.models import Frame, FrameRequest, Scorecard
from signals.priors import CHURN, FIRE, Factor, Side
from signals.scorecard_checks import Known, problems
from signals.scoring import REFERENCE, Parameters, ScorecardSpec, SegmentSpec

if TYPE_CHECKING:
    from accounts.models import User

ALWAYS = dt.date(2000, 1, 1)
PUBLISH_LOCK = 7_201_535


def shipped() -> tuple[Factor, ...]:
    """The experts' priors of the factors that have a detector, in the order of every array."""
    return tuple(factor for factor in (*CHURN, *FIRE) if factor.key in BY_FACTOR)


def in_force(on: dt.date) -> Scorecard:
    """The scorecard of a day. The first one is made from the experts' priors, and a new detector makes a new one."""
    current = Scorecard.objects.in_force(on).first()
    newest = Scorecard.objects.first()
    if newest is not None and {f["key"] for f in newest.factors} >= set(BY_FACTOR):
        return current or newest
    return _first_or_next(on)


def _first_or_next(on: dt.date) -> Scorecard:
    with transaction.atomic():
        _lock()
        newest = Scorecard.objects.first()
        spec = newest.spec() if newest else ScorecardSpec(factors=())
        known = spec.factors
        missing = [factor for factor in shipped() if factor.key not in {f.key for f in known}]
        if newest is not None and not missing:
            return newest
        return _publish(
            ScorecardSpec((*known, *missing), spec.base_rates, *_still_known(spec)),
            in_force_from=ALWAYS if newest is None else on,
            notes="The experts’ priors." if newest is None else "New signs were added.",
            by=None,
        )


@transaction.atomic
def publish(
    *,
    factors: tuple[Factor, ...],
    in_force_from: dt.date,
    notes: str,
    by: User | None,
    parameters: Parameters | None = None,
    segments: Mapping[str, SegmentSpec] | None = None,
    base_rates: Mapping[Side, float] | None = None,
    based_on: int | None = None,
) -> Scorecard:
    """Publish a version; an extra frame follows, since means and intercepts belong to the weights.

    1. One publication at a time. `based_on` is the version that the person saw; a newer one refuses.
    2. Refuse with a sentence for each fault (ValidationError).
    3. What `parameters` do not name is as shipped; what a segment does not name is as for everyone.
    """
    _lock()
    newest = Scorecard.objects.first()
    if based_on is not None and newest is not None and newest.version != based_on:
        raise ValidationError(
            _("Version %(n)s was published meanwhile. Look at it first.") % {"n": newest.version}, code="stale"
        )
    spec = ScorecardSpec(factors, base_rates or REFERENCE, parameters or {}, segments or {})
    before = newest.spec() if newest else ScorecardSpec(factors=())
    factors_known = {*BY_FACTOR, *(factor.key for factor in before.factors)}
    if found := problems(spec, Known(BY_KEY, factors_known, [*_segments(), *before.segments])):
        raise ValidationError(found)
    return _publish(spec, in_force_from=in_force_from, notes=notes, by=by)


def _publish(spec: ScorecardSpec, *, in_force_from: dt.date, notes: str, by: User | None) -> Scorecard:
    newest = Scorecard.objects.first()
    scorecard = Scorecard.objects.create(
        version=newest.version + 1 if newest else 1,
        in_force_from=in_force_from,
        factors=[asdict(factor) for factor in spec.factors],
        parameters={sign: dict(values) for sign, values in spec.parameters.items() if values},
        segments={name: as_json(own) for name, own in spec.segments.items() if own.weights or own.parameters},
        base_churn=spec.base_rates["churn"],
        base_fire=spec.base_rates["fire"],
        notes=notes,
        published_by=by,
    )
    if newest:
        FrameRequest.objects.create(reason=Frame.Reason.SCORECARD)
    return scorecard


def as_json(own: SegmentSpec) -> dict[str, Any]:
    """A segment as the record keeps it."""
    return {
        "weights": {key: asdict(weight) for key, weight in own.weights.items()},
        "parameters": {sign: dict(values) for sign, values in own.parameters.items() if values},
    }


def _segments() -> list[str]:
    """The segments that clients are in, as they are written."""
    return list(Client.objects.exclude(segment="").order_by().values_list("segment", flat=True).distinct())


def _still_known(spec: ScorecardSpec) -> tuple[Parameters, dict[str, SegmentSpec]]:
    """A scorecard's parameters and segments without what was said of signs that are gone."""
    segments = {name: SegmentSpec(own.weights, _of_signs(own.parameters)) for name, own in spec.segments.items()}
    return _of_signs(spec.parameters), segments


def _of_signs(parameters: Parameters) -> Parameters:
    known = {
        sign: {name: value for name, value in values.items() if name in SHIPPED_VALUES[sign]}
        for sign, values in parameters.items()
        if sign in SHIPPED_VALUES
    }
    return {sign: values for sign, values in known.items() if values}


def _lock() -> None:
    """One publication at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISH_LOCK])
