"""What `make demo` runs beside the services: the tables, the synthetic agency, its life, then every process.

python -m clienthealth.embedded run -- python -m clienthealth.embedded.demo
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

FIRST_PORT = 8000
PATIENCE = 120.0  # seconds for the web server to say that it is ready


def main() -> None:
    """Prepare, then become the process runner; a helper says where to go once the pages answer."""
    os.environ["PATH"] = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"  # noqa: PTH120 - a symlink to keep
    port = int(os.environ.setdefault("PORT", str(free_port(FIRST_PORT))))
    address = os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # the clock ticks every second; a demo need not say so
    manage("migrate", "--verbosity", "0")
    told = manage("load_demo")
    manage("demo_life")
    subprocess.Popen([sys.executable, "-m", __spec__.name, address, told])  # noqa: S603 - ourselves
    # a .env beside us is for production: unlike the settings, honcho would let it win over our addresses
    os.execvp("honcho", ["honcho", "start", "--env", os.devnull])  # noqa: S606, S607 - our own process runner


def manage(*arguments: str) -> str:
    """Run a management command, show what it says as it says it, and return that; its failure is ours."""
    command = [sys.executable, "manage.py", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    if process.returncode:
        sys.exit(process.returncode)
    return "".join(lines)


def free_port(first: int) -> int:
    """The first port from this one on that nobody listens on."""
    for port in range(first, first + 1000):
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise SystemExit(f"No port is free between {first} and {first + 999}.")


def announce(address: str, told: str) -> None:
    """Wait until the pages answer, then say where they are and how to log in."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if _answers(f"{address}/health/ready"):
            print(f"\n{told}\nclienthealth is ready at {address} – Ctrl-C stops it.\n", flush=True)
            return
        time.sleep(0.5)


def _answers(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    try:
        announce(*sys.argv[1:]) if sys.argv[1:] else main()
    except KeyboardInterrupt:
        sys.exit(130)
