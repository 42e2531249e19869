"""A synthetic portfolio for tests of whole passes, written down day by day as it became known.

It is generated once a process and copied into each test's database, triggers off. Every record says that it was
recorded when it was known, so the days of this world can be closed, replayed and forgotten.
"""

from __future__ import annotations

import datetime as dt
import io
from functools import cache

from django.apps import apps
from django.db import connection, models, transaction

from clienthealth.core.clock import Day
from clienthealth.demo import worlds
from signals import runs, snapshots
from signals.statistics import IntArray

ZONE = "Europe/Copenhagen"
TODAY = dt.date(2026, 6, 30)  # a Tuesday
NOON = dt.datetime(2026, 6, 30, 10, tzinfo=dt.UTC)
SUNDAY = dt.date(2026, 6, 21)
CLIENTS = 40
NOT_COPIED = {"accounts_mark", "accounts_auditevent"}
Said = dict[int, str]  # what a pass says of each client, as text


def records() -> list[type[models.Model]]:
    """Every record that keeps its past versions, a referenced one before those that name it."""
    found = [m for m in apps.get_app_config("accounts").get_models() if hasattr(m, "recorded_at")]
    return [m for m in found if not m._meta.db_table.endswith("past")]


def load() -> None:
    """Put the portfolio into this test's database."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, (columns, text) in _generated().items():
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO(text))
        cursor.execute("SET session_replication_role = origin")
        for table in _generated():
            cursor.execute(f"ANALYZE {table}")


@cache
def _generated() -> dict[str, tuple[str, str]]:
    """The content of each table, as COPY writes it."""
    with transaction.atomic():
        worlds.load_world(11, CLIENTS, 10, facts_target=10_000, today=TODAY)
        _recorded_when_known()
        found = {model._meta.db_table: _content(model) for model in _tables()}
        transaction.set_rollback(True)
    return {table: content for table, content in found.items() if content[1]}


def _tables() -> list[type[models.Model]]:
    every = apps.get_app_config("accounts").get_models()
    return [m for m in every if m._meta.managed and not m._meta.proxy and m._meta.db_table not in NOT_COPIED]


def _content(model: type[models.Model]) -> tuple[str, str]:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields)
    text = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {model._meta.db_table} ({columns}) TO STDOUT", text)
    return columns, text.getvalue()


def _recorded_when_known() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in records():
            for table in (model._meta.db_table, f"{model._meta.db_table}past"):
                cursor.execute(f"UPDATE {table} SET recorded_at = known_at")
        cursor.execute("SET session_replication_role = origin")


def forget(cut: dt.datetime) -> int:
    """Take the database back to `cut`: as if nothing had been recorded, changed or deleted from then on."""
    forgotten = 0
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in records():
            table = model._meta.db_table
            columns = ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields)
            cursor.execute(f"DELETE FROM {table} WHERE recorded_at >= %s", [cut])
            forgotten += cursor.rowcount
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}past"
                " WHERE pgh_label <> 'insert' AND recorded_at < %(cut)s AND pgh_created_at >= %(cut)s",
                {"cut": cut},
            )
            cursor.execute(f"DELETE FROM {table}past WHERE pgh_created_at >= %s", [cut])
        cursor.execute("SET session_replication_role = origin")
    return forgotten


def forget_others(kept: list[int]) -> int:
    """Delete every record of all clients but these, past versions included."""
    deleted = 0
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in records():
            column = "id" if model._meta.db_table == "accounts_client" else "client_id"
            if column == "client_id" and not any(f.column == column for f in model._meta.local_concrete_fields):
                continue
            for table in (model._meta.db_table, f"{model._meta.db_table}past"):
                cursor.execute(f"DELETE FROM {table} WHERE {column} <> ALL(%s)", [kept])
                deleted += cursor.rowcount
        cursor.execute("SET session_replication_role = origin")
    return deleted


def arrive_in_reverse() -> None:
    """Number all records but the clients the other way round, as if the last one had been written down first."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in records():
            table = model._meta.db_table
            if table == "accounts_client":
                continue
            columns = [(table, "id"), (f"{table}past", "id"), (f"{table}past", "pgh_obj_id")]
            for other in records():
                columns += [
                    (name, str(field.column))
                    for field in other._meta.local_concrete_fields
                    if field.is_relation and field.related_model is model
                    for name in (other._meta.db_table, f"{other._meta.db_table}past")
                ]
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}_versions")
            past_all = cursor.fetchone()[0]
            for name, column in columns:
                cursor.execute(f"UPDATE {name} SET {column} = -{column} WHERE {column} IS NOT NULL")
            for name, column in columns:
                cursor.execute(f"UPDATE {name} SET {column} = {column} + %s WHERE {column} < 0", [past_all])
        cursor.execute("SET session_replication_role = origin")


def say(run: runs.Pass, ids: IntArray, *, contiguous: bool = False) -> Said:
    """What a pass says of some clients, without writing it: each client's whole row, as text."""
    heading = snapshots.Heading(run.day, run.series, run.frame, run.closed)
    rows = snapshots.rows_of(ids, heading, runs.judge_clients(run, ids, contiguous=contiguous))
    return {row["client_id"]: repr(row) for row in rows}


def written(day: dt.date | None = None, *, series: int = 0) -> list[tuple[object, ...]]:
    """The snapshots as they stand in the table, all columns but the row's own id."""
    names = ", ".join(snapshots.COLUMNS)
    when = "" if day is None else " AND day = %(day)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT row_to_json(s)::text FROM (SELECT {names} FROM signals_snapshot"
            f" WHERE series = %(series)s{when} ORDER BY client_id, day) s",
            {"series": series, "day": day},
        )
        found: list[tuple[object, ...]] = cursor.fetchall()
    return found


def marks() -> list[int]:
    """The marked clients, each as often as it is marked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT client_id FROM accounts_mark ORDER BY client_id")
        return [row[0] for row in cursor.fetchall()]


def agency_day(date: dt.date) -> Day:
    return Day(date, ZONE)
