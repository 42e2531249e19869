"""Which scorecard is in force, and publishing a new version."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import connection, transaction

from signals.detectors import BY_FACTOR
from signals.models import Frame, FrameRequest, Scorecard
from signals.priors import CHURN, FIRE, Factor

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
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISH_LOCK])
        newest = Scorecard.objects.first()
        known = [Factor(**row) for row in newest.factors] if newest else []
        missing = [factor for factor in shipped() if factor.key not in {f.key for f in known}]
        if newest is not None and not missing:
            return newest
        return publish(
            factors=(*known, *missing),
            in_force_from=ALWAYS if newest is None else on,
            notes="The experts’ priors." if newest is None else "New signs were added.",
            by=None,
        )


@transaction.atomic
def publish(*, factors: tuple[Factor, ...], in_force_from: dt.date, notes: str, by: User | None) -> Scorecard:
    """Publish a version; an extra frame follows, since means and intercepts belong to the weights."""
    newest = Scorecard.objects.first()
    scorecard = Scorecard.objects.create(
        version=newest.version + 1 if newest else 1,
        in_force_from=in_force_from,
        factors=[asdict(factor) for factor in factors],
        notes=notes,
        published_by=by,
    )
    if newest:
        FrameRequest.objects.create(reason=Frame.Reason.SCORECARD)
    return scorecard
