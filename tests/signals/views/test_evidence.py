"""The records behind a point are the ones that the score read, on the day it read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import Client, Role
from signals import configuration, runs
from signals.views import evidence
from tests.factories import AgencyFactory, ClientFactory, InvoiceFactory, ObservationFactory, UserFactory
from tests.factories.days import DAY, NOON, day


@pytest.fixture
def client_of_ours(db: None, at: Callable[[dt.datetime], None]) -> Client:
    at(NOON)
    AgencyFactory()
    configuration.spec_of.cache_clear()
    client = ClientFactory()
    ObservationFactory(client=client, kind="haggling", occurred_on=day(-3))
    ObservationFactory(client=client, kind="disrespect", occurred_on=day(-5))
    InvoiceFactory(client=client, number="A-17", issued_on=day(-90), due_on=day(-60))
    runs.score(DAY)
    return client


@pytest.fixture
def boss(db: None) -> Browser:
    browser = Browser()
    browser.force_login(UserFactory(role=Role.OWNER))
    return browser


def page_of(browser: Browser, client: Client, key: str) -> Any:
    return browser.get(f"/clients/{client.pk}/evidence/{key}/").context["page"]


def test_an_open_invoice_is_named_with_its_lateness(boss: Browser, client_of_ours: Client) -> None:
    record = page_of(boss, client_of_ours, "fire_late_payments").records[0]

    assert record.text == "A-17: 1,250 EUR open, due 1 Jan, 60 days late so far"
    assert record.url == f"/admin/accounts/invoice/{client_of_ours.invoices.get().pk}/change/"


def test_each_kind_of_observation_shows_only_its_own(boss: Browser, client_of_ours: Client) -> None:
    assert [record.on for record in page_of(boss, client_of_ours, "fire_haggling").records] == [day(-3)]


def test_what_came_after_the_score_is_not_behind_it(boss: Browser, client_of_ours: Client) -> None:
    InvoiceFactory(client=client_of_ours, number="B-18", issued_on=day(2), due_on=day(3))

    texts = [record.text for record in page_of(boss, client_of_ours, "fire_late_payments").records]
    assert not [text for text in texts if "B-18" in text]


def test_only_owners_are_led_to_the_record(client_of_ours: Client) -> None:
    browser = Browser()
    assert client_of_ours.owner
    browser.force_login(client_of_ours.owner)

    assert {record.url for record in page_of(browser, client_of_ours, "fire_late_payments").records} == {""}


def test_what_is_not_listed_is_counted(boss: Browser, client_of_ours: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "LISTED", 0)

    assert page_of(boss, client_of_ours, "fire_late_payments").more == 1


@pytest.mark.parametrize("key", ["nonsense", "total"])
def test_what_is_no_sign_has_no_records(boss: Browser, client_of_ours: Client, key: str) -> None:
    assert boss.get(f"/clients/{client_of_ours.pk}/evidence/{key}/").status_code == 404
