"""What the judgement adds to the frame of every page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from signals.models import Alert
from signals.permissions import alerts_for


def inbox(request: HttpRequest) -> dict[str, object]:
    """How many new alerts wait for this person, read only where a page shows it."""
    return {"inbox_count": SimpleLazyObject(lambda: waiting_for(getattr(request, "user", None)))}


def waiting_for(user: object) -> int:
    """Alerts of one's own that somebody was told of and nobody has taken on."""
    if not isinstance(user, User):
        return 0
    return alerts_for(user).owned_by(user).filter(state=Alert.State.OPEN, noticed_at__isnull=False).count()
