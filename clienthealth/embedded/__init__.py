"""PostgreSQL and Redis from Python wheels: one machine, no set-up, any user, root included.

For demos, tests and development. Production brings its own servers and leaves this package out.

    python -m clienthealth.embedded run -- COMMAND…   start both, run COMMAND, stop both
    python -m clienthealth.embedded start | stop | status | remove

Knows neither Django nor the settings: the settings ask *it* for addresses.
"""

from clienthealth.embedded.place import Place

__all__ = ["NotRunningError", "secret_key", "urls"]


class NotRunningError(RuntimeError):
    """The embedded services of this checkout are needed, and nobody has started them."""


def urls(instance: str = "demo") -> tuple[str, str]:
    """Return the addresses (PostgreSQL, Redis) of this checkout's running services.

    Raises NotRunningError, saying what to do, when they do not run.
    """
    place = Place(instance)
    if not place.is_running():
        raise NotRunningError(
            "No DATABASE_URL is set and the embedded services are not running. Run `make demo` (or "
            "`python -m clienthealth.embedded start`), or put your command behind "
            "`python -m clienthealth.embedded run --`."
        )
    return place.urls()


def secret_key() -> str:
    """Return this checkout's own development secret, made once and readable by its owner alone."""
    return Place("demo").secret("secret_key")
