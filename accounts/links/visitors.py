"""Who asked, as far as it is noted: a hash that changes daily, the program's name, and whether they wish to be noted.

No address of the network is ever stored. The hash is made with the day's salt; when the salt is deleted, two days
later, nobody can tell any more whose it was, whoever holds the database.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest

from accounts.links.agents import family_of
from accounts.models import VisitorSalt
from clienthealth.core import clock
from clienthealth.core.limits import address_of

SALT_DAYS = 2
_salts: dict[dt.date, bytes] = {}  # today's, and yesterday's for requests that began before midnight


def visitor_of(request: HttpRequest, at: dt.datetime) -> str:
    """A hash of address and program that tells visitors of one day (UTC) apart, and says nothing else."""
    try:
        address = address_of(request)
    except PermissionDenied:  # a server behind a socket that passes none on
        address = ""
    who = f"{address}\n{request.META.get('HTTP_USER_AGENT', '')}"
    return hmac.new(salt_of(at.astimezone(dt.UTC).date()), who.encode(), hashlib.sha256).hexdigest()[:32]


def do_not_track(request: HttpRequest) -> bool:
    """Whether the browser was told to ask for it: Do Not Track, or Global Privacy Control."""
    return request.META.get("HTTP_DNT") == "1" or request.META.get("HTTP_SEC_GPC") == "1"


def agent_family(request: HttpRequest) -> str:
    """The name of the program without its version; most people of the world share one of ten."""
    return family_of(request.META.get("HTTP_USER_AGENT", ""))


def salt_of(day: dt.date) -> bytes:
    """The salt of a day, the same in every process: whoever comes first makes it."""
    if day in _salts:
        return _salts[day]
    VisitorSalt.objects.bulk_create([VisitorSalt(day=day, salt=secrets.token_hex(32))], ignore_conflicts=True)
    salt = VisitorSalt.objects.values_list("salt", flat=True).get(day=day).encode()
    if not connection.in_atomic_block:  # what is not committed yet may never be
        for old in [one for one in _salts if abs((day - one).days) > 1]:
            del _salts[old]
        _salts[day] = salt
    return salt


def know_salt() -> None:
    """Read today's salt before a transaction begins: what is read inside of one is not remembered."""
    if not connection.in_atomic_block:
        salt_of(dt.datetime.fromtimestamp(clock.seconds(), dt.UTC).date())


def delete_old_salts(today: dt.date) -> int:
    """Forget the salts of the days before yesterday; returns how many."""
    return VisitorSalt.objects.filter(day__lte=today - dt.timedelta(days=SALT_DAYS)).delete()[0]
