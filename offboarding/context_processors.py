"""What the frame of every page shows of partings."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from offboarding.permissions import reviews_asked_of


def partings(request: HttpRequest) -> dict[str, object]:
    """How many reviews wait for this person, counted only where a page shows it."""
    return {"reviews_waiting": SimpleLazyObject(lambda: reviews_asked_of(request.user).count())}
