"""Work on the book that takes longer than a page may. Messages are wake-ups; the work is rows of `ImportBatch`."""

from __future__ import annotations

from celery import shared_task

from accounts.actions.privacy import erase_due
from accounts.erasing import empty_old_files
from accounts.imports import jobs
from accounts.links.folding import fold
from accounts.links.retention import forget_visitors
from accounts.models import Agency, ImportBatch
from clienthealth.core import clock


@shared_task
def run_import(batch: int) -> None:
    """Check a file that was sent, or import one that was agreed to."""
    jobs.run(batch)


@shared_task
def resume_imports() -> None:
    """Take up what a killed worker or a lost message left behind. One that is being worked on is passed over."""
    for batch in ImportBatch.objects.filter(state__in=ImportBatch.OPEN).exclude(file="").order_by("pk")[:20]:
        jobs.run(batch.pk)


@shared_task
def fold_openings() -> None:
    """Judge the openings of links that are ripe, and count them."""
    fold()


@shared_task
def keep_privacy() -> None:
    """At night: empty the files of old imports, forget old visitors of links, and erase whose time is over where an
    owner switched that on."""
    empty_old_files()
    forget_visitors(clock.now())
    if agency := Agency.objects.first():
        erase_due(agency.today().date)
