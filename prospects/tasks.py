"""Jobs of the clock."""

from __future__ import annotations

from celery import shared_task

from prospects.erasing import due_before, erase_prospects, forget_requests


@shared_task
def erase_old() -> int:
    """Forget the prospects whose time is over, and those who asked and never began."""
    forget_requests()
    return erase_prospects(due_before())
