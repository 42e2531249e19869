"""An accepted prospect becomes a client, with contact, contract and goals. Once, however often it is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.actions import create_client
from accounts.models import Client, Contact, Contract, User
from accounts.permissions import Permission, require
from clienthealth.core import clock
from clienthealth.core.audit import acting
from prospects.models import Prospect


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What the first contract says. `monthly_fee` is in `currency`, a month."""

    name: str
    goals: str
    kind: str
    currency: str
    starts: dt.date
    monthly_fee: Decimal | None = None
    hours_included: Decimal | None = None
    is_prepaid: bool = False
    payment_days: int | None = None
    notice_length: int | None = None


def convert(prospect: Prospect, *, by: User, terms: Terms, owner: User | None) -> Client:
    """Take them on. A prospect who is a client already gives that client, and nothing is written."""
    require(by, Permission.ACCEPT)
    with acting(by=by, why="convert prospect"):
        fresh = Prospect.objects.select_for_update().get(pk=prospect.pk)
        if fresh.client is not None:
            return fresh.client
        if fresh.state != Prospect.State.ACCEPTED:
            raise ValidationError(_("Only an accepted prospect becomes a client."))
        client = create_client(
            by=by, name=terms.name, owner=owner, segment=fresh.segment, language=fresh.language, goals=terms.goals,
            started_on=terms.starts,
        )  # fmt: skip
        _contact(client, fresh, terms.starts)
        _contract(client, terms)
        fresh.client, fresh.state, fresh.moved_at = client, Prospect.State.CONVERTED, clock.now()
        fresh.save(update_fields=["client", "state", "moved_at"])
    prospect.refresh_from_db()
    return client


def _contact(client: Client, prospect: Prospect, since: dt.date) -> None:
    contact = Contact(
        client=client, name=prospect.name, email=prospect.email, language=prospect.language, is_champion=True,
        joined_on=since,
    )  # fmt: skip
    contact.full_clean()
    contact.save(force_insert=True)


def _contract(client: Client, terms: Terms) -> None:
    contract = Contract(
        client=client, kind=terms.kind, monthly_fee=terms.monthly_fee, currency=terms.currency,
        hours_included=terms.hours_included, is_prepaid=terms.is_prepaid, payment_days=terms.payment_days,
        notice_length=terms.notice_length, starts=terms.starts,
    )  # fmt: skip
    contract.full_clean()
    contract.save(force_insert=True)
