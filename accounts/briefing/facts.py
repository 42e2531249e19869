"""The dated records a briefing is made of: a fixed number of queries, whatever there is to tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from accounts.models import (
    AccountAccess,
    AdAccount,
    AdResult,
    Agency,
    Client,
    Contact,
    Contract,
    Deliverable,
    Lapse,
    Period,
    Relation,
    Request,
    Role,
    Severity,
    User,
    Win,
)

LAPSES_WITHIN = dt.timedelta(days=366)
RECENT_DELIVERIES, LATEST_WINS, MONTHS = 8, 12, 12


@dataclass(frozen=True, slots=True)
class Month:
    """One full month of advertising: what came of it, and at what cost, in one currency."""

    first: dt.date
    results: Decimal
    cost: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    theirs: Sequence[str]
    ours: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one client that a briefing or a list of wins may say."""

    agency: Agency
    client: Client
    contact: Contact | None
    predecessor: str
    contracts: Sequence[Contract]
    launches: Sequence[Period]
    lapses: Sequence[Lapse]
    wins: Sequence[Win]
    months: Sequence[Month]
    delivered: Sequence[Deliverable]
    requests: Sequence[Request]
    people: Sequence[User]
    accounts: Sequence[Account]
    today: dt.date


def gather(client: Client, contact: Contact | None, today: dt.date) -> Facts:
    """What is on record today. The contact, if any, must be the client's."""
    before = Contact.objects.of(client).filter(successor=contact).first() if contact else None
    return Facts(
        agency=Agency.objects.get(),
        client=client,
        contact=contact,
        predecessor=before.name if before else "",
        contracts=list(Contract.objects.of(client).filter(starts__lte=today).order_by("starts", "pk")),
        launches=list(
            Period.objects.of(client).filter(kind=Period.Kind.LAUNCH, starts__lte=today).order_by("starts", "pk")
        ),
        lapses=list(
            Lapse.objects.of(client)
            .filter(occurred_on__gt=today - LAPSES_WITHIN, occurred_on__lte=today, severity__gte=Severity.CLEAR)
            .order_by("occurred_on", "pk")
        ),
        wins=wins_of(client, today),
        months=months_of(client, today),
        delivered=list(
            Deliverable.objects.of(client)
            .filter(delivered_on__lte=today)
            .order_by("-delivered_on", "pk")[:RECENT_DELIVERIES]
        ),
        requests=list(Request.objects.of(client).filter(answered_on=None, asked_on__lte=today).order_by("asked_on")),
        people=people_of(client),
        accounts=accounts_of(client, today),
        today=today,
    )


def wins_of(client: Client, today: dt.date) -> list[Win]:
    return list(Win.objects.of(client).filter(occurred_on__lte=today).order_by("-occurred_on", "-pk"))


def months_of(client: Client, today: dt.date) -> list[Month]:
    """The last twelve full months with results, if all are in one currency: unlike money is never added."""
    this_month = today.replace(day=1)
    rows = list(
        AdResult.objects.of(client)
        .filter(occurred_on__lt=this_month, occurred_on__gte=this_month.replace(year=this_month.year - 1))
        .exclude(conversions=None)
        .annotate(month=TruncMonth("occurred_on"))
        .order_by()
        .values("month", "currency")
        .annotate(results=Sum("conversions"), spent=Sum("cost"))
        .order_by("month")
    )
    if len({row["currency"] for row in rows}) != 1:
        return []
    return [Month(row["month"], row["results"], row["spent"], row["currency"]) for row in rows]


def people_of(client: Client) -> list[User]:
    """Who looks after the client, the leads of their team, the agency's owners; each once, in that order."""
    team = client.team_id or (client.owner.team_id if client.owner else None)
    leads = User.objects.filter(is_active=True, role=Role.LEAD, team=team).order_by("name") if team else []
    owners = User.objects.filter(is_active=True, role=Role.OWNER).order_by("name")
    found = [*([client.owner] if client.owner and client.owner.is_active else []), *leads, *owners]
    return list({user.pk: user for user in found}.values())


def accounts_of(client: Client, today: dt.date) -> list[Account]:
    """Ad accounts with the people who may enter them now."""
    theirs: dict[int, list[str]] = {}
    ours: dict[int, list[str]] = {}
    for access in AccountAccess.objects.of(client).open(today).order_by("email"):
        group = theirs if access.relation == Relation.CLIENT else ours if access.relation == Relation.OURS else None
        if group is not None:
            group.setdefault(access.ad_account_id, []).append(access.email)
    found = AdAccount.objects.of(client).order_by("name", "number")
    return [Account(str(one), theirs.get(one.pk, []), ours.get(one.pk, [])) for one in found]
