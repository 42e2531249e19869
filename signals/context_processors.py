"""What the frame of every page shows of the judgement."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from signals.notices import unseen


def notices(request: HttpRequest) -> dict[str, object]:
    """How many alerts this person was told of and has not looked at; asked only where a page shows it."""
    return {"notice_count": SimpleLazyObject(lambda: unseen(request.user) if isinstance(request.user, User) else 0)}
