"""Wake-ups. What there is to do stands in PostgreSQL; a lost message or a killed worker loses nothing."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from clienthealth.core import clock
from surveys import mailbox
from surveys.actions import bouncing, planning, sending
from surveys.actions.forgetting import forget_attempts
from surveys.actions.loop_imports import open_imported
from surveys.actions.reply_mail import reopen_refused
from surveys.telling import tell


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


@shared_task
def open_loops() -> int:
    """Low answers that were brought in lately are owed a reply, too."""
    return open_imported()


@shared_task
def tell_of_loops() -> int:
    """Mails to those who owe a reply; a reply that came back is owed again."""
    reopen_refused()
    return tell()


@shared_task
def forget() -> int:
    """Delete the evidence whose time is over."""
    return forget_attempts(clock.now())
