"""Events are read once each and in a fixed order, whatever was still being written while somebody read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from clienthealth.core import clock, outbox
from clienthealth.core.models import OutboxEvent
from clienthealth.core.outbox import Event, append, read
from tests.threads import others


def events(*keys: str) -> list[Event]:
    return [Event(key, 7, {"said": key}) for key in keys]


def keys(rows: list[OutboxEvent]) -> list[str]:
    return [row.key for row in rows]


@pytest.mark.django_db
def test_what_is_there_already_is_not_written_again() -> None:
    append("alert.opened", events("a", "b"))
    append("alert.opened", [Event("b", 8, {}), *events("c", "c")])

    assert keys(read()) == ["a", "b", "c"]
    assert OutboxEvent.objects.get(key="b").client == 7


@pytest.mark.django_db
def test_a_reader_goes_on_where_it_was() -> None:
    append("alert.opened", events("a", "b", "c"))
    first = read(limit=2)
    append("alert.ended", events("d"))
    place = first[-1].position or 0

    assert (keys(first), keys(read(place))) == (["a", "b"], ["c", "d"])
    assert keys(read(place, topics=["alert.ended"])) == ["d"]
    assert read(read(place)[-1].position or 0) == []


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_passed_over() -> None:
    with others() as people:
        with transaction.atomic():
            append("alert.opened", events("begun first"))
            people.do(append, "alert.opened", events("committed first"))
            seen = people.do(read)
            assert keys(seen) == ["committed first"]
        later = read(seen[-1].position or 0)
    assert keys(later) == ["begun first"]
    assert keys(read()) == ["committed first", "begun first"]


@pytest.mark.django_db(transaction=True)
def test_while_one_reader_numbers_another_sees_only_what_has_a_place() -> None:
    append("alert.opened", events("a"))
    with others() as people:
        with transaction.atomic():
            assert keys(read()) == ["a"]
            append("alert.opened", events("b"))
            assert people.do(read) == []
        assert keys(people.do(read)) == ["a", "b"]


@pytest.mark.django_db(transaction=True)
def test_two_who_write_the_same_events_at_once_write_them_once() -> None:
    names = [f"k{n:03}" for n in range(200)]
    with others() as people:
        for half in [people.start(append, "t", events(*order)) for order in (names, names[::-1], names)]:
            half.result(60)
    assert keys(read()) == names


@pytest.mark.django_db
def test_thinning_keeps_what_is_young_or_unread_and_the_places_go_on() -> None:
    append("t", events("old", "young"))
    last = read()[-1].position or 0
    append("t", events("old and unread"))
    OutboxEvent.objects.exclude(key="young").update(made_at=clock.now() - dt.timedelta(days=31))

    assert outbox.thin() == 1
    OutboxEvent.objects.filter(position__isnull=False).delete()
    assert [row.position for row in read(last)] == [last + 1]
