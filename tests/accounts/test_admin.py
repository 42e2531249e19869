"""The owners' panel: every record, at the same cost for one row and for twenty-five."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import models
from accounts.admin import PAGES
from accounts.models import Client, Invoice, User
from clienthealth.core import estimates
from clienthealth.core.panel import ReadOnlyAdmin, RecordAdmin
from tests import factories
from tests.cast import Cast
from tests.factories import ClientFactory, ContactFactory, ContractFactory, InvoiceFactory, PaymentFactory, UserFactory

MODELS = [model for model in PAGES if model is not models.Mark]
LISTED = [
    model for model in MODELS if model not in {models.Agency, models.LinkTerms, models.Retention}
]  # of those there is one
WRITTEN = [model for model in LISTED if not issubclass(PAGES[model], ReadOnlyAdmin)]


@pytest.fixture
def boss(cast: Cast) -> Browser:
    return cast.browser("boss")


def page(model: type[Model], what: str, *args: Any) -> str:
    return reverse(f"admin:accounts_{model._meta.model_name}_{what}", args=args)


def make(model: type[Model], number: int = 1) -> list[Any]:
    return list(getattr(factories, f"{model.__name__}Factory").create_batch(number))


def queries(browser: Browser, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_every_record_of_the_book_has_a_page_and_nothing_else_does() -> None:
    book = {getattr(models, name) for name in models.__all__ if hasattr(getattr(models, name), "_meta")}
    shown = set(admin.site._registry)

    assert book - {models.VisitorSalt} == {model for model in shown if model._meta.app_label == "accounts"} & book
    assert not {model._meta.app_label for model in shown} & {"auth", "account", "socialaccount", "mfa", "pghistory"}


@pytest.mark.parametrize("model", LISTED)
def test_a_list_costs_the_same_for_one_row_and_for_twenty_five(boss: Browser, model: type[Model]) -> None:
    make(model)
    boss.get(page(model, "changelist"))  # permissions and content types are read once
    one = queries(boss, page(model, "changelist"))
    make(model, 24)

    assert queries(boss, page(model, "changelist")) == one


@pytest.mark.parametrize("model", MODELS)
def test_a_record_can_be_opened_and_its_past_too(boss: Browser, model: type[Model]) -> None:
    (record,) = make(model)

    assert boss.get(page(model, "change", record.pk)).status_code == 200
    assert boss.get(page(model, "history", record.pk)).status_code == 200


@pytest.mark.parametrize("model", WRITTEN)
def test_a_record_can_be_added(boss: Browser, model: type[Model]) -> None:
    assert boss.get(page(model, "add")).status_code == 200


@pytest.mark.parametrize("model", LISTED)
def test_a_search_finds_without_breaking_on_odd_words(boss: Browser, model: type[Model]) -> None:
    make(model)

    assert boss.get(page(model, "changelist"), {"q": "=cmd() 100% æ'\""}).status_code == 200


def test_facts_are_found_by_their_client(boss: Browser) -> None:
    InvoiceFactory(number="A-1", client=ClientFactory(name="Bornholm Bakery"))
    InvoiceFactory(number="A-2")

    found = boss.get(page(Invoice, "changelist"), {"q": "bakery"}).content.decode()
    assert "A-1" in found
    assert "A-2" not in found
    assert "A-2" in boss.get(page(Invoice, "changelist"), {"q": "A-2"}).content.decode()


def test_a_list_of_a_huge_table_is_estimated_and_not_counted(boss: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    make(models.Message)
    monkeypatch.setattr(estimates, "_planned", lambda _table: 10_000_000)

    with CaptureQueriesContext(connection) as asked:
        answer = boss.get(page(models.Message, "changelist"))

    assert "10,000,000" in answer.content.decode()
    assert not [query["sql"] for query in asked if "COUNT(*)" in query["sql"] and "accounts_message" in query["sql"]]


def test_a_clients_page_shows_fees_without_adding_currencies(boss: Browser, cast: Cast) -> None:
    ContractFactory(client=cast.client, monthly_fee=2000)
    ContractFactory(client=cast.client, monthly_fee=500)
    ContractFactory(client=cast.client, monthly_fee=9000, currency="DKK")

    assert "2,500 EUR, 9,000 DKK" in boss.get(page(Client, "changelist")).content.decode()


def test_an_invoice_shows_what_was_paid(boss: Browser) -> None:
    invoice = InvoiceFactory(amount=1250)
    for part in (250, 375):
        PaymentFactory(invoice=invoice, amount=part)

    assert '<td class="field-paid">625.00</td>' in boss.get(page(Invoice, "changelist")).content.decode()


def test_a_client_with_facts_is_not_deleted_and_the_refusal_says_why(boss: Browser, cast: Cast) -> None:
    InvoiceFactory(client=cast.client)

    answer = boss.post(page(Client, "delete", cast.client.pk), {"post": "yes"}, follow=True)

    assert Client.objects.filter(pk=cast.client.pk).exists()
    assert "Aalborg Bikes cannot be deleted: invoices of theirs would be lost." in answer.content.decode()


def test_chosen_clients_with_facts_are_not_deleted_either(boss: Browser, cast: Cast) -> None:
    InvoiceFactory(client=cast.client)
    sent = {"action": "delete_selected", "_selected_action": [cast.client.pk], "post": "yes"}

    assert "invoices" in boss.post(page(Client, "changelist"), sent).content.decode()
    assert Client.objects.filter(pk=cast.client.pk).exists()


def test_deleting_asks_each_kind_of_fact_once(boss: Browser, cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            boss.get(page(Client, "delete", cast.client.pk))
        return len(asked)

    InvoiceFactory(client=cast.client)
    cost()
    one = cost()
    InvoiceFactory.create_batch(25, client=cast.client)

    assert cost() == one


def test_a_client_made_by_mistake_is_deleted(boss: Browser, cast: Cast) -> None:
    boss.post(page(Client, "delete", cast.client.pk), {"post": "yes"})

    assert not Client.objects.filter(pk=cast.client.pk).exists()


def test_what_a_record_points_at_is_the_same_clients(boss: Browser, cast: Cast) -> None:
    stranger = ContactFactory(client=cast.foreign)
    sent = {"client": cast.client.pk, "kind": "haggling", "severity": 2, "occurred_on": "2026-03-02",
            "contact": stranger.pk}  # fmt: skip

    answer = boss.post(page(models.Observation, "add"), sent)

    assert "This belongs to another client." in answer.content.decode()
    assert not models.Observation.objects.exists()


def test_a_record_added_here_names_who_added_it(boss: Browser, cast: Cast) -> None:
    boss.post(page(models.Note, "add"), {"client": cast.client.pk, "occurred_on": "2026-03-02", "text": "Hello"})

    assert models.Note.objects.get().by == cast.boss


def test_words_are_written_with_commas(boss: Browser, cast: Cast) -> None:
    address = page(models.Agency, "change", cast.agency.pk)
    form = boss.get(address).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    boss.post(address, sent | {"domains": "agency.example, nordlys.dk", "working_days": ["0", "1"]})

    cast.agency.refresh_from_db()
    assert (cast.agency.domains, cast.agency.working_days) == (["agency.example", "nordlys.dk"], [0, 1])


def act(browser: Browser, model: type[Model], action: str, *chosen: Model, **sent: Any) -> Any:
    keys = [record.pk for record in chosen]
    return browser.post(page(model, "changelist"), {"action": action, "_selected_action": keys, **sent}, follow=True)


def test_chosen_clients_are_given_to_a_person_and_a_team(boss: Browser, cast: Cast) -> None:
    act(boss, Client, "assign", cast.client, cast.foreign, owner=cast.teammate.pk)

    assert {client.owner for client in Client.objects.all()} == {cast.teammate}
    assert {client.team for client in Client.objects.all()} == {cast.team}


def test_chosen_clients_end_today(boss: Browser, cast: Cast) -> None:
    act(boss, Client, "end", cast.client, side="agency")

    cast.client.refresh_from_db()
    assert (cast.client.status, cast.client.notice_by) == ("ended", "agency")


def test_an_action_without_its_answer_says_so(boss: Browser, cast: Cast) -> None:
    assert "Choose a new owner" in act(boss, Client, "assign", cast.client).content.decode()


def test_chosen_invoices_become_void(boss: Browser) -> None:
    invoice, other = InvoiceFactory(), InvoiceFactory()
    act(boss, Invoice, "void", invoice)

    assert set(Invoice.objects.filter(voided_on=None)) == {other}


@pytest.mark.parametrize("model", LISTED)
def test_chosen_rows_are_exported(boss: Browser, model: type[Model]) -> None:
    (record,) = make(model)
    answer = act(boss, model, "export", record)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    head, row = text.splitlines()[0], text.splitlines()[1]
    assert head.startswith(f"{model._meta.pk.name},")
    assert row.startswith(f"{record.pk},")
    assert "password" not in head


def test_an_export_runs_no_formula(boss: Browser) -> None:
    client = ClientFactory(name='=HYPERLINK("https://evil.example")')
    text = b"".join(act(boss, Client, "export", client).streaming_content).decode()

    assert "\"'=HYPERLINK(" in text


def test_the_past_shows_who_changed_what(boss: Browser, cast: Cast) -> None:
    form = boss.get(page(models.Team, "change", cast.team.pk)).context["adminform"].form
    boss.post(page(models.Team, "change", cast.team.pk), {**form.initial, "name": "Northern lights"})

    past = boss.get(page(models.Team, "history", cast.team.pk)).content.decode()
    assert "<del>North</del> → <ins>Northern lights</ins>" in past
    assert "Boss" in past


@pytest.mark.parametrize("name", ["lead", "keeper", "observer"])
def test_the_panel_is_the_owners(cast: Cast, name: str) -> None:
    assert cast.browser(name).get("/admin/").status_code == 403


def test_nobody_is_led_to_the_login_and_back(cast: Cast) -> None:
    answer = cast.browser("nobody").get(page(Client, "changelist"), follow=True)

    assert answer.redirect_chain[-1][0] == "/account/login/?next=/admin/accounts/client/"


def test_the_last_owner_stays_one(boss: Browser, cast: Cast) -> None:
    sent = {"name": "Boss", "email": cast.boss.email, "role": "manager", "language": "en", "is_active": "on"}

    assert "last owner" in boss.post(page(User, "change", cast.boss.pk), sent).content.decode()
    cast.boss.refresh_from_db()
    assert cast.boss.role == "owner"


def test_people_who_leave_are_let_in_no_longer(boss: Browser, cast: Cast) -> None:
    browser = cast.browser("keeper")
    act(boss, User, "deactivate", cast.keeper, cast.boss)

    assert set(User.objects.filter(is_active=False)) == {cast.keeper}
    assert browser.get("/profile/").status_code == 302


@pytest.mark.parametrize("model", MODELS)
def test_lists_are_ordered_by_an_index(model: type[Model]) -> None:
    shown: Any = admin.site._registry[model]
    assert isinstance(shown, RecordAdmin)
    assert shown.date_hierarchy is None
    assert not shown.show_full_result_count


def test_a_person_added_here_gets_a_mail_with_a_link_that_works(
    boss: Browser, cast: Cast, mailoutbox: list[Any], client: Browser
) -> None:
    sent = {"name": "Søren Ny", "email": "Ny@Agency.example", "role": "manager", "team": cast.team.pk,
            "language": "da", "is_active": "on"}  # fmt: skip
    boss.post(page(User, "add"), sent)

    person = User.objects.get(email="ny@agency.example")
    (mail,) = mailoutbox
    assert mail.to == ["ny@agency.example"]
    assert not person.has_usable_password()

    link = next(word for word in mail.body.split() if "/password/reset/key/" in word)
    answer = client.get(link.partition("8000")[2], follow=True)
    chosen = {"password1": "en lang sætning 77", "password2": "en lang sætning 77"}
    client.post(answer.request["PATH_INFO"], chosen)
    person.refresh_from_db()
    assert person.check_password("en lang sætning 77")


def test_an_invitation_is_sent_again(boss: Browser, cast: Cast, mailoutbox: list[Any]) -> None:
    act(boss, User, "invite", cast.keeper, UserFactory(is_active=False))

    assert [mail.to for mail in mailoutbox] == [[cast.keeper.email]]
