"""The system's Chromium, for the browser tests and the screenshots. `python -m` this: install it where we may."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]


def find_chromium() -> str | None:
    """The browser's path: CHROMIUM if set, else the first that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launch_options() -> dict[str, object]:
    """What Playwright is told to start it: as root, Chromium's own sandbox cannot work."""
    return {"executable_path": find_chromium(), "args": QUIET + ["--no-sandbox"] * (os.geteuid() == 0)}


def main() -> int:
    if not find_chromium() and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests.")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "--quiet=2", *command], env=environment, check=True)
    if find_chromium():
        return 0
    print(
        "No Chromium here, so the tests under tests/browser and `make shots` cannot run. Install it (CHROMIUM=… names "
        "one that is not on the PATH), or set ALLOW_NO_BROWSER=1 to go without.",
        file=sys.stderr,
    )
    return 0 if os.environ.get("ALLOW_NO_BROWSER") == "1" else 1


if __name__ == "__main__":
    sys.exit(main())
