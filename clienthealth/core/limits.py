"""How often a link, or an address of the network, may send something. Counted in the cache, by windows of time."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WINDOW = 600  # seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in WINDOW seconds, counted under a name."""

    name: str
    most: int


def is_over(limit: Limit, who: str) -> bool:
    """Count one attempt, and say whether it is one too many. Who it was cannot be read from the cache."""
    key = f"limits:{limit.name}:{salted_hmac('core.limits', who).hexdigest()[:24]}"
    cache.add(key, 0, WINDOW)
    try:
        return int(cache.incr(key)) > limit.most
    except ValueError:  # the window ended between the two
        return False


def address_of(request: HttpRequest) -> str:
    """The visitor's address, as the number of our own proxies says it is to be read."""
    return str(get_adapter(request).get_client_ip(request))
