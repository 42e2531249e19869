"""The parts of an erasure that no table of fields can say: files that were sent in, aliases, mails, accesses."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import PurePath
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountAccess, ClientAlias, Contact, ImportBatch, ImportRefusal
from clienthealth.core import clock
from clienthealth.core.erasure import SOMETHING, WAS, Step, Subject
from clienthealth.core.history import past_models
from clienthealth.core.models import OutgoingMail

FILES_KEPT = dt.timedelta(days=90)  # after an import is over; its counts stay
AT_ONCE = 200  # files a night


# --- mails and accesses: found by the addresses of the people -------------------------------------------------------


def addresses(subject: Subject) -> set[str]:
    """Every address that the people had, as written."""
    found: set[str] = set()
    for model in (Contact, past_models()[Contact]):
        key = "pk" if model is Contact else "pgh_obj_id"
        whose = {key: subject.contact} if subject.contact else {"client": subject.client}
        found |= set(model._base_manager.filter(**whose).exclude(email="").values_list("email", flat=True))
    return found


def _mails(subject: Subject) -> models.QuerySet[OutgoingMail]:
    same = Q(pk=None)
    for address in sorted(addresses(subject)):
        same |= Q(recipient__iexact=address)
    return OutgoingMail.objects.filter(same)


def _erase_mails(subject: Subject) -> int:
    """What waits is not sent any more; of what left, the dates stay."""
    mails = _mails(subject)
    waiting = mails.filter(sent_at=None, given_up_at=None).delete()[0]
    empty = {"recipient": "", "subject": "", "text": "", "html": "", "headers": {}, "about": {}, "error": ""}
    return waiting + mails.update(**empty)


def _accesses(model: type[models.Model], subject: Subject) -> models.QuerySet[Any]:
    """Rows of one person; those of a whole client are in the plan."""
    same = Q(pk=None)
    for address in sorted(addresses(subject) if subject.contact else ()):
        same |= Q(email__iexact=address)
    return model._base_manager.filter(same, client=subject.client)


def _access_tables() -> tuple[type[models.Model], ...]:
    return AccountAccess, past_models()[AccountAccess]


def _count_accesses(subject: Subject) -> int:
    return sum(_accesses(model, subject).count() for model in _access_tables())


def _erase_accesses(subject: Subject) -> int:
    chosen = [list(_accesses(model, subject).values_list("pk", flat=True)) for model in _access_tables()]
    return sum(
        model._base_manager.filter(pk__in=keys).update(email="", external_id=_own_number(model))
        for model, keys in zip(_access_tables(), chosen, strict=True)
    )


def _own_number(model: type[models.Model]) -> Any:
    key = "pk" if model is AccountAccess else "pgh_obj_id"
    return models.functions.Concat(Value(WAS), models.functions.Cast(models.F(key), models.CharField()))


# --- files ----------------------------------------------------------------------------------------------------------


def _batches(subject: Subject) -> models.QuerySet[ImportBatch]:
    """The imports that made or changed a record of the client (or of the person)."""
    with connection.cursor() as cursor:
        cursor.execute(_touching(subject), {"key": subject.contact or subject.client})
        found = [row[0] for row in cursor.fetchall()]
    return ImportBatch.objects.filter(pk__in=found).exclude(file="", name__startswith=WAS)


def _touching(subject: Subject) -> str:
    """SQL: the ids of imports, by the spans of ids they made and by the reason that past versions name."""
    parts = []
    for model, past in past_models().items():
        names = {str(field.column) for field in model._meta.concrete_fields}
        whose = _column(model, names, subject)
        if not whose or model._meta.app_label != Contact._meta.app_label:
            continue
        table, old = model._meta.db_table, past._meta.db_table
        was = "pgh_obj_id" if whose == "id" else whose
        parts += [_made(table, old, whose, was), _changed(old, was)]
    return " UNION ".join(parts)


def _made(table: str, old: str, whose: str, was: str) -> str:
    span = f"(b.spans->'{table}'->>0)::bigint AND (b.spans->'{table}'->>1)::bigint"
    return f"""
        SELECT b.id FROM accounts_importbatch b WHERE b.spans ? '{table}' AND (
            EXISTS (SELECT 1 FROM {table} t WHERE t.{whose} = %(key)s AND t.id BETWEEN {span})
            OR EXISTS (SELECT 1 FROM {old} p WHERE p.{was} = %(key)s AND p.pgh_obj_id BETWEEN {span}))
    """  # noqa: S608 - names of our own tables


def _changed(old: str, was: str) -> str:
    return f"""
        SELECT substr(p.pgh_context->>'why', 8)::bigint FROM {old} p
        WHERE p.{was} = %(key)s AND p.pgh_context->>'why' ~ '^import [0-9]{{1,18}}$'
    """  # noqa: S608 - names of our own tables


def _column(model: type[models.Model], names: set[str], subject: Subject) -> str:
    if subject.contact:
        return "id" if model is Contact else "contact_id" if "contact_id" in names else ""
    return "id" if model._meta.label == "accounts.Client" else "client_id" if "client_id" in names else ""


def _erase_files(subject: Subject) -> int:
    return sum(empty(batch) for batch in _batches(subject))


def empty(batch: ImportBatch) -> int:
    """Delete a file and every cell of it that we noted; a digest of its name, and the counts, stay.

    The file goes first: killed in between, the row still names a file that is gone, and the next attempt passes it.
    """
    if batch.file.name:
        batch.file.storage.delete(batch.file.name)
    known = hashlib.blake2b(batch.name.encode(), digest_size=8).hexdigest()
    batch.file, batch.report = "", counts_of(batch.report)
    if not batch.name.startswith(WAS):
        batch.name = f"{WAS}{known}{PurePath(batch.name).suffix[:12]}"
    batch.failure = SOMETHING if batch.failure else ""
    batch.save(update_fields=["file", "name", "report", "failure"])
    ImportRefusal.objects.filter(batch=batch).delete()
    return 1


def counts_of(report: dict[str, Any] | None) -> dict[str, Any] | None:
    """A report without a word from the file."""
    if report is None:
        return None
    left_out = sum(report.get("left_out", {}).values())
    return report | {
        "guesses": [], "columns": {}, "new_client_names": [], "refusals": [], "questions": [], "notices": {},
        "left_out": {SOMETHING: left_out} if left_out else {},
    }  # fmt: skip


def empty_old_files() -> int:
    """Empty imports that have been over for ninety days, whoever they were about; no more than a night's worth."""
    over = ImportBatch.objects.exclude(state__in=ImportBatch.OPEN).exclude(name__startswith=WAS)
    old = over.filter(sent_at__lt=clock.now() - FILES_KEPT).order_by("pk").values_list("pk", flat=True)
    done = 0
    for pk in old[:AT_ONCE]:
        with transaction.atomic():
            done += sum(empty(batch) for batch in over.filter(pk=pk).select_for_update(of=("self",)))
    return done


def _aliases(subject: Subject) -> models.QuerySet[ClientAlias]:
    return ClientAlias.objects.none() if subject.contact else ClientAlias.objects.filter(client=subject.client)


STEPS = (
    Step("files", _("imports and their files"), lambda subject: _batches(subject).count(), _erase_files),
    Step("mails", _("mails to them"), lambda subject: _mails(subject).count(), _erase_mails),
    Step("accesses", _("accesses with their address"), _count_accesses, _erase_accesses),
    Step("aliases", _("names in other systems"), lambda s: _aliases(s).count(), lambda s: _aliases(s).delete()[0]),
)
