"""Wake-ups of the cases. What there is to do stands in PostgreSQL."""

from __future__ import annotations

from celery import shared_task

from offboarding.actions import lessons


@shared_task
def ask_second_looks() -> int:
    """Every night: half a year after a case, somebody is asked whether they would decide the same."""
    return lessons.ask_second_looks()
