"""What every page for people outside has in common: headers that keep it private, no cookie, nothing but our style.

They are answered before all that our own people's pages need: session, person, language, messages, who changed what.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.urls import Resolver404, get_resolver
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
POLICY = {
    "default-src": [NONE], "script-src": [NONE], "style-src": [SELF], "img-src": ["data:"], "font-src": [NONE],
    "connect-src": [NONE], "form-action": [SELF], "base-uri": [NONE], "frame-ancestors": [NONE],
    "manifest-src": [NONE], "object-src": [NONE],
}  # fmt: skip


def public(view: View[P]) -> View[P]:
    """A page for people outside. It sets no cookie: its forms carry a signed stamp instead of a cookie's token."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    covered: Any = csp_replace(POLICY)(csrf_exempt(guarded))
    found: View[P] = covered
    return found


class PublicFirstMiddleware:
    """The short way of public pages: behind what makes a connection safe, before everything else.

    Their addresses stand in PUBLIC_URLCONF, all below PUBLIC_PREFIXES, and among the others as well: those that are
    not found here (one without its last slash) take the usual way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefixes = tuple(settings.PUBLIC_PREFIXES)
        self.addresses = get_resolver(settings.PUBLIC_URLCONF)
        self.page: Any = XFrameOptionsMiddleware(CSPMiddleware(convert_exception_to_response(_page)))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(self.prefixes):
            return self.get_response(request)
        try:
            request.resolver_match = self.addresses.resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        response: HttpResponse = self.page(request)
        if not response.streaming and not response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
        return response


def _page(request: HttpRequest) -> HttpResponse:
    request.get_host()  # a name that is not ours is refused
    match = request.resolver_match
    assert match is not None
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response
