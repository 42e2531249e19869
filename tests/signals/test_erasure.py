"""Erasing what we know of people changes no score: not of a closed day, not of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import Client, Contact, Message
from clienthealth.core import clock, erasure
from clienthealth.core.erasure import Subject
from signals import frames, runs
from signals.models import Frame, Series, Snapshot
from signals.populations import served
from tests.plugins.worlds import WORLDS
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
SATURDAY, SUNDAY = world.agency_day(dt.date(2026, 6, 20)), world.agency_day(world.SUNDAY)
MONDAY = SUNDAY.plus(1)
HOUR = dt.timedelta(hours=1)


def close_two_days() -> None:
    """Two closed days and a live one, in a book in which some records were changed in between."""
    world.load()
    moment = SATURDAY.cut - 12 * HOUR
    with clock.pretend(moment):
        runs.score(SATURDAY.date)
    for day in (SATURDAY, SUNDAY):
        with clock.pretend(moment):
            Message.objects.filter(pk__in=Message.objects.order_by("pk").values("pk")[:50]).update(words=day.date.day)
            Client.objects.update(goals="Sell more" if day is SATURDAY else "")
        moment = day.cut + HOUR
        with clock.pretend(moment):
            runs.close_day(day)
    with clock.pretend(moment):
        runs.score(MONDAY.date)


WORLDS["closed"] = close_two_days


@pytest.fixture
def closed(db: None, at: At) -> None:
    at(SUNDAY.cut + HOUR)


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


def test_erasing_everybody_changes_no_score_no_frame_and_nobodys_turn(closed: None) -> None:
    """Closed days replay equal to the byte, their snapshots and the marks stay, and a live pass writes nothing."""
    days, snapshots, marks = replayed(), world.written(), world.marks()
    today = runs.prepare(MONDAY, Series.LIVE)
    ids = served(MONDAY, today.known)
    live = world.say(today, ids)
    frame = Frame.objects.filter(reason=Frame.Reason.CLOSING).latest("pk")
    pooled = frames.rebuilt(frame, world.ZONE)
    assert all(len(said) > 15 for said in days.values())

    erase_everybody()

    assert not Contact.objects.exclude(email="", phone="", role="").exists()
    assert replayed() == days
    assert world.written() == snapshots
    assert world.marks() == marks
    assert world.say(today, ids) == live
    assert frames.rebuilt(frame, world.ZONE) == pooled
    assert runs.score(MONDAY.date).written == 0


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
