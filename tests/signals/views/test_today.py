"""Today: who needs me, in the order of what we would lose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import Role
from signals.bands import Band
from signals.detectors import BY_KEY
from signals.models import Snapshot
from tests.factories import AgencyFactory, ClientFactory, UserFactory
from tests.factories.days import NOON
from tests.signals import portfolio as world
from tests.signals.views.conftest import House


def page_of(browser: Browser, query: str = "") -> Any:
    return browser.get(f"/{query}").context["page"]


def test_the_queue_is_in_the_order_of_expected_loss(house: House) -> None:
    page = page_of(house.browser("boss"))
    losses = [row.amount.amount for row in page.losing if row.amount]

    assert page.state == "ready"
    assert len(losses) > 3
    assert losses == sorted(losses, reverse=True)
    assert {row.score.band for row in page.losing} <= {"raised", "high", "critical"}
    assert all(row.why and row.next_step for row in page.losing)


def test_too_little_data_is_in_no_queue(house: House) -> None:
    Snapshot.objects.filter(client=house.client).update(
        churn=99, fire=99, churn_band=Band.UNKNOWN, fire_band=Band.UNKNOWN
    )
    page = page_of(house.browser("boss"))

    named = {row.client.label for row in (*page.losing, *page.costly)}
    assert house.client.name not in named


def test_a_review_that_was_asked_for_comes_first(house: House) -> None:
    Snapshot.objects.filter(client=house.client, day=world.TODAY).update(review_now=True, fire_band=Band.LOW, fire=40)

    row = page_of(house.browser("boss")).costly[0]

    assert row.client.label == house.client.name
    assert "review at once" in row.why
    assert row.next_step is not None
    assert row.next_step.label == BY_KEY["unethical_request"].advice


def test_mine_are_only_mine(house: House) -> None:
    page = page_of(house.browser("keeper"), "?mine=1")

    assert {row.owner for row in (*page.losing, *page.costly)} <= {house.keeper.name}


def test_an_agency_without_clients_is_shown_the_first_hour(db: None) -> None:
    AgencyFactory()
    browser = Browser()
    browser.force_login(UserFactory(role=Role.OWNER))

    answer = browser.get("/")

    assert answer.context["page"].state == "empty"
    assert "No clients yet" in answer.content.decode()


def test_no_agency_at_all_leads_to_the_first_hour(db: None) -> None:
    browser = Browser()
    browser.force_login(UserFactory(role=Role.OWNER))

    for address in ("/", "/portfolio/", "/portfolio/export/"):
        assert browser.get(address).headers["Location"] == "/first-hour/"


def test_clients_without_scores_are_said_to_be_unscored(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)
    client = ClientFactory(name="Fresh")
    AgencyFactory()
    browser = Browser()
    browser.force_login(UserFactory(role=Role.OWNER))

    assert page_of(browser).state == "unscored"
    assert browser.get("/portfolio/").context["page"].rows[0].churn.word == "Not scored yet"
    assert browser.get(f"/clients/{client.pk}/").status_code == 200


@pytest.mark.parametrize("mine", ["1", "0", "²", "x"])
def test_strange_values_never_fail(house: House, mine: str) -> None:
    assert house.browser("boss").get("/", {"mine": mine}).status_code == 200
