"""What every request of a person carries: their language and their zone."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts.here import agency_of
from accounts.models import User


class PersonMiddleware:
    """Activate the language and zone a person chose; without a person, the browser's language decides.

    Who chose no zone lives in the agency's, as the profile says.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            request.COOKIES.setdefault("django_language", request.user.language)
        zone = zone_of(request)
        with timezone.override(ZoneInfo(zone) if zone else None):
            response = self.get_response(request)
        translation.deactivate()
        return response


def zone_of(request: HttpRequest) -> str:
    """Name of the zone in which a person reads instants; empty where nobody is logged in."""
    if not isinstance(request.user, User):
        return ""
    agency = None if request.user.zone else agency_of(request)
    return request.user.zone or (agency.zone if agency else "")
