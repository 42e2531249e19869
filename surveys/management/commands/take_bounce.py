"""For mail servers that hand a message to a program: `manage.py take_bounce < message`."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from surveys.actions.bouncing import take

LARGEST = 10 * 1024 * 1024  # bytes; reports are a few thousand


class Command(BaseCommand):
    help = "Read one message from standard input; where it says that a survey did not arrive, note it."

    def handle(self, *args: Any, **options: Any) -> None:
        # Always a success: a mail server that is told of a failure would send a bounce about the bounce.
        noted = take(sys.stdin.buffer.read(LARGEST))
        self.stdout.write("noted" if noted else "nothing to note")
