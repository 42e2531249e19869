"""The queue of clients of whom people and scores say different things."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Client, Pulse
from signals.actions.overrides import set_override
from signals.bands import Band
from signals.disagreements import contradicts
from signals.models import Seal, Snapshot
from signals.views.disagreements import build
from tests.factories import PulseFactory
from tests.signals import portfolio as world
from tests.signals.views.conftest import House, desk_for

LATER = world.TODAY + dt.timedelta(days=28)


def in_band(*bands: int) -> list[Client]:
    rows = Snapshot.objects.filter(day=world.TODAY, series=0, churn_band__in=bands, client__ended_on=None)
    return [row.client for row in rows.select_related("client").order_by("client_id")]


@pytest.fixture(autouse=True)
def silent(house: House) -> None:
    """Nobody has said how it goes."""
    Pulse.objects.all().delete()


def listed(house: House, who: str = "boss") -> list[str]:
    return [row.client.label for row in build(desk_for(getattr(house, who))).rows]


@pytest.mark.parametrize("pulse", [1, 2, 3, 4, 5])
def test_who_contradicts_whom(pulse: int) -> None:
    found = {band for band in Band if contradicts(pulse, band)}
    assert found == ({Band.LOW} if pulse <= 2 else {Band.HIGH, Band.CRITICAL} if pulse >= 4 else set())


def test_a_live_pulse_that_contradicts_is_listed(house: House) -> None:
    high, low = in_band(Band.HIGH, Band.CRITICAL)[0], in_band(Band.LOW)[0]
    PulseFactory(client=high, value=5, occurred_on=world.TODAY, note="They love us", by=house.keeper)
    PulseFactory(client=low, value=1, occurred_on=world.TODAY - dt.timedelta(days=89))
    assert set(listed(house)) == {high.name, low.name}
    PulseFactory(client=high, value=2, occurred_on=world.TODAY)  # said later that day
    assert listed(house) == [low.name]
    page = house.browser("boss").get(reverse("disagreements")).content.decode()
    assert "Pulse 1 of 5" in page


def test_an_expired_pulse_says_nothing(house: House) -> None:
    PulseFactory(client=in_band(Band.LOW)[0], value=1, occurred_on=world.TODAY - dt.timedelta(days=90))
    assert not listed(house)


def test_a_score_set_into_another_band_is_listed_with_the_computed_one(house: House) -> None:
    client = in_band(Band.HIGH, Band.CRITICAL)[0]
    set_override(by=house.boss, client=client, side="churn", score=20, reason="They signed.", expires_on=LATER)
    (row,) = build(desk_for(house.boss)).rows
    ((_name, cell),) = row.cells
    assert row.client.label == client.name
    assert cell.band in {"high", "critical"}
    assert row.said[0].note == "They signed."


def test_the_largest_expected_loss_comes_first(house: House) -> None:
    Snapshot.objects.filter(day=world.TODAY).update(churn_band=Band.HIGH)
    for client in Client.objects.served():
        PulseFactory(client=client, value=5, occurred_on=world.TODAY)
    losses = [row.loss.amount for row in build(desk_for(house.boss)).rows if row.loss]
    assert len(losses) > 1
    assert losses == sorted(losses, reverse=True)


def test_only_what_a_person_sees_is_listed(house: House) -> None:
    for client in Client.objects.served():
        PulseFactory(client=client, value=5, occurred_on=world.TODAY)
        PulseFactory(client=client, value=5, occurred_on=world.TODAY)
    assert not listed(house, "outsider")
    mine = in_band(Band.HIGH, Band.CRITICAL)[0]
    Client.objects.filter(pk=mine.pk).update(owner=house.keeper, team=house.keeper.team)
    assert mine.name in listed(house, "keeper")
    Seal.objects.create(client=mine, side="churn", user=house.keeper, reason="review")
    assert mine.name not in listed(house, "keeper")
    assert mine.name in listed(house, "teammate")


def test_fire_set_by_hand_is_for_those_who_see_it(house: House) -> None:
    set_override(by=house.keeper, client=house.client, side="fire", score=99, reason="They shout.", expires_on=LATER)
    assert listed(house, "keeper") == [house.client.name]
    assert not listed(house, "teammate")
    assert not listed(house, "observer")


def test_one_row_costs_as_many_queries_as_many(house: House) -> None:
    clients = list(Client.objects.served().order_by("pk")[:25])
    Snapshot.objects.filter(client__in=clients, day=world.TODAY).update(churn_band=Band.HIGH)

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as found:
            answer = house.browser("boss").get(reverse("disagreements"))
        return answer.content.decode().count("ch-queue__who"), len(found)

    PulseFactory(client=clients[0], value=5, occurred_on=world.TODAY)
    assert queries()[0] == 1
    one = queries()
    for client in clients[1:]:
        PulseFactory(client=client, value=5, occurred_on=world.TODAY, by=house.keeper)
    many = queries()
    assert (one[0], many[0]) == (1, len(clients))
    assert many[1] == one[1]
