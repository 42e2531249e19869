"""Workers of one run share one migrated database: the first that needs tables migrates it, each takes a copy."""

from __future__ import annotations

import fcntl
import os
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker


def _name() -> str:
    return f"test_{settings.DATABASES['default']['NAME']}_migrated"


@pytest.fixture(scope="session")
def copy_of_migrated(
    django_db_modify_db_settings_parallel_suffix: None,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> None:
    """Let a worker's test database be a copy of the migrated one."""
    if hasattr(request.config, "workerinput"):
        with django_db_blocker.unblock():
            _migrate_once(tmp_path_factory.getbasetemp().parent)  # the run's, not the worker's
        connection.settings_dict["TEST"] |= {"TEMPLATE": _name(), "MIGRATE": False}


def _migrate_once(folder: Path) -> None:
    own = connection.settings_dict["TEST"]["NAME"]
    with (folder / "migrated").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if lock.seek(0, os.SEEK_END):  # where it ends now: it may have been opened before the other wrote
            return
        name = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = _name()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()  # nobody may be connected to what is copied
        connection.settings_dict["TEST"]["NAME"] = own
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
        lock.write("yes")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that led the workers takes the migrated database away."""
    if getattr(session.config.option, "numprocesses", None) and not hasattr(session.config, "workerinput"):
        with closing(psycopg2.connect(settings.DATABASE_URL)) as own:
            own.autocommit = True
            own.cursor().execute(f'DROP DATABASE IF EXISTS "{_name()}" WITH (FORCE)')
