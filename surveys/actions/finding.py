"""What a public page is about, read in one query: the asking or entry, the people, the agency, and what time it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, models
from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Agency, Client, Contact
from clienthealth.core import prepared
from clienthealth.core.clock import PRESENT, Present
from clienthealth.core.prepared import Statement
from surveys.models import Answer, Ask, Attempt, Campaign, SurveyEntry

ANSWERABLE = frozenset({Ask.State.QUEUED, Ask.State.SENT, Ask.State.ANSWERED, Ask.State.BOUNCED})
NOT_ASKING = frozenset({Campaign.State.DRAFT, Campaign.State.ENDED})


def _columns(model: type[models.Model], *chosen: str) -> tuple[str, ...]:
    """In the order in which Django takes them."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in chosen)


ASK = _columns(
    Ask, "id", "nonce", "language", "state", "closes_at", "client_id", "contact_id", "fact_id", "campaign_id"
)
CAMPAIGN = _columns(Campaign, "id", "kind", "state", "reader_id")
LOCK = Statement("ask_lock", ("text",), "SELECT FROM surveys_ask WHERE nonce = $1 FOR NO KEY UPDATE")
READ = Statement(
    "ask_read",
    ("text",),
    f"""
    SELECT {", ".join(f"a.{name}" for name in ASK)}, {", ".join(f"c.{name}" for name in CAMPAIGN)},
           EXISTS (SELECT FROM surveys_answer WHERE ask_id = a.id),
           (SELECT count(*) FROM surveys_attempt WHERE ask_id = a.id),
           coalesce(g.name, ''), coalesce(g.zone, 'UTC'), {PRESENT}
    FROM surveys_ask a JOIN surveys_campaign c ON c.id = a.campaign_id
    LEFT JOIN LATERAL (SELECT name, zone FROM accounts_agency LIMIT 1) g ON true
    WHERE a.nonce = $1
    """,  # noqa: S608 - our own text
)


@dataclass(frozen=True, slots=True)
class Opened:
    """One of `ask` and `entry` is there. `noted`: how many attempts are kept of it."""

    campaign: Campaign
    at: dt.datetime
    agency: str
    zone: str
    noted: int
    ask: Ask | None = None
    entry: SurveyEntry | None = None

    @property
    def client(self) -> Client:
        found = self.ask or self.entry
        assert found is not None
        client: Client = found.client
        return client

    @property
    def is_open(self) -> bool:
        """A mail that came back may have arrived all the same; an entry asks while its campaign is not over."""
        if self.ask is not None:
            closes_at = self.ask.closes_at
            return self.ask.state in ANSWERABLE and (closes_at is None or self.at < closes_at)
        ended = self.entry is None or self.entry.ended_at is not None
        return not ended and self.client.is_served and self.campaign.state not in NOT_ASKING

    @property
    def there(self) -> Answer | None:
        """What is kept of this asking, a program's included."""
        found: Answer | None = getattr(self.ask, "answer", None)
        return found

    @property
    def answer(self) -> Answer | None:
        """What they answered; what a program pressed is not theirs."""
        return self.there if self.there is not None and not self.there.automatic else None

    @property
    def contact(self) -> Contact | None:
        return self.ask.contact if self.ask is not None else None

    def day_of(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(ZoneInfo(self.zone)).date()


def find_ask(nonce: str) -> Opened | None:
    """The asking of a link, with the people that its pages name."""
    people = ("campaign__reader", "client__owner", "contact", "answer")
    found: Any = Ask.objects.select_related(*people).annotate(**_beside("ask")).filter(nonce=nonce).first()
    return None if found is None else _opened(found, ask=found)


def hold_ask(nonce: str) -> Opened | None:
    """The asking of a link, locked until the caller's transaction ends.

    Locked by one statement and read by the next, so that what the one before us wrote is seen. Whoever presses a
    button is mostly sent on at once: people, and what else an asking says, are read only where a page is drawn.
    """
    row = prepared.call((LOCK, [nonce]), (READ, [nonce]))
    if row is None:
        return None
    of_ask, of_campaign = row[: len(ASK)], row[len(ASK) : -5]
    has_answer, noted, agency, zone, at = row[-5:]
    ask = Ask.from_db(connection.alias, ASK, of_ask)
    campaign = Campaign.from_db(connection.alias, CAMPAIGN, of_campaign)
    ask.campaign = campaign
    if not has_answer:
        Ask.answer.related.set_cached_value(ask, None)
    return Opened(campaign=campaign, at=at, agency=agency, zone=zone, noted=noted, ask=ask)


def find_entry(slug: str) -> Opened | None:
    people = ("campaign__reader", "client__owner")
    found: Any = SurveyEntry.objects.select_related(*people).annotate(**_beside("entry")).filter(slug=slug).first()
    return None if found is None else _opened(found, entry=found)


def _beside(name: str) -> dict[str, Any]:
    agency = Agency.objects.order_by()
    kept = Attempt.objects.filter(**{name: OuterRef("pk")}).order_by().values(name).annotate(n=Count("pk")).values("n")
    return {
        "at_": Present(),
        "agency_": Subquery(agency.values("name")[:1]),
        "zone_": Subquery(agency.values("zone")[:1]),
        "noted_": Coalesce(Subquery(kept, output_field=IntegerField()), Value(0)),
    }


def _opened(found: Any, **which: Any) -> Opened:
    return Opened(
        campaign=found.campaign, at=found.at_, agency=found.agency_ or "", zone=found.zone_ or "UTC",
        noted=found.noted_, **which,
    )  # fmt: skip
