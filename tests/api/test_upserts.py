"""Records of another system, by its own ids: one at a time and thousands at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Client, ClientAlias, Contact, Invoice, Mark
from clienthealth.core.history import past_models
from tests.api.program import Program, invoice, word
from tests.cast import Cast
from tests.factories import ClientFactory, InvoiceFactory


def test_put_makes_then_changes_then_leaves_alone(cast: Cast, keeper: Program) -> None:
    address, body = "invoices/by/crm/I%2F1", invoice(cast.client.pk)
    made = keeper.put(address, body)
    same = keeper.put(address, body)
    changed = keeper.put(address, {"amount": "99.50"})

    assert [answer.status_code for answer in (made, same, changed)] == [201, 200, 200]
    assert made.json() == same.json()
    assert (changed.json()["amount"], changed.json()["number"]) == ("99.50", "2026-1")  # left out: as it was
    assert changed.json()["external_id"] == "I/1"
    assert keeper.get(address).json() == changed.json()
    assert past_models()[Invoice].objects.count() == 1


def test_the_audit_log_says_who_and_why_and_not_the_other_systems_id(cast: Cast, keeper: Program) -> None:
    for phone in ("1", "2"):
        keeper.put("contacts/by/crm/anna@aalborg.example", {"client": cast.client.pk, "name": "A", "phone": phone})

    (context,) = past_models()[Contact].objects.values_list("pgh_context", flat=True)
    assert (context["user"], context["why"], context["url"]) == (cast.keeper.pk, "api contacts", "/api/v1/contacts")
    assert "anna" not in str(context)


def test_null_clears_and_what_is_left_out_stays(cast: Cast, keeper: Program) -> None:
    made = InvoiceFactory(client=cast.client, net=1000)
    Client.objects.filter(pk=cast.client.pk).update(city="Skive", industry="Bikes", tags=["a"])

    shown = keeper.patch(f"clients/{cast.client.pk}", {"city": None, "tags": None}).json()
    assert (shown["city"], shown["tags"], shown["industry"]) == (None, [], "Bikes")
    assert keeper.patch(f"invoices/{made.pk}", {"net": None}).json()["net"] is None


def test_a_new_one_says_what_it_needs(cast: Cast, keeper: Program) -> None:
    answer = keeper.put("invoices/by/crm/1", {"client": cast.client.pk, "amount": "1"})

    assert word(answer) == (422, "invalid")
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/number", "/issued_on", "/due_on", "/currency"}


def test_a_client_is_named_by_our_id_or_by_theirs(cast: Cast, keeper: Program) -> None:
    Client.objects.filter(pk=cast.client.pk).update(source="crm", external_id="C-7")
    ClientAlias.objects.create(client=cast.client, system="stripe", alias="id:cus_1")
    ways: list[Any] = [
        cast.client.pk, {"external_id": "C-7"}, {"source": "crm", "external_id": "C-7"},
        {"source": "stripe", "external_id": "cus_1"},
    ]  # fmt: skip
    for number, way in enumerate(ways):
        assert keeper.put(f"invoices/by/crm/{number}", invoice(way)).json()["client"] == cast.client.pk
    for way in (0, True, "7", 2**63, {"external_id": ""}, {"id": 7}, cast.foreign.pk, {"external_id": "?"}):
        assert word(keeper.put("invoices/by/crm/x", invoice(way))) == (422, "invalid")


def test_rows_are_judged_one_by_one(cast: Cast, keeper: Program) -> None:
    InvoiceFactory(client=cast.client, source="crm", external_id="known", number="1")
    InvoiceFactory(client=cast.foreign, source="crm", external_id="theirs", number="1")
    told = keeper.bulk(
        "invoices",
        {"external_id": "known", "number": "1"},
        {"external_id": "known", "number": "2"},
        {"external_id": "new", **invoice(cast.client.pk)},
        {"external_id": "theirs", "number": "3"},
        {"external_id": "wrong", **invoice(cast.client.pk, amount="1.234", currency="euro")},
        {"number": "4"},
        7,
    ).json()

    results = told.pop("results")
    assert told == {"created": 1, "updated": 0, "unchanged": 1, "refused": 5}
    assert [row["status"] for row in results] == ["unchanged", "refused", "created", *["refused"] * 4]
    assert [[error["pointer"] for error in row["errors"]] for row in results] == [
        [], ["/rows/1/external_id"], [], ["/rows/3"], ["/rows/4/amount", "/rows/4/currency"],
        ["/rows/5/external_id"], ["/rows/6"],
    ]  # fmt: skip
    assert set(Invoice.objects.values_list("external_id", "number")) == {
        ("known", "1"), ("theirs", "1"), ("new", "2026-1"),
    }  # fmt: skip


def test_all_or_none_where_that_is_asked_for(cast: Cast, keeper: Program) -> None:
    rows = [{"external_id": "1", **invoice(cast.client.pk)}, {"external_id": "2"}]
    answer = keeper.bulk("invoices", *rows, atomic=True)

    assert word(answer) == (422, "rows-refused")
    assert {error["pointer"].split("/")[2] for error in answer.json()["errors"]} == {"1"}
    assert not Invoice.objects.exists()


@pytest.mark.parametrize("name", ["invoices", "clients", "contacts"])
def test_many_rows_cost_as_many_queries_as_one(cast: Cast, boss: Program, name: str) -> None:
    Client.objects.filter(pk=cast.client.pk).update(source="crm", external_id="C")

    def row(n: int, word: str) -> dict[str, Any]:
        if name == "clients":
            return {"external_id": str(n), "name": f"{word} {n}", "owner": cast.keeper.email, "team": "North"}
        of = {"external_id": "C"}
        more = invoice(of, number=f"{word} {n}") if name == "invoices" else {"client": of, "name": f"{word} {n}"}
        return {"external_id": str(n), **more}

    def cost(*rows: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert boss.bulk(name, *rows).json()["refused"] == 0
        return len(asked)

    boss.get("clients")  # the use of the key is noted
    assert cost(row(0, "a")) == cost(*[row(n, "a") for n in range(1, 26)])
    assert cost(row(0, "b")) == cost(*[row(n, "b") for n in range(1, 26)])


def test_five_thousand_rows_go_in_at_once_and_no_more(cast: Cast, keeper: Program) -> None:
    rows = [{"external_id": str(n), **invoice(cast.client.pk, number=str(n))} for n in range(5_000)]

    assert keeper.bulk("invoices", *rows).json()["created"] == 5_000
    Mark.objects.all().delete()
    assert keeper.bulk("invoices", *rows).json()["unchanged"] == 5_000
    assert not Mark.objects.exists()  # nothing changed, so nobody is scored again
    assert word(keeper.bulk("invoices", *rows, {"external_id": "x"})) == (422, "invalid")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(order=st.permutations(range(6)), cut=st.integers(1, 6))
def test_rows_in_any_order_and_any_parts_give_the_same_book(
    cast: Cast, keeper: Program, order: list[int], cut: int
) -> None:
    Invoice.objects.filter(source="crm").delete()
    rows = [{"external_id": str(n), **invoice(cast.client.pk, number=f"n{n}")} for n in order]
    for part in (rows[:cut], rows[cut:], rows):
        if part:
            assert keeper.bulk("invoices", *part).json()["refused"] == 0

    book = Invoice.objects.filter(source="crm").order_by("external_id").values_list("external_id", "number")
    assert list(book) == [(str(n), f"n{n}") for n in range(6)]


def test_our_own_records_are_not_written_by_their_inner_ids(cast: Cast, keeper: Program) -> None:
    assert word(keeper.put(f"clients/by/hand/{cast.client.external_id}", {"city": "X"})) == (422, "invalid")
    assert word(keeper.bulk("clients", {"external_id": "1", "name": "A"}, source="hand")) == (422, "invalid")


def test_an_invoice_is_moved_only_between_clients_one_may_write_about(cast: Cast, keeper: Program) -> None:
    mine = ClientFactory(owner=cast.keeper)
    held = InvoiceFactory(client=cast.client)
    colleagues = ClientFactory(owner=cast.teammate, team=cast.team)

    assert keeper.patch(f"invoices/{held.pk}", {"client": mine.pk}).json()["client"] == mine.pk
    assert word(keeper.patch(f"invoices/{held.pk}", {"client": colleagues.pk})) == (403, "forbidden")
    assert word(keeper.patch(f"invoices/{held.pk}", {"client": cast.foreign.pk})) == (422, "invalid")


def test_taking_on_and_handing_over_clients_is_for_who_may_assign(cast: Cast, keeper: Program) -> None:
    lead = Program(cast.lead)

    assert word(keeper.put("clients/by/crm/1", {"name": "New"})) == (403, "forbidden")
    assert word(keeper.patch(f"clients/{cast.client.pk}", {"owner": cast.teammate.email})) == (403, "forbidden")
    made = lead.put("clients/by/crm/1", {"name": "New", "owner": cast.teammate.email})
    assert (made.status_code, made.json()["team"]) == (201, "North")


def test_a_lead_gives_clients_to_nobody_outside_and_the_other_rows_stay(cast: Cast) -> None:
    lead = Program(cast.lead)
    told = lead.bulk(
        "clients", {"external_id": "1", "name": "Ours"}, {"external_id": "2", "name": "Gone", "team": "South"},
        {"external_id": "3", "name": "Who", "owner": "nobody@agency.example"},
    ).json()  # fmt: skip

    assert [row["status"] for row in told["results"]] == ["created", "refused", "refused"]
    assert set(Client.objects.filter(source="crm").values_list("name", flat=True)) == {"Ours"}
    assert Client.objects.get(name="Ours").pk == told["results"][0]["id"]


def test_a_client_that_an_import_knows_by_another_name_is_not_made_again(cast: Cast, boss: Program) -> None:
    ClientAlias.objects.create(client=cast.client, system="crm", alias="id:C-7")

    assert boss.put("clients/by/crm/C-7", {"city": "Skive"}).json()["id"] == cast.client.pk


def test_what_the_fields_cannot_say_is_checked_upon_the_whole(cast: Cast, keeper: Program) -> None:
    made = keeper.put("contacts/by/crm/1", {"client": cast.client.pk, "name": "Freja", "joined_on": "2026-01-01"})
    assert made.status_code == 201

    assert word(keeper.put("contacts/by/crm/1", {"left_on": "2025-12-31"})) == (422, "invalid")
    assert word(keeper.put("contacts/by/crm/1", {"name": None})) == (422, "invalid")
    assert word(keeper.put("contacts/by/crm/1", {"zone": "Europe/Atlantis"})) == (422, "invalid")
    assert keeper.put("contacts/by/crm/1", {"zone": "Europe/Oslo"}).json()["zone"] == "Europe/Oslo"
