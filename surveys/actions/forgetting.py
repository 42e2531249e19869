"""What is kept for a while only: the evidence of programs on the public pages."""

from __future__ import annotations

import datetime as dt

from surveys.models import Attempt

KEPT = dt.timedelta(days=90)
MOST = 10_000


def forget_attempts(now: dt.datetime) -> int:
    """Delete attempts whose time is over, the oldest first; the next run goes on where this one ends."""
    old = Attempt.objects.filter(at__lt=now - KEPT).order_by("at").values("pk")[:MOST]
    return Attempt.objects.filter(pk__in=old).delete()[0]
