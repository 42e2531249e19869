"""Mails that came back, from a message on our doorstep: noted once, whoever brings it and however often."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clienthealth.core import clock
from surveys.actions.settling import came_back
from surveys.actions.suppressing import suppress
from surveys.bounces import Weight, bounce_of
from surveys.candidates import plain
from surveys.models import Ask, Bounce, Suppression
from surveys.models.ask import AskQuerySet

SOFT = 3  # failures of the passing kind within a year that are taken for a lasting one
YEAR = dt.timedelta(days=365)


@transaction.atomic
def take(raw: bytes) -> bool:
    """Note what a message reports. False for one that is no report about a mail of ours, or was here before.

    The first mail of an ask that did not arrive means that nobody was asked. A reminder that did not arrive means so
    only where nobody has the address any more.
    """
    found = bounce_of(raw)
    if found is None:
        return False
    people: AskQuerySet = Ask.objects.select_for_update(of=("self",)).select_related("contact")
    ask = people.filter(nonce=found.token).first()
    if ask is None:
        return False
    _, is_new = Bounce.objects.get_or_create(
        report=found.report,
        defaults={"ask": ask, "number": found.number, "weight": found.weight.value, "status": found.status},
    )
    if not is_new:
        return False
    hard = found.weight is Weight.HARD
    if hard or found.number == 0:
        came_back([ask], hard=hard)
    if found.weight is Weight.SOFT and _failures(ask) >= SOFT:
        suppress(ask.contact.email, contact=ask.contact, why=Suppression.Why.BOUNCED)
    return True


def _failures(ask: Ask) -> int:
    """How many asks of an address met a passing failure within a year."""
    address = plain(ask.contact.email)
    recent = Bounce.objects.filter(weight=Weight.SOFT.value, at__gte=clock.now() - YEAR)
    return recent.filter(ask__contact__email__iexact=address).values("ask").distinct().count()
