"""Three hundred people are asked once each, though workers are killed while they send and the server refuses some."""

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

from accounts.models import Contact, SurveyInvitation
from clienthealth.core import clock
from clienthealth.core.models import OutboxEvent, OutgoingMail
from surveys.actions import planning
from surveys.models import Ask, Suppression
from tests.factories import ClientFactory, ContactFactory
from tests.mailserver import MailServer
from tests.surveys.sending import MORNING, campaign, hours
from tests.threads import wait_until

OURS = "survey-worker-under-test"
PEOPLE, REFUSED = 300, 20
NOON = MORNING + hours(5)
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start(transactional_db: None, tmp_path: Path, server: MailServer) -> Iterator[Start]:
    """Start a worker at noon of that Monday, on this test's database and mail server; none outlives the test."""
    path = f"/{connection.settings_dict['NAME']}"
    database = urlsplit(configured.DATABASE_URL)._replace(path=path, query=f"application_name={OURS}")
    environment = os.environ | {
        "DATABASE_URL": database.geturl(), "REDIS_URL": configured.REDIS_URL, "CLIENTHEALTH_ENV": "development",
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "DJANGO_SETTINGS_MODULE": "clienthealth.settings",
        "PGOPTIONS": f"-c clienthealth.now={NOON.isoformat()}",
    }  # fmt: skip
    begun: list[subprocess.Popen[bytes]] = []

    def go() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.surveys.worker"]
        with (tmp_path / "worker.log").open("ab") as log:
            begun.append(subprocess.Popen(command, cwd=configured.ROOT, env=environment, stdout=log, stderr=log))
        return begun[-1]

    yield go
    for process in begun:
        kill(process)
    wait_until(gone)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait(30)


def gone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [OURS])
        return int(cursor.fetchone()[0]) == 0


def plan() -> None:
    """It is the turn of all of them, at noon."""
    with clock.pretend(MORNING):
        campaign()
        client = ClientFactory()
        there = [ContactFactory.build(client=client, email=f"p{n:04}@client.example") for n in range(PEOPLE)]
        Contact.objects.bulk_create(there)
        assert planning.plan(MORNING) == PEOPLE
    Ask.objects.update(due_at=NOON)


def test_workers_killed_while_they_send_ask_nobody_twice_and_forget_nobody(start: Start, server: MailServer) -> None:
    plan()
    refused = {f"p{n:04}@client.example" for n in range(0, PEOPLE, PEOPLE // REFUSED)}
    server.answers = dict.fromkeys(refused, "550 5.1.1 No such user")
    kills = 0
    workers = [start(), start()]
    for reached in (60, 135, 210):
        wait_until(lambda least=reached: len(server.taken) >= least, patience=180)  # type: ignore[misc]
        process = workers.pop(0)
        kill(process)
        assert process.returncode == -signal.SIGKILL
        kills += 1
        workers.append(start())
        OutgoingMail.objects.filter(sent_at=None, given_up_at=None).update(next_try_at=NOON)  # the leases are over
    wait_until(lambda: not Ask.objects.exclude(state__in=[Ask.State.SENT, Ask.State.BOUNCED]).exists(), patience=180)

    assert len(server.ids) == PEOPLE - REFUSED  # one Message-ID each
    assert len(server.taken) <= PEOPLE - REFUSED + kills  # what was in hand may have come again, as the same mail
    assert set(server.recipients) == {f"p{n:04}@client.example" for n in range(PEOPLE)} - refused
    sent = Ask.objects.filter(state=Ask.State.SENT, sent_at=NOON, fact__isnull=False, remind_at__isnull=False)
    assert sent.count() == SurveyInvitation.objects.count() == PEOPLE - REFUSED
    assert OutboxEvent.objects.filter(topic="survey.sent").count() == PEOPLE - REFUSED
    assert Suppression.objects.count() == REFUSED
