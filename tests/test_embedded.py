"""The embedded services as a newcomer meets them: in a checkout of their own, started, stopped and killed."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from clienthealth.embedded.place import Place
from clienthealth.embedded.processes import leftovers

CODE = Path(__file__).resolve().parents[1] / "clienthealth" / "embedded"
SHOW = ["sh", "-c", "echo $DATABASE_URL; echo $REDIS_URL; exec sleep 600"]


class Clone:
    """A checkout that holds nothing but the embedded services."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(CODE, folder / "clienthealth" / "embedded", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "clienthealth" / "__init__.py").touch()

    def begin(self, *arguments: str) -> "subprocess.Popen[str]":
        environment = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
        command = [sys.executable, "-m", "clienthealth.embedded", *arguments]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment | {"PYTHONPATH": str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def do(self, *arguments: str) -> tuple[int, str]:
        process = self.begin(*arguments)
        output, _ = process.communicate(timeout=120)
        return process.returncode, output

    def run(self, *options: str) -> "Run":
        return Run(self, self.begin("run", *options, "--", *SHOW))

    def place(self, instance: str = "demo") -> Place:
        return Place(instance, self.folder)

    def processes(self) -> list[psutil.Process]:
        place = self.place()
        return leftovers(place.folder, place.home)

    def server(self, name: str) -> psutil.Process:
        """The server's first process."""
        found = [process for process in self.processes() if process.name() == name]
        return min(found, key=lambda process: process.create_time())


class Run:
    """A `run` whose command has shown the addresses and now sleeps."""

    def __init__(self, clone: Clone, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        self.clone = clone
        self.process = process
        self.database = process.stdout.readline().strip()
        self.broker = process.stdout.readline().strip()
        assert self.broker.startswith("redis://"), self.database + self.broker + process.stdout.read()

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        connection = psycopg2.connect(self.database)
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows

    def end(self, signum: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(signum)
        self.process.communicate(timeout=60)
        return self.process.returncode


@pytest.fixture
def make_clone(tmp_path: Path) -> Iterator[Callable[[str], Clone]]:
    clones: list[Clone] = []

    def make(name: str) -> Clone:
        clones.append(Clone(tmp_path / name))
        return clones[-1]

    yield make
    for clone in clones:
        assert clone.do("remove") == (0, "")
        assert clone.processes() == []


@pytest.fixture
def clone(make_clone: Callable[[str], Clone]) -> Clone:
    return make_clone("clone")


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_a_command_finds_both_services_and_its_exit_code_is_returned(clone: Clone) -> None:
    asking = (
        "import os, psycopg2, redis, sys;"
        "psycopg2.connect(os.environ['DATABASE_URL']);"
        "redis.Redis.from_url(os.environ['REDIS_URL']).ping(); sys.exit(7)"
    )
    assert clone.do("run", "--", sys.executable, "-c", asking) == (7, "")
    assert clone.processes() == []


def test_a_command_ended_by_a_signal_is_told_as_the_shell_tells_it(clone: Clone) -> None:
    assert clone.do("run", "--", "sh", "-c", "kill -9 $$") == (128 + signal.SIGKILL, "")


def test_data_outlives_the_services(clone: Clone) -> None:
    first = clone.run()
    first.ask("CREATE TABLE kept AS SELECT 42 AS answer")
    first.end()
    second = clone.run()
    assert second.ask("SELECT answer FROM kept") == [(42,)]
    assert second.database == first.database
    second.end()


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_command_and_the_services(clone: Clone, signum: signal.Signals) -> None:
    assert clone.run().end(signum) == 128 + signum
    assert clone.processes() == []


def test_what_the_command_leaves_running_is_stopped_too(clone: Clone) -> None:
    assert clone.do("run", "--", "sh", "-c", "setsid sleep 600 >/dev/null 2>&1 &")[0] == 0
    assert clone.processes() == []


def test_a_killed_supervisor_takes_everything_along_and_the_next_start_has_the_data(clone: Clone) -> None:
    first = clone.run()
    first.ask("CREATE TABLE kept AS SELECT 42 AS answer")
    first.end(signal.SIGKILL)
    second = clone.run()
    assert second.ask("SELECT answer FROM kept") == [(42,)]
    second.end()


def test_everything_killed_at_once_does_not_hinder_the_next_start(clone: Clone) -> None:
    first = clone.run()
    first.ask("CREATE TABLE kept AS SELECT 42 AS answer")
    victims = [psutil.Process(first.process.pid), *clone.processes()]
    for victim in victims:
        victim.suspend()
    for victim in victims:
        victim.kill()
    first.process.communicate()
    second = clone.run()
    assert second.ask("SELECT answer FROM kept") == [(42,)]
    second.end()


def test_a_pid_file_that_names_a_stranger_does_not_hinder_the_next_start(clone: Clone) -> None:
    first = clone.run()
    pid_file = clone.place().home / "postgres" / "postmaster.pid"
    before = pid_file.read_text()
    first.end()
    pid_file.write_text("\n".join([str(os.getpid()), *before.splitlines()[1:]]))
    shutil.copystat(pid_file.parent / "PG_VERSION", pid_file)
    second = clone.run()
    assert second.ask("SELECT 1") == [(1,)]
    second.end()


@pytest.mark.parametrize("name", ["postgres", "redis-server"])
def test_when_a_server_dies_the_command_is_stopped_and_told_why(clone: Clone, name: str) -> None:
    first = clone.run()
    clone.server(name).kill()
    output, _ = first.process.communicate(timeout=60)
    assert f"{name.removesuffix('-server')} has died" in output
    assert first.process.returncode != 0
    second = clone.run()
    assert second.ask("SELECT 1") == [(1,)]
    second.end()


def test_two_clones_run_side_by_side(make_clone: Callable[[str], Clone]) -> None:
    here, there = make_clone("here").run(), make_clone("there").run()
    here.ask("CREATE TABLE only_here (id int)")
    assert there.ask("SELECT to_regclass('only_here')") == [(None,)]
    here.end()
    assert there.ask("SELECT 1") == [(1,)]
    assert redis.Redis.from_url(there.broker).ping()
    there.end()


def test_a_second_run_uses_the_services_of_the_first_and_leaves_them_running(clone: Clone) -> None:
    first, second = clone.run(), clone.run()
    assert second.database == first.database
    second.end()
    assert first.ask("SELECT 1") == [(1,)]
    first.end()


def test_a_port_that_somebody_else_has_taken_is_exchanged(clone: Clone) -> None:
    clone.place().folder.mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = stranger.getsockname()[1]
        (clone.place().folder / "postgres.port").write_text(str(taken))
        run = clone.run()
        assert f":{taken}/" not in run.database
        assert run.ask("SELECT 1") == [(1,)]
        run.end()


def test_strangers_on_this_machine_are_kept_out(clone: Clone) -> None:
    run = clone.run()
    place = clone.place()
    for secret in ("postgres.password", "redis.password"):
        assert stat.S_IMODE((place.folder / secret).stat().st_mode) == 0o600
    assert stat.S_IMODE(place.folder.stat().st_mode) == stat.S_IMODE(place.home.stat().st_mode) == 0o700
    password = place.secret("postgres.password")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(run.database.replace(password, "guess"))
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(f"redis://127.0.0.1:{place.port('redis')}").ping()
    arguments = [argument for process in psutil.process_iter() for argument in _arguments(process)]
    assert not [argument for argument in arguments if place.secret("redis.password") in argument]
    run.end()


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_started_in_the_background_they_run_until_they_are_stopped(clone: Clone) -> None:
    assert clone.do("status") == (3, "not running\n")
    assert clone.do("start")[0] == 0
    assert clone.do("status")[1].startswith("running (process ")
    asking = [sys.executable, "-c", "from clienthealth import embedded; print(*embedded.urls())"]
    urls = subprocess.run(asking, cwd=clone.folder, capture_output=True, text=True, check=True).stdout.split()
    psycopg2.connect(urls[0]).close()
    assert clone.do("stop") == (0, "")
    assert clone.processes() == []


def test_asking_for_addresses_without_services_says_what_to_do(clone: Clone) -> None:
    asking = [sys.executable, "-c", "from clienthealth import embedded; embedded.urls()"]
    told = subprocess.run(asking, cwd=clone.folder, capture_output=True, text=True, check=False)
    assert "make demo" in told.stderr.splitlines()[-1]


def test_a_temporary_instance_leaves_nothing_even_when_it_was_killed(clone: Clone) -> None:
    killed = clone.run("--temporary")
    killed.end(signal.SIGKILL)
    assert list((clone.folder / "var").glob("temporary-*"))
    assert clone.do("run", "--temporary", "--fast", "--", "true") == (0, "")
    until(lambda: not list((clone.folder / "var").glob("temporary-*")), seconds=1)


def test_addresses_that_are_given_are_used_as_they_are(clone: Clone) -> None:
    environment = os.environ | {"DATABASE_URL": "postgres://elsewhere/db", "REDIS_URL": "redis://elsewhere"}
    command = [sys.executable, "-m", "clienthealth.embedded", "run", "--", *SHOW[:2], "echo $DATABASE_URL $REDIS_URL"]
    told = subprocess.run(command, cwd=clone.folder, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout == "postgres://elsewhere/db redis://elsewhere\n"
    assert not (clone.place().home / "postgres").exists()
