"""The answer to most requests for a link: on to its target, with the opening noted."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts.links.opening import find, record
from accounts.links.slugs import SHAPE

HEADERS = {
    # Each opening is asked of us again, or we would know of the first alone; no cache on the way keeps one, because a
    # link may end, and the next visitor's opening is their own. Not `no-store`: a file is sent once and then confirmed.
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",  # the target is not told in which mail or system its address stood
    "X-Robots-Tag": "noindex, nofollow",
}


def at_once(request: HttpRequest, slug: str) -> HttpResponse | None:
    """The redirect of an open link that needs neither password nor file; None for everything else.

    Whoever carries a session may be one of us, whose openings are not noted: the usual way finds out.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES or not SHAPE.fullmatch(slug):
        return None
    link = find(slug)
    if link is None or link.state != "open" or link.password or not link.location:
        return None
    record(request, link)
    return elsewhere(link.location)


def elsewhere(location: str) -> HttpResponse:
    """302 to an address that stands in the database, and nowhere in the request."""
    answer = HttpResponse(status=302)
    del answer.headers["Content-Type"]
    say(answer, {"Location": location, "Content-Length": "0", **HEADERS})
    answer._csp_exempt = True  # type: ignore[attr-defined]  # there is nothing in it that a policy could govern
    return answer


def say(answer: HttpResponseBase, headers: dict[str, str]) -> None:
    for name, value in headers.items():
        answer.headers[name] = value
