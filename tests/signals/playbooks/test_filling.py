"""Facts in words: whose language, what is missing, and that any number of clients costs the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Agency, Client
from signals.calendars import known_calendars
from signals.playbooks.checking import FACTS, MONEY_FACTS
from signals.playbooks.filling import GAP, Facts, facts_of, fill, fill_ours, gaps_in
from tests.factories import (
    AgencyFactory,
    ClientFactory,
    ContactFactory,
    CreditNoteFactory,
    DeliverableFactory,
    InvoiceFactory,
    PaymentFactory,
    PaymentPromiseFactory,
    UserFactory,
    WinFactory,
)
from tests.factories.days import DAY, NOON, day


@pytest.fixture(autouse=True)
def agency(db: None, at: Callable[[dt.datetime], None]) -> Agency:
    at(NOON)
    return AgencyFactory(languages=["de", "en"])


def facts(client: Client) -> Facts:
    agency = Agency.objects.get()
    return facts_of([client], agency, DAY, known_calendars(agency.today(), "recorded_at"))[client.pk]


def test_every_fact_of_the_closed_list_can_be_said_and_no_other() -> None:
    told = facts(ClientFactory())

    for name in FACTS | MONEY_FACTS:
        assert isinstance(told.said(name, "en"), str)
    with pytest.raises(KeyError):
        told.said("monthly_fee_text", "en")


def test_the_contacts_language_goes_before_the_clients_and_that_before_the_agencys() -> None:
    client = ClientFactory(language="fr")
    assert facts(ClientFactory(language="")).language == "de"
    assert facts(client).language == "fr"

    ContactFactory(client=client, language="da-DK")
    assert facts(client).language == "da"


@pytest.mark.parametrize(("written", "ours"), [("zh", "zh-hans"), ("zh_CN", "zh-hans"), ("ES", "es"), ("sv", "de")])
def test_languages_are_known_however_they_are_written(written: str, ours: str) -> None:
    assert facts(ClientFactory(language=written)).language == ours


def test_who_speaks_for_us_is_addressed_and_else_the_first_who_is_there() -> None:
    client = ClientFactory()
    ContactFactory(client=client, name="Gone Greta", is_champion=True, left_on=day(-1))
    first = ContactFactory(client=client, name="Asta Holm")
    assert facts(client).contact == first

    champion = ContactFactory(client=client, name="Mikkel Toft", is_champion=True)
    assert facts(client).contact == champion


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Dear Mikkel,"),
        ("da", "Kære Mikkel"),
        ("de", "Guten Tag, Mikkel Toft,"),
        ("fr", "Bonjour Mikkel Toft,"),
        ("es", "Buenos días, Mikkel Toft:"),
        ("zh-hans", "Mikkel Toft，您好："),
    ],
)
def test_people_are_greeted_as_their_language_does(language: str, said: str) -> None:
    client = ClientFactory()
    ContactFactory(client=client, name="Mikkel Toft")

    assert fill("{salutation}", facts(client), language) == said


def test_dates_and_amounts_are_written_as_the_reader_writes_them() -> None:
    client = ClientFactory(goals="More bookings\nand calls", owner=UserFactory(name="Jonas"))
    WinFactory(client=client, occurred_on=day(-3), title="Twice the leads", figure="+104%")
    DeliverableFactory(client=client, delivered_on=day(-10))
    told = facts(client)

    assert (
        fill("{last_win} / {goals_line} / {manager_name}", told, "en")
        == "Twice the leads (+104%) / More bookings / Jonas"
    )
    assert fill("{last_report_date}", told, "en") == "20 Feb 2026"
    assert fill("{last_report_date}", told, "de") == "20. Feb. 2026"
    assert fill("{meeting_choice_1}", told, "da") == "tirsdag den 3. marts 2026, 10:00"
    assert fill("{meeting_choice_2}", told, "es") == "miércoles, 4 de marzo de 2026, 14:00"


def test_what_is_owed_is_what_is_left_after_payments_and_credits() -> None:
    client = ClientFactory()
    old = InvoiceFactory(client=client, number="A-1", due_on=day(-40), issued_on=day(-70), amount=Decimal(1000))
    PaymentFactory(invoice=old, amount=Decimal(200), paid_on=day(-5))
    for amount in (100, 50):
        CreditNoteFactory(client=client, credits=old, amount=Decimal(amount), issued_on=day(-4), due_on=day(-4))
    InvoiceFactory(client=client, due_on=day(-1), amount=Decimal(400), currency="DKK")
    InvoiceFactory(client=client, due_on=day(0), amount=Decimal(999))  # due today is not overdue
    PaymentPromiseFactory(client=client, made_on=day(-2), until=day(3))
    told = facts(client)

    assert fill("{overdue_total}", told, "en") == "€650.00 + DKK400.00"
    assert fill("{oldest_invoice}, {days_overdue}, {promise_date}", told, "en") == "A-1, 40, 5 Mar 2026"


def test_what_is_not_known_stays_a_gap_that_can_be_seen() -> None:
    told = facts(ClientFactory(owner=None, goals=""))
    said = fill("{salutation} {last_win}. {overdue_total} {notice_deadline}", told, "en")

    assert said == f"{GAP} {GAP}. {GAP} {GAP}"
    assert gaps_in(said) == 4


def test_our_own_titles_say_a_word_instead_of_a_missing_name() -> None:
    assert fill_ours("Call {contact_name}: {last_win}", facts(ClientFactory()), "en") == f"Call the contact: {GAP}"


def test_facts_of_one_client_and_of_25_cost_the_same() -> None:
    agency = Agency.objects.get()
    calendars = known_calendars(agency.today(), "recorded_at")

    def counted(clients: list[Client]) -> int:
        with CaptureQueriesContext(connection) as queries:
            facts_of(clients, agency, DAY, calendars)
        return len(queries)

    made = ClientFactory.create_batch(25)
    for client in made:
        ContactFactory(client=client), WinFactory(client=client), InvoiceFactory(client=client, due_on=day(-9))

    assert counted(list(Client.objects.select_related("owner")[:1])) == 6
    assert counted(list(Client.objects.select_related("owner"))) == 6
