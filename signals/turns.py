"""Whose turn it is: the work that tasks wake up for. Everything here can be killed and called again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import connection, transaction
from django.db.models import F

from accounts.models import Agency
from accounts.models.imports import ImportBatch
from clienthealth.core.clock import Day
from signals import attention, frames, runs
from signals.models import Backfill, Frame, FrameRequest, Series
from signals.populations import BULK

log = structlog.get_logger(__name__)

SMALL = 300  # clients whose frame is built at once, within the quick queue
SHARE_OF_A_BATCH = 0.05
PAUSE_BETWEEN_FRAMES = dt.timedelta(seconds=20)
LONGEST_PASS = dt.timedelta(hours=1)  # after which notices wait no longer for a mark that cannot be scored
CLOSING, BUILDING, FILLING, ATTENDING = 7_201_541, 7_201_542, 7_201_543, 7_201_544


@contextmanager
def alone(lock: int) -> Iterator[bool]:
    """True for the one process that does this now; the lock goes with the connection, even by kill -9."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


def score_marked() -> int:
    """Score the clients that changed. A small portfolio gets its frames here too, so that a first import shows."""
    agency = Agency.objects.first()
    if agency is None:
        return 0
    today = agency.today()
    if not Frame.objects.in_force(today.date, Series.LIVE).exists():
        _ask_for(Frame.Reason.FIRST)
    elif _batch():
        _ask_for(Frame.Reason.BATCH)
    if _size() <= SMALL:
        build_frames()
    if not Frame.objects.in_force(today.date, Series.LIVE).exists():
        return 0
    done = 0
    while n := runs.sweep():
        done += n
    if _size() <= SMALL:
        done += runs.sweep(SMALL, bulk=True)
    if done:
        attend()
    return done


def score_bulk() -> int:
    """Score clients whose mark is only everyone's turn."""
    agency = Agency.objects.first()
    if agency is None or not Frame.objects.in_force(agency.today().date, Series.LIVE).exists():
        return 0
    done = 0
    while n := runs.sweep(BULK, bulk=True):
        done += n
    if done:
        attend()
    return done


def attend() -> int:
    """Choose what people are told of, unless a pass goes on: the choice is among all alerts; returns how many."""
    agency = Agency.objects.first()
    if agency is None:
        return 0
    with alone(ATTENDING) as mine:
        return attention.attend(agency.today()) if mine and not _pass_goes_on() else 0


def _pass_goes_on() -> bool:
    """Whether everyone's turn is not over, or a frame is asked for that will bring it. Nothing waits for ever."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH oldest AS (SELECT now() - make_interval(secs => %s) AS at)
            SELECT EXISTS (SELECT 1 FROM accounts_mark, oldest WHERE (bulk OR client_id IS NULL) AND made_at > at)
                OR EXISTS (SELECT 1 FROM signals_framerequest, oldest WHERE made_at > at)
            """,
            [LONGEST_PASS.total_seconds()],
        )
        return bool(cursor.fetchone()[0])


def mark_everyone() -> None:
    frames.mark_everyone()


def close_days() -> int:
    """Close what is over, day by day; returns how many days."""
    agency = Agency.objects.first()
    if agency is None:
        return 0
    closed = 0
    with alone(CLOSING) as mine:
        for day in runs.days_to_close(agency.today()) if mine else []:
            runs.close_day(day)
            log.info("day_closed", day=day.date.isoformat())
            closed += 1
    return closed


def build_frames() -> int:
    """Build an extra frame when one was asked for, and not oftener than every 20 seconds."""
    agency = Agency.objects.first()
    if agency is None:
        return 0
    with alone(BUILDING) as mine:
        requests = list(FrameRequest.objects.order_by("id")) if mine else []
        if not requests or not _due(requests[0].reason):
            return 0
        day = agency.today()
        with transaction.atomic():
            frames.build(day, reason=requests[0].reason, in_force_from=day.date)
            FrameRequest.objects.filter(pk__in=[request.pk for request in requests]).delete()
    return 1


def backfill() -> int:
    """Score the next weeks of a declared history, oldest first, one week a transaction; returns how many.

    A first import that declares its history known asks for it. The first week builds its own frame, so that what
    was imported since an earlier backfill is in it.
    """
    agency = Agency.objects.first()
    weeks = 0
    with alone(FILLING) as mine:
        if not mine or agency is None:
            return 0
        if _newly_declared():
            ask_for_backfill(agency.today())
        while job := Backfill.objects.filter(next_close__lte=F("last_close")).order_by("-id").first():
            close = Day(job.next_close, agency.zone)
            if job.next_close == job.last_close - dt.timedelta(weeks=runs.BACKFILL_WEEKS - 1):
                frames.build(close, series=Series.BACKFILL, reason=Frame.Reason.FIRST, in_force_from=close.date)
            runs.backfill_week(close)
            Backfill.objects.filter(pk=job.pk).update(next_close=job.next_close + dt.timedelta(weeks=1))
            weeks += 1
    return weeks


@transaction.atomic
def ask_for_backfill(day: Day) -> Backfill:
    """Have the last 26 week closes before `day` scored from what was declared known; an unfinished one is dropped."""
    closes = runs.week_closes(day.date)
    Backfill.objects.filter(next_close__lte=F("last_close")).delete()
    return Backfill.objects.create(next_close=closes[0], last_close=closes[-1])


def _newly_declared() -> bool:
    """Whether an import since the last backfill declared its history known when it happened."""
    declared = ImportBatch.objects.filter(known_when_happened=True, state=ImportBatch.State.DONE)
    last = Backfill.objects.order_by("-made_at").values_list("made_at", flat=True).first()
    return (declared.filter(finished_at__gt=last) if last else declared).exists()


def _ask_for(reason: str) -> None:
    if not FrameRequest.objects.filter(reason=reason).exists():
        FrameRequest.objects.create(reason=reason)


def _due(reason: str) -> bool:
    if reason == Frame.Reason.FIRST:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(built_at) < now() - make_interval(secs => %s), true) FROM signals_frame"
            " WHERE series = 0",
            [PAUSE_BETWEEN_FRAMES.total_seconds()],
        )
        return bool(cursor.fetchone()[0])


def _size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT 1 FROM accounts_client LIMIT %s) AS first_few", [SMALL + 1])
        return int(cursor.fetchone()[0])


def _batch() -> bool:
    """Whether one statement changed more than 5 % of the clients (and more than two)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (
                SELECT 1 FROM (SELECT made_at, client_id FROM accounts_mark WHERE NOT bulk ORDER BY id LIMIT 50000) m
                GROUP BY made_at
                HAVING bool_or(client_id IS NULL) OR count(DISTINCT client_id) > greatest(
                    2, %s * (SELECT count(*) FROM accounts_client WHERE status <> 'ended'))
            )
            """,
            [SHARE_OF_A_BATCH],
        )
        return bool(cursor.fetchone()[0])
