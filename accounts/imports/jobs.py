"""The life of a file that was sent in: checked, agreed to, imported. Each step can be repeated after a crash."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.imports import service
from accounts.imports.outcomes import Unreadable
from accounts.models import ImportBatch, ImportRefusal, User

WORK_LOCK = 7_201_541
TOLD_EVERY = 1.0  # seconds between two notes of progress


def receive(file: UploadedFile[bytes], *, by: User, source: str, as_known: bool, only_whole: bool) -> ImportBatch:
    """Keep a file and the wish to have it checked."""
    return ImportBatch.objects.create(
        by=by,
        file=file,
        name=(file.name or _("file"))[:255],
        source=source,
        known_when_happened=as_known,
        only_whole=only_whole,
    )


def agree(batch: ImportBatch) -> bool:
    """Ask for a checked file to be imported. False where it is no longer waiting for that."""
    return bool(
        ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.CHECKED).update(
            state=ImportBatch.State.AGREED, rows_read=0
        )
    )


def run(pk: int) -> None:
    """Do what the batch waits for, unless another worker is at it.

    1. A session lock on the batch: it falls with the worker that held it, so a killed one hinders nobody.
    2. Check, or import; the import's own transaction also notes that it is done.
    3. What cannot be read is noted as failed, with the sentence for its sender. Anything unforeseen leaves the
       batch open, so that it is tried again, and is raised for the log.
    """
    with _worker_lock(pk) as mine:
        if not mine:
            return
        batch = ImportBatch.objects.select_related("by").filter(pk=pk, state__in=ImportBatch.OPEN).first()
        if batch is None:
            return
        try:
            _check(batch) if batch.state == ImportBatch.State.SENT else _commit(batch)
        except Unreadable as error:
            service.fail(batch, str(error))


def _check(batch: ImportBatch) -> None:
    ImportRefusal.objects.filter(batch=batch).delete()
    with _local(batch) as path:
        report = service.check(path, batch.source or None, progress=_noting(batch), keep=service.keep_refusals(batch))
    with transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.SENT).update(
            state=ImportBatch.State.CHECKED, report=report.to_json(), rows_read=report.rows
        )


def _commit(batch: ImportBatch) -> None:
    with _local(batch) as path:
        service.commit(batch, path, progress=_noting(batch))


@contextlib.contextmanager
def _local(batch: ImportBatch) -> Iterator[Path]:
    if not batch.file.name or not batch.file.storage.exists(batch.file.name):
        raise Unreadable(_("The file is gone. Send it again."))
    yield Path(batch.file.path)


def _noting(batch: ImportBatch) -> Callable[[int], None]:
    """Notes the rows read so far, at most once a second."""
    last = monotonic()

    def note(rows: int) -> None:
        nonlocal last
        if monotonic() - last >= TOLD_EVERY:
            ImportBatch.objects.filter(pk=batch.pk).update(rows_read=rows)
            last = monotonic()

    return note


@contextlib.contextmanager
def _worker_lock(pk: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [WORK_LOCK, pk])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [WORK_LOCK, pk])
