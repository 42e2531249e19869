"""The only place that reads the clock. Everything else is told what day it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep, time
from zoneinfo import ZoneInfo

from django.db import connection, models, transaction

from clienthealth.core.clock_sql import CLOSING_LOCK
from clienthealth.core.models import ClosedDay

PRESENT = "coalesce(nullif(current_setting('clienthealth.now', true), '')::timestamptz, clock_timestamp())"


class RecordedNow(models.Func):
    """The database's own instant of learning, as a column default."""

    function = "clienthealth_now"
    template = "%(function)s()"
    output_field = models.DateTimeField()


class Present(models.Func):
    """What `now()` says, as a column of a query that is made anyway."""

    template = PRESENT
    output_field = models.DateTimeField()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the agency: what a score is of, and the instant at which it is over."""

    date: dt.date
    zone: str

    @property
    def cut(self) -> dt.datetime:
        """The first instant of the next day. Known by this day means recorded before it."""
        return dt.datetime.combine(self.date + dt.timedelta(days=1), dt.time(), ZoneInfo(self.zone))

    @property
    def is_week_close(self) -> bool:
        """Weeks close on Sundays."""
        return self.date.weekday() == 6

    def plus(self, days: int) -> Day:
        return Day(self.date + dt.timedelta(days=days), self.zone)


def now() -> dt.datetime:
    """The present instant, in UTC: the database's, so that every process of one agency agrees."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {PRESENT}")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment.astimezone(dt.UTC)


def seconds() -> int:
    """This process's own clock, to count requests by; never for a record."""
    return int(time())


def today(zone: str) -> Day:
    """The agency's present day."""
    return Day(now().astimezone(ZoneInfo(zone)).date(), zone)


@contextmanager
def pretend(moment: dt.datetime) -> Iterator[None]:
    """Let the database take `moment` for now on this connection. For tests and the demo only."""
    before = _settings()
    _set(moment.isoformat(), "")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _set(before[0], before[1])


def _settings() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('clienthealth.now', true), ''),"
            " coalesce(current_setting('clienthealth.tx_now', true), '')"
        )
        row: tuple[str, str] = cursor.fetchone()
    return row


def _set(moment: str, held: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('clienthealth.now', %s, false), set_config('clienthealth.tx_now', %s, true)",
            [moment, held],
        )


def close(day: Day, *, patience: float = 600.0) -> bool:
    """Close `day`: wait for the writers in flight, then let nothing more be recorded inside it.

    1. Try the writers' lock without queueing, so that nobody who writes ever waits behind us.
    2. Note the day. From the commit on, `clienthealth_now()` is at or after the day's cut.

    Returns False when the day was closed already.
    """
    until = monotonic() + patience
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [CLOSING_LOCK])
            if cursor.fetchone()[0]:
                _, created = ClosedDay.objects.get_or_create(day=day.date, defaults={"cut": day.cut})
                cursor.execute("SELECT set_config('clienthealth.tx_now', '', true)")
                return created
        if monotonic() > until:
            raise TimeoutError(f"{day.date} cannot be closed: a writer has been at work for {patience:.0f} s")
        sleep(0.5)
