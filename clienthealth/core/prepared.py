"""Statements that PostgreSQL keeps, planned, for as long as a connection lasts.

A statement about a few rows takes longer to plan than to run. Plans are kept by the server for one connection, so a
pooler in front of it has to give each its own (session mode).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

TYPES: dict[type, str] = {dt.datetime: "timestamptz", dt.date: "date", str: "text"}
ARRAYS: dict[type, str] = {int: "bigint[]", str: "text[]"}

_kept: WeakKeyDictionary[Any, dict[tuple[str, str], str]] = WeakKeyDictionary()  # names, by the driver's connection
_told: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with $1, $2 … and their types, by a name of its own."""

    name: str
    types: tuple[str, ...]
    sql: str

    @property
    def call(self) -> str:
        return f"EXECUTE {self.name} ({', '.join(['%s'] * len(self.types))})"


def call(*calls: tuple[Statement, Sequence[Any]]) -> tuple[Any, ...] | None:
    """Run statements one after another, sent together; the first row of what the last one found.

    Each sees what was committed before it began, as if it had been sent alone.
    """
    with connection.cursor() as cursor:
        told = _told.setdefault(cursor.connection, set())
        for statement, _values in calls:
            if statement.name not in told:
                cursor.execute(f"PREPARE {statement.name} ({', '.join(statement.types)}) AS {statement.sql}")
                told.add(statement.name)
        sent = "; ".join(statement.call for statement, _values in calls)
        cursor.execute(sent, [value for _statement, values in calls for value in values])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def keep_plans() -> None:
    """Until the transaction ends, plan what is prepared once and for any parameters."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")


def execute(cursor: Any, sql: str, parameters: Mapping[str, Any]) -> None:
    """As `cursor.execute`, but prepared; a statement with a parameter whose type cannot be told is sent as it is."""
    names, numbered = _numbered(sql)
    types = [_type_of(parameters[name]) for name in names]
    if None in types:
        cursor.execute(sql, parameters)
        return
    listed = ", ".join(filter(None, types))
    kept = _kept.setdefault(cursor.connection, {})
    if (sql, listed) not in kept:
        name = f"kept_{len(kept)}"
        cursor.execute(f"PREPARE {name} ({listed}) AS {numbered}")
        kept[sql, listed] = name
    values = ", ".join(["%s"] * len(names))
    cursor.execute(f"EXECUTE {kept[sql, listed]} ({values})", [parameters[name] for name in names])


@lru_cache(maxsize=256)
def _numbered(sql: str) -> tuple[tuple[str, ...], str]:
    """The names of a statement's parameters, and the statement with $1, $2 … in their place."""
    names = tuple(dict.fromkeys(re.findall(r"%\((\w+)\)s", sql)))
    return names, sql % {name: f"${place}" for place, name in enumerate(names, start=1)}


def _type_of(value: Any) -> str | None:
    """The type in PostgreSQL of a value, or of the values of a list."""
    if not isinstance(value, list):
        return TYPES.get(type(value))
    held = {type(each) for each in value}
    return ARRAYS.get(held.pop()) if len(held) == 1 else None
