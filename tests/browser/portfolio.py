"""A small portfolio of this very day, committed and scored: one client in trouble, one in order, one hardly known."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from accounts.models import Client, Message
from signals import turns
from tests.cast import Cast
from tests.factories import (
    ClientFactory,
    ContactFactory,
    ContractFactory,
    InvoiceFactory,
    LapseFactory,
    PaymentFactory,
    SurveyResponseFactory,
)


def tell(cast: Cast) -> None:
    """Write it down and let the sweep score it."""
    today = cast.agency.today().date
    _in_trouble(cast.client, today)
    _in_order(ClientFactory(name="Billund Books", owner=cast.keeper), today)
    ClientFactory(name="Christiansfeld Cakes", owner=cast.teammate)
    assert turns.score_marked() >= 3


def _in_trouble(client: Client, today: dt.date) -> None:
    """Paid on time until four months ago, went quiet, gave us a 2; the main contact left."""
    _basics(client, today)
    _messages(client, today, range(60, 240, 2))
    for n in range(5, 14):
        _invoice(client, today - dt.timedelta(days=30 * n), late=0)
    for n in range(1, 5):
        _invoice(client, today - dt.timedelta(days=30 * n), late=None)
    freja = ContactFactory(
        client=client,
        name="Freja Holm",
        role="Head of marketing",
        is_champion=True,
        left_on=today - dt.timedelta(days=12),
    )
    SurveyResponseFactory(client=client, contact=freja, answered_on=today - dt.timedelta(days=20), score=2)
    LapseFactory(client=client, occurred_on=today - dt.timedelta(days=30), note="The report came a week late")


def _in_order(client: Client, today: dt.date) -> None:
    _basics(client, today)
    _messages(client, today, range(0, 240, 2))
    for n in range(1, 14):
        _invoice(client, today - dt.timedelta(days=30 * n), late=0)


def _basics(client: Client, today: dt.date) -> None:
    Client.objects.filter(pk=client.pk).update(started_on=today - dt.timedelta(days=730))
    ContractFactory(client=client, starts=today - dt.timedelta(days=730), monthly_fee=Decimal(4000))


def _messages(client: Client, today: dt.date, ages: range) -> None:
    noon = dt.datetime.combine(today, dt.time(9), dt.UTC)
    times = [noon - dt.timedelta(days=age) for age in ages]
    Message.objects.bulk_create(
        Message(client=client, occurred_at=time, direction=Message.Direction.IN, words=60) for time in times
    )


def _invoice(client: Client, due: dt.date, late: int | None) -> None:
    made = InvoiceFactory(client=client, issued_on=due - dt.timedelta(days=30), due_on=due, amount=Decimal(5000))
    if late is not None:
        PaymentFactory(invoice=made, paid_on=due + dt.timedelta(days=late))
