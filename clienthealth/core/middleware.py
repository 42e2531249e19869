"""What every request of a person carries: their language and their zone."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class PersonMiddleware:
    """Activate the language and zone a person chose; without a person, the browser's language decides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = getattr(request.user, "zone", "")
        if request.user.is_authenticated:
            request.COOKIES.setdefault("django_language", request.user.language)
        with timezone.override(ZoneInfo(zone) if zone else None):
            response = self.get_response(request)
        translation.deactivate()
        return response
