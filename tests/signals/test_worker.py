"""A real Celery worker: killed in the middle of a pass it loses nothing and repeats nothing; new facts show soon."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, transaction

from accounts.models import Mark, Pulse
from clienthealth.core import clock
from clienthealth.core.models import OutboxEvent
from signals.models import Alert, AlertEvent, Notice, Snapshot
from tests.factories import (
    AgencyFactory,
    ClientFactory,
    ContractFactory,
    InvoiceFactory,
    SurveyResponseFactory,
    UserFactory,
)
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
    return not connections()


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


def test_a_worker_keeps_its_connection_and_replaces_one_that_was_cut(clients: list[int], start: Start) -> None:
    def notice(value: int) -> set[int]:
        """The connections of the worker after it has scored one more fact."""
        before = Snapshot.objects.get(client_id=clients[0]).digest
        Pulse.objects.create(client_id=clients[0], occurred_on=clock.today(world.ZONE).date, value=value)
        wait_until(lambda: Snapshot.objects.get(client_id=clients[0]).digest != before, patience=20)
        return connections()

    start()
    wait_until(lambda: scored() == CLIENTS and not Mark.objects.exists())
    first = notice(1)
    assert notice(5) & first
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) AS a (pid)", [list(first)])
    assert not notice(2) & first


def connections() -> set[int]:
    """The processes in the database of what this test began."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s", [OURS]
        )
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture
def unhappy(transactional_db: None) -> list[int]:
    """Eight clients of two managers, each with the worst answer there is: a first pass opens an alert for each."""
    AgencyFactory()
    managers = [UserFactory(), UserFactory()]
    made = [ClientFactory(owner=managers[number % 2]) for number in range(8)]
    for client in made:
        ContractFactory(client=client)
        SurveyResponseFactory(client=client, score=0, answered_on=clock.today(world.ZONE).date)
    return [client.pk for client in made]


def test_a_worker_killed_anywhere_leaves_no_alert_or_notice_missing_or_double(unhappy: list[int], start: Start) -> None:
    for table in ("signals_alert", "signals_alertevent", "signals_notice"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")  # it comes as far as its first row in there
            process = start()
            wait_until(lambda: waiting_for("relation"))
            kill(process)
        wait_until(nobody_else_is_connected)
        everything_or_nothing()
    Mark.objects.bulk_create(Mark(client_id=client) for client in unhappy)
    process = start()
    time.sleep(random.uniform(2, 6))
    kill(process)
    wait_until(nobody_else_is_connected)
    everything_or_nothing()
    start()
    wait_until(lambda: Notice.objects.count() == 6 and not Mark.objects.exists())
    opened = Alert.objects.filter(sign="low_nps").order_by("client").values_list("client", flat=True)
    assert list(opened) == unhappy
    assert set(Alert.objects.values_list("sign", flat=True)) == {"low_nps"}
    everything_or_nothing()


def everything_or_nothing() -> None:
    """Each alert has one opening, told once; each that was noticed has one notice, one step and one message."""
    alerts = set(Alert.objects.values_list("pk", flat=True))
    noticed = set(Alert.objects.filter(noticed_at__isnull=False).values_list("pk", flat=True))
    for what, expected in (("opened", alerts), ("noticed", noticed)):
        steps = list(AlertEvent.objects.filter(what=what).values_list("alert", flat=True))
        told = [event.payload["alert"] for event in OutboxEvent.objects.filter(topic=f"alert.{what}")]
        assert sorted(steps) == sorted(told) == sorted(expected)
    assert sorted(Notice.objects.values_list("alert", flat=True)) == sorted(noticed)
