"""Processes: who dies with whom, and what a killed run has left behind."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import psutil

MARK = "CLIENTHEALTH_EMBEDDED"
SERVERS = {"postgres", "redis-server", "valkey-server"}
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(signum: signal.Signals) -> Callable[[], None]:
    """Return what a process calls to get this signal when its parent dies.

    Linux alone has it; elsewhere the next start tidies up.
    """

    def ask_kernel() -> None:
        if _libc:
            _libc.prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0)

    return ask_kernel


def adopt_orphans() -> None:
    """Make grandchildren whose parent is killed ours, so that we can stop them (Linux)."""
    if _libc:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def leftovers(folder: Path, home: Path) -> list[psutil.Process]:
    """The processes of this instance, whoever started them, but for ourselves and our ancestors.

    Servers are known by working in the instance's home (they overwrite their environment), all others by the mark
    in their environment.
    """
    family = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    return [
        process
        for process in psutil.process_iter()
        if process.pid not in family and (_serves(process, home) or _is_marked(process, folder))
    ]


def _serves(process: psutil.Process, home: Path) -> bool:
    try:
        return process.name() in SERVERS and Path(process.cwd()).is_relative_to(home)
    except (psutil.Error, OSError):
        return False


def _is_marked(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.environ().get(MARK) == str(folder)
    except (psutil.Error, OSError):
        return False


def stop(processes: Iterable[psutil.Process], signum: signal.Signals, patience: float) -> None:
    """Signal the processes, wait this many seconds, and kill what is still there."""
    processes = list(processes)
    for process in processes:
        _signal(process, signum)
    _, alive = psutil.wait_procs(processes, timeout=patience)
    for process in alive:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=5)


def _signal(process: psutil.Process, signum: signal.Signals) -> None:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(signum)


def stop_leftovers(folder: Path, home: Path) -> None:
    """Stop what is left of this instance: the work first, then the servers it may still be writing to."""
    found = leftovers(folder, home)
    servers = [process for process in found if _serves(process, home)]
    stop((process for process in found if process not in servers), signal.SIGTERM, patience=10)
    stop(servers, signal.SIGINT, patience=20)  # for PostgreSQL, "fast": ends sessions, writes a checkpoint
