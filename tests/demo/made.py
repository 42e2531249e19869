"""The demo, and the demo with its people's life: what makes them, and what the commands said."""

from __future__ import annotations

import datetime as dt
from io import StringIO

from django.core.management import call_command

from clienthealth.core import clock

TODAY = dt.date(2026, 11, 20)
NOW = dt.datetime.combine(TODAY, dt.time(17), dt.UTC)
SAID: dict[str, str] = {}  # by world


def load(**options: object) -> str:
    said = StringIO()
    call_command("load_demo", stdout=said, **{"clients": 6, "months": 12, "today": TODAY, **options}, skip_checks=True)
    return said.getvalue()


def live() -> str:
    said = StringIO()
    with clock.pretend(NOW):
        call_command("demo_life", stdout=said, skip_checks=True)
    return said.getvalue()


def make_demo() -> None:
    SAID["demo"] = load()


def make_lived() -> None:
    with clock.pretend(NOW):
        load(clients=24, months=12)
    SAID["lived"] = live()
