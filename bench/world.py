"""The bench's agency: clients of the synthetic world, and copies of them until there are enough.

Drawing ten thousand lives takes half an hour, and their cost is in the database, not in their variety. So some hundred
are drawn and loaded as everywhere else, and the server multiplies them, all their records and past versions with them.
"""

from __future__ import annotations

import math
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from clienthealth.demo.sheets import SHEETS
from clienthealth.demo.worlds import load_world

SEED, MONTHS = 1, 36
SERVED = 0.70  # share of those who ever came who are still served after 36 months
ORIGINALS = 600
RECORDS = {name: apps.get_model("accounts", name) for name in SHEETS}


def fill(clients: int, facts: int) -> None:
    """Load a world with about `clients` served clients and `facts` facts, those of former clients included."""
    everybody = math.ceil(clients / SERVED)
    originals = min(everybody, ORIGINALS)
    load_world(SEED, originals, MONTHS, facts * originals // everybody)
    served = count("SELECT count(*) FROM accounts_client WHERE ended_on IS NULL OR ended_on > current_date")
    copies = max(1, round(clients / max(served, 1)))
    if copies > 1:
        multiply(copies)
    tidy()


def multiply(copies: int) -> None:
    """Add copies of every record: ids are shifted, so that everything still belongs together."""
    with transaction.atomic(), connection.cursor() as cursor:
        shift: dict[Any, int] = {}
        for model in RECORDS.values():
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {model._meta.db_table}")
            shift[model] = cursor.fetchone()[0]
        for model in RECORDS.values():
            table = model._meta.db_table
            # the copies keep the instants at which their originals were recorded, which the triggers refuse
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(_copied(model, table, shift, {}), [copies - 1])
            past = {
                "pgh_created_at": "pgh_created_at",
                "pgh_label": "pgh_label",
                "pgh_obj_id": f"pgh_obj_id + k * {shift[model]}",
            }
            cursor.execute(_copied(model, f"{table}past", shift, past), [copies - 1])
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, shift[model] * copies])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in RECORDS.values():
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")


def _copied(model: type[models.Model], table: str, shift: dict[Any, int], more: dict[str, str]) -> str:
    values: dict[str, str] = {}
    for field in model._meta.local_concrete_fields:
        name = str(field.column)
        column = f'"{name}"'
        owner = model if field.primary_key else field.related_model if field.is_relation else None
        if owner in shift:
            values[name] = f"{column} + k * {shift[owner]}"
        elif isinstance(field, models.CharField) and (field.unique or (model._meta.model_name, field.name) in NAMED):
            values[name] = f"{column} || '-' || k"
        else:
            values[name] = column
    values |= more
    names = ", ".join(f'"{each}"' for each in values)
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values.values())} FROM generate_series(1, %s) AS k, {table}"
    )


NAMED = {(name, "external_id") for name in SHEETS} | {("adaccount", "number")}


def tidy() -> None:
    """As after a night: no marks, fresh statistics, clean pages."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_mark")
        for model in RECORDS.values():
            cursor.execute(f"VACUUM (ANALYZE) {model._meta.db_table}, {model._meta.db_table}past")
        cursor.execute("VACUUM (ANALYZE) accounts_mark")


def count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
