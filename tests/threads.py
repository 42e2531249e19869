"""Work on a connection of its own, as another process would do it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import connection, connections

P = ParamSpec("P")
T = TypeVar("T")
PATIENCE = 60.0


class Others:
    """Threads, each with a database connection of its own that ends with its work."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool

    def start(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        def alone() -> T:
            try:
                return work(*args, **kwargs)
            finally:
                connections.close_all()

        return self.pool.submit(alone)

    def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return self.start(work, *args, **kwargs).result(PATIENCE)


@contextmanager
def others() -> Iterator[Others]:
    with ThreadPoolExecutor(8) as pool:
        yield Others(pool)


def wait_until(true: Callable[[], object], patience: float = PATIENCE) -> None:
    """Ask again and again; raises TimeoutError when it does not become true."""
    until = time.monotonic() + patience
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(true)
        time.sleep(0.05)


def waiting_for(kind: str) -> int:
    """How many connections to this database wait for a lock of a kind: `advisory`, `relation`, …"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction would be told the same again and again
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock' AND wait_event = %s",
            [kind],
        )
        return int(cursor.fetchone()[0])
