"""Write facts on days that count backwards from `TODAY`, each known when it happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, models

from accounts.models import (
    AccountAccess,
    AdResult,
    Agency,
    Budget,
    Click,
    Client,
    Contact,
    Contract,
    Deliverable,
    ExchangeRate,
    Holiday,
    Invoice,
    Lapse,
    Link,
    ManagerLink,
    Message,
    Note,
    Observation,
    Payment,
    PaymentPromise,
    Period,
    Pulse,
    Request,
    ScopeRequest,
    SurveyInvitation,
    SurveyResponse,
    TimeEntry,
)
from clienthealth.core import clock
from tests.factories import AgencyFactory
from tests.factories.days import DAY

TODAY = DAY
ZONE = "Europe/Copenhagen"
LONG_AGO = TODAY - dt.timedelta(days=1500)
HAPPENED = {  # the dates by which a record was known, the last one that is past counts
    AccountAccess: ("granted_on", "revoked_on"),
    AdResult: ("occurred_on",),
    Budget: ("starts",),
    Click: ("occurred_at",),
    Client: ("started_on",),
    Contact: ("joined_on", "left_on"),
    Contract: ("starts",),
    Deliverable: ("delivered_on",),
    ExchangeRate: ("starts",),
    Invoice: ("issued_on", "voided_on"),
    Lapse: ("occurred_on",),
    Link: ("made_on",),
    ManagerLink: ("linked_on", "unlinked_on"),
    Message: ("occurred_at",),
    Note: ("occurred_on",),
    Observation: ("occurred_on",),
    Payment: ("paid_on",),
    PaymentPromise: ("made_on",),
    Period: ("starts",),
    Pulse: ("occurred_on",),
    Request: ("asked_on",),
    ScopeRequest: ("asked_on",),
    SurveyInvitation: ("sent_on",),
    SurveyResponse: ("answered_on",),
    TimeEntry: ("occurred_on",),
}


def ago(days: float) -> dt.date:
    """The date so many days before TODAY."""
    return TODAY - dt.timedelta(days=days)


def moment(day: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), ZoneInfo(ZONE))


@contextmanager
def learnt(days_ago: float) -> Iterator[None]:
    """Records written inside are learnt that day, whenever they happened."""
    with clock.pretend(moment(ago(days_ago), 18)):
        yield


@contextmanager
def declared() -> Iterator[None]:
    """Records written inside may say by `known_at` when they were known."""
    with clock.pretend(moment(TODAY, 18)), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('clienthealth.known_when_happened', 'on', true)")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('clienthealth.known_when_happened', '', true)")


def keep(*records: Any) -> None:
    """Write records, each known when it happened."""
    with declared():
        for record in records:
            record.known_at = _known(record)
        for model, same in groupby(records, _model):
            model._default_manager.bulk_create(list(same))


def _model(record: models.Model) -> type[models.Model]:
    return type(record)


def _known(record: Any) -> dt.datetime:
    past = [LONG_AGO]
    for name in HAPPENED.get(type(record), ()):
        value = getattr(record, name)
        day = value.date() if isinstance(value, dt.datetime) else value
        past += [day] if day is not None and day <= TODAY else []
    return moment(past[-1], 8)


def rate(currency: str, worth: str, days_ago: float = 1000) -> None:
    """One unit of a currency in euros, from a day on."""
    keep(ExchangeRate(currency=currency, rate=Decimal(worth), starts=ago(days_ago)))


def agency(**fields: Any) -> None:
    """What the agency says of itself: its office hours, what an hour costs."""
    AgencyFactory(zone=ZONE)
    Agency.objects.update(**fields)


def holidays(*days: dt.date, country: str = "DK") -> None:
    keep(*(Holiday(on=day, country=country, name="Day off") for day in days))
