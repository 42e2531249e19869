"""Two writers, and one who writes twice: If-Match and Idempotency-Key."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Client, Invoice
from clienthealth.core import clock
from clienthealth.core.api import idempotency
from clienthealth.core.models import KeptAnswer
from tests.api.program import Program, invoice, word
from tests.cast import Cast, assemble
from tests.threads import others

KEY = {"Idempotency_Key": "run 1"}


def test_a_change_upon_an_old_version_is_refused(cast: Cast, keeper: Program) -> None:
    address = f"clients/{cast.client.pk}"
    etag = keeper.get(address)["ETag"]

    changed = keeper.patch(address, {"city": "Skive"}, If_Match=etag)
    assert changed.status_code == 200
    assert word(keeper.patch(address, {"city": "Aarhus"}, If_Match=etag)) == (412, "changed-meanwhile")
    assert Client.objects.get(pk=cast.client.pk).city == "Skive"
    assert keeper.patch(address, {"city": "Aarhus"}, If_Match=changed["ETag"]).status_code == 200
    assert keeper.patch(address, {"city": "Aarhus"}, If_Match="*").status_code == 200


def test_nothing_is_changed_that_should_have_been_there(cast: Cast, keeper: Program) -> None:
    assert word(keeper.put("invoices/by/crm/1", invoice(cast.client.pk), If_Match="*")) == (412, "changed-meanwhile")


def test_who_has_this_version_is_sent_none(cast: Cast, keeper: Program) -> None:
    address = f"clients/{cast.client.pk}"
    etag = keeper.get(address)["ETag"]

    answer = keeper.get(address, **{"If-None-Match": f'"other", W/{etag}'})
    assert (answer.status_code, answer.content) == (304, b"")
    cast.keeper.email = "renamed@agency.example"
    cast.keeper.save()
    assert keeper.get(address, **{"If-None-Match": etag}).status_code == 200  # what it points at counts, too


def test_a_write_sent_twice_happens_once_and_is_answered_the_same(cast: Cast, keeper: Program) -> None:
    row = {"external_id": "1", **invoice(cast.client.pk)}
    first, second = (
        keeper.bulk("invoices", row, Idempotency_Key="run 1"),
        keeper.bulk("invoices", row, Idempotency_Key="run 1"),
    )

    assert first.content == second.content
    assert first.json()["created"] == 1
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert keeper.bulk("invoices", row).json()["unchanged"] == 1


def test_a_kept_answer_keeps_its_version(cast: Cast, keeper: Program) -> None:
    sent: Any = ("invoices/by/crm/1", invoice(cast.client.pk))
    first, second = keeper.put(*sent, **KEY), keeper.put(*sent, **KEY)

    assert (first.status_code, first["ETag"]) == (second.status_code, second["ETag"])
    assert first.status_code == 201


def test_a_key_is_of_one_caller_one_address_and_one_body(cast: Cast, keeper: Program, boss: Program) -> None:
    body = invoice(cast.client.pk)
    keeper.put("invoices/by/crm/1", body, **KEY)

    assert word(keeper.put("invoices/by/crm/1", {**body, "number": "2"}, **KEY)) == (422, "key-reused")
    assert keeper.put("invoices/by/crm/2", body, **KEY).status_code == 201
    assert "Idempotency-Replayed" not in boss.put("invoices/by/crm/1", body, **KEY)


def test_a_refused_write_may_be_put_right_under_its_key(cast: Cast, keeper: Program) -> None:
    assert word(keeper.put("invoices/by/crm/1", {}, **KEY)) == (422, "invalid")
    assert keeper.put("invoices/by/crm/1", invoice(cast.client.pk), **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "ø"])
def test_a_key_that_is_none_is_refused(keeper: Program, key: str) -> None:
    answer = keeper.bulk("invoices", {"external_id": "1"}, Idempotency_Key=key)
    assert word(answer) == (400, "bad-parameter")


@pytest.mark.django_db(transaction=True)
def test_while_a_write_is_at_work_its_repeat_is_told_to_wait() -> None:
    cast = assemble()
    keeper = Program(cast.keeper)
    keeper.get("clients")  # the use of the key is noted, outside of the write
    body = invoice(cast.client.pk)
    with others() as people:
        with transaction.atomic():
            assert keeper.put("invoices/by/crm/1", body, **KEY).status_code == 201  # not committed yet
            repeat = people.do(keeper.put, "invoices/by/crm/1", body, **KEY)
        assert word(repeat) == (409, "still-working")
        assert repeat["Retry-After"] == "1"
        assert people.do(keeper.put, "invoices/by/crm/1", body, **KEY)["Idempotency-Replayed"] == "true"
    assert Invoice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_write_the_same_at_once_make_one_of_each() -> None:
    cast = assemble()
    keeper = Program(cast.keeper)
    rows = [{"external_id": str(n), **invoice(cast.client.pk, number=str(n))} for n in range(50)]
    with others() as people:
        halves = [people.start(keeper.bulk, "invoices", *part) for part in (rows, rows[::-1], rows)]
        told = [half.result(60).json() for half in halves]

    assert sum(each["created"] for each in told) == 50 == Invoice.objects.count()
    assert sum(each["unchanged"] for each in told) == 100


def test_answers_are_forgotten_after_two_days(cast: Cast, keeper: Program) -> None:
    keeper.put("invoices/by/crm/1", invoice(cast.client.pk), **KEY)
    assert idempotency.thin() == 0
    KeptAnswer.objects.update(made_at=clock.now() - dt.timedelta(days=2, seconds=1))
    assert idempotency.thin() == 1
