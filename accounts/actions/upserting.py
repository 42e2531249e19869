"""Records of another system, written by its own ids: many at once, each made, changed, left alone or refused.

The number of statements does not grow with the rows: one to find and lock those that are known, one for each kind of
reference, two for rights, one to insert and one to update. Only what differs is written, so the same rows twice
change nothing: no row, no past version, no mark.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import clients_for, editable_clients_for
from clienthealth.core.audit import acting
from clienthealth.core.rows import CREATED, REFUSED, UNCHANGED, UPDATED, Expect, Outcome, Row

Problems = dict[str, str]  # name of a field, or empty for the whole row -> why
SPARED = frozenset({"id", "source", "external_id", "recorded_at", "known_at"})


class Ref(NamedTuple):
    """A record as a row names it: our id, or what another system calls it (no source: that of the rows)."""

    id: int | None = None
    source: str = ""
    external_id: str = ""

    def within(self, source: str) -> Ref:
        return self if self.id is not None or self.source else self._replace(source=source)


@dataclass
class Reach:
    """What the rows of one request point at, looked up for all of them together."""

    visible: frozenset[int] = frozenset()
    editable: frozenset[int] = frozenset()
    found: dict[Any, Any] = field(default_factory=dict)  # a reference as given -> the id it means


class Kind:
    """One kind of record: what a new one needs, and the rules that no field can check by itself."""

    model: type[models.Model]
    needed: tuple[str, ...] = ()

    def may(self, by: User) -> None:
        """Refuse the whole request of somebody who may never write such records."""
        raise NotImplementedError

    def known(self, source: str, ids: Collection[str]) -> dict[str, Any]:
        """The rows that are there, by external id, locked in the order of their ids."""
        rows: models.QuerySet[Any] = self.model._default_manager.filter(source=source, external_id__in=ids)
        return {row.external_id: row for row in rows.order_by("pk").select_for_update()}

    def reach(self, by: User, source: str, known: Mapping[str, Any], rows: Sequence[Row]) -> Reach:
        """Look up what the rows point at, and the person's rights to it."""
        raise NotImplementedError

    def resolve(self, values: dict[str, Any], reach: Reach, source: str) -> Problems:
        """Put ids in the place of references."""
        raise NotImplementedError

    def rights(self, by: User, record: Any, before: Mapping[str, Any], reach: Reach) -> Outcome | None:
        """A refusal, where this person may not write this row. `before`: what its fields were (empty: a new one)."""
        raise NotImplementedError

    def apply(self, record: Any, values: Mapping[str, Any], before: Mapping[str, Any], reach: Reach) -> Problems:
        """Give the record its values. `before`: what its fields were (empty: a new one)."""
        for name, value in values.items():
            setattr(record, name, value)
        return {}

    def check(self, record: Any) -> Problems:
        """What is wrong with the record as a whole, as it would become."""
        return {}

    def beyond(self, by: User, written: Collection[int]) -> set[int]:
        """Which of the written rows lead out of the person's reach, and so may not stay."""
        return set()


@dataclass
class _Plan:
    """What is to be done with one row."""

    outcome: Outcome
    record: Any = None


def upsert(
    *, by: User, kind: Kind, source: str, rows: Sequence[Row], why: str, expect: Expect | None = None
) -> list[Outcome]:
    """Write rows of `source`; one outcome a row, in their order. `expect` is asked before a single row is written."""
    kind.may(by)
    with acting(by=by, why=why):
        _one_at_a_time(kind, source)
        known = kind.known(source, [row.external_id for row in rows])
        if expect is not None:
            expect(known.get(rows[0].external_id))
        reach = kind.reach(by, source, known, rows)
        seen: set[Any] = set()
        plans = [_plan(by, kind, source, row, known.get(row.external_id), reach, seen) for row in rows]
        _carry_out(by, kind, plans)
    return [plan.outcome for plan in plans]


def _one_at_a_time(kind: Kind, source: str) -> None:
    """Two who write the same system's records follow each other: neither makes what the other is making."""
    with connection.cursor() as cursor:
        name = f"upsert {kind.model._meta.db_table} {source}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _plan(by: User, kind: Kind, source: str, row: Row, record: Any, reach: Reach, seen: set[Any]) -> _Plan:
    """`seen`: the ids of the rows before, and the records they mean."""
    same = {row.external_id, record.pk if record is not None else row.external_id}
    if same & seen:
        return _Plan(_invalid({"external_id": _("An earlier row is about the same record.")}))
    seen |= same
    values = dict(row.values)
    problems = kind.resolve(values, reach, source)
    is_new = record is None
    if is_new:
        record = kind.model(source=source, external_id=row.external_id)
        missing = [name.removesuffix("_id") for name in kind.needed if row.values.get(name) in (None, "")]
        problems |= {name: _("A new one needs this.") for name in missing}
    before = {} if is_new else {name: getattr(record, name) for name in _columns(kind)}
    problems |= kind.apply(record, values, before, reach)
    refused = kind.rights(by, record, before, reach)
    if refused is not None:
        return _Plan(refused)
    if problems := problems or kind.check(record):
        return _Plan(_invalid(problems))
    if is_new:
        return _Plan(Outcome(CREATED), record)
    differs = any(getattr(record, name) != value for name, value in before.items())
    return _Plan(Outcome(UPDATED if differs else UNCHANGED, record.pk), record)


def _carry_out(by: User, kind: Kind, plans: list[_Plan]) -> None:
    """Write; what leads out of the person's reach is taken back, and the rest written again."""
    while True:
        made = [plan for plan in plans if plan.outcome.status == CREATED]
        changed = [plan for plan in plans if plan.outcome.status == UPDATED]
        with transaction.atomic():
            _insert(kind, [plan.record for plan in made])
            _update(kind, [plan.record for plan in changed])
            written = {plan.record.pk: plan for plan in (*made, *changed)}
            beyond = kind.beyond(by, written) if written else set()
            if not beyond:
                break
            transaction.set_rollback(True)
        for plan in made:
            plan.record._state.adding = True
        for pk, plan in written.items():
            if plan in made:
                plan.record.pk = None
            if pk in beyond:
                plan.outcome = forbidden(_("This leads out of your own team."))
    for plan in made:
        plan.outcome.id = plan.record.pk


def _columns(kind: Kind) -> list[str]:
    return [each.attname for each in kind.model._meta.local_concrete_fields if each.attname not in SPARED]


def _insert(kind: Kind, records: list[Any]) -> None:
    """The instant of learning is asked for once: as a column's default it would be worked out for each row, twice."""
    if not records:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clienthealth_now()")
        (moment,) = cursor.fetchone()
    for record in records:
        record.recorded_at = record.known_at = moment
    kind.model._default_manager.bulk_create(records, batch_size=1000)


def _update(kind: Kind, records: Iterable[Any]) -> None:
    """One statement for all: the rows travel as JSON, and the table's own row type reads them."""
    names = _columns(kind)
    rows = [{"id": record.pk, **{name: getattr(record, name) for name in names}} for record in records]
    if not rows:
        return
    table = kind.model._meta.db_table
    settings = ", ".join(f'"{name}" = s."{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET {settings} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) s"  # noqa: S608
            " WHERE t.id = s.id",
            [json.dumps(rows, default=str)],
        )


def _invalid(problems: Problems) -> Outcome:
    return Outcome(REFUSED, word="invalid", errors=problems)


def forbidden(said: str) -> Outcome:
    return Outcome(REFUSED, word="forbidden", errors={"": said})


def hidden() -> Outcome:
    """A record that this person may not see does not exist for them."""
    return Outcome(REFUSED, word="not-found", errors={"": _("There is nothing here, or it is not yours to see.")})


def reach_of(by: User, clients: Collection[int]) -> Reach:
    """Which of these clients a person sees, and which they may write about."""
    visible = clients_for(by).filter(pk__in=clients).values_list("pk", flat=True)
    editable = editable_clients_for(by).filter(pk__in=clients).values_list("pk", flat=True)
    return Reach(frozenset(visible), frozenset(editable))
