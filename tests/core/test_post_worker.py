"""A real worker of the post, killed while it sends: no mail is lost, and none arrives as two."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.db import connection
from pytest_django import Settings

from clienthealth.core import clock
from clienthealth.core.models import OutgoingMail
from clienthealth.core.post import Mail, enqueue, waiting
from tests.mailserver import MailServer, mail_server
from tests.threads import wait_until

OURS = "post-under-test"
MAILS = 60
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server(settings) as made:
        made.seconds = 0.1
        yield made


@pytest.fixture
def start(transactional_db: None, tmp_path: Path, server: MailServer) -> Iterator[Start]:
    """Start a worker with its clock on this test's database and mail server; none of them outlives the test."""
    database = urlsplit(configured.DATABASE_URL)._replace(
        path=f"/{connection.settings_dict['NAME']}", query=f"application_name={OURS}"
    )
    environment = os.environ | {
        "DATABASE_URL": database.geturl(), "REDIS_URL": configured.REDIS_URL, "CLIENTHEALTH_ENV": "development",
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }  # fmt: skip
    arguments = ["worker", "--beat", "--schedule", str(tmp_path / "beat"), "--queues", "post", "--purge"]
    command = [sys.executable, "-m", "celery", "-A", "clienthealth", *arguments, "--concurrency", "1"]
    begun: list[subprocess.Popen[bytes]] = []

    def go() -> subprocess.Popen[bytes]:
        with (tmp_path / "worker.log").open("ab") as log:
            begun.append(
                subprocess.Popen(
                    command, cwd=configured.ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
                )
            )
        return begun[-1]

    yield go
    for process in begun:
        kill(process)
    wait_until(gone)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, its children included."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def gone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s", [OURS]
        )
        return int(cursor.fetchone()[0]) == 0


def test_a_worker_killed_while_it_sends_loses_no_mail_and_doubles_none(start: Start, server: MailServer) -> None:
    enqueue([Mail(f"m{n:02}", f"m{n:02}@agency.example", "Hello", "Hello.") for n in range(MAILS)])
    kills = 0
    for reached in (MAILS // 4, MAILS // 2):
        process = start()
        wait_until(lambda least=reached: len(server.ids) >= least)  # type: ignore[misc]
        kill(process)
        assert process.returncode == -signal.SIGKILL
        kills += 1
        wait_until(gone)
        OutgoingMail.objects.filter(sent_at=None).update(
            next_try_at=clock.now()
        )  # the lease of the one in hand is over
    assert waiting().exists()
    start()
    wait_until(lambda: not waiting().exists())

    assert len(server.ids) == MAILS  # one Message-ID a mail, and every mail arrived
    assert set(server.recipients) == {f"m{n:02}@agency.example" for n in range(MAILS)}
    assert len(server.taken) <= MAILS + kills  # only what was in hand may have come again, as the same mail
    assert not OutgoingMail.objects.exclude(sent_at__isnull=False).exists()
