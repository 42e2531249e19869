"""Who is large, and who may rescue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from accounts.models import Client
from signals import runs
from signals.playbooks.people import is_large, rescuers_for
from tests.cast import Cast
from tests.factories import AgencyFactory, ClientFactory, ContractFactory
from tests.factories.days import DAY, NOON


@pytest.fixture
def noon(db: None, at: Callable[[dt.datetime], None]) -> None:
    at(NOON)
    AgencyFactory()


def portfolio(*fees: int) -> list[Client]:
    """Scored clients that pay so much a month."""
    clients = ClientFactory.create_batch(len(fees))
    for client, fee in zip(clients, fees, strict=True):
        ContractFactory(client=client, monthly_fee=Decimal(fee))
    runs.score(DAY)
    return clients


@pytest.mark.usefixtures("noon")
def test_a_tenth_of_our_revenue_is_large() -> None:
    clients = portfolio(1000, 100, *[180] * 5, 0)

    assert [is_large(client) for client in clients[:2]] == [True, False]
    assert not is_large(clients[-1])


@pytest.mark.usefixtures("noon")
def test_the_tenth_who_pay_most_are_large() -> None:
    clients = portfolio(*range(100, 120))  # each pays a twentieth or so

    assert [is_large(client) for client in clients[-3:]] == [False, True, True]


@pytest.mark.usefixtures("noon")
def test_without_a_score_nobody_is_large() -> None:
    assert not is_large(ClientFactory())


def test_rescuers_see_the_client_and_on_the_fire_side_answer_for_it(cast: Cast) -> None:
    near = set(rescuers_for(cast.client, "churn"))
    assert near == {cast.boss, cast.lead, cast.keeper, cast.teammate}

    assert set(rescuers_for(cast.client, "fire")) == near - {cast.teammate}
