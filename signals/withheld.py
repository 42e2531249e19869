"""What a seal covers in the owners' panel and the audit log: an owner who reviews is sealed like anyone else."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from clienthealth.core.withheld import Rule
from signals.models import Seal
from signals.models.seal import SealQuerySet


def of_side(client: str, side: str) -> Rule:
    """Rows about one side of a client, given the ways to both."""
    return lambda user: Q(Exists(_unbroken(user).filter(client=OuterRef(client), side=OuterRef(side))))


def of_client(client: str, **side: str) -> Rule:
    """Rows that tell of a client's sealed side, or of any side."""
    return lambda user: Q(Exists(_unbroken(user).filter(client=OuterRef(client), **side)))


def _unbroken(user: Any) -> SealQuerySet:
    return Seal.objects.unbroken().filter(user=user)


WITHHELD = {
    "signals.Snapshot": of_client("client"),
    "signals.Alert": of_side("client", "side"),
    "signals.Notice": of_side("alert__client", "alert__side"),
    "signals.Override": of_side("client", "side"),
    "signals.Play": of_side("client", "side"),
    "signals.Task": of_side("play__client", "play__side"),
}
