from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.imports.service import import_file
from accounts.models import (
    AccountAccess,
    AdAccount,
    AdResult,
    Budget,
    Client,
    Contact,
    ExchangeRate,
    Message,
    SurveyInvitation,
    SurveyResponse,
    TimeEntry,
)
from tests.accounts.imports.files import written
from tests.factories import AgencyFactory, ClientFactory, ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def acme() -> Client:
    AgencyFactory()
    return ClientFactory(name="Acme", domains=["acme.example"])


def mail(number: int, sender: str, to: str, body: str = "Hello?") -> str:
    return (
        f"From {sender} Mon Mar  4 10:00:00 2024\n"
        f"From: {sender}\n"
        f"To: {to}\n"
        f"Date: Mon, 4 Mar 2024 10:0{number}:00 +0000\n"
        f"Message-ID: <{number}@x.example>\nSubject: Ads\n\n{body}\n\n"
    )


def test_a_mailbox_becomes_messages_in_and_out(tmp_path: Path, acme: Client) -> None:
    eva = ContactFactory(client=acme, email="eva@gmail.com")
    box = (
        mail(1, "bo@acme.example", "ann@agency.example")
        + mail(2, "ann@agency.example", "eva@gmail.com", "Yes")
        + mail(3, "ann@agency.example", "bea@agency.example")
        + mail(4, "x@stranger.example", "ann@agency.example")
    )
    path = written(tmp_path, box)
    report = import_file(path)
    received, sent = Message.objects.order_by("occurred_at")
    assert (received.client, received.direction, received.questions) == (acme, Message.Direction.IN, 1)
    assert (sent.contact, sent.direction, sent.questions) == (eva, Message.Direction.OUT, 0)
    assert sum(report.left_out.values()) == 2
    again = import_file(path)
    assert (again.created, again.updated, again.same) == (0, 0, 2)


def test_answers_find_their_person_and_invitation(tmp_path: Path, acme: Client) -> None:
    eva = ContactFactory(client=acme, email="eva@acme.example")
    text = (
        "response id,score,comment,email,responded at,sent at\n"
        "1,0,bad,eva@acme.example,1704067200,1703980800\n"
        "2,,,bo@acme.example,,1703980800\n"
    )
    report = import_file(written(tmp_path, text))
    answer = SurveyResponse.objects.get()
    assert (answer.score, answer.contact, answer.answered_on) == (0, eva, date(2024, 1, 1))
    assert answer.invitation is not None
    assert SurveyInvitation.objects.count() == 2
    assert report.refused == 0


def test_hours_of_unknown_clients_are_refused_not_invented(tmp_path: Path) -> None:
    text = "Date,Client,Person,Hours,Task\n2024-01-13,acme,Ann,1.5,Monthly report\n2024-01-13,Nobody Known,Ann,1,\n"
    report = import_file(written(tmp_path, text))
    entry = TimeEntry.objects.get()
    assert (entry.minutes, entry.kind, entry.person) == (90, TimeEntry.Kind.REPORTING, "Ann")
    assert "Nobody Known" in report.refusals[0][3]
    assert Client.objects.count() == 1


def test_ad_results_make_their_account(tmp_path: Path, acme: Client) -> None:
    text = (
        "Day,Account,Customer ID,Currency code,Cost,Impr.,Clicks\n"
        "2024-01-13,Acme,123-456,EUR,10.50,100,7\n"
        "2024-01-14,Acme,123-456,EUR,11.50,100,8\n"
    )
    import_file(written(tmp_path, text))
    account = AdAccount.objects.get()
    assert (account.client, account.number, account.platform) == (acme, "123456", "google_ads")
    assert sum(AdResult.objects.values_list("cost", flat=True)) == Decimal("22.00")
    users = (
        "Account ID,Email,Access level,Granted on\n"
        "123-456,bo@acme.example,Admin,2024-01-13\n"
        "123-456,x@rival.example,Admin,2024-01-13\n"
        "123-456,ann@agency.example,Admin,2024-01-13\n"
    )
    import_file(written(tmp_path, users))
    assert set(AccountAccess.objects.values_list("relation", flat=True)) == {"client", "other", "ours"}
    budgets = "Account ID,From,Monthly budget,Currency\n123-456,2024-01-01,5000,EUR\n999,2024-01-01,5,EUR\n"
    report = import_file(written(tmp_path, budgets))
    assert (Budget.objects.get().monthly, report.refused) == (Decimal(5000), 1)


def test_a_day_another_list_gave_is_changed_not_doubled(tmp_path: Path) -> None:
    import_file(written(tmp_path, "Day,Account,Customer ID,Currency code,Cost,Impr.\n2024-01-13,Acme,77,EUR,10.50,1\n"))
    import_file(written(tmp_path, "date,account id,client,cost,currency\n2024-01-13,77,Acme,12,EUR\n"))
    assert AdResult.objects.get().cost == 12


def test_clients_and_contacts(tmp_path: Path, acme: Client) -> None:
    clients = "Client name,Country,Industry,Client since\nAcme,Denmark,Bikes,2020-05-01\nBeta,,Shoes,\n"
    report = import_file(written(tmp_path, clients))
    acme.refresh_from_db()
    assert (acme.country, acme.industry, acme.started_on) == ("DK", "Bikes", date(2020, 5, 1))
    assert Client.objects.get(name="Beta").industry == "Shoes"
    assert (report.new_clients, report.updated) == (1, 1)
    import_file(written(tmp_path, "Client name,Country,Industry\nAcme,,\n"))
    acme.refresh_from_db()
    assert acme.country == "DK"
    contacts = "First name,Last name,Email,Company,Champion\nEva,Öst,eva@acme.example,Acme,yes\n"
    import_file(written(tmp_path, contacts))
    again = import_file(written(tmp_path, contacts))
    assert (Contact.objects.get().is_champion, again.created, again.updated) == (True, 0, 0)


def test_exchange_rates(tmp_path: Path) -> None:
    import_file(written(tmp_path, "date,currency,rate\n2024-01-01,USD,0.92\n"))
    report = import_file(written(tmp_path, "date,currency,rate,base\n2024-01-01,USD,0.92,EUR\n2024-01-01,SEK,1,USD\n"))
    assert (ExchangeRate.objects.get().rate, report.refused) == (Decimal("0.92"), 1)


def test_the_command_imports_and_tells(tmp_path: Path) -> None:
    out = StringIO()
    path = written(tmp_path, "date,currency,rate\n2024-01-01,USD,0.92\n")
    call_command("import", str(path), "--dry-run", stdout=out)
    assert ExchangeRate.objects.count() == 0
    call_command("import", str(path), "--as-known-when-it-happened", stdout=out)
    assert ExchangeRate.objects.get().known_at.year == 2023
    assert "1 new" in out.getvalue()


def test_the_command_fails_where_nothing_could_be_read(tmp_path: Path) -> None:
    err = StringIO()
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("import", str(written(tmp_path, "a,b\n1,2\n")), stdout=StringIO(), stderr=err)
    assert "a, b" in err.getvalue()
