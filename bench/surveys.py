"""A wave of surveys: planned, handed to the post, sent to a mail server; everybody once, in bounded memory."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.db import connection

from accounts.models import Agency, Client, Contact, SurveyInvitation
from bench.figures import Figure, Report
from clienthealth.core import clock
from clienthealth.core.models import OutgoingMail
from surveys.actions import planning
from surveys.models import Ask, Campaign

PEOPLE_A_CLIENT = 10
GROWTH = 80.0  # megabytes that sending may take
LEAK = 20.0  # megabytes from the first fifth of the wave to its end
PATIENCE = 3600
Told = dict[str, Any]


def measure(report: Report, mails: int) -> None:
    """Fill in the part “surveys”, as far as it is about sending."""
    _people(mails)
    begun = perf_counter()
    _plan()
    planned = perf_counter() - begun
    with _postbox() as box:
        worker = _send(box.port)
    came = box.came
    report.add(
        Figure("surveys", f"planning {mails:,} questions", planned, "s"),
        Figure("surveys", f"handing over, sending and noting {mails:,} mails", worker["seconds"], "s"),
        Figure("surveys", "mails a second, one worker", mails / worker["seconds"], "/s"),
        Figure("surveys", "queries for 1,000 mails, all of it", 1000 * worker["queries"] / mails, ""),
        Figure("surveys", "memory while sending, above that before", worker["peak"] - worker["before"], "MB", GROWTH),
        Figure("surveys", "memory, last against first fifth", worker["after"] - worker["early"], "MB", LEAK),
        Figure("surveys", "people who got none, or more than one", _wrong(came, mails), "", 0.0),
        Figure("surveys", "questions without their invitation", mails - _invited(), "rows", 0.0),
    )


def _people(number: int) -> None:
    """At clients of their own, so that whoever else is in the book is not asked."""
    clients = Client.objects.bulk_create(
        Client(name=f"Bench survey {k}", source="bench", external_id=f"survey-{k}")
        for k in range(-(-number // PEOPLE_A_CLIENT))
    )
    Contact.objects.bulk_create(
        Contact(client=clients[k // PEOPLE_A_CLIENT], name=f"Person {k}", email=f"p{k}@bench.example",
                source="bench", external_id=f"survey-{k}")
        for k in range(number)
    )  # fmt: skip


def _plan() -> None:
    """A campaign for all of them that asks at any hour, and it is their turn."""
    Campaign.objects.create(
        name="Bench: mails", state="running", when="once", starts_on=clock.today(Agency.objects.get().zone).date,
        weekdays=list(range(7)), hour_from=dt.time(0), hour_to=dt.time(23, 59), spread_days=1,
    )  # fmt: skip
    planning.plan(clock.now())
    Ask.objects.waiting().exclude(contact__external_id__startswith="survey-").delete()
    Ask.objects.waiting().update(due_at=clock.now())


class _Box:
    port = 0
    came: Told


@contextmanager
def _postbox() -> Iterator[_Box]:
    program = subprocess.Popen(
        [sys.executable, "-m", "bench.postbox"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    box = _Box()
    box.port = int(program.stdout.readline())
    try:
        yield box
    finally:
        told = program.communicate(timeout=60)[0]
    box.came = json.loads(told)


def _send(port: int) -> Told:
    """All of it by one worker of the post, a process of its own."""
    connection.close()
    environment = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "bench.worker", "mails"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=PATIENCE)
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def _wrong(came: Told, mails: int) -> int:
    """Zero only where as many mails came as there are people, to as many, under as many ids."""
    kept = OutgoingMail.objects.filter(key__startswith="survey:", sent_at__isnull=False).count()
    found: int = max(abs(number - mails) for number in (came["taken"], came["people"], came["ids"], kept))
    return found


def _invited() -> int:
    facts = SurveyInvitation.objects.filter(source="survey", ask__campaign__name="Bench: mails")
    return facts.filter(ask__state=Ask.State.SENT).count()
