"""What every test gets: a database that may be emptied, a cache of its own, the cast, a clock."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.db import connections
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from clienthealth.core import clock
from tests.cast import Cast, assemble

PLUGINS = ("long_first", "no_loop", "no_skips", "one_migration", "worlds")
pytest_plugins = [f"tests.plugins.{name}" for name in PLUGINS]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(copy_of_migrated: None) -> None:
    """Tests that commit empty the tables afterwards, which triggers refuse everywhere else."""
    for alias in connections:
        options = connections.settings[alias].setdefault("OPTIONS", {})
        options["options"] = "-c clienthealth.allow_truncate=on"


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Ours take a good part of a second each, on purpose; that they do is for `core/test_house.py`."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    """A line at the beginning and the end of each request costs a third of it. Logs have tests of their own."""
    logging.getLogger().setLevel(logging.WARNING)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Whoever is still connected when the tests are over, a server's thread or a worker, is sent away first."""
    yield
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def own_cache(settings: Settings, request: pytest.FixtureRequest) -> None:
    """No test meets another's rate limits, and none touches a Redis that is in use."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": request.node.nodeid}}


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of `tests.cast`, a client of theirs and a client of someone else."""
    return assemble()


@pytest.fixture
def at(db: None) -> Iterator[Callable[[dt.datetime], None]]:
    """Set the database's clock: `at(moment)`, as often as a test likes. It is the wall clock again afterwards."""
    held: list[AbstractContextManager[None]] = []

    def go(moment: dt.datetime) -> None:
        while held:
            held.pop().__exit__(None, None, None)
        held.append(clock.pretend(moment))
        held[0].__enter__()

    yield go
    while held:
        held.pop().__exit__(None, None, None)
