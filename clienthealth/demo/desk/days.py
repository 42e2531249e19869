"""The last twelve weeks, one working day after another: score, tell people, let them act."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction

from clienthealth.core import clock
from clienthealth.core.clock import Day
from clienthealth.demo.desk.people import Desk
from signals import alerts, attention, runs, turns
from signals.calendars import the_agency
from signals.conditions import conditions
from signals.models import Alert, Backfill, Series
from signals.populations import CHUNK, chunks, served

AGO = (83, 69, 55, 48, 41, 34, 27, 20, 16, 13, 9, 6, 5, 4, 3, 2, 1)  # days before today
MORNING = dt.time(6, 10)


def live() -> int:
    """Live through the last weeks, once; returns how many alerts were opened on the way.

    1. Score the weeks that were declared known: they build the frames.
    2. On each of the days: follow the alerts as the engine does, choose what people are told of, let them act.
    3. Score today. All of 2 is one transaction: somebody who stops in between has done nothing.
    """
    today = the_agency().today()
    if Alert.objects.exists():
        return 0
    if not Backfill.objects.exists():
        turns.ask_for_backfill(today)
    turns.backfill()
    with transaction.atomic():
        desk = Desk(today)
        days = _working_days(today)
        for day in days:
            with clock.pretend(dt.datetime.combine(day.date, MORNING, ZoneInfo(day.zone))):
                _follow(day)
                attention.attend(day)
            desk.work(day)
        desk.leave(days[-1])
    return Alert.objects.count()


def _working_days(today: Day) -> list[Day]:
    """The days, oldest first; a Friday stands for the weekend after it."""
    days = [today.plus(-ago) for ago in AGO]
    fridays = [day.plus(min(0, 4 - day.date.weekday())) for day in days]
    return sorted(set(fridays), key=lambda day: day.date)


def _follow(day: Day) -> None:
    """Alerts as of a past day, from what was known then; snapshots of it stand already, of its week."""
    run = runs.prepare(day, Series.BACKFILL, closed=True)
    for ids in chunks(served(day, run.known), CHUNK):
        runs.lock_clients(ids)
        alerts.follow(day, ids, conditions(runs.judge_clients(run, ids), run.spec))
