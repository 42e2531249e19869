"""Somebody asks to be asked, on the agency's website."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clienthealth.core import clock
from clienthealth.core.models import OutgoingMail
from prospects.erasing import forget_requests
from prospects.links import stamp
from prospects.models import Entry, Invitation, Prospect
from tests.factories import AgencyFactory, EntryFactory

WHO = {"name": "Dele Osei", "company": "Brightwell", "email": "d.osei@brightwell.example"}


@pytest.fixture
def entry(db: None) -> Entry:
    AgencyFactory(name="Nordlys")
    return EntryFactory(language="da", questionnaires=["base", "seo"])


def send(entry: Entry, **changed: str) -> int:
    with clock.pretend(clock.now() - dt.timedelta(minutes=1)):
        made = stamp(entry.slug, 0)
    return Browser().post(reverse("ask", args=[entry.slug]), {**WHO, "stamp": made, **changed}).status_code


def link() -> str:
    found = re.search(r"/ask/begin/[^/\s]+/", OutgoingMail.objects.latest("pk").text)
    assert found
    return found[0]


def test_nobody_is_a_prospect_before_they_press_the_button_in_their_mail(entry: Entry) -> None:
    assert send(entry) == 200
    begin = link()
    assert Browser().get(begin).status_code == 200
    assert not Prospect.objects.exists()

    answer = Browser().post(begin)
    prospect = Prospect.objects.get()
    assert answer["Location"].startswith("/q/")
    assert (prospect.company, prospect.email, prospect.language) == ("Brightwell", WHO["email"], "da")
    assert (prospect.owner, prospect.team, prospect.made_by, prospect.state) == (None, None, None, "asked")
    assert Invitation.objects.get().asked == [["base", 0], ["seo", 0]]


def test_pressing_twice_makes_one_prospect(entry: Entry) -> None:
    send(entry)
    begin = link()

    assert [Browser().post(begin).status_code for _ in range(2)] == [302, 302]
    assert Prospect.objects.count() == Invitation.objects.count() == 1


def test_an_entry_is_closed_until_it_is_opened(entry: Entry) -> None:
    assert Entry().is_on is False
    Entry.objects.update(is_on=False)

    assert send(entry) == 404
    assert not OutgoingMail.objects.exists()


def test_what_is_wrong_is_said_and_a_trap_is_answered_as_if_all_were_well(entry: Entry) -> None:
    assert send(entry, email="nobody") == 422
    assert send(entry, stamp="forged") == 422
    assert send(entry, website="http://pills.example") == 200
    assert not OutgoingMail.objects.exists()


def test_one_address_gets_few_mails_and_one_network_sends_few(entry: Entry) -> None:
    codes = [send(entry) for _ in range(6)]

    assert codes == [200] * 5 + [429]
    assert OutgoingMail.objects.count() == 2


def test_a_request_that_was_not_confirmed_is_forgotten(entry: Entry, at: Callable[[dt.datetime], None]) -> None:
    send(entry)
    OutgoingMail.objects.update(made_at=clock.now() - dt.timedelta(days=3))

    assert forget_requests() == 1
    assert Browser().get(reverse("ask_confirm", args=["unknown"])).status_code == 410
