"""Wake-ups. What there is to do stands in PostgreSQL; a lost message or a killed worker loses nothing."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from clienthealth.core import clock
from surveys import mailbox
from surveys.actions import bouncing, planning, sending


@shared_task
def plan() -> int:
    """Write down whose turn comes in the next days."""
    return planning.plan(clock.now())


@shared_task
def tend() -> int:
    """Note what became of mails, close what is over, and hand the post what is due."""
    now = clock.now()
    return sending.settle(now) + sending.close(now) + sending.remind(now) + sending.send_due(now)


@shared_task
def fetch_bounces() -> int:
    """Read the mailbox for mails that came back, where there is one."""
    return mailbox.read(settings.SURVEY_BOUNCE_MAILBOX, bouncing.take) if settings.SURVEY_BOUNCE_MAILBOX else 0
