"""The bench's own database, beside the given one; dropped afterwards unless somebody wants to look at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

NAME = "clienthealth_bench"
SETTINGS = {"jit": "off", "random_page_cost": "1.1", "work_mem": "16MB"}  # as docker-compose and the embedded server


def address() -> str:
    """The given PostgreSQL, or the embedded one of this checkout."""
    given = os.environ.get("DATABASE_URL", "")
    if given:
        return given
    from clienthealth import embedded

    database, broker = embedded.urls()
    os.environ.setdefault("REDIS_URL", broker)
    return database


def at(url: str, name: str) -> str:
    """The same server, another database."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="postgres", path=f"/{name}"))


@contextmanager
def own(name: str, *, keep: bool, reuse: bool) -> Iterator[bool]:
    """Point DATABASE_URL at the bench's database; yields whether it is new and has to be filled."""
    url = address()
    fresh = not (reuse and _exists(url, name))
    if fresh:
        _admin(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _admin(url, f'CREATE DATABASE "{name}"')
    for setting, value in SETTINGS.items():
        _admin(url, f'ALTER DATABASE "{name}" SET {setting} = %s', [value])
    os.environ["DATABASE_URL"] = at(url, name)
    try:
        yield fresh
    finally:
        if not (keep or reuse):
            _admin(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _exists(url: str, name: str) -> bool:
    return bool(_admin(url, "SELECT 1 FROM pg_database WHERE datname = %s", [name]))


def _admin(url: str, sql: str, parameters: list[Any] | None = None) -> list[Any]:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []
