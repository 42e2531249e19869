"""From a fact to an alert: 200 facts a second while the real worker and beat run, as one machine runs them."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from django.db import connection

from accounts.models import Message, Note, Observation
from bench.figures import Figure, Report
from signals.calendars import the_agency
from signals.models import Alert
from signals.populations import served

RATE = 200  # facts a second
CROSSING = 4  # every so many facts is one that opens an alert at once
POLL = 0.02
AIM_SECONDS = 2.0
PATIENCE = 60.0
PROCESSES = (
    ("worker", "--queues", "quick", "--concurrency", "1", "--hostname", "quick@bench"),
    ("worker", "--queues", "long", "--concurrency", "2", "--hostname", "long@bench"),
    ("beat", "--pidfile="),
)


@dataclass
class Watched:
    """When each fact was committed and when its outcome was first seen, on one clock; keys are mark or client ids."""

    committed: dict[int, float] = field(default_factory=dict)
    seen: dict[int, float] = field(default_factory=dict)

    def seconds(self) -> np.ndarray:
        return np.array([self.seen[key] - at for key, at in self.committed.items() if key in self.seen])


def measure(report: Report, seconds: int) -> None:
    """Fill in the part “latency”. Facts whose outcome is never seen count, as the longest wait."""
    scored, alerted = Watched(), Watched()
    with _running():
        _settle()
        stop = threading.Event()
        eye = threading.Thread(target=_watch, args=(scored, alerted, stop))
        eye.start()
        written = _write(seconds, scored, alerted)
        _wait_for(scored, alerted)
        stop.set()
        eye.join()
    for name, watched, aim in (("snapshot", scored, None), ("alert", alerted, AIM_SECONDS)):
        waits = watched.seconds()
        missing = len(watched.committed) - len(waits)
        waits = np.concatenate([waits, np.full(missing, PATIENCE)])
        for share in (50, 95, 99):
            label = f"fact to {name}, {share}th percentile of {len(waits)}"
            report.add(Figure("latency", label, float(np.percentile(waits, share)), "s", aim if share == 95 else None))
        report.add(Figure("latency", f"facts whose {name} never came", float(missing), "facts", 0.0))
    report.add(Figure("latency", "facts written a second", written, "/s"))


@contextmanager
def _running() -> Iterator[None]:
    """The worker and beat of the Procfile, on the bench's own database and queue."""
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("w", encoding="utf-8") as log:
        started = []
        for name, *options in PROCESSES:
            extra = [f"--schedule={folder}/schedule"] if name == "beat" else []
            command = [sys.executable, "-m", "celery", "--app", "clienthealth", name, *options, *extra]
            environment = {**os.environ, "LOG_LEVEL": "WARNING"}
            started.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True))
        try:
            yield
        finally:
            for process in started:
                os.killpg(process.pid, signal.SIGTERM)
            for process in started:
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)


def _settle() -> None:
    """Wait until the processes have answered to three notes: the start of an ordinary morning, not of the machine."""
    today = the_agency().today()
    client = int(served(today, "recorded_at")[0])
    limit = time.monotonic() + 600
    for _ in range(3):
        Note.objects.create(client_id=client, occurred_on=today.date, text="A note of the bench")
        while _one("SELECT count(*) FROM accounts_mark"):
            if time.monotonic() > limit:
                raise RuntimeError("the portfolio was not scored within ten minutes")
            time.sleep(0.2)


def _write(seconds: int, scored: Watched, alerted: Watched) -> float:
    """Write facts at an even pace, one transaction each; returns how many a second were written."""
    today = the_agency().today()
    already = Alert.objects.filter(sign="unethical_request").values_list("client", flat=True)
    fresh = np.setdiff1d(served(today, "recorded_at"), list(already))
    clients = np.random.default_rng(7).permutation(fresh).tolist()
    begun = time.monotonic()
    count = min(RATE * seconds, CROSSING * len(clients))
    for k in range(count):
        time.sleep(max(0.0, begun + k / RATE - time.monotonic()))
        crossing = k % CROSSING == 0
        client = clients[(k // CROSSING if crossing else 7919 * k) % len(clients)]
        if crossing:
            Observation.objects.create(
                client_id=client, kind=Observation.Kind.UNETHICAL, severity=3, occurred_on=today.date, note="bench"
            )
            alerted.committed[client] = time.monotonic()
        else:
            Message.objects.create(
                client_id=client, channel=1, direction=1, occurred_at=dt.datetime.now(dt.UTC), words=40
            )
        mark = _one("SELECT max(id) FROM accounts_mark WHERE client_id = %s", client)
        if mark is not None:
            scored.committed[int(mark)] = time.monotonic()
    return count / (time.monotonic() - begun)


def _watch(scored: Watched, alerted: Watched, stop: threading.Event) -> None:
    """See marks go and alerts come, in a connection of its own."""
    try:
        while not stop.is_set():
            waiting = [mark for mark in list(scored.committed) if mark not in scored.seen]
            with connection.cursor() as cursor:
                cursor.execute("SELECT id FROM accounts_mark WHERE id = ANY(%s)", [waiting])
                left = {row[0] for row in cursor.fetchall()}
                cursor.execute("SELECT client_id FROM signals_alert WHERE sign = 'unethical_request'")
                opened = {row[0] for row in cursor.fetchall()}
            now = time.monotonic()
            scored.seen.update(dict.fromkeys(set(waiting) - left, now))
            alerted.seen.update(dict.fromkeys(opened & alerted.committed.keys() - alerted.seen.keys(), now))
            time.sleep(POLL)
    finally:
        connection.close()


def _wait_for(scored: Watched, alerted: Watched) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if all(watched.committed.keys() <= watched.seen.keys() for watched in (scored, alerted)):
            return
        time.sleep(0.1)


def _one(sql: str, *values: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return row[0] if row else None
