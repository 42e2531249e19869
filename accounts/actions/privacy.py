"""Erasing what we know of people, when its time is over or they ask for it."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import Client, Contact, DataExport, Erasure, Retention, User
from accounts.models.clients import ClientQuerySet
from accounts.permissions import Permission, require, require_edit
from clienthealth.core import erasure
from clienthealth.core.audit import acting

A_NIGHT = 50  # clients; one transaction each


def set_retention(*, by: User, months: int, automatic: bool) -> Retention:
    """The agency's own rule from now on."""
    require(by, Permission.ERASE)
    with acting(by=by, why="set retention"):
        rule = Retention.objects.select_for_update().first() or Retention()
        rule.months, rule.automatic = months, automatic
        rule.full_clean()
        rule.save()
    return rule


def erase_client(*, by: User | None, client: Client, why: str = Erasure.Why.TIME) -> Erasure:
    """Erase the words about a client we no longer serve, and about everybody there. By nobody: at night."""
    return _erase(by, client, None, why)


def erase_contact(*, by: User, contact: Contact, why: str = Erasure.Why.ASKED) -> Erasure:
    """Erase the words about one person, at any time. Source: GDPR, Art. 17."""
    return _erase(by, contact.client, contact, why)


def _erase(by: User | None, client: Client, contact: Contact | None, why: str) -> Erasure:
    """One transaction: all of it or nothing, however the worker ends.

    1. Hold the client, so that two erasures of the same follow each other.
    2. Erase; the second of two finds nothing left, and adds no line to the list.
    """
    if by is not None:
        require(by, Permission.ERASE)
    with acting(by=by, why="erase"):
        held = Client.objects.select_for_update().get(pk=client.pk)
        if contact is None and held.is_served:
            raise ValidationError(_("We still work for this client. Erase single people there, if they ask for it."))
        counts = erasure.erase(erasure.Subject(client.pk, contact.pk if contact else None))
        earlier = Erasure.objects.filter(client=client, contact=contact).first()
        if earlier and not counts:
            return earlier
        return Erasure.objects.create(client=client, contact=contact, by=by, why=why, counts=counts)


def due(on: dt.date) -> ClientQuerySet:
    """Clients whose relationship ended so long ago that their words may go, and have not gone; oldest end first."""
    done = Erasure.objects.filter(client=OuterRef("pk"), contact=None)
    until = months_before(on, Retention.of_agency().months)
    ended = Client.objects.filter(status=Client.Status.ENDED, ended_on__lte=until)
    found: ClientQuerySet = ended.filter(~Exists(done)).order_by("ended_on", "pk")
    return found


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def erase_due(on: dt.date) -> int:
    """What the night does where an owner switched it on. Killed in between, the next night goes on."""
    if not Retention.of_agency().automatic:
        return 0
    done = 0
    for client in due(on)[:A_NIGHT]:
        erase_client(by=None, client=client)
        done += 1
    return done


def note_export(*, by: User, client: Client) -> DataExport:
    """Note who took a client's records along."""
    require(by, Permission.EXPORT)
    require_edit(by, client)
    with transaction.atomic(), acting(by=by, why="export client"):
        return DataExport.objects.create(client=client, by=by)
