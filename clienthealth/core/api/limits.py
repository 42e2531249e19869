"""How many requests a minute, for each key (or logged-in person) by itself; told in every answer.

The headers are those of draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` says the rule, `RateLimit` what is
left of it and for how many seconds. Minutes are counted in the cache.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from clienthealth.core import clock

WINDOW = 60  # seconds


def caller_of(request: Request) -> str:
    """Who asks: `key:12`, or `user:7` for a person who logged in."""
    return f"key:{request.auth.pk}" if request.auth is not None else f"user:{request.user.pk}"


class ByCaller(BaseThrottle):
    """A fixed window a caller; the view tells its state in the headers."""

    wait_for = 0

    def allow_request(self, request: Request, view: Any) -> bool:
        most: int = settings.API_REQUESTS_A_MINUTE
        now = clock.seconds()
        begun = now // WINDOW * WINDOW
        key = f"api:rate:{caller_of(request)}:{begun}"
        cache.add(key, 0, WINDOW * 2)
        used = int(cache.incr(key))
        self.wait_for = begun + WINDOW - now
        view.rate = (most, max(0, most - used), self.wait_for)
        return used <= most

    def wait(self) -> float | None:
        return self.wait_for


def tell(response: Response, rate: tuple[int, int, int] | None) -> None:
    """Put the state of the limit into the headers; an answer from before it was counted has none."""
    if rate is not None:
        most, left, seconds = rate
        response["RateLimit-Policy"] = f'"caller";q={most};w={WINDOW}'
        response["RateLimit"] = f'"caller";r={left};t={seconds}'
