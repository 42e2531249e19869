"""What a review keeps from those who look into the panel or the audit log while it is on."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from clienthealth.core.withheld import Rule
from offboarding.models import Review
from signals.models import Seal
from signals.withheld import of_client


def of_fire(client: str) -> Rule:
    return of_client(client, side=Seal.Side.FIRE)


def of_others(user: Any) -> Q:
    """Another person's view of a round that is not wholly in; one's own, and those of a finished round, are shown."""
    waiting = Review.objects.filter(parting=OuterRef("parting"), round=OuterRef("round"), handed_in_at=None)
    return Q(Exists(waiting)) & ~Q(reviewer=user)


WITHHELD = {
    "offboarding.Parting": of_fire("client"),  # our fault as computed
    "offboarding.EvidenceItem": of_fire("parting__client"),
    "offboarding.Repair": of_fire("parting__client"),  # points of the signs before it
    "offboarding.WrittenWarning": of_fire("parting__client"),
    "offboarding.Review": of_others,
}
