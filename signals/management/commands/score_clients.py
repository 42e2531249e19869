"""`manage.py score_clients [--as-of DATE] [--clients ID …] [--backfill]`"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from signals import runs, turns
from signals.calendars import NoAgency, the_agency
from signals.models import Backfill


class Command(BaseCommand):
    help = "Score all clients, or some, as of today or of a past day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", type=dt.date.fromisoformat, metavar="DATE", help="a day as 2026-06-30")
        parser.add_argument("--clients", nargs="+", type=int, metavar="ID")
        parser.add_argument(
            "--backfill",
            action="store_true",
            help="first score the 26 weeks declared known, unless that was done since the last declaration",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            today = the_agency().today()
        except NoAgency as error:
            raise CommandError(str(error)) from None
        if options["backfill"]:
            if not Backfill.objects.exists():
                turns.ask_for_backfill(today)
            self.stdout.write(f"{turns.backfill()} past weeks scored.")
        day = options["as_of"] or today.date
        try:
            done = runs.score(day, options["clients"])
        except ValueError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{done.clients} clients scored as of {day}, {done.written} snapshots written.")
