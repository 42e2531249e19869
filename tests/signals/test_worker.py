"""A real Celery worker: killed in the middle of a pass it loses nothing, and a new fact shows within seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, transaction

from accounts.models import Mark, Pulse
from clienthealth.core import clock
from signals.models import Snapshot
from tests.factories import AgencyFactory, ClientFactory, ContractFactory, InvoiceFactory
from tests.signals import portfolio as world
from tests.threads import wait_until, waiting_for

Start = Callable[[], "subprocess.Popen[bytes]"]
OURS = "worker-under-test"
CLIENTS = 12


@pytest.fixture
def start(transactional_db: None, tmp_path: Path) -> Iterator[Start]:
    """Start a worker with its clock on this test's database; none of them outlives the test."""
    address = (
        urlsplit(settings.DATABASE_URL)
        ._replace(path=f"/{connection.settings_dict['NAME']}", query=f"application_name={OURS}")
        .geturl()
    )
    environment = os.environ | {
        "DATABASE_URL": address, "REDIS_URL": settings.REDIS_URL, "CLIENTHEALTH_ENV": "development",
    }  # fmt: skip
    arguments = ["worker", "--beat", "--schedule", str(tmp_path / "beat"), "--queues", "quick,long", "--purge"]
    command = [sys.executable, "-m", "celery", "-A", "clienthealth", *arguments, "--concurrency", "1"]
    begun: list[subprocess.Popen[bytes]] = []

    def go() -> subprocess.Popen[bytes]:
        with (tmp_path / "worker.log").open("ab") as log:
            begun.append(
                subprocess.Popen(
                    command, cwd=settings.ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
                )
            )
        return begun[-1]

    yield go
    for process in begun:
        kill(process)
    wait_until(nobody_else_is_connected)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, its children included."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def nobody_else_is_connected() -> bool:
    """Neither of the processes that this test began; other tests of this process may keep connections."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s", [OURS]
        )
        return int(cursor.fetchone()[0]) == 0


@pytest.fixture
def clients(transactional_db: None) -> list[int]:
    AgencyFactory()
    made = [ClientFactory() for _ in range(CLIENTS)]
    for client in made:
        ContractFactory(client=client)
        InvoiceFactory(client=client)
    return [client.pk for client in made]


def scored() -> int:
    return Snapshot.objects.filter(day=clock.today(world.ZONE).date).count()


def test_a_worker_killed_in_the_middle_of_a_pass_loses_nothing(clients: list[int], start: Start) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE signals_snapshot IN SHARE MODE")  # it measures, and then cannot write
        process = start()
        wait_until(lambda: waiting_for("relation"))
        kill(process)
        assert process.returncode == -signal.SIGKILL
    wait_until(nobody_else_is_connected)
    assert scored() == 0
    assert set(clients) <= set(Mark.objects.values_list("client_id", flat=True))
    start()
    wait_until(lambda: scored() == CLIENTS and not Mark.objects.exists())
    assert list(Snapshot.objects.order_by("client_id").values_list("client_id", flat=True)) == clients


def test_a_new_fact_shows_within_seconds(clients: list[int], start: Start) -> None:
    start()
    wait_until(lambda: scored() == CLIENTS and not Mark.objects.exists())
    before = Snapshot.objects.get(client_id=clients[0]).digest
    others = set(Snapshot.objects.exclude(client_id=clients[0]).values_list("digest", flat=True))
    Pulse.objects.create(client_id=clients[0], occurred_on=clock.today(world.ZONE).date, value=1)
    wait_until(lambda: Snapshot.objects.get(client_id=clients[0]).digest != before, patience=20)
    assert set(Snapshot.objects.exclude(client_id=clients[0]).values_list("digest", flat=True)) == others
