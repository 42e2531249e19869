"""What the frame of every page shows of the judgement."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from signals.models import Alert
from signals.notices import unseen
from signals.permissions import alerts_for


def inbox(request: HttpRequest) -> dict[str, object]:
    """How many new alerts wait for this person, read only where a page shows it."""
    return {"inbox_count": SimpleLazyObject(lambda: waiting_for(getattr(request, "user", None)))}


def waiting_for(user: object) -> int:
    """Alerts of one's own that somebody was told of and nobody has taken on."""
    if not isinstance(user, User):
        return 0
    return alerts_for(user).owned_by(user).filter(state=Alert.State.OPEN, noticed_at__isnull=False).count()


def notices(request: HttpRequest) -> dict[str, object]:
    """How many alerts this person was told of and has not looked at; asked only where a page shows it."""
    return {"notice_count": SimpleLazyObject(lambda: unseen(request.user) if isinstance(request.user, User) else 0)}
