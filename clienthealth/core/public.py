"""What every page for people outside has in common: headers that keep it private, no cookie, nothing but our style."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
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
