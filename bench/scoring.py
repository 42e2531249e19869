"""A full pass against a plain GROUP BY, one dirty client against the full pass, a second pass, a frame."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
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


def measure(report: Report, rounds: int) -> None:
    """Fill in the parts “scoring” and “dirty”; the second needs the time of a full pass of the same run."""
    frame_seconds = float(worker("frame")["seconds"])
    full, shared, plain, serial, memory = _passes(rounds)
    second = worker("pass")
    report.world |= {"clients scored": int(second["clients"]), "facts": count(f"SELECT count(*) FROM ({_all()}) AS f")}
    report.add(
        Figure("scoring", "GROUP BY client_id over every fact table", statistics.median(plain), "s"),
        Figure("scoring", "full pass over all clients, all written", statistics.median(full), "s"),
        Figure("scoring", "full pass ÷ GROUP BY (median of pairs)", median_ratio(full, plain), "×"),
        Figure("scoring", f"full pass by {WORKERS} workers, all written", statistics.median(shared), "s"),
        Figure("scoring", f"full pass by {WORKERS} workers ÷ GROUP BY", median_ratio(shared, plain), "×", AIM_PASS),
        Figure("scoring", "the GROUP BY in one process, as the pass is one", statistics.median(serial), "s"),
        Figure("scoring", "full pass ÷ GROUP BY in one process", median_ratio(full, serial), "×"),
        Figure("scoring", "peak memory of the pass's process", memory, "MB", AIM_MEMORY),
        Figure("scoring", "second pass: rows written", float(second["written"]), "rows", 0.0),
        Figure("scoring", "second pass", float(second["seconds"]), "s"),
        Figure("scoring", "building a frame", frame_seconds, "s"),
        Figure("scoring", "building a frame ÷ GROUP BY", frame_seconds / statistics.median(plain), "×"),
    )
    dirty = worker("dirty", str(DIRTY_CLIENTS))
    alone = float(dirty["seconds"])
    report.add(
        Figure("dirty", f"one dirty client, mark to snapshot (median of {DIRTY_CLIENTS})", 1000 * alone, "ms"),
        Figure("dirty", "one dirty client ÷ full pass", alone / statistics.median(full), "×", AIM_DIRTY),
    )
    report.notes.append(f"The GROUP BY: {GROUP_BY}")


def _passes(rounds: int) -> tuple[list[float], list[float], list[float], list[float], float]:
    """Seconds of each full pass, alone and by several workers, and of the plain GROUP BY beside it, as planned (with
    parallel workers of its own) and serial; peak memory of a process, MB.
    """
    full, shared, plain, serial, memory = [], [], [], [], 0.0
    for _ in range(rounds):
        plain.append(_group_by(parallel=True))
        serial.append(_group_by(parallel=False))
        _forget()
        done = worker("pass")
        if done["written"] != done["clients"]:
            raise RuntimeError(f"a first pass writes every client: {done}")
        full.append(float(done["seconds"]))
        _forget()
        seconds, most = _together()
        shared.append(seconds)
        memory = max(memory, float(done["memory"]), most)
    return full, shared, plain, serial, memory


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
        cursor.execute("TRUNCATE signals_snapshot, signals_alert CASCADE")
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
