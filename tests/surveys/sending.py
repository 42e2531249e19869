"""An agency in Copenhagen, people to be asked, and a Monday morning on which it is done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import Contact
from clienthealth.core import post
from clienthealth.core.models import OutgoingMail
from surveys.actions import planning, sending
from surveys.models import Ask, Campaign
from tests.factories import AgencyFactory, CampaignFactory, ClientFactory, ContactFactory, UserFactory

MONDAY = dt.date(2026, 3, 2)
MORNING = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)  # seven o'clock in Copenhagen
NIGHT = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


def days(number: float) -> dt.timedelta:
    return dt.timedelta(days=number)


def campaign(**fields: Any) -> Campaign:
    """Asks everyone, on one day, from that Monday on."""
    AgencyFactory()
    return CampaignFactory(**{"starts_on": MONDAY, "spread_days": 1, **fields})


def people(number: int, **fields: Any) -> list[Contact]:
    """So many people at one client."""
    client = fields.pop("client", None) or ClientFactory(owner=UserFactory(name="Freja Holm"))
    return ContactFactory.create_batch(number, client=client, **fields)


def send(now: dt.datetime) -> int:
    """One round of the clock's jobs with the post between them, for whose turn it is that day. How many mails left."""
    planning.plan(now)
    Ask.objects.waiting().filter(due_at__lte=now + days(2)).update(due_at=now)
    sending.settle(now)
    sending.close(now)
    sending.remind(now)
    sending.send_due(now)
    taken = post.send_waiting(10_000)
    sending.settle(now)
    return taken


def sent(now: dt.datetime, contact: Contact, of: Campaign) -> Ask:
    """Somebody was asked, and the mail left."""
    send(now)
    return Ask.objects.get(contact=contact, campaign=of)


def mails() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("key", flat=True))
