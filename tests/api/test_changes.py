"""`updated_since`: every change is told, in the order in which we learnt it, whoever is still writing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Contact
from clienthealth.core import clock
from clienthealth.core.api.changes import horizon
from tests.api.program import Program, ids
from tests.cast import Cast, assemble
from tests.factories import ContactFactory
from tests.threads import others

EVER = "contacts?updated_since=2020-01-01T00:00:00Z"


def test_a_change_is_told_again_behind_what_was_told_before(cast: Cast, boss: Program) -> None:
    first, second = ContactFactory(client=cast.client), ContactFactory(client=cast.client)
    before = boss.get(EVER)
    assert (ids(before), before.json()["has_more"]) == ([first.pk, second.pk], False)

    with clock.pretend(clock.now()):
        boss.patch(f"contacts/{first.pk}", {"phone": "1"})

    assert ids(boss.get(before.json()["next"])) == [first.pk]


def test_of_changes_there_is_always_a_next_page(boss: Program) -> None:
    empty = boss.get(EVER).json()

    assert (empty["results"], empty["has_more"]) == ([], False)
    assert boss.get(empty["next"]).json()["results"] == []


def test_pages_of_changes_end_where_the_next_begins_though_all_have_one_instant(cast: Cast, boss: Program) -> None:
    made = [contact.pk for contact in ContactFactory.create_batch(7, client=cast.client)]
    assert Contact.objects.values("recorded_at").distinct().count() == 1
    found, address = [], f"{EVER}&limit=3"
    for _page in range(3):
        answer = boss.get(address)
        found += ids(answer)
        address = answer.json()["next"]

    assert found == made


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_passed_over() -> None:
    """Begun first, committed last: its records carry an earlier instant than those already there."""
    cast = assemble()
    boss = Program(cast.boss)
    with others() as people:
        with transaction.atomic():
            late = ContactFactory(client=cast.client, name="Late")
            quick = people.do(make, cast, "Quick")
            seen = people.do(boss.get, EVER)
            assert ids(seen) == []  # the quick one stands behind a writer who is not done
        rest = ids(boss.get(seen.json()["next"]))

    assert rest == [late.pk, quick.pk]
    assert late.recorded_at < quick.recorded_at


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_began_long_ago_and_has_not_written_learns_later() -> None:
    """Open, but without a record yet: it holds nobody up, and what it writes comes behind what was told."""
    cast = assemble()
    boss = Program(cast.boss)
    with others() as people:
        with transaction.atomic():
            cast.client.refresh_from_db()  # the transaction has begun
            early = people.do(make, cast, "Early")
            seen = people.do(boss.get, EVER)
            assert ids(seen) == [early.pk]
            late = ContactFactory(client=cast.client, name="Late")
        assert ids(boss.get(seen.json()["next"])) == [late.pk]


@pytest.mark.django_db(transaction=True)
def test_the_horizon_is_now_when_nobody_writes_and_the_writers_beginning_else() -> None:
    cast = assemble()
    before = clock.now()
    assert horizon() >= before
    with others() as people, transaction.atomic():
        made = ContactFactory(client=cast.client)
        assert before < people.do(horizon) <= made.recorded_at
        assert people.do(horizon) < clock.now()


def make(cast: Cast, name: str) -> Any:
    contact = ContactFactory(client=cast.client, name=name)
    contact.refresh_from_db()
    return contact


@pytest.mark.parametrize("text", ["yesterday", "2026-03-02", "2026-13-02T00:00:00Z", "2026-03-02T08:00:00", ""])
def test_an_instant_without_a_zone_or_sense_is_refused(boss: Program, text: str) -> None:
    answer = boss.get(f"contacts?updated_since={text}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "updated_since"


def test_an_instant_in_any_zone_is_taken(cast: Cast, boss: Program) -> None:
    contact = ContactFactory(client=cast.client)
    told = Contact.objects.get(pk=contact.pk).recorded_at.astimezone(dt.timezone(dt.timedelta(hours=5)))

    assert ids(boss.get(f"contacts?updated_since={told.isoformat()}")) == [contact.pk]
