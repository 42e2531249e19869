"""What every request of a person carries: their language and their zone; and the quick way of tracked links."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from accounts.here import agency_of
from accounts.links.quick import at_once
from accounts.links.targets import OUR_LINKS
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


class LinksFirstMiddleware:
    """Send whoever opens a tracked link on before anything else is done for them: no session, no language, no page.

    Only what is sent on at once is answered here. Whatever needs a page, a password, a file or a person who is logged
    in takes the usual way, where `accounts.views.opening` answers it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(OUR_LINKS) and request.method in {"GET", "HEAD"}:
            answer = at_once(request, path[len(OUR_LINKS) :].removesuffix("/"))
            if answer is not None:
                return answer
        return self.get_response(request)
