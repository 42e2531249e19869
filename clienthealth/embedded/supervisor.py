"""One supervisor per instance: it starts the servers, minds them while the work lasts, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import psutil

from clienthealth.embedded.place import Place
from clienthealth.embedded.processes import MARK, adopt_orphans, die_with_parent, stop, stop_leftovers
from clienthealth.embedded.servers import PATIENCE, Postgres, Redis, Server

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_WITH_WORK = 30.0  # seconds between a polite signal to the command and a kill


class Supervisor:
    """Runs a command (or, without one, just waits) with the servers beside it."""

    def __init__(self, place: Place, *, fast: bool = False) -> None:
        self.place = place
        # a server whose address the caller has set already is not ours to start
        self.servers: list[Server] = [
            kind(place, fast=fast) for kind in (Postgres, Redis) if kind.variable not in os.environ
        ]
        self.received: signal.Signals | None = None
        self.command: subprocess.Popen[bytes] | None = None
        self.shares_terminal = sys.stdin is not None and sys.stdin.isatty()

    def run(self, command: list[str]) -> int:
        """Return the command's exit code, or 128 + n when signal n ended it or us; no command: wait for a signal."""
        for signum in STOPPING:
            signal.signal(signum, self._on_signal)
        adopt_orphans()
        self.place.create()
        with self.place.owned() as ours:
            if not ours:
                return self._run_beside_owner(command)
            stop_leftovers(self.place.folder, self.place.home)
            with self._services():
                return self._work(command)

    def _on_signal(self, signum: int, _frame: FrameType | None) -> None:
        self.received = signal.Signals(signum)
        # Ctrl-C in a terminal reaches the command by itself: a second one would be taken for impatience
        if self.command and not (self.shares_terminal and signum == signal.SIGINT):
            self.command.send_signal(signal.SIGTERM if signum == signal.SIGHUP else signum)

    def _run_beside_owner(self, command: list[str]) -> int:
        """Use the servers that another supervisor of this instance runs: whoever starts them stops them."""
        until = time.monotonic() + PATIENCE
        while not self.place.is_running():
            if time.monotonic() > until or self.place.owner() is None:
                raise SystemExit("The services that another process was starting did not come up; try again.")
            time.sleep(0.1)
        return self._work(command)

    @contextmanager
    def _services(self) -> Iterator[None]:
        ready = self.place.folder / "ready"
        try:
            for server in self.servers:
                if self.received is None:
                    server.start()
            ready.write_text(str(os.getpid()), encoding="ascii")
            yield
        finally:
            ready.unlink(missing_ok=True)
            for server in reversed(self.servers):
                server.stop()

    def _work(self, command: list[str]) -> int:
        try:
            if command and self.received is None:
                self.command = subprocess.Popen(  # noqa: S603 - the caller's own command
                    command,
                    env=self._environment(),
                    start_new_session=not self.shares_terminal,
                    preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no thread runs here
                )
            return self._mind()
        finally:
            self._stop_descendants()

    def _environment(self) -> dict[str, str]:
        database, broker = self.place.urls()
        ours = {"CLIENTHEALTH_ENV": "development", "DATABASE_URL": database, "REDIS_URL": broker}
        return ours | os.environ | {MARK: str(self.place.folder)}

    def _mind(self) -> int:
        """Wait for the end of the command, a signal, or a server's death."""
        deadline = None
        while (status := self.command.poll() if self.command else None) is None:
            if self.received and not self.command:
                break
            dead = [server.name for server in self.servers if server.has_died()]
            if deadline is None and (dead or self.received):
                deadline = time.monotonic() + PATIENCE_WITH_WORK
                if dead:
                    print(f"{' and '.join(dead)} has died, so everything is stopped.", file=sys.stderr)
                    self.received = signal.SIGTERM
                    self._on_signal(signal.SIGTERM, None)
            elif deadline and time.monotonic() > deadline and self.command:
                self.command.kill()
            time.sleep(0.1)
        if self.received:
            return 128 + self.received
        assert status is not None
        return status if status >= 0 else 128 - status

    def _stop_descendants(self) -> None:
        """Stop whatever the command has left running, adopted grandchildren included."""
        servers = {server.process.pid for server in self.servers if server.process}
        mine = psutil.Process().children()
        trees = [[child, *child.children(recursive=True)] for child in mine if child.pid not in servers]
        stop((process for tree in trees for process in tree), signal.SIGTERM, patience=10)


def stop_instance(place: Place) -> None:
    """Stop the instance's supervisor, and with it everything it runs; then whatever an earlier kill has left."""
    owner = place.owner()
    if owner and psutil.pid_exists(owner):
        stop([psutil.Process(owner)], signal.SIGTERM, patience=PATIENCE_WITH_WORK + 60)
    if place.folder.exists():
        stop_leftovers(place.folder, place.home)
