"""`manage.py demo_life`: the demo's last weeks lived through, then everybody scored as of today."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clienthealth.demo import agency, partings
from clienthealth.demo.desk import days, prospects, surveys
from signals import attention, runs
from signals.calendars import the_agency


class Command(BaseCommand):
    help = "Score the demo agency's last weeks, and let its people work with what they were told. Once."

    def handle(self, *args: Any, **options: Any) -> None:
        if not agency.is_there():
            self.stdout.write("There is no demo agency here; nothing was done.")
            return
        opened = days.live()
        prospects.live()
        surveys.live()
        today = the_agency().today()
        done = runs.score(today.date)
        cases = partings.live(today)  # after the scores, which the comparison of keeping and parting reads
        attention.attend(today)
        self.stdout.write(
            f"{opened} alerts and {cases} cases for parting on the way;"
            f" {done.clients} clients scored as of {today.date}."
        )
