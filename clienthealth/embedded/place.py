"""Where an instance keeps its things, and which account its servers run as.

`var/<instance>/` in the checkout holds what we must know again: passwords, ports, the lock, the logs. The servers' own
data lies there too, except for root: PostgreSQL refuses to run as root, and another account cannot be expected to
reach the checkout, so root's data lies in a folder of that account's own, outside every private folder.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED_HOMES = Path("/var/lib/clienthealth")
UNPRIVILEGED = ("postgres", "nobody")


class Place:
    """The files of one instance ("demo", "test-4711", …) of this checkout."""

    def __init__(self, instance: str, checkout: Path = CHECKOUT) -> None:
        self.instance = instance
        self.checkout = checkout
        self.folder = checkout / "var" / instance

    def create(self) -> None:
        """Make the folders; those that exist keep their owner and permissions."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(self.folder, os.W_OK):
            raise SystemExit(f"{self.folder} belongs to another user: use a clone of your own, or that user.")
        if self.account and not self.home.exists():
            if not SHARED_HOMES.exists():
                SHARED_HOMES.mkdir(parents=True)
                SHARED_HOMES.chmod(0o711)
            self.home.mkdir(mode=0o700)
            self.give(self.home)

    @property
    def account(self) -> pwd.struct_passwd | None:
        """The unprivileged account for root's servers; None for an ordinary user, whose servers run as that user."""
        if os.geteuid() != 0:
            return None
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        for name in UNPRIVILEGED:
            if name in known:
                return known[name]
        raise SystemExit(f"PostgreSQL does not run as root, and there is no account {' or '.join(UNPRIVILEGED)}.")

    @property
    def home(self) -> Path:
        """Where the servers' data lies: never shared by two checkouts, nor by a copied or newly cloned one."""
        if os.geteuid() != 0:
            return self.folder
        identity = f"{self.folder}:{self.secret('token')}"
        return SHARED_HOMES / hashlib.sha256(identity.encode()).hexdigest()[:16]

    def give(self, path: Path) -> None:
        """Hand a file or folder of ours to the servers' account."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def secret(self, name: str) -> str:
        """Return a random text kept under this name, readable by its owner alone; made when first asked for."""
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = self.folder / f".{name}.{os.getpid()}"
            draft.touch(mode=0o600, exist_ok=False)
            draft.write_text(secrets.token_urlsafe(32), encoding="ascii")
            with suppress(FileExistsError):
                path.hardlink_to(draft)  # unlike a rename, never replaces what another process wrote meanwhile
            draft.unlink()
        return path.read_text(encoding="ascii")

    def port(self, server: str, *, fresh: bool = False) -> int:
        """Return the remembered port of this server; a free one is chosen when none is known or on request."""
        path = self.folder / f"{server}.port"
        if fresh or not path.exists():
            with socket.create_server(("127.0.0.1", 0)) as free:
                path.write_text(str(free.getsockname()[1]), encoding="ascii")
        return int(path.read_text(encoding="ascii"))

    def urls(self) -> tuple[str, str]:
        """The addresses (PostgreSQL, Redis), passwords included."""
        database = f"postgres://clienthealth:{self.secret('postgres.password')}@127.0.0.1:{self.port('postgres')}"
        broker = f"redis://:{self.secret('redis.password')}@127.0.0.1:{self.port('redis')}"
        return f"{database}/clienthealth", f"{broker}/0"

    @contextmanager
    def owned(self) -> Iterator[bool]:
        """Hold the instance's lock as long as this process lives; yield False at once when another one holds it.

        The kernel drops the lock with its holder, however that one died.
        """
        with (self.folder / "owner").open("a+", encoding="ascii") as file:
            if not _lock(file):
                yield False
                return
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield True

    def owner(self) -> int | None:
        """The process that holds the lock (0 while it has not said its number yet), or None."""
        try:
            with (self.folder / "owner").open(encoding="ascii") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except BlockingIOError:
                    return int(file.read() or 0)
        except FileNotFoundError:
            pass
        return None

    def is_running(self) -> bool:
        """Whether a live supervisor holds this instance and has seen its servers answer."""
        owner = self.owner()
        try:
            return bool(owner) and (self.folder / "ready").read_text(encoding="ascii") == str(owner)
        except FileNotFoundError:
            return False

    def remove(self) -> None:
        """Delete everything this instance kept."""
        if self.folder.exists():
            if self.home != self.folder:
                shutil.rmtree(self.home, ignore_errors=True)
            shutil.rmtree(self.folder)


def _lock(file: TextIO, tries: int = 5) -> bool:
    """Take the exclusive lock; a few tries, because asking who owns it holds it for an instant."""
    for _ in range(tries):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return True
    return False
