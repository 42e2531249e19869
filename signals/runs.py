"""One scoring pass: measure → judge → record.

A score is of a day. The same pass at a past day reads only what was known then. Chunks are cut anywhere; one client
alone, random cuts and everyone at once give the same bytes, because whatever needs other clients is in the frame.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db import connection, transaction

from clienthealth.core import clock, prepared
from clienthealth.core.clock import Day
from clienthealth.core.models import ClosedDay
from signals import alerts, frames, snapshots
from signals.calendars import known_calendars, the_agency
from signals.conditions import conditions
from signals.detection import Calendars, Known, Scope
from signals.framing import FrameData
from signals.judging import Judged, judged, measure
from signals.models import Frame, Series
from signals.populations import CHUNK, chunks, served
from signals.scoring import ScorecardSpec
from signals.statistics import IntArray

SCORING_LOCK = 7_201_534
BUCKET = 64  # neighbouring clients share a lock, so that a chunk takes few
BACKFILL_WEEKS = 26
FEW = 50  # clients whose statements share one plan; it is better up to 100, and three times slower for 500


@dataclass(frozen=True, slots=True)
class Pass:
    """Everything about a pass that is not a client."""

    day: Day
    series: int
    frame: Frame
    data: FrameData
    spec: ScorecardSpec
    calendars: Calendars
    closed: bool = False

    @property
    def known(self) -> Known:
        return frames.known_by(self.series)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many clients a pass scored and how many snapshots it wrote."""

    clients: int
    written: int

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.clients + other.clients, self.written + other.written)


def score(
    as_of: dt.date,
    clients: Sequence[int] | None = None,
    *,
    series: int | None = None,
    chunk: int = CHUNK,
) -> Outcome:
    """Score all clients, or some, as of a day.

    Today goes to the live series. A past day is replayed from what was recorded by then and never touches what was
    shown on that day. Raises ValueError for a day to come.
    """
    today = the_agency().today()
    if as_of > today.date:
        raise ValueError(f"{as_of} has not come yet; scores are of today or of a day before")
    chosen = series if series is not None else (Series.LIVE if as_of == today.date else Series.REPLAY)
    run = prepare(Day(as_of, today.zone), chosen)
    ids = served(run.day, run.known, clients)
    done = Outcome(0, 0)
    for part in chunks(ids, chunk):
        done += score_chunk(run, part, contiguous=clients is None)
    return done


def prepare(day: Day, series: int, *, closed: bool = False) -> Pass:
    """Find the frame in force (the first one is built), its scorecard, and the day's calendars."""
    frame = _in_force(day, series)
    if frame is None:
        frame = frames.build(day, series=series, reason=Frame.Reason.FIRST, in_force_from=day.date)
    calendars = known_calendars(day, frames.known_by(series))
    return Pass(day, series, frame, FrameData.from_json(frame.data), frame.scorecard.spec(), calendars, closed)


def _in_force(day: Day, series: int) -> Frame | None:
    """A replay reads the frame that was live then; a day before the first one has a frame of its own."""
    found = Frame.objects.select_related("scorecard")
    if series != Series.REPLAY:
        return found.in_force(day.date, series).first()
    own = found.in_force(day.date, series).filter(in_force_from=day.date)
    return found.in_force(day.date, Series.LIVE).first() or own.first()


def replaying(day: Day, frame: Frame, series: int = Series.LIVE) -> Pass:
    """The pass of a closed day once more, with the frame that its snapshots name."""
    calendars = known_calendars(day, frames.known_by(series))
    return Pass(day, series, frame, FrameData.from_json(frame.data), frame.scorecard.spec(), calendars, closed=True)


def score_chunk(run: Pass, ids: IntArray, *, contiguous: bool = False) -> Outcome:
    """One transaction: lock, then measure, judge, record, and delete the marks that were locked.

    1. Lock the marks of these clients; whoever else holds one looks for itself. Only a pass of the day that runs now
       sees what marks stand for: a pass of an earlier day, or one that has run past midnight, leaves them.
    2. Take the clients' scoring locks, so that an older measurement never overwrites a newer one, and only then look
       for the frame in force, so that an older frame does not either.
    3. Measure, judge and write; only then delete the marks of step 1.
    """
    with transaction.atomic():
        marks = _lock_marks(ids) if run.series == Series.LIVE and not run.closed else []
        if the_agency().today() != run.day:
            marks = []
        lock_clients(ids)
        written = record(run if run.closed else _renewed(run), ids, contiguous=contiguous)
        _delete_marks(marks)
    return Outcome(len(ids), written)


def _renewed(run: Pass) -> Pass:
    """The same pass with the frame and the calendars of this instant."""
    now = prepare(run.day, run.series)
    return now if now.frame.pk != run.frame.pk else replace(run, calendars=now.calendars)


def record(run: Pass, ids: IntArray, *, contiguous: bool = False) -> int:
    """Measure, judge and write the clients of one chunk; alerts follow the day that runs now, and no other."""
    result = judge_clients(run, ids, contiguous=contiguous)
    runs_now = run.series == Series.LIVE and not run.closed and the_agency().today() == run.day
    heading = snapshots.Heading(run.day, run.series, run.frame, run.closed)
    written = snapshots.write(ids, heading, result, tells=runs_now)
    if len(ids) and runs_now:
        alerts.follow(run.day, ids, conditions(result, run.spec))
    return written


def judge_clients(run: Pass, ids: IntArray, *, contiguous: bool = False) -> Judged:
    """What a pass would say of some clients, without writing it."""
    few = len(ids) <= FEW
    if few:
        prepared.keep_plans()
    scope = Scope(ids, run.day, run.data, run.calendars, run.known, contiguous, kept=few)
    states = snapshots.states(ids, run.day, run.series)
    return judged(scope, run.spec, measure(scope, run.spec), states, run.day.is_week_close)


def lock_clients(ids: IntArray) -> None:
    """Serialise scorers per client, in one order for all, until the transaction ends."""
    buckets = sorted({int(i) // BUCKET for i in ids})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, bucket) FROM unnest(%s) AS b (bucket)", [SCORING_LOCK, buckets]
        )


def _lock_what_is_free(ids: Sequence[int]) -> list[int]:
    """Of everyone's turn, the clients whose locks nobody holds: neighbouring chunks share one, and need not wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bucket FROM unnest(%s) AS b (bucket) WHERE pg_try_advisory_xact_lock(%s, bucket)",
            [sorted({i // BUCKET for i in ids}), SCORING_LOCK],
        )
        free = {row[0] for row in cursor.fetchall()}
    return [i for i in ids if i // BUCKET in free]


def _lock_marks(ids: IntArray) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM accounts_mark WHERE client_id = ANY(%s) ORDER BY id FOR UPDATE SKIP LOCKED", [ids.tolist()]
        )
        return [row[0] for row in cursor.fetchall()]


def _delete_marks(marks: Sequence[int]) -> None:
    if marks:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_mark WHERE id = ANY(%s)", [list(marks)])


# --- marks: within seconds of a new fact ---------------------------------------------------------------------------


def sweep(limit: int = 500, *, bulk: bool = False) -> int:
    """Score the next marked clients of today; returns how many. Nothing is lost: unlocked marks stay for the next.

    1. Lock marks, oldest first, skipping those that another scorer holds. A mark without a client is spread first.
    2. Take the clients' scoring locks, then look for the day and the frame in force.
    3. Score the clients they name who are still ours; the others' marks go too.
    """
    _spread()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                """
                WITH taken AS (
                    SELECT id, client_id FROM accounts_mark WHERE bulk = %s AND client_id IS NOT NULL
                    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                ) SELECT id, client_id FROM taken
                """,
                [bulk, limit * (1 if bulk else 20)],
            )
            rows = cursor.fetchall()
        if not rows:
            return 0
        chosen = sorted({row[1] for row in rows})[:limit]
        chosen = (bulk and _lock_what_is_free(chosen)) or chosen
        wanted = set(chosen)
        marks = [row[0] for row in rows if row[1] in wanted]
        lock_clients(np.array(chosen))
        run = prepare(the_agency().today(), Series.LIVE)
        ids = served(run.day, run.known, chosen)
        if len(ids):
            record(run, ids, contiguous=bulk and _dense(ids))
        _delete_marks(marks)
    return len(chosen)


def _dense(ids: IntArray) -> bool:
    """Whether asking for the range reads little that nobody wants: most clients in it are wanted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) <= 2 * %s FROM accounts_client WHERE id BETWEEN %s AND %s",
            [len(ids), int(ids[0]), int(ids[-1])],
        )
        return bool(cursor.fetchone()[0])


def _spread() -> None:
    """Turn a mark for every client into one for each."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM accounts_mark WHERE id IN (SELECT id FROM accounts_mark WHERE client_id IS NULL"
            " FOR UPDATE SKIP LOCKED) RETURNING id"
        )
        if cursor.fetchall():
            frames.mark_everyone()


# --- days and weeks ------------------------------------------------------------------------------------------------


def close_day(day: Day) -> Outcome:
    """Close a day, fix its scores, and build the frame that is in force from the next. Each step can be repeated."""
    clock.close(day)
    run = prepare(day, Series.LIVE, closed=True)
    done = Outcome(0, 0)
    for part in chunks(served(day, run.known)):
        done += score_chunk(run, part, contiguous=True)
    if not Frame.objects.filter(series=Series.LIVE, cutoff=day.date, reason=Frame.Reason.CLOSING).exists():
        frames.build(day, reason=Frame.Reason.CLOSING, in_force_from=day.plus(1).date)
    return done


def days_to_close(today: Day) -> list[Day]:
    """Days that are over and not fixed yet, the oldest first; none before the first data."""
    first = Frame.objects.filter(series=Series.LIVE).order_by("cutoff").first()
    if first is None:
        return []
    fixed = set(
        Frame.objects.filter(series=Series.LIVE, reason=Frame.Reason.CLOSING, cutoff__gte=first.cutoff).values_list(
            "cutoff", flat=True
        )
    ) & set(ClosedDay.objects.values_list("day", flat=True))
    span = (today.date - first.cutoff).days
    days = [first.cutoff + dt.timedelta(days=i) for i in range(span)]
    return [Day(day, today.zone) for day in days if day not in fixed]


def backfill_week(close: Day) -> Outcome:
    """Score one past week close from what was declared known by then, and build the frame after it."""
    run = prepare(close, Series.BACKFILL, closed=True)
    done = Outcome(0, 0)
    for part in chunks(served(close, run.known)):
        done += score_chunk(run, part, contiguous=True)
    frames.build(close, series=Series.BACKFILL, reason=Frame.Reason.CLOSING, in_force_from=close.plus(1).date)
    return done


def week_closes(before: dt.date, count: int = BACKFILL_WEEKS) -> list[dt.date]:
    """The last `count` Sundays before a day, the oldest first."""
    last = before - dt.timedelta(days=before.isoweekday())
    return [last - dt.timedelta(weeks=k) for k in reversed(range(count))]


__all__ = ["Outcome", "Pass", "backfill_week", "close_day", "days_to_close", "score", "sweep", "week_closes"]
