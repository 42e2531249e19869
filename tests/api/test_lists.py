"""Pages, fields, filters, limits: what every list has."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.api.program import Program, ids, word
from tests.cast import Cast
from tests.factories import ClientFactory, ContactFactory, InvoiceFactory, LinkFactory

LISTS = ["clients", "contacts", "invoices", "deliverables", "links"]


def fill(cast: Cast, number: int) -> None:
    for _each in range(number):
        client = ClientFactory()
        ContactFactory(client=client)
        InvoiceFactory(client=client)
        LinkFactory(deliverable__client=client)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("more", ["", "&updated_since=2020-01-01T00:00:00Z"])
def test_a_page_costs_the_same_for_one_row_and_for_twenty_five(cast: Cast, boss: Program, name: str, more: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert boss.get(f"{name}?limit=1000{more}").status_code == 200
        return len(asked)

    fill(cast, 1)
    cost()
    one = cost()
    fill(cast, 24)
    assert cost() == one


def test_a_row_added_between_two_pages_moves_nothing(cast: Cast, boss: Program) -> None:
    fill(cast, 4)
    everything = ids(boss.get("clients"))
    first = boss.get("clients?limit=3")
    ClientFactory()
    rest = boss.get(first.json()["next"])

    assert ids(first) + ids(rest)[: len(everything) - 3] == everything
    assert len(ids(boss.get("clients"))) == len(everything) + 1


def test_the_last_page_has_no_next(cast: Cast, boss: Program) -> None:
    told = boss.get("clients").json()

    assert (told["next"], told["has_more"]) == (None, False)


@pytest.mark.parametrize("cursor", ["", "x", "WzAsMV0:1xV0Ma:CDC8BXxMdh95Sp-mSjJBDaEmp76tmE1apg"])
def test_a_forged_cursor_is_refused(boss: Program, cursor: str) -> None:
    assert word(boss.get(f"clients?cursor={cursor}")) == (400, "bad-parameter")


def test_a_cursor_is_of_one_list(cast: Cast, boss: Program) -> None:
    fill(cast, 2)
    cursor = boss.get("clients?limit=1").json()["next"].partition("cursor=")[2].partition("&")[0]

    assert word(boss.get(f"contacts?cursor={cursor}")) == (400, "bad-parameter")


def test_only_the_fields_asked_for_are_shown(cast: Cast, boss: Program) -> None:
    row = boss.get("clients?fields=name,id").json()["results"][0]

    assert row == {"id": cast.client.pk, "name": "Aalborg Bikes"}
    assert boss.get(f"clients/{cast.client.pk}?fields=name").json() == {"name": "Aalborg Bikes"}


@pytest.mark.parametrize(
    "query",
    [
        "fields=password",
        "fields=",
        "limit=0",
        "limit=1001",
        "limit=ten",
        "clinet=1",
        "status=gone",
        "owner=%00",
        "limit=٣",
    ],
)
def test_an_address_that_makes_no_sense_is_refused(boss: Program, query: str) -> None:
    assert word(boss.get(f"clients?{query}")) == (400, "bad-parameter")


def test_lists_are_narrowed(cast: Cast, boss: Program) -> None:
    paid = InvoiceFactory(client=cast.client, due_on="2026-01-31", currency="DKK")
    InvoiceFactory(client=cast.foreign, due_on="2026-02-01")

    def found(query: str) -> list[int]:
        return ids(boss.get(f"invoices?{query}"))

    assert found(f"client={cast.client.pk}") == [paid.pk]
    assert found("due_to=2026-01-31") == [paid.pk]
    assert found("currency=DKK&disputed=false") == [paid.pk]
    assert found("disputed=true") == []
    assert ids(boss.get("clients?owner=KEEPER@agency.example")) == [cast.client.pk]


def test_everybody_finds_their_own_clients_facts_alone(cast: Cast) -> None:
    own, other = InvoiceFactory(client=cast.client), InvoiceFactory(client=cast.foreign)
    mine = Program(cast.keeper)

    assert ids(mine.get("invoices")) == [own.pk]
    assert word(mine.get(f"invoices/{other.pk}")) == (404, "not-found")
    assert ids(mine.get(f"invoices?client={cast.foreign.pk}")) == []


def test_every_answer_tells_what_is_left_and_one_too_many_is_refused(cast: Cast, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    program, other = Program(cast.keeper), Program(cast.keeper)
    answers: list[Any] = [program.get("clients") for _each in range(3)]

    assert answers[0]["RateLimit-Policy"] == '"caller";q=2;w=60'
    assert [answer["RateLimit"].partition(";t=")[0] for answer in answers] == [
        '"caller";r=1', '"caller";r=0', '"caller";r=0',
    ]  # fmt: skip
    assert word(answers[2]) == (429, "too-many-requests")
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert other.get("clients").status_code == 200  # each key by itself
