"""The dated records that a report is made of: a fixed number of queries, whatever there is to tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from accounts.models import (
    AdAccount,
    AdResult,
    Agency,
    Client,
    Contact,
    Deliverable,
    Lapse,
    Request,
    Severity,
    Win,
)
from accounts.report.period import Period, Relationship


@dataclass(frozen=True, slots=True)
class Figures:
    """A month of one ad account in one currency. Unlike money never meets in one of these.

    `results` and `value` are None where no day says them. `counted` is the cost of the days whose results are known:
    only that may be divided by them. `days` is how many days are on record.
    """

    month: dt.date
    account: int
    currency: str
    spent: Decimal
    counted: Decimal
    results: Decimal | None
    value: Decimal | None
    days: int


@dataclass(frozen=True, slots=True)
class Targets:
    """What was agreed for this time, as the manager says: results at least, cost of one result at most."""

    results: Decimal | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one client and one time that a report may say."""

    agency: Agency
    client: Client
    period: Period
    now: Sequence[Figures]
    before: Sequence[Figures]
    accounts: Mapping[int, AdAccount]
    delivered: Sequence[Deliverable]
    unfinished: Sequence[Deliverable]
    requests: Sequence[Request]
    wins: Sequence[Win]
    lapses: Sequence[Lapse]
    today: dt.date


def gather(client: Client, period: Period, today: dt.date) -> Facts:
    """What is on record of the period; open points are those of today."""
    within = (period.first, period.last)
    unanswered = Request.objects.of(client).filter(answered_on=None, asked_on__lte=today)
    deliverables = Deliverable.objects.of(client)
    return Facts(
        agency=Agency.objects.get(),
        client=client,
        period=period,
        now=figures_of(client, period),
        before=figures_of(client, period.before),
        accounts={one.pk: one for one in AdAccount.objects.of(client)},
        delivered=list(deliverables.filter(delivered_on__range=within).order_by("delivered_on", "pk")),
        unfinished=list(deliverables.filter(delivered_on=None, due_on__isnull=False).order_by("due_on", "pk")),
        requests=list(unanswered.order_by("asked_on", "pk")),
        wins=list(Win.objects.of(client).filter(occurred_on__range=within).order_by("occurred_on", "pk")),
        lapses=list(
            Lapse.objects.of(client)
            .filter(occurred_on__range=within, severity__gte=Severity.CLEAR)
            .order_by("occurred_on", "pk")
        ),
        today=today,
    )  # fmt: skip


def figures_of(client: Client, period: Period) -> list[Figures]:
    """By month, account and currency, in that order."""
    known = Q(conversions__isnull=False)
    rows = (
        AdResult.objects.of(client)
        .filter(occurred_on__range=(period.first, period.last))
        .annotate(month=TruncMonth("occurred_on"))
        .order_by()
        .values("month", "ad_account", "currency")
        .annotate(
            spent=Sum("cost"),
            counted=Sum("cost", filter=known, default=Decimal(0)),
            results=Sum("conversions"),
            worth=Sum("value", filter=Q(ad_account__value_is_money=True)),
            days=Count("pk"),
        )
        .order_by("month", "ad_account", "currency")
    )
    return [
        Figures(
            row["month"], row["ad_account"], row["currency"], row["spent"], row["counted"], row["results"],
            row["worth"], row["days"],
        )
        for row in rows
    ]  # fmt: skip


def relationship_of(client: Client, today: dt.date) -> Relationship:
    return Relationship(today, client.started_on, client.ended_on)


def reader_of(client: Client, today: dt.date) -> Contact | None:
    """Whose language a report speaks: who speaks for us there, else who decides."""
    present = Contact.objects.of(client).present(today)
    return present.order_by("-is_champion", "-is_decider", "pk").first()
