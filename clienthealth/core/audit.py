"""Who is at work and why, told to the database, so that every trigger notes it whatever writes the rows."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.db import connection, models, transaction

Settings = tuple[str, str]


@contextmanager
def acting(*, by: models.Model | None, why: str) -> Iterator[None]:
    """Write in one transaction in the name of `by` (None: a job), because of `why` (“import 12”, “assign owner”).

    1. A request already has a context (its person and address): ours is laid over it and taken off at the end.
    2. The context also stands in the transaction's own settings, so that COPY and other SQL that does not pass
       through Django's cursor carries it.
    3. At the end, the transaction's settings are what they were: a caller's transaction may go on with other work.
    """
    with transaction.atomic(), pghistory.context() as context:
        before, metadata = _settings(), dict(context.metadata)
        context.metadata.update(user=by.pk if by is not None else None, why=why)
        _set((str(context.id or uuid.uuid4()), json.dumps(context.metadata)))
        try:
            yield
        finally:
            _restore(context.metadata, metadata)
            if not connection.needs_rollback:
                _set(before)


def _settings() -> Settings:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('pghistory.context_id', true), ''),"
            " coalesce(current_setting('pghistory.context_metadata', true), '')"
        )
        row: Settings = cursor.fetchone()
    return row


def _set(settings: Settings) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            settings,
        )


def _restore(metadata: dict[str, Any], before: dict[str, Any]) -> None:
    metadata.clear()
    metadata.update(before)
