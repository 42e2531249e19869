"""The command line: python -m clienthealth.embedded run|start|stop|status|remove."""

import argparse
import os
import signal
import subprocess
import sys
import time

from clienthealth.embedded.place import CHECKOUT, Place
from clienthealth.embedded.processes import die_with_parent, stop_leftovers
from clienthealth.embedded.servers import PATIENCE
from clienthealth.embedded.supervisor import Supervisor, stop_instance


def main() -> int:
    options = _options()
    if options.verb == "run":
        return _run(options)
    place = Place(options.instance)
    if options.verb == "hold":
        return Supervisor(place, fast=options.fast).run([])
    if options.verb == "start":
        return _start(place, fast=options.fast)
    if options.verb == "status":
        return _status(place)
    stop_instance(place)
    if options.verb == "remove":
        place.remove()
    return 0


def _options() -> argparse.Namespace:
    arguments = sys.argv[1:]
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    command = arguments[cut + 1 :]
    parser = argparse.ArgumentParser(prog="python -m clienthealth.embedded", description=__doc__)
    parser.add_argument("verb", choices=("run", "start", "hold", "stop", "status", "remove"))
    parser.add_argument("--instance", default="demo", help="which of this checkout's instances (default: demo)")
    parser.add_argument("--temporary", action="store_true", help="run: an instance of its own, deleted at the end")
    parser.add_argument("--fast", action="store_true", help="do not wait for the disk: for data nobody will miss")
    options = parser.parse_args(arguments[:cut], argparse.Namespace(command=command))
    if (options.verb == "run") != bool(command):
        parser.error("run needs a command after --; the others take none")
    return options


def _run(options: argparse.Namespace) -> int:
    die_with_parent(signal.SIGTERM)()  # a killed make or shell takes us along
    if not options.temporary:
        return Supervisor(Place(options.instance), fast=options.fast).run(options.command)
    _sweep()
    place = Place(f"temporary-{os.getpid()}")
    try:
        return Supervisor(place, fast=options.fast).run(options.command)
    finally:
        place.remove()


def _sweep() -> None:
    """Delete the temporary instances that were killed before they could do it themselves."""
    for folder in (CHECKOUT / "var").glob("temporary-*"):
        place = Place(folder.name)
        if place.owner() is None:
            stop_leftovers(place.folder, place.home)
            place.remove()


def _start(place: Place, *, fast: bool) -> int:
    """Start a supervisor in the background and wait until its servers answer."""
    place.create()
    command = [sys.executable, "-m", "clienthealth.embedded", "hold", "--instance", place.instance]
    log = place.folder / "supervisor.log"
    with log.open("ab") as output:
        supervisor = subprocess.Popen(  # noqa: S603 - ourselves
            command + ["--fast"] * fast,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    until = time.monotonic() + 2 * PATIENCE
    while not place.is_running():
        if supervisor.poll() is not None or time.monotonic() > until:
            print(f"The services did not start; see {log}.", file=sys.stderr)
            return 1
        time.sleep(0.1)
    return _status(place)


def _status(place: Place) -> int:
    if not place.is_running():
        print("not running")
        return 3
    ports = f"PostgreSQL on 127.0.0.1:{place.port('postgres')}, Redis on 127.0.0.1:{place.port('redis')}"
    print(f"running (process {place.owner()}): {ports}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
