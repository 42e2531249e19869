"""How many links a second are opened, and noted, beside a bare view: alternately, on the same two workers' cores.

Three servers of the Procfile's kind, one at a time under load: Django with one view and nothing else (`bench.bare`),
that same view behind all of our middleware, and our links. What is noted is counted in the database afterwards.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median

from django.db import connection

from accounts.models import Client, Deliverable, Link, Opening
from bench.figures import Figure, Report, median_ratio

LINKS = 200
WORKERS, CLIENTS, CONNECTIONS = 2, 2, 8
WARM = 1.0  # seconds of load before any is counted
AIM = 1 / 0.6  # × the time of a bare view: at least 0.6 of its rate
PATIENCE = 60.0


def measure(report: Report, rounds: int, seconds: float = 5.0) -> None:
    """Fill in the part “redirects”."""
    paths = _links()
    with ExitStack() as servers:
        bare = servers.enter_context(serving("bench.bare:application", "bench.bare"))
        ours = servers.enter_context(serving("bench.served:application", "clienthealth.settings"))
        loads: dict[str, tuple[int, Sequence[str]]] = {
            "bare": (bare, ["/bare/"]), "behind": (ours, ["/bare/"]), "links": (ours, paths),
        }  # fmt: skip
        for port, some in loads.values():
            load(port, some, WARM)
        noted = Opening.objects.count()
        rates: dict[str, list[float]] = {name: [] for name in loads}
        for _ in range(rounds):
            for name, (port, some) in loads.items():
                rates[name].append(load(port, some, seconds))
        noted = Opening.objects.count() - noted
    for name, words in (
        ("bare", "bare view"),
        ("behind", "bare view behind our middleware"),
        ("links", "links opened"),
    ):
        report.add(Figure("redirects", f"{words} a second", median(rates[name]), "/s"))
    for name, words in (("bare", "a bare view"), ("behind", "the same behind our middleware")):
        ratio = median_ratio(rates[name], rates["links"])
        report.add(Figure("redirects", f"opening a link ÷ {words}, time", ratio, "×", AIM))
    # A load ends with the answers that are under way, so that rates are of a little more than its seconds.
    answered = sum(rates["links"]) * seconds
    report.add(Figure("redirects", "openings answered and not noted", max(0.0, round(answered) - noted), "rows", 0.0))
    Opening.objects.all().delete()


def _links() -> list[str]:
    client = Client.objects.exclude(status="ended").order_by("pk").values_list("pk", flat=True)[0]
    Link.objects.filter(source="bench").delete()
    deliverable = Deliverable.objects.create(client_id=client, title="Bench")
    links = [
        Link(
            client_id=client, deliverable=deliverable, slug=f"bench-{k}", target=f"https://files.example/{k}",
            made_on="2026-01-01", source="bench",
        )
        for k in range(LINKS)
    ]  # fmt: skip
    Link.objects.bulk_create(links)
    return [f"/r/{link.slug}/" for link in links]


@contextmanager
def serving(application: str, settings: str) -> Iterator[int]:
    """Granian as the Procfile runs it, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--no-ws", application]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "LOG_LEVEL": "WARNING"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nobody answers on port {port}")


def load(port: int, paths: Sequence[str], seconds: float) -> float:
    """Requests a second that several programs together had answered with a redirect."""
    return hammer(port, [paths] * CLIENTS, seconds)


def hammer(port: int, loads: Sequence[Sequence[str]], seconds: float) -> float:
    """The same, each program with paths of its own."""
    connection.close()
    command = [sys.executable, "-m", "bench.hammer", str(port), str(seconds), str(CONNECTIONS)]
    programs = [subprocess.Popen([*command, *paths], stdout=subprocess.PIPE, text=True) for paths in loads]
    told = [program.communicate(timeout=PATIENCE + seconds)[0].split() for program in programs]
    if any(program.returncode for program in programs):
        raise RuntimeError("a server answered with something else than a redirect")
    return sum(int(count) for count, _taken in told) / max(float(taken) for _count, taken in told)
