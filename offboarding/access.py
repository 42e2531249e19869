"""Where we have a hand in a client's ad accounts, by its own records: people's accesses, manager accounts."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, QuerySet

from accounts.models import AccountAccess, ManagerLink, Relation


def accesses_of(client: int) -> QuerySet[AccountAccess]:
    """Every access of ours on record, revoked or not."""
    ours = AccountAccess.objects.of(client).filter(relation=Relation.OURS)
    return ours.select_related("ad_account").order_by("ad_account", "pk")


def links_of(client: int) -> QuerySet[ManagerLink]:
    """Every link of a manager account of ours on record, cut or not: whoever sits in it is in the client's account."""
    ours = ManagerLink.objects.of(client).filter(relation=Relation.OURS)
    return ours.select_related("ad_account").order_by("ad_account", "pk")


def standing_accesses(client: int) -> QuerySet[AccountAccess]:
    return accesses_of(client).filter(revoked_on=None)


def standing_links(client: int) -> QuerySet[ManagerLink]:
    return links_of(client).filter(unlinked_on=None)


def ended_on(client: int) -> dt.date | None:
    """The day our last access to their accounts was removed; None while one is left, or none is on record."""
    if standing_accesses(client).exists() or standing_links(client).exists():
        return None
    revoked = accesses_of(client).aggregate(last=Max("revoked_on"))["last"]
    unlinked = links_of(client).aggregate(last=Max("unlinked_on"))["last"]
    return max((day for day in (revoked, unlinked) if day), default=None)
