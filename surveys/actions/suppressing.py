"""Addresses that get no surveys, or one a year. An address is known by a keyed hash alone, so that it can be forgotten.

A key that was replaced (`SECRET_KEY_FALLBACKS`) is still tried: nobody is asked again because we changed our key.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Contact, User
from clienthealth.core import clock
from surveys.models import Suppression

Scope, Why = Suppression.Scope, Suppression.Why


def address_hash(email: str) -> str:
    """The hash under which an address is kept, 64 hexadecimal digits."""
    return _hash(email, settings.SECRET_KEY)


def hashes_of(email: str) -> list[str]:
    """The hash of today's key, and those of the keys it replaced."""
    return [_hash(email, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def suppress(
    email: str,
    *,
    contact: Contact | None = None,
    scope: str = Scope.STOP,
    why: str = Why.ASKED,
    by: User | None = None,
) -> None:
    """Ask this address no more, or once a year. Their own word replaces ours; ours only makes it stricter."""
    suppress_all({email: contact}, scope=scope, why=why, by=by)


@transaction.atomic
def suppress_all(
    people: dict[str, Contact | None], *, scope: str = Scope.STOP, why: str = Why.ASKED, by: User | None = None
) -> None:
    """The same for several addresses, each with its contact where one is known. Three statements, however many."""
    now = clock.now()
    wanted = {address_hash(email): (email, contact) for email, contact in people.items() if email.strip()}
    standing = {row.address: row for row in _in_force(people).select_for_update()}
    rows = []
    for address, (email, contact) in sorted(wanted.items()):
        if not any(known in standing for known in hashes_of(email)):
            rows.append(Suppression(address=address, contact=contact, scope=scope, why=why, by=by, since=now))
    Suppression.objects.bulk_create(rows, ignore_conflicts=True)
    changed = Suppression.objects.filter(pk__in=[row.pk for row in standing.values()]).exclude(scope=scope)
    if scope == Scope.YEARLY and why != Why.ASKED:
        return
    changed.update(scope=scope, why=why, by=by)


def lift(email: str, by: User | None = None) -> int:
    """Let an address be asked again. How many rows that took back: one, or none."""
    return _in_force([email]).update(lifted_at=clock.now(), **({"by": by} if by else {}))


def suppressed(emails: Iterable[str]) -> dict[str, str]:
    """Of these addresses (as they were given) the suppressed ones, with their scope. One query."""
    given = [email for email in dict.fromkeys(emails) if email.strip()]
    known = dict(_in_force(given).values_list("address", "scope")) if given else {}
    found: dict[str, str] = {}
    for email in given:
        scopes = {known[one] for one in hashes_of(email) if one in known}
        if scopes:
            found[email] = Scope.STOP.value if Scope.STOP in scopes else Scope.YEARLY.value
    return found


def _in_force(emails: Iterable[str]) -> QuerySet[Suppression]:
    hashes = [one for email in emails for one in hashes_of(email)]
    return Suppression.objects.filter(address__in=hashes, lifted_at=None)


def _hash(email: str, key: str) -> str:
    known = f"survey suppression\n{email.strip().lower()}".encode()
    return hmac.new(key.encode(), known, hashlib.sha256).hexdigest()
