"""Importing a file, for pages, commands and tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.imports.batch import Batch, place_for
from accounts.imports.found import Found, find, heading_digest
from accounts.imports.mapping import Assumptions, Mapping
from accounts.imports.outcomes import Refusal, Unreadable
from accounts.imports.report import Report
from accounts.models import Agency, ImportBatch, ImportMapping, ImportRefusal, User
from clienthealth.core.clock import now

MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW"})
DECIMAL_POINT = frozenset(
    {"US", "GB", "IE", "AU", "NZ", "CA", "IN", "JP", "CN", "KR", "SG", "HK", "IL", "TH", "MX", "CH", "PH"}
)
IMPORT_LOCK = 7_201_540


def assumptions() -> Assumptions:
    """What the agency's settings say where a file says nothing."""
    agency = Agency.objects.first() or Agency()
    return Assumptions(
        currency=agency.currency,
        zone=ZoneInfo(agency.zone),
        date_order="mdy" if agency.country in MONTH_FIRST else "dmy",
        decimal_mark="." if agency.country in DECIMAL_POINT else ",",
    )


def import_file(
    path: Path,
    *,
    by: User | None = None,
    source: str | None = None,
    dry_run: bool = False,
    as_known: bool = False,
    only_whole: bool = False,
    progress: Callable[[int], None] = lambda rows: None,
) -> Report:
    """Check a file, and import it unless `dry_run`. Unreadable, with a sentence, where nothing can be read."""
    if dry_run:
        return check(path, source, progress=progress, keep=lambda refusals: None)
    batch = ImportBatch.objects.create(
        by=by, name=path.name[:255], source=source or "", known_when_happened=as_known, only_whole=only_whole,
        state=ImportBatch.State.AGREED,
    )  # fmt: skip
    try:
        return commit(batch, path, progress=progress)
    except Unreadable as error:
        fail(batch, str(error))
        raise


def check(
    path: Path, source: str | None, *, progress: Callable[[int], None], keep: Callable[[list[Refusal]], None]
) -> Report:
    """A dry run: what would be created, updated, left alone and refused. Writes nothing into the book."""
    batch, _found = _batch(path, source, progress, keep)
    with batch.staged() as report:
        batch.check()
    return report


def commit(batch: ImportBatch, path: Path, *, progress: Callable[[int], None] = lambda rows: None) -> Report:
    """Import the file of an agreed batch: all good rows, or none where it says so and a row is refused.

    Safe to call again after a crash: nothing is written before the transaction that also notes the batch as done.
    """
    ImportRefusal.objects.filter(batch=batch).delete()
    reading, found = _batch(path, batch.source or None, progress, keep_refusals(batch))
    with reading.staged() as report:
        if batch.only_whole and report.refused:
            reading.check()
            report.stopped = _("Nothing was imported: all rows were wanted or none, and some are refused.")
            fail(batch, report.stopped, report)
            return report
        with transaction.atomic():
            claim(batch)
            settled = reading.commit(by=batch.by, declared=batch.known_when_happened, batch=batch.pk)
            batch.learnt_at, batch.spans = settled.learnt_at, settled.spans
            _remember(found, settled.learnt_at)
            finish(batch, report)
    return report


def claim(batch: ImportBatch) -> None:
    """Hold the batch until the transaction ends; a second worker waits, then finds it is no longer agreed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [IMPORT_LOCK, batch.pk])
    batch.refresh_from_db(fields=["state"])
    if batch.state != ImportBatch.State.AGREED:
        raise Unreadable(_("This file is not waiting to be imported; it was imported already or given up."))


def finish(batch: ImportBatch, report: Report) -> None:
    batch.state, batch.report, batch.rows_read = ImportBatch.State.DONE, report.to_json(), report.rows
    batch.finished_at = now()
    batch.save()


def fail(batch: ImportBatch, sentence: str, report: Report | None = None) -> None:
    """Note that the batch came to nothing, and why."""
    batch.state, batch.failure, batch.finished_at = ImportBatch.State.FAILED, sentence, now()
    if report:
        batch.report = report.to_json()
    batch.save()


def keep_refusals(batch: ImportBatch) -> Callable[[list[Refusal]], None]:
    """Writes refused rows beside the batch."""

    def keep(refusals: list[Refusal]) -> None:
        ImportRefusal.objects.bulk_create(
            [
                ImportRefusal(
                    batch=batch, row=refusal.row, column=refusal.column[:255], value=refusal.value[:255],
                    reason=refusal.reason[:400],
                )
                for refusal in refusals
            ],
            batch_size=5_000,
        )  # fmt: skip

    return keep


def _batch(
    path: Path, source: str | None, progress: Callable[[int], None], keep: Callable[[list[Refusal]], None]
) -> tuple[Batch, Found]:
    told = assumptions()
    if path.is_file() and path.stat().st_size > settings.UPLOAD_MAX_BYTES:
        raise Unreadable(_("The file is larger than %(size)s MB.") % {"size": settings.UPLOAD_MAX_BYTES // 1024**2})
    found = find(path, told, source, _remembered)
    today = now().astimezone(told.zone).date()
    return Batch(found, place_for(found, told.zone, told.currency, today), keep, progress), found


def _remembered(headings: str) -> Mapping | None:
    kept = ImportMapping.objects.filter(headings=headings).first()
    return Mapping.from_json(kept.mapping) if kept else None


def _remember(found: Found, moment: dt.datetime) -> None:
    if found.table is not None and found.mapping is not None:
        ImportMapping.objects.update_or_create(
            headings=heading_digest(found.table), defaults={"mapping": found.mapping.to_json(), "used_at": moment}
        )
