"""Jobs of the clock."""

from __future__ import annotations

from celery import shared_task

from surveys.actions.loop_imports import open_imported
from surveys.actions.reply_mail import reopen_refused
from surveys.telling import tell


@shared_task
def open_loops() -> int:
    """Low answers that were brought in lately are owed a reply, too."""
    return open_imported()


@shared_task
def tell_of_loops() -> int:
    """Mails to those who owe a reply; a reply that came back is owed again."""
    reopen_refused()
    return tell()
