"""One measurement in a fresh process: `python -m bench.worker pass|bulk|frame|mails|dirty COUNT|import FILE`."""

from __future__ import annotations

import json
import resource
import statistics
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, time
from typing import Any

import django


def full_pass() -> dict[str, Any]:
    from signals import runs
    from signals.calendars import the_agency

    begun = perf_counter()
    done = runs.score(the_agency().today().date)
    return {"seconds": perf_counter() - begun, "clients": done.clients, "written": done.written}


def bulk() -> dict[str, Any]:
    """Everyone's turn, as a worker takes it: ready first, then from the word on stdin until no mark is left."""
    from signals import runs
    from signals.populations import BULK

    runs.sweep()  # nothing is marked one by one: this warms the process up
    print("ready", flush=True)
    sys.stdin.readline()
    begun, clients = time(), 0
    while n := runs.sweep(BULK, bulk=True):
        clients += n
    return {"begun": begun, "ended": time(), "clients": clients}


def frame() -> dict[str, Any]:
    """Build a frame as on a day after the first; the first one of a series also brings the scorecard."""
    from signals import frames
    from signals.calendars import the_agency
    from signals.models import Frame

    today = the_agency().today()
    frames.build(today, reason=Frame.Reason.FIRST, in_force_from=today.date)
    begun = perf_counter()
    frames.build(today, reason=Frame.Reason.BATCH, in_force_from=today.date)
    return {"seconds": perf_counter() - begun}


def dirty(clients: int) -> dict[str, Any]:
    """Log a note about one client, then sweep; the sweep alone is timed. The first ones warm the process up."""
    from accounts.models import Note
    from signals import runs
    from signals.calendars import the_agency
    from signals.populations import served

    today = the_agency().today()
    ids = served(today, "recorded_at")
    warm = 8
    chosen = ids[:: max(1, len(ids) // (clients + warm))][: clients + warm]
    seconds = []
    for client in chosen.tolist():
        Note.objects.create(client_id=client, occurred_on=today.date, text="A note of the bench")
        begun = perf_counter()
        if runs.sweep() != 1:
            raise RuntimeError("one note marks one client")
        seconds.append(perf_counter() - begun)
    return {"seconds": statistics.median(seconds[warm:] or seconds), "clients": len(seconds)}


def import_file(path: str) -> dict[str, Any]:
    from accounts.imports import service

    begun = perf_counter()
    report = service.import_file(Path(path))
    return {"seconds": perf_counter() - begun, "rows": report.rows}


def mails() -> dict[str, Any]:
    """Hand over, send and settle surveys as the clock's jobs do, until none is left; queries, and memory on the way."""
    from django.db import connection

    from clienthealth.core import post
    from clienthealth.core.tasks import send_mail
    from surveys.models import Ask
    from surveys.tasks import tend

    queries, sent, early = Counter[str](), 0, 0.0
    total = Ask.objects.waiting().count()
    tend()
    sent += post.send_waiting(min(20, total // 10))  # everything is loaded, and a mail was written
    before = memory()
    begun = perf_counter()

    def counted(execute: Any, sql: str, *more: Any) -> Any:
        queries["all"] += 1
        return execute(sql, *more)

    with connection.execute_wrapper(counted):
        while Ask.objects.filter(state__in=[Ask.State.PLANNED, Ask.State.QUEUED]).exists():
            tend()
            sent += send_mail()
            early = early or (memory() if sent >= total / 5 else 0.0)
    return {
        "seconds": perf_counter() - begun, "queries": queries["all"], "before": before, "early": early,
        "after": memory(), "peak": peak_memory(),
    }  # fmt: skip


JOBS: dict[str, Callable[..., dict[str, Any]]] = {
    "pass": full_pass,
    "bulk": bulk,
    "frame": frame,
    "dirty": lambda count: dirty(int(count)),
    "import": import_file,
    "mails": mails,
}


def main() -> None:
    django.setup()
    told = JOBS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(told | {"memory": peak_memory()}))


def memory() -> float:
    """Megabytes this program holds; where nobody says so, at most held."""
    return _of_status("VmRSS:")


def peak_memory() -> float:
    """Megabytes this program held at most. `ru_maxrss` would also count what its parent held before it began."""
    return _of_status("VmHWM:")


def _of_status(name: str) -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith(name))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
