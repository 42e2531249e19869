"""Answers as prospects give them, and the ways they come in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clienthealth.core import clock
from prospects.actions import judging
from prospects.links import stamp, token_of
from prospects.models import Invitation, Prospect
from tests.factories import AnswersFactory, InvitationFactory, ProspectFactory

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
PLAIN: dict[str, Any] = {  # unfinished and normal: 73.5 with the marks below
    "goal": "More enquiries from small hotels",
    "goal_firm": "direction",
    "pace": "3m",
    "customer": "Small hotels that renovate",
    "value_known": "first",
    "approvers": "2",
    "settle": "talk",
    "fee_range": "c",
    "judge": ["trust"],
    "terms": "yes",
    "agencies_count": "1",
    "agencies": "The shop moved to another country.",
    "tried_ppc": "now",
    "channels_note": "Brand words pay, broad ones do not.",
    "keep": "Our colours",
    "try": "Short films",
    "rhythm": "month",
    "your_time": "hour",
    "claims": "Handmade in Aarhus",
    "read_standards": "yes",
}
MARKS = {"goal": 1, "customer": 1, "agencies": 2, "channels": 2, "keep": 2, "claims": 1}


def invited(**fields: Any) -> Invitation:
    return InvitationFactory(prospect=ProspectFactory(**{"state": "asked", **fields}))


def answered(data: dict[str, Any] | None = None, **fields: Any) -> Prospect:
    """A prospect who has sent these answers, or the plain ones."""
    prospect = ProspectFactory(**{"state": "answered", **fields})
    given = PLAIN if data is None else data
    AnswersFactory(invitation=InvitationFactory(prospect=prospect), data=given, submitted=True)
    return prospect


def looked_at(prospect: Prospect, *people: User, marks: dict[str, int] | None = None, feeling: int = 4) -> Prospect:
    """These people have marked, felt and seen the fit."""
    for person in people:
        judging.mark_texts(prospect, by=person, marks=MARKS if marks is None else marks)
    for person in people:
        judging.say_feeling(prospect, by=person, value=feeling)
        judging.reveal(prospect, by=person)
    return prospect


def address(invitation: Invitation) -> str:
    return reverse("answer", args=[token_of(invitation)])


def form_of(invitation: Invitation, builds_on: int = 0, **fields: Any) -> dict[str, Any]:
    """A page of a minute ago, filled in."""
    with clock.pretend(clock.now() - dt.timedelta(minutes=1)):
        made = stamp(invitation.nonce, builds_on)
    return {"stamp": made, "in": "en", "website": "", "action": "save", **fields}


def post(invitation: Invitation, data: dict[str, Any], **extra: Any) -> Any:
    return Browser().post(f"{address(invitation)}?part=aims", data, **extra)


At = Callable[[dt.datetime], None]
