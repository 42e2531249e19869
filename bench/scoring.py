"""Full passes against a plain GROUP BY, one dirty client against the same passes, a second pass, a frame."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from django.apps import apps
from django.db import connection

from bench.figures import Figure, Report, median_ratio
from bench.world import count
from signals import frames

# every record of a client that a score reads; openings of links have the client's id too
FACTS = (
    "message", "invoice", "payment", "paymentpromise", "adaccount", "adresult", "budget", "accountaccess",
    "managerlink", "timeentry", "scoperequest", "contract", "contact", "period", "surveyinvitation", "surveyresponse",
    "observation", "lapse", "win", "note", "pulse", "request", "deliverable", "link", "click",
)  # fmt: skip
GROUP_BY = "SELECT client_id, count(*) FROM ({}) AS facts GROUP BY client_id".format(
    " UNION ALL ".join(f"SELECT client_id FROM accounts_{name}" for name in FACTS)
)
AIM_PASS, AIM_MEMORY, AIM_DIRTY = 6.0, 600.0, 1 / 200
WORKERS = 2
DIRTY_CLIENTS = 40


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of what is compared, one after the other: a machine that slows down for a while slows all of it.

    The plain GROUP BY as PostgreSQL plans it (with parallel workers of its own) and serial; a full pass by one process
    and by several workers; the median of many clients, each scored alone. `memory` is the most a process held, MB.
    """

    plain: float
    serial: float
    alone: float
    shared: float
    dirty: float
    memory: float


def measure(report: Report, rounds: int) -> None:
    """Fill in the parts “scoring” and “dirty”: each pass against the GROUP BY, and one client against each pass."""
    frame_seconds = float(worker("frame")["seconds"])
    done = [_round() for _ in range(rounds)]
    second = worker("pass")
    report.world |= {"clients scored": int(second["clients"]), "facts": count(f"SELECT count(*) FROM ({_all()}) AS f")}
    plain = [each.plain for each in done]
    report.add(
        Figure("scoring", "GROUP BY client_id over every fact table", statistics.median(plain), "s"),
        *_passes(done),
        Figure("scoring", "peak memory of a pass's process", max(each.memory for each in done), "MB", AIM_MEMORY),
        Figure("scoring", "second pass: rows written", float(second["written"]), "rows", 0.0),
        Figure("scoring", "second pass", float(second["seconds"]), "s"),
        Figure("scoring", "building a frame", frame_seconds, "s"),
        Figure("scoring", "building a frame ÷ GROUP BY", frame_seconds / statistics.median(plain), "×"),
    )
    report.notes.append(f"The GROUP BY: {GROUP_BY}")


def _passes(done: Sequence[Round]) -> Iterator[Figure]:
    """Both aims against the same two passes, and the pass of one process against a GROUP BY that has one too."""
    plain, dirty = [each.plain for each in done], [each.dirty for each in done]
    alone, shared = [each.alone for each in done], [each.shared for each in done]
    passes = {f"full pass by {WORKERS} workers": shared, "full pass by one process": alone}
    for name, seconds in passes.items():
        yield Figure("scoring", f"{name}, all written", statistics.median(seconds), "s")
        yield Figure("scoring", f"{name} ÷ GROUP BY", median_ratio(seconds, plain), "×", AIM_PASS)
    serial = [each.serial for each in done]
    yield Figure("scoring", "GROUP BY in one process", statistics.median(serial), "s")
    yield Figure("scoring", "full pass by one process ÷ GROUP BY in one process", median_ratio(alone, serial), "×")
    label = f"one dirty client, mark to snapshot (median of {DIRTY_CLIENTS})"
    yield Figure("dirty", label, 1000 * statistics.median(dirty), "ms")
    for name, seconds in passes.items():
        yield Figure("dirty", f"one dirty client ÷ {name}", median_ratio(dirty, seconds), "×", AIM_DIRTY)


def _round() -> Round:
    plain, serial = _group_by(parallel=True), _group_by(parallel=False)
    _forget()
    alone = worker("pass")
    if alone["written"] != alone["clients"]:
        raise RuntimeError(f"a first pass writes every client: {alone}")
    _forget()
    shared, most = _together()
    dirty = worker("dirty", str(DIRTY_CLIENTS))
    memory = max(float(alone["memory"]), most)
    return Round(plain, serial, float(alone["seconds"]), shared, float(dirty["seconds"]), memory)


def _together() -> tuple[float, float]:
    """Everyone is marked, several workers score: seconds from the first's beginning to the last's end; peak memory."""
    frames.mark_everyone()
    command = [sys.executable, "-m", "bench.worker", "bulk"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = [subprocess.Popen(command, **pipes) for _ in range(WORKERS)]
    for each in workers:
        if each.stdout is None or each.stdout.readline() != "ready\n":
            raise RuntimeError("a worker did not start")
    for each in workers:
        if each.stdin is not None:
            each.stdin.write("go\n")
            each.stdin.flush()
    told = [json.loads(each.communicate()[0].splitlines()[-1]) for each in workers]
    written = count("SELECT count(*) FROM signals_snapshot")
    if not 0 < written <= sum(one["clients"] for one in told):
        raise RuntimeError(f"a first pass writes every client: {told}, {written} written")
    return max(one["ended"] for one in told) - min(one["begun"] for one in told), max(one["memory"] for one in told)


def _group_by(*, parallel: bool) -> float:
    """Seconds; other work on the machine takes more from one process than from three, so both are told."""
    with connection.cursor() as cursor:
        cursor.execute(f"{'RESET' if parallel else 'SET'} max_parallel_workers_per_gather{'' if parallel else ' = 0'}")
        begun = perf_counter()
        cursor.execute(GROUP_BY)
        cursor.fetchall()
        return perf_counter() - begun


def _forget() -> None:
    """Take the snapshots and alerts away, so that the next pass writes all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SET clienthealth.allow_truncate = on")  # plays and loops go with their alerts
        cursor.execute("TRUNCATE signals_snapshot, signals_alert CASCADE")
        cursor.execute("RESET clienthealth.allow_truncate")
        cursor.execute("DELETE FROM accounts_mark")
        cursor.execute("VACUUM accounts_mark")


def _all() -> str:
    return " UNION ALL ".join(f"SELECT 1 FROM accounts_{name}" for name in FACTS if apps.get_model("accounts", name))


def worker(*arguments: str) -> dict[str, Any]:
    """Do one thing in a process of its own, whose peak memory is its own."""
    command = [sys.executable, "-m", "bench.worker", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
