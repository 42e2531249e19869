"""What the frame of every page shows of prospects."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.permissions import Permission, may


def screening(request: HttpRequest) -> dict[str, object]:
    """Whether this person screens prospects; no query."""
    user = getattr(request, "user", None)
    return {"screens": user is not None and may(user, Permission.SCREEN)}
