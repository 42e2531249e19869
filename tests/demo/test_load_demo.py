"""The command: the demo in the database, its stories, and that it leaves everything else alone."""

from __future__ import annotations

import datetime as dt
import stat

import pytest
from django.db import connection

from accounts.models import (
    AccountAccess,
    Client,
    Contact,
    Contract,
    Invoice,
    ManagerLink,
    Mark,
    Message,
    Observation,
    PaymentPromise,
    Period,
    ScopeRequest,
    User,
)  # fmt: skip
from accounts.models.base import Record
from clienthealth.demo import agency
from clienthealth.demo.loading import MODELS
from tests.demo.made import TODAY, load

pytestmark = pytest.mark.django_db


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def counts() -> dict[str, int]:
    return {name: model._default_manager.count() for name, model in MODELS.items()}


def test_the_agency_can_be_entered(demo: str) -> None:
    owner = User.objects.get(email="owner@nordlys.example")
    password = agency.logins()[owner.email]
    assert owner.check_password(password)
    assert password in demo
    assert stat.S_IMODE(agency.login_file().stat().st_mode) == 0o600


def test_a_second_load_changes_nothing_and_says_the_same_passwords(demo: str) -> None:
    before = counts()
    again = load(seed=99)
    assert "nothing changed" in again
    assert counts() == before
    assert agency.logins()["maja@nordlys.example"] in again


def test_clients_served_are_as_many_as_asked_for(demo: str) -> None:
    served = Client.objects.exclude(status="ended").count()
    assert served == 6
    assert Client.objects.filter(owner=None).count() == 0


def test_facts_are_known_when_they_happened_and_recorded_now(demo: str) -> None:
    first = Message.objects.order_by("occurred_at")[0]
    assert dt.timedelta(0) < first.known_at - first.occurred_at < dt.timedelta(days=1)
    assert first.recorded_at.date() > TODAY - dt.timedelta(days=1)
    assert first.source == "demo"


def test_nothing_is_known_after_the_day(demo: str) -> None:
    end = dt.datetime.combine(TODAY + dt.timedelta(days=1), dt.time(), dt.UTC)
    for model in MODELS.values():
        assert issubclass(model, Record)
        assert not model._default_manager.filter(known_at__gte=end).exists(), model


def test_past_versions_cease_when_the_next_is_known(demo: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status, known_at, ceased_at FROM accounts_client_versions"
            " WHERE external_id = 'c00004' ORDER BY known_at"
        )
        rows = cursor.fetchall()
    assert [row[0] for row in rows] == ["active", "notice", "ended"]
    assert [row[2] for row in rows[:-1]] == [row[1] for row in rows[1:]]


def test_everyone_is_marked_for_scoring(demo: str) -> None:
    marked = set(Mark.objects.values_list("client_id", flat=True))
    assert None in marked or marked >= set(Client.objects.values_list("pk", flat=True))


def test_havnholm_is_about_to_leave(demo: str) -> None:
    client = Client.objects.get(name="Havnholm Outdoor")
    assert Contact.objects.get(client=client, name="Signe Kjær").left_on == ago(20)
    assert AccountAccess.objects.get(client=client, relation="agency").granted_on == ago(11)
    assert ManagerLink.objects.get(client=client).linked_on == ago(12)
    late = Message.objects.filter(client=client, direction=1, occurred_at__date__gte=ago(28))
    assert late.count() <= 4
    ends = Contract.objects.get(client=client).ends
    assert ends is not None
    assert (ends - TODAY).days in range(98, 104)


def test_tindra_costs_too_much(demo: str) -> None:
    client = Client.objects.get(name="Tindra Cosmetics")
    assert PaymentPromise.objects.filter(client=client).count() == 3
    assert Invoice.objects.filter(client=client).overdue(TODAY).count() >= 3
    assert ScopeRequest.objects.filter(client=client, in_scope=False, billed=False).count() == 4
    assert Observation.objects.filter(client=client, kind="disrespect").count() == 3


def test_muehlbach_is_between_phases_and_saves(demo: str) -> None:
    client = Client.objects.get(name="Mühlbach Fenster")
    assert Period.objects.get(client=client).kind == "between"
    before, after = client.budgets.order_by("starts")
    assert after.monthly < before.monthly
    assert "less" in after.reason


def test_nordhavn_has_nothing_to_judge_by(demo: str) -> None:
    client = Client.objects.get(name="Nordhavn Dental")
    assert client.messages.count() == client.invoices.count() == client.ad_accounts.count() == 0
