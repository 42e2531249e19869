"""What every record that a score reads has in common: identity, two times, past versions, marks.

- `recorded_at`: when we learnt it, the database's own (`clienthealth_now`); an update renews it.
- `known_at`: the same, or when it happened, where a first import declared its history known.
- Past versions: update and delete keep the old row, with the instant it ceased (pghistory, statement level).
- Marks: every change names the clients it touches, so that they are scored again within seconds.
"""

from __future__ import annotations

import uuid
from typing import Any, Self, TypeVar

import pghistory
import pgtrigger
from django.db import models

from clienthealth.core.clock import RecordedNow

M = TypeVar("M", bound=models.Model)


def own_id() -> str:
    """An external id for a record that was made here."""
    return uuid.uuid4().hex


STAMP = pgtrigger.Trigger(
    name="stamp",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        NEW.recorded_at := OLD.recorded_at;
        IF NOT clienthealth_declared() THEN
            NEW.known_at := OLD.known_at;
        END IF;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NULL;
        END IF;
        NEW.recorded_at := clienthealth_now();
        IF NOT clienthealth_declared() THEN
            NEW.known_at := NEW.recorded_at;
        ELSIF NEW.known_at > NEW.recorded_at THEN
            RAISE EXCEPTION 'known_at of % is set by the database, or earlier', TG_TABLE_NAME;
        END IF;
        RETURN NEW;
    """,
)

_STAMPED = """
    IF EXISTS (
        SELECT 1 FROM new_rows
        WHERE recorded_at <> (SELECT clienthealth_now())  -- asked once, not once a row
           OR known_at > recorded_at
           OR (known_at <> recorded_at AND NOT (SELECT clienthealth_declared()))
    ) THEN
        RAISE EXCEPTION 'recorded_at and known_at of % are set by the database', TG_TABLE_NAME;
    END IF;
"""


def _mark(sources: tuple[str, ...], column: str | None) -> str:
    if column is None:
        some = " UNION ALL ".join(f"SELECT 1 FROM {source}" for source in sources)  # noqa: S608 - our own names
        return f"INSERT INTO accounts_mark (client_id) SELECT NULL WHERE EXISTS ({some});"
    rows = " UNION ALL ".join(f"SELECT {column} FROM {source}" for source in sources)  # noqa: S608 - our own names
    touched = f"SELECT DISTINCT client_id FROM ({rows}) AS touched (client_id)"  # noqa: S608
    return f"INSERT INTO accounts_mark (client_id) {touched};"


def record_triggers(column: str | None = "client_id") -> list[pgtrigger.Trigger]:
    """The triggers of a record. `column` names the client a row belongs to; None marks every client."""
    after: dict[str, Any] = {"when": pgtrigger.After, "level": pgtrigger.Statement}
    return [
        STAMP,
        pgtrigger.Trigger(
            name="mark_insert",
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            func=_STAMPED + _mark(("new_rows",), column) + " RETURN NULL;",
            **after,
        ),
        pgtrigger.Trigger(
            name="mark_update",
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
            func=_mark(("old_rows", "new_rows"), column) + " RETURN NULL;",
            **after,
        ),
        pgtrigger.Trigger(
            name="mark_delete",
            operation=pgtrigger.Delete,
            referencing=pgtrigger.Referencing(old="old_rows"),
            func=_mark(("old_rows",), column) + " RETURN NULL;",
            **after,
        ),
        refuse_truncate("INSERT INTO accounts_mark (client_id) VALUES (NULL);"),
    ]


def refuse_truncate(otherwise: str = "") -> pgtrigger.Trigger:
    """TRUNCATE leaves no history, so it is refused; tests allow it by a session setting."""
    return pgtrigger.Trigger(
        name="truncate",
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        operation=pgtrigger.Truncate,
        func=f"""
            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN
                RAISE EXCEPTION 'TRUNCATE of % would lose its history and is refused', TG_TABLE_NAME;
            END IF;
            {otherwise}
            RETURN NULL;
        """,
    )


def keep_past(*, audited: bool = False, **options: Any) -> Any:
    """Keep every past version of a record, with the instant it ceased and who ended it.

    `audited` also notes who made it, for the audit log.
    """
    made = [pghistory.InsertEvent(level=pghistory.Statement)] if audited else []
    if audited:
        options["meta"] = audit_meta(options["model_name"])
    return pghistory.track(
        *made,
        pghistory.UpdateEvent(row=pghistory.Old, level=pghistory.Statement),
        pghistory.DeleteEvent(row=pghistory.Old, level=pghistory.Statement),
        context_field=pghistory.ContextJSONField(),
        **options,
    )


def audit_meta(name: str) -> dict[str, Any]:
    """The audit log is read by time, and nothing in it is ever changed."""
    return {
        "indexes": [models.Index(fields=["-pgh_created_at", "-pgh_id"], name=f"{name.lower()}_newest")],
        "triggers": [refuse_rewriting()],
    }


def refuse_rewriting() -> pgtrigger.Trigger:
    """Rows of the audit log are only added; tests may empty it, by the setting that lets them truncate."""
    return pgtrigger.Trigger(
        name="kept",
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        func="""
            IF coalesce(current_setting('clienthealth.allow_truncate', true), '') <> 'on' THEN
                RAISE EXCEPTION '% of % would rewrite the audit log and is refused', TG_OP, TG_TABLE_NAME;
            END IF;
            RETURN NULL;
        """,
    )


class RecordQuerySet(models.QuerySet[M]):
    """Words that hold for every record."""

    def of(self, client: models.Model | int) -> Self:
        return self.filter(client=client)

    def identified(self, source: str, external_id: str) -> Self:
        return self.filter(source=source, external_id=external_id)


class Record(models.Model):
    """A dated, sourced, versioned record. Writing the same one twice changes nothing."""

    source = models.CharField(max_length=40, default="hand", editable=False)
    external_id = models.CharField(max_length=255, default=own_id, editable=False)
    recorded_at = models.DateTimeField(db_default=RecordedNow(), editable=False)
    known_at = models.DateTimeField(db_default=RecordedNow(), editable=False)

    class Meta:
        abstract = True
        select_on_save = True  # the stamp trigger leaves a row alone that would not change

    def _do_update(self, *args: Any) -> Any:
        """Django takes a row that `update_fields` did not change for a lost one; it is there, and says so already."""
        *rest, _forced = args
        update: Any = super()._do_update
        return update(*rest, False)


def identity(name: str) -> models.UniqueConstraint:
    """The one live row of a record of another system."""
    return models.UniqueConstraint(fields=["source", "external_id"], name=f"{name}_identity")
