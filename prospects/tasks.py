"""Jobs of the clock."""

from __future__ import annotations

from celery import shared_task

from prospects.erasing import due_before, erase_prospects


@shared_task
def erase_old() -> int:
    """Forget the prospects whose time is over."""
    return erase_prospects(due_before())
