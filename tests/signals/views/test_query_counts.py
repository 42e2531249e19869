"""A page costs the same number of queries for one client or record and for twenty-five."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import Client, Role, User
from signals import configuration, runs
from signals.models import Alert, AlertEvent, Notice
from tests.factories import (
    AccountAccessFactory,
    AgencyFactory,
    AlertFactory,
    ClientFactory,
    ContactFactory,
    InvoiceFactory,
    LapseFactory,
    MessageFactory,
    ObservationFactory,
    PlayFactory,
    SurveyResponseFactory,
    TaskFactory,
    UserFactory,
)
from tests.factories.days import DAY, NOON, day

LISTS = (
    "/", "/portfolio/", "/portfolio/export/", "/inbox/", "/inbox/?mine=1", "/inbox/?state=snoozed",
    "/tasks/?whose=team", "/find/?q=c",
)  # fmt: skip
CEILING = 35
# pages that answer several questions at once, and their own ceilings
INBOX = 42  # the list with its filters, and one alert in full with its picture beside it
OVERVIEW = 40  # of a client: twelve are the records behind our share of the fault, four the events of the picture
TABS = ("", "timeline/", "money/", "communication/", "evidence/fire_late_payments/", "evidence/fire_haggling/")


@pytest.fixture
def boss(db: None, at: Callable[[dt.datetime], None]) -> Browser:
    at(NOON)
    AgencyFactory()
    configuration.spec_of.cache_clear()
    configuration.version_of.cache_clear()
    browser = Browser()
    browser.force_login(UserFactory(role=Role.OWNER))
    return browser


def records(client: Client, times: int) -> None:
    for n in range(times):
        contact = ContactFactory(client=client, joined_on=day(-300), left_on=day(-n - 1))
        InvoiceFactory(client=client, issued_on=day(-90 - n), due_on=day(-60 - n))
        MessageFactory(client=client, contact=contact, occurred_at=NOON - dt.timedelta(days=n))
        SurveyResponseFactory(client=client, contact=contact, answered_on=day(-n), score=3)
        ObservationFactory(client=client, occurred_on=day(-n))
        LapseFactory(client=client, occurred_on=day(-n))
        AccountAccessFactory(client=client, granted_on=day(-n))


def work(client: Client) -> Alert:
    """An alert of each state, one held back, one that the owner was told of, and two tasks."""
    boss = User.objects.get(role=Role.OWNER)
    Alert.objects.filter(client=client).delete()  # what the pass opened by itself
    told = AlertFactory(client=client, noticed_at=NOON, assigned_to=boss)
    Notice.objects.create(user=boss, alert=told, made_at=NOON)
    AlertFactory(client=client, sign="low_nps", noticed_at=NOON, state="acknowledged")
    AlertFactory(client=client, sign="budget_cut", noticed_at=NOON, state="snoozed", snoozed_until=day(3))
    AlertFactory(client=client, sign="haggling", side="fire")
    TaskFactory(play=None, client=client, assigned_to=boss)
    TaskFactory(play=PlayFactory(client=client))
    return told


def counted(browser: Browser, addresses: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for address in addresses:
        browser.get(address)  # whatever is read once a process is read now
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(address)
            assert (address, answer.status_code) == (address, 200)
            if answer.streaming:
                list(answer)
        found[address] = len(queries)
    return found


def test_lists_cost_the_same_for_one_client_and_for_25(boss: Browser) -> None:
    records(first := ClientFactory(), 2)
    runs.score(DAY)
    work(first)
    one = counted(boss, LISTS)

    for client in ClientFactory.create_batch(24):
        records(client, 2)
        work(client)
    runs.score(DAY)

    assert counted(boss, LISTS) == one
    assert max(count for address, count in one.items() if not address.startswith("/inbox/")) < CEILING
    assert max(one.values()) <= INBOX


def test_pages_of_a_client_cost_the_same_for_one_record_and_for_25(boss: Browser) -> None:
    client = ClientFactory()
    records(client, 1)
    runs.score(DAY)
    alert = work(client)
    addresses = (*(f"/clients/{client.pk}/{tab}" for tab in TABS), f"/inbox/{alert.pk}/")
    one = counted(boss, addresses)

    records(client, 24)
    for _n in range(24):
        TaskFactory(play=None, client=client)
        AlertEvent.objects.create(alert=alert, what=AlertEvent.What.ACKNOWLEDGED)
    runs.score(DAY)

    assert counted(boss, addresses) == one
    assert one.pop(f"/inbox/{alert.pk}/") <= INBOX
    assert one.pop(f"/clients/{client.pk}/") <= OVERVIEW
    assert max(one.values()) < CEILING


def test_an_alert_that_is_laid_beside_the_list_reads_no_list(boss: Browser) -> None:
    client = ClientFactory()
    records(client, 1)
    runs.score(DAY)
    address = f"/inbox/{work(client).pk}/"
    boss.get(address)

    with CaptureQueriesContext(connection) as queries:
        boss.get(address, headers={"HX-Request": "true", "HX-Target": "alert"})
    assert len(queries) < CEILING
