"""The synthetic portfolio with a day's scores and a few weeks of history: scored once a process, then copied."""

from __future__ import annotations

import io
from functools import cache

from django.apps import apps
from django.db import connection, models, transaction

from clienthealth.core import clock
from signals import frames, runs
from signals.models import Frame, Series
from tests.signals import portfolio as world

WEEKS = 6  # of history: its first and its last


def load() -> None:
    """Put the portfolio and its scores into this test's database."""
    scores = _scores()
    world.load()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, (columns, text) in scores.items():
            cursor.execute(f"DELETE FROM {table}")
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO(text))
        cursor.execute("SET session_replication_role = origin")
        for table in scores:
            cursor.execute(f"ANALYZE {table}")


@cache
def _scores() -> dict[str, tuple[str, str]]:
    with transaction.atomic():
        world.load()
        with clock.pretend(world.NOON):
            _score()
        found = {model._meta.db_table: world._content(model) for model in _tables()}
        transaction.set_rollback(True)
    return {table: content for table, content in found.items() if content[1]}


def _score() -> None:
    """Two week closes of the backfill, then today."""
    closes = runs.week_closes(world.TODAY)[-WEEKS :: WEEKS - 1]
    first = world.agency_day(closes[0])
    frames.build(first, series=Series.BACKFILL, reason=Frame.Reason.FIRST, in_force_from=first.date)
    for close in closes:
        runs.backfill_week(world.agency_day(close))
    runs.score(world.TODAY)


def _tables() -> list[type[models.Model]]:
    every = apps.get_app_config("signals").get_models()
    return [m for m in every if m._meta.managed and not m._meta.proxy]
