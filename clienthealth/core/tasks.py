"""Wake-ups of the post, on a queue of its own: a mail server that lets us wait holds up nothing but mail."""

from __future__ import annotations

from celery import shared_task

from clienthealth.core import outbox, post
from clienthealth.core.api import idempotency


@shared_task
def send_mail() -> int:
    """Send the mails that are due."""
    return post.send_waiting()


@shared_task
def thin() -> None:
    """Forget what is no longer needed of sent mails, events that every reader has had, answers kept for repeats."""
    post.thin()
    outbox.thin()
    idempotency.thin()
