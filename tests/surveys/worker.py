"""One worker of the post as a program: hands surveys over, sends them, settles them, until none is left."""

from __future__ import annotations

import django

django.setup()

from clienthealth.core.tasks import send_mail  # noqa: E402 - after the set-up
from surveys.models import Ask  # noqa: E402
from surveys.tasks import tend  # noqa: E402
from tests.threads import wait_until  # noqa: E402


def turn() -> bool:
    tend()
    send_mail()
    return not Ask.objects.filter(state__in=[Ask.State.PLANNED, Ask.State.QUEUED]).exists()


if __name__ == "__main__":
    wait_until(turn, patience=300)
