"""Put the demo agency into an empty database. Does nothing when it is already there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Client
from clienthealth.core.clock import today as day_in
from clienthealth.demo import agency, cast, papers, worlds
from clienthealth.demo.loading import Loaded

SIZES = {"small": None, "tiny": (12, 6, None), "large": (300, 24, None), "bench": (10_000, 24, 10_000_000)}


class Command(BaseCommand):
    help = "Load the demo agency Nordlys Performance (made-up data) into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clients", type=int, default=24, help="clients that are served today")
        parser.add_argument("--months", type=int, default=18)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--today", type=dt.date.fromisoformat, help="the demo's last day; without it, today")
        parser.add_argument("--size", choices=list(SIZES), default="small", help="other than small: no stories")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo is not for production.")
        if agency.is_there():
            self.stdout.write(f"{cast.AGENCY} is already here with {Client.objects.count()} clients; nothing changed.")
        else:
            self._load(**options)
        papers.lay_out()
        self._say_logins()

    def _load(self, **options: Any) -> None:
        present = day_in(agency.ZONE).date
        until = options["today"] or present
        if until > present:
            raise CommandError(f"{until} is still to come; the demo's last day cannot be in the future.")
        if options["clients"] < 5 or options["months"] < 4:
            raise CommandError("The demo needs at least 5 clients and 4 months.")
        loaded = self._build(options, until)
        self.stdout.write(f"{cast.AGENCY}: {loaded.rows['client']} clients, {loaded.facts:,} records up to {until}.")

    def _build(self, options: dict[str, Any], until: dt.date) -> Loaded:
        size = SIZES[options["size"]]
        if size is None:
            return worlds.load_demo(options["seed"], options["clients"], options["months"], until)
        clients, months, facts = size
        return worlds.load_world(options["seed"], clients, months, facts, until)

    def _say_logins(self) -> None:
        if not agency.login_file().exists():
            self.stdout.write("The passwords are gone; set a new one with manage.py changepassword.")
            return
        passwords = agency.logins()
        self.stdout.write(f"Log in with (kept in {agency.login_file()}):")
        for person in cast.PEOPLE:
            self.stdout.write(f"  {person.email}  {passwords[person.email]}  {person.role}")
