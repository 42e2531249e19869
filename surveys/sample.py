"""An asking that nobody was asked: what a campaign's mail and page look like, shown to our own people."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Agency, Client, Contact, User
from surveys.actions.finding import Opened
from surveys.models import Ask, Campaign

NONCE = "0" * 32  # no asking has it: links of a test lead to a polite page


def sample(campaign: Campaign, user: User, language: str, now: dt.datetime) -> Ask:
    """To `user`, as if they were a person at a client of theirs. Nothing of it is saved."""
    with override(language):
        client = Client(name=_("Example Ltd"), owner=user)
    contact = Contact(client=client, name=user.name, email=user.email, language=language)
    return Ask(
        campaign=campaign, client=client, contact=contact, language=language, nonce=NONCE, round="sample",
        due_at=now, state=Ask.State.SENT, sent_at=now, closes_at=now + dt.timedelta(days=campaign.open_days),
    )  # fmt: skip


def opened(ask: Ask, agency: Agency, now: dt.datetime) -> Opened:
    """The same as the public page reads it."""
    return Opened(campaign=ask.campaign, at=now, agency=agency.name, zone=agency.zone, noted=0, ask=ask)
