"""What the frame of every page shows of surveys."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from surveys.permissions import loops_for
from surveys.views.loop_list import owned_by


def loops(request: HttpRequest) -> dict[str, object]:
    """How many replies this person owes, read only where a page shows it."""
    return {"loops_owed": SimpleLazyObject(lambda: owed_by(getattr(request, "user", None)))}


def owed_by(user: object) -> int:
    if not isinstance(user, User):
        return 0
    return owned_by(loops_for(user), user).owed().count()
