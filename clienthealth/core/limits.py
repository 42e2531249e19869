"""How often a link, or an address of the network, may send something. Counted in the cache, by windows of time."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
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
    passed_on = request.META.get("HTTP_X_FORWARDED_FOR")
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT if passed_on else 0
    try:
        told = passed_on.split(",")[-proxies] if passed_on and proxies else request.META.get("REMOTE_ADDR", "")
        return str(ip_address(told.strip()))
    except (IndexError, ValueError):  # with a port, or fewer proxies than said, or none at all
        return str(get_adapter(request).get_client_ip(request))
