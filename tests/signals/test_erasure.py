"""Erasing what we know of people changes no score: not of a closed day, not of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import Client, Contact, Message
from clienthealth.core import erasure
from clienthealth.core.erasure import Subject
from signals import frames, runs
from signals.models import Frame, Series, Snapshot
from signals.populations import served
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
SATURDAY, SUNDAY = world.agency_day(dt.date(2026, 6, 20)), world.agency_day(world.SUNDAY)
MONDAY = SUNDAY.plus(1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def closed(portfolio: None, at: At) -> None:
    """Two closed days and a live one, in a book in which some records were changed in between."""
    at(SATURDAY.cut - 12 * HOUR)
    runs.score(SATURDAY.date)
    for day in (SATURDAY, SUNDAY):
        Message.objects.filter(pk__in=Message.objects.order_by("pk").values("pk")[:50]).update(words=day.date.day)
        Client.objects.update(goals="Sell more" if day is SATURDAY else "")
        at(day.cut + HOUR)
        runs.close_day(day)
    runs.score(MONDAY.date)


def replayed() -> dict[dt.date, world.Said]:
    """Every closed day once more, with the frame that its snapshots name."""
    said = {}
    for day in (SATURDAY, SUNDAY):
        frame = Frame.objects.get(pk=Snapshot.objects.filter(day=day.date, closed=True).values("frame")[:1])
        run = runs.replaying(day, frame)
        said[day.date] = world.say(run, served(day, run.known), contiguous=True)
    return said


def erase_everybody() -> None:
    for client in Client.objects.order_by("pk").values_list("pk", flat=True):
        assert erasure.erase(Subject(client))


def test_a_closed_day_replays_equal_to_the_byte_and_its_snapshots_stay(closed: None) -> None:
    before, snapshots = replayed(), world.written()
    assert all(len(said) > 15 for said in before.values())

    erase_everybody()

    assert not Contact.objects.exclude(email="", phone="", role="").exists()
    assert replayed() == before
    assert world.written() == snapshots


def test_the_live_score_stays_and_nobodys_turn_comes(closed: None) -> None:
    marks = world.marks()
    today = runs.prepare(MONDAY, Series.LIVE)
    ids = served(MONDAY, today.known)
    before = world.say(today, ids)

    erase_everybody()

    assert world.marks() == marks
    assert world.say(today, ids) == before
    assert runs.score(MONDAY.date).written == 0


def test_a_frame_is_built_as_before(closed: None) -> None:
    frame = Frame.objects.filter(reason=Frame.Reason.CLOSING).latest("pk")
    before = frames.rebuilt(frame, world.ZONE)
    erase_everybody()
    assert frames.rebuilt(frame, world.ZONE) == before


def test_erasing_one_person_changes_no_score_either(closed: None) -> None:
    before = replayed()
    for pk, client in Contact.objects.values_list("pk", "client"):
        erasure.erase(Subject(client, pk))
    assert replayed() == before


def test_threads_that_were_emptied_instead_would_change_scores(closed: None) -> None:
    before = replayed()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE accounts_message SET thread = ''")
        cursor.execute("UPDATE accounts_messagepast SET thread = ''")
        cursor.execute("SET session_replication_role = origin")
    assert replayed() != before
